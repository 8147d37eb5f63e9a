"""Everything in one run, and the page of it: ``scripts/bench.py`` without a name, or ``scripts/bench.py all``.

Writes docs/benchmarks.md, and beside it docs/benchmarks/: results.json, of which the page is made, and the pictures.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from attrs import asdict, evolve, frozen
from rich.console import Console

from scripts import bench_diff, bench_generate, bench_growth, bench_import, bench_layer, bench_profile, bench_runtime
from scripts import bench_sizes as sizes
from scripts.bench_import import FLOOR, OURS, ROOT, THEIRS, Package, stub_server
from scripts.bench_page import write
from scripts.bench_readme import put
from scripts.bench_runtime import GENERATED, Sides
from scripts.costs import CommandError
from scripts.environments import InstallError, here
from scripts.generators import DOCUMENT
from scripts.progress import shown
from scripts.rounds import Say, about, in_turn
from specloom.problems import SpecloomError

RESULTS = "results.json"
_QUICK = "not measured in a quick run"


@frozen
class Extent:
    """How much is measured.

    Attributes:
        rounds: Of generating, and of reviewing.
        growth: Rounds of growth.
        copies: How many times the document, in growth.
        starts: Of a program.
        runs: Processes for each case of the runtime, of the layer and by size.
        answers: Sizes of answers, in bytes.
        streams: Sizes of streams, in events.
        megabytes: Of training data.
        profiled: How many times the document, how many events and bytes the profiles are of.
    """

    rounds: int
    growth: int
    copies: tuple[int, ...]
    starts: int
    runs: int
    answers: tuple[int, ...]
    streams: tuple[int, ...]
    megabytes: float
    profiled: tuple[int, int, int]


WHOLE = Extent(3, 2, bench_growth.SIZES, 15, 5, sizes.ANSWERS, sizes.STREAMS, 10, (8, 5_000, 1_000_000))
BRIEF = Extent(1, 1, (1, 2), 3, 1, sizes.ANSWERS[:-2], sizes.STREAMS[:-2], 2, (2, 2_000, 100_000))
QUICK = Extent(1, 1, (1, 2), 1, 1, (1_000,), (10,), 0.02, (2, 10, 1_000))


def measure(document: Path, cache: Path, extent: Extent, say: Say, *, quick: bool) -> dict[str, Any]:
    """All results, as a value of JSON.

    Args:
        document: What is generated, grown and reviewed.
        cache: Folder of the environments.
        extent: How much of it.
        say: Is told what goes on.
        quick: Whether nothing is installed, so that the peers are not measured.

    Raises:
        CommandError, InstallError, OSError, SpecloomError: If one of our own benchmarks cannot be run.
    """
    began = time.monotonic()
    before = os.getloadavg()[0]
    chosen = _here() if quick else bench_runtime.sides(ROOT / "generated" / OURS, cache)
    ours = chosen.packages[0]
    found = {
        "generate": bench_generate.collect(document, cache, extent.rounds, say, quick=quick),
        "growth": bench_growth.collect(document, extent.copies, extent.growth, say),
        "start": _started(chosen, extent.starts, say),
        "runtime": bench_runtime.collect(chosen, extent.runs, say),
        "sizes": sizes.collect(chosen.packages, extent.answers, extent.streams, min(extent.runs, 3), say),
        "layer": bench_layer.collect(extent.megabytes, ROOT / "generated" / OURS, extent.runs, say),
        "diff": bench_diff.collect(document, extent.rounds + 2 if not quick else 1, say),
        "profile": bench_profile.collect(ours.home, document, *extent.profiled, say),
    }
    about = {**machine(), "load": before, "minutes": (time.monotonic() - began) / 60, "quick": quick}
    return {"about": about, **found}


def _here() -> Sides:
    """Our package as it stands in the working tree, in the environment of this process, and no other."""
    source = ROOT / "generated" / OURS / "src"
    home = here(source, ROOT / "src")
    files = [path for path in (source / OURS).rglob("*") if path.is_file() and path.suffix != ".pyc"]
    lines = sum(path.read_bytes().count(b"\n") for path in files if path.suffix == ".py")
    megabytes = sum(path.stat().st_size for path in files) / 1_000_000
    project = (ROOT / "generated" / OURS / "pyproject.toml").read_text("utf-8")
    stated = re.search(r'^version = "(.+)"$', project, re.MULTILINE)
    package = Package(OURS, stated[1] if stated else "", home, megabytes, lines)
    return Sides((package,), {THEIRS: _QUICK, GENERATED: _QUICK})


def _started(chosen: Sides, runs: int, say: Say) -> dict[str, Any]:
    """Starts of our package, of the official one, and of httpx alone."""
    ours = chosen.packages[0]
    floor = evolve(ours, name=FLOOR, version=ours.home.version(FLOOR), megabytes=0.0, lines=0)
    taking_part = [*(each for each in chosen.packages if each.name != GENERATED), floor]
    with stub_server() as url:
        turns = {each.name: partial(bench_import.measure, each, url) for each in taking_part}
        starts = in_turn(turns, runs, about(say, "start"), warm=1)
    return {
        "missing": chosen.missing,
        "packages": {
            each.name: {"version": each.version, "megabytes": each.megabytes, "lines": each.lines}
            for each in taking_part
        },
        "starts": {name: [asdict(start) for start in rounds] for name, rounds in starts.items()},
    }


def machine() -> dict[str, Any]:
    """What the figures were made with. No host names."""
    return {
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "system": f"{platform.system()} {platform.machine()}",
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9,
        "java": _java(),
        "specloom": version("specloom"),
        "commit": _commit(),
    }


def _processor() -> str:
    try:
        model = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text("utf-8"), re.MULTILINE)
    except OSError:
        model = None
    return model[1] if model else platform.processor() or "unknown"


def _java() -> str:
    """Version of the Java on the path, or empty."""
    if not shutil.which("java"):
        return ""
    told = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "([^"]+)"', told)
    return found[1] if found else ""


def _commit() -> str:
    """The commit that was measured, with a sign where the working tree has more; empty without a repository."""
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--exclude=*"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout.strip()


def parser() -> argparse.ArgumentParser:
    """What a run of everything may be told."""
    made = argparse.ArgumentParser("bench.py all", description=__doc__)
    made.add_argument("--document", type=Path, default=DOCUMENT, help="OpenAPI document (OpenAI's)")
    made.add_argument("--cache", type=Path, default=ROOT / ".nox" / "bench", help="folder of the environments")
    made.add_argument("--into", type=Path, default=ROOT / "docs", help="folder of the page (docs)")
    made.add_argument("--brief", action="store_true", help="fewer rounds and no largest sizes: for a slow machine")
    made.add_argument("--quick", action="store_true", help="a smoke run: tiny sizes, no peers, nothing is installed")
    made.add_argument("--render", action="store_true", help="measure nothing: write the page of results.json anew")
    return made


def main(argv: Sequence[str]) -> int:
    """Run everything and write the page; 0 when it could be run, 2 when it could not."""
    arguments = parser().parse_args(argv)
    folder: Path = arguments.into.resolve()
    console = Console(stderr=True)
    try:
        if arguments.render:
            results = json.loads((folder / "benchmarks" / RESULTS).read_text("utf-8"))
        else:
            extent = QUICK if arguments.quick else BRIEF if arguments.brief else WHOLE
            document, cache = arguments.document.resolve(), arguments.cache.resolve()
            with shown(console) as say:
                results = measure(document, cache, extent, say, quick=arguments.quick)
        for path in write(results, folder):
            print(path.relative_to(folder.parent))
        if folder == ROOT / "docs":
            put(results, ROOT / "README.md")
    except (CommandError, InstallError, OSError, SpecloomError, ValueError) as error:
        console.print(str(error), markup=False, highlight=False)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
