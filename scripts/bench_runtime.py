"""Calling: streams, calls, pages, embeddings, uploads, beside the official package and a generated one.

Each package is in an environment of its own and gets the same answers from a transport inside its process. They take
turns, every run in a fresh process, and the median counts. The generated one is what openapi-python-client makes of
the pinned document; it takes part where it has the operation.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from attrs import asdict, evolve, frozen
from rich.console import Console
from rich.table import Table

from scripts.bench_import import OURS, ROOT, THEIRS, Package, packages
from scripts.costs import CommandError, run
from scripts.environments import Environment, InstallError, environment
from scripts.generators import DOCUMENT, openapi_python_client
from scripts.progress import shown
from scripts.rounds import Say, about, in_turn, ratios, spread

PROBE = Path(__file__).with_name("runtime_probe.py")
GENERATED = "open_ai_api_client"
"""What openapi-python-client calls the package; the name comes from the document's title."""


@frozen
class Case:
    """Something that is measured.

    Attributes:
        name: As the probe knows it.
        label: For the table.
        target: How many times less than the official package ours is to take; 0 where nothing is promised.
        floor: The case that tells what the HTTP library alone takes, or empty.
        generated: Whether the generated package has the operation.
    """

    name: str
    label: str
    target: float
    floor: str = ""
    generated: bool = False


CASES = (
    Case("chunk", "one streamed chat chunk", 10, "bare chunk"),
    Case("call", "one call: create a chat completion", 3, "bare call"),
    Case("retrieve", "one call: retrieve a stored chat completion", 0, generated=True),
    Case("pages", "one page of 100 files, each read", 0, generated=True),
    Case("embeddings", "64 embeddings of 1536", 3, "bare embeddings", generated=True),
    Case("upload", "one upload of a megabyte from memory", 0, "bare upload", generated=True),
    Case("streams", "200 async streams at once, an event of them", 5),
)


@frozen
class Found:
    """What a run told: seconds, megabytes."""

    seconds: float
    peak: float


@frozen
class Sides:
    """The packages that are measured, ours first; ``missing`` says of others why they are not."""

    packages: tuple[Package, ...]
    missing: dict[str, str]


def sides(project: Path, cache: Path) -> Sides:
    """Ours, the official package, and what openapi-python-client makes.

    Raises:
        InstallError: If one of the first two cannot be installed.
    """
    ours, theirs = packages(project, cache)
    try:
        return Sides((ours, theirs, generated(cache)), {})
    except (InstallError, CommandError) as error:
        return Sides((ours, theirs), {GENERATED: str(error)})


def generated(cache: Path) -> Package:
    """The package that openapi-python-client makes of the pinned document, made once into the cache.

    Raises:
        InstallError: If the tool cannot be installed.
        CommandError: If it fails.
    """
    tool = openapi_python_client("openapi-python-client", "post_hooks: []\n")
    home = environment(cache, tool.distribution, tool.requirements)
    version = home.version(tool.distribution)
    facts = hashlib.sha256(version.encode() + DOCUMENT.read_bytes()).hexdigest()[:12]
    folder = cache / f"{GENERATED}-{facts}"
    if not (folder / "out" / GENERATED).exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        tool.prepare(folder)
        command = [str(DOCUMENT) if part == "{document}" else part for part in tool.command]
        run([home.script(command[0]), *command[1:]], folder=folder, environment=home.variables())
    beside: Environment = evolve(home, paths=(folder / "out",))
    return Package(GENERATED, version, beside, 0.0, 0)


def measure(package: Package, case: str) -> Found:
    """One run in a fresh process.

    Raises:
        CommandError: If the program fails.
    """
    return probe(PROBE, package, case)


def probe(script: Path, package: Package, *arguments: str) -> Found:
    """One run of a probe, which prints seconds.

    Raises:
        CommandError: If the program fails.
    """
    with TemporaryDirectory(prefix="specloom-bench-") as scratch:
        command = [package.home.python, str(script), package.name, *arguments]
        cost, output = run(command, folder=Path(scratch), environment=package.home.variables())
    return Found(float(json.loads(output.splitlines()[-1])), cost.peak)


