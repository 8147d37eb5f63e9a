"""Where the time goes: generating, reviewing, reading answers and streams, by looking; starting, by imports."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from attrs import asdict, frozen
from rich.console import Console

from scripts.bench_diff import edited, read
from scripts.bench_import import OURS, probe, stub_server
from scripts.costs import CommandError, run
from scripts.environments import Environment, here
from scripts.generators import DOCUMENT, ROOT
from scripts.grown import grown
from scripts.progress import shown
from scripts.rounds import Say
from specloom.problems import SpecloomError

PROBE = Path(__file__).with_name("profile_probe.py")
PACKAGES = (ROOT / "src", ROOT / "generated" / OURS / "src")
SLOWEST = 3
PARTS = 6
_IMPORT_TIME: Final = re.compile(r"^import time:\s+(\d+) \|\s+\d+ \|\s*(\S+)$", re.MULTILINE)
_OURS: Final = ("specloom", "specloom_runtime", OURS)


@frozen
class Share:
    """A function or a part of the program, and how much of the time is its own, from 0 to 1."""

    name: str
    share: float


@frozen
class Profile:
    """Where the time of one thing goes.

    Attributes:
        name: Of what was measured.
        parts: Packages and rooms, the largest first.
        functions: The three slowest, what they call in C with them; for a start, modules.
    """

    name: str
    parts: tuple[Share, ...]
    functions: tuple[Share, ...]


def part_of(file: str) -> str:
    """The package, and of ours the room, that a file belongs to: ``specloom.prepare``, ``jinja2``, ``json``."""
    path = Path(file)
    steps = path.parts
    for anchor in ("site-packages", "src"):
        if anchor in steps:
            inside = steps[len(steps) - steps[::-1].index(anchor) :]
            names = [*inside[:-1], path.stem]
            return ".".join(names[:2]) if names[0] in _OURS else names[0]
    if file.startswith("<frozen importlib"):
        return "importing"
    if file.startswith("<"):
        return "code made at run time"
    known = next((at for at, step in enumerate(steps) if re.fullmatch(r"python3\.\d+", step)), None)
    return steps[known + 1].removesuffix(".py") if known is not None else path.stem


def profile_of(name: str, told: dict[str, Any]) -> Profile:
    """The largest parts and the slowest functions of what the probe told."""
    parts: dict[str, float] = defaultdict(float)
    functions: dict[str, float] = defaultdict(float)
    for file, function, seconds in told["functions"]:
        parts[part_of(file)] += seconds
        functions[f"{part_of(file)}: {Path(file).stem}.{function}" if file[:1] != "<" else function] += seconds
    return Profile(name, _shares(parts, told["seconds"], PARTS), _shares(functions, told["seconds"], SLOWEST))


def _shares(parts: Mapping[str, float], whole: float, count: int) -> tuple[Share, ...]:
    largest = sorted(parts.items(), key=lambda part: -part[1])[:count]
    return tuple(Share(name, part / whole) for name, part in largest)


def imports_of(text: str) -> Profile:
    """The same of what ``-X importtime`` prints; times are in microseconds there."""
    parts: Counter[str] = Counter()
    modules: Counter[str] = Counter()
    for own, name in _IMPORT_TIME.findall(text):
        parts[name.split(".")[0]] += int(own)
        modules[name] += int(own)
    whole = sum(modules.values())
    return Profile("start", _shares(parts, whole, PARTS), _shares(modules, whole, SLOWEST))


def measure(ours: Environment, document: Path, largest: int, events: int, size: int, say: Say) -> list[Profile]:
    """Profiles of all that is looked into.

    Args:
        ours: Where our package is installed as a user has it: what else is there may be imported at the start.
        document: What is generated and reviewed.
        largest: How many times the document the large one is.
        events: Of the stream.
        size: Of the answer, in bytes.
        say: Is told what goes on.

    Raises:
        CommandError: If a program fails.
        OSError: If the document cannot be read.
        SpecloomError: If it is none.
    """
    whole = read(document)
    with TemporaryDirectory(prefix="specloom-bench-") as scratch:
        folder = Path(scratch)
        larger = grown(whole, largest)
        for name, each in (("one", whole), ("edited", edited(whole)), ("large", larger)):
            (folder / f"{name}.json").write_text(json.dumps(each), "utf-8")
        programs = {
            "generate": ("specloom", "new", "one", "one.json"),
            f"generate {largest} times": ("specloom", "new", "large", "large.json"),
            "diff": ("specloom", "diff", "one.json", "edited.json", "--fail-on", "none"),
            "answer": ("answer", OURS, str(size)),
            "stream": ("stream", OURS, str(events)),
        }
        found = []
        for name, arguments in programs.items():
            say(f"profile: {name}")
            output = run([sys.executable, str(PROBE), *arguments], folder=folder, environment=_paths())[1]
            found.append(profile_of(name, json.loads(output.splitlines()[-1])))
        say("profile: start")
        with stub_server() as url:
            command = [ours.python, "-X", "importtime", "-c", probe(OURS), url]
            found.append(imports_of(run(command, folder=folder, environment=ours.variables())[1]))
    return found


def _paths() -> dict[str, str]:
    return here(*PACKAGES).variables()


def collect(ours: Environment, document: Path, largest: int, events: int, size: int, say: Say) -> list[dict[str, Any]]:
    """The same as a value of JSON.

    Raises:
        CommandError: If a program fails.
        OSError: If the document cannot be read.
        SpecloomError: If it is none.
    """
    return [asdict(profile) for profile in measure(ours, document, largest, events, size, say)]


def main(argv: Sequence[str]) -> int:
    """Run the profiles and print them; 0 when they could be run, 2 when they could not."""
    parser = argparse.ArgumentParser("bench.py profile", description=__doc__)
    parser.add_argument("--document", type=Path, default=DOCUMENT, help="OpenAPI document (the pinned OpenAI one)")
    parser.add_argument("--largest", type=int, default=4, help="how many times the document the large one is (4)")
    parser.add_argument("--events", type=int, default=5_000, help="of the stream (5,000)")
    parser.add_argument("--bytes", type=int, default=1_000_000, help="of the answer (1,000,000)")
    arguments = parser.parse_args(argv)
    console = Console(stderr=True)
    try:
        with shown(console) as say:
            sizes = arguments.largest, arguments.events, arguments.bytes
            found = measure(here(*PACKAGES), arguments.document.resolve(), *sizes, say)
    except (CommandError, OSError, SpecloomError, ValueError) as error:
        console.print(str(error), markup=False, highlight=False)
        return 2
    for profile in found:
        print(profile.name)
        for kind in (profile.parts, profile.functions):
            print("  " + "; ".join(f"{each.name} {each.share:.0%}" for each in kind))
    return 0