def measure_all(
    chosen: Sequence[Package], runs: int, say: Say
) -> tuple[dict[str, dict[str, list[Found]]], dict[str, list[float]]]:
    """Every case with every package, round by round, and the floors under ours.

    Raises:
        CommandError: If a program fails.
    """
    found: dict[str, dict[str, list[Found]]] = {}
    floors: dict[str, list[float]] = {}
    for case in CASES:
        taking_part = [package for package in chosen if package.name != GENERATED or case.generated]
        turns = {package.name: partial(measure, package, case.name) for package in taking_part}
        if case.floor:
            turns[case.floor] = partial(measure, chosen[0], case.floor)
        found[case.name] = in_turn(turns, runs, about(say, case.name))
        if case.floor:
            floors[case.floor] = [each.seconds for each in found[case.name].pop(case.floor)]
    return found, floors


def collect(chosen: Sides, runs: int, say: Say) -> dict[str, Any]:
    """The benchmark as a value of JSON.

    Raises:
        CommandError: If a program fails.
    """
    found, floors = measure_all(chosen.packages, runs, say)
    cases = [
        {
            **asdict(case),
            "found": {name: [asdict(each) for each in rounds] for name, rounds in found[case.name].items()},
            "alone": floors.get(case.floor, []),
        }
        for case in CASES
    ]
    return {"versions": versions(chosen), "missing": chosen.missing, "cases": cases}


def versions(chosen: Sides) -> dict[str, str]:
    """Version of each package, and of what made it."""
    return {package.name: package.version for package in chosen.packages}


def table(
    chosen: Sequence[Package],
    found: Mapping[str, Mapping[str, Sequence[Found]]],
    floors: Mapping[str, Sequence[float]],
    runs: int,
) -> Table:
    """The packages beside each other."""
    title = f"µs, answers made in the process, median of {runs} runs each"
    made = Table("", title=title, title_justify="left")
    for package in chosen:
        made.add_column(f"{package.name} {package.version}", justify="right")
    for name in ("times less", "target", "httpx alone", *(f"peak MB, {package.name}" for package in chosen)):
        made.add_column(name, justify="right")
    for case in CASES:
        times = {name: [each.seconds for each in rounds] for name, rounds in found[case.name].items()}
        peaks = {name: [each.peak for each in rounds] for name, rounds in found[case.name].items()}
        cells = [f"{spread(times[one.name]).middle * 1e6:,.1f}" if one.name in times else "" for one in chosen]
        less = f"{ratios(times[THEIRS], times[OURS]).middle:.1f}" if THEIRS in times else ""
        floor = f"{spread(floors[case.floor]).middle * 1e6:,.1f}" if case.floor else ""
        memory = [f"{spread(peaks[one.name]).middle:,.1f}" if one.name in peaks else "" for one in chosen]
        made.add_row(case.label, *cells, less, f"{case.target:g}" if case.target else "", floor, *memory)
    return made


def main(argv: Sequence[str]) -> int:
    """Run the benchmark and print it; 0 when it could be run, 2 when it could not."""
    parser = argparse.ArgumentParser("bench.py runtime", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="processes for each case and package (5)")
    parser.add_argument("--project", type=Path, default=ROOT / "generated" / OURS, help="our package's project")
    parser.add_argument("--cache", type=Path, default=ROOT / ".nox" / "bench", help="folder of the environments")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    arguments = parser.parse_args(argv)
    runs = max(arguments.runs, 1)
    console = Console(stderr=True)
    try:
        with shown(console) as say:
            say("installing the packages")
            chosen = sides(arguments.project.resolve(), arguments.cache.resolve())
            found, floors = measure_all(chosen.packages, runs, say)
    except (InstallError, CommandError, OSError) as error:
        console.print(str(error), markup=False, highlight=False)
        return 2
    for name, reason in chosen.missing.items():
        console.print(f"{name} failed: {reason}", markup=False, highlight=False)
    if arguments.json:
        cases = {
            case: {name: [asdict(each) for each in rounds] for name, rounds in each.items()}
            for case, each in found.items()
        }
        json.dump({"cases": cases, "httpx alone": floors}, sys.stdout, indent=1)
        print()
    else:
        Console(width=None if sys.stdout.isatty() else 160).print(table(chosen.packages, found, floors, runs))
    return 0
