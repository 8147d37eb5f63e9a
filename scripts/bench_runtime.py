"""Calling: streams, calls, embeddings and many streams at once, beside the official package.

Each package is installed in an environment of its own and gets the same answers from a transport inside its process.
The two take turns, every run in a fresh process, and the median counts.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from attrs import asdict, frozen
from rich.console import Console
from rich.table import Table

from scripts.bench_import import OURS, ROOT, Package, packages
from scripts.costs import CommandError, run
from scripts.environments import InstallError

PROBE = Path(__file__).with_name("runtime_probe.py")


@frozen
class Case:
    """Something that is measured.

    Attributes:
        name: As the probe knows it.
        label: For the table.
        target: How many times less than the official package ours is to take.
        floor: The case that tells what the HTTP library alone takes, or empty.
    """

    name: str
    label: str
    target: float
    floor: str = ""


CASES = (
    Case("chunk", "one streamed chat chunk, µs", 10, "bare chunk"),
    Case("call", "one call, µs", 3, "bare call"),
    Case("embeddings", "64 embeddings of 1536, µs", 3),
    Case("streams", "200 async streams, µs for an event", 5),
)


@frozen
class Found:
    """Medians of a case with one package: seconds, megabytes."""

    seconds: float
    peak: float


def measure(package: Package, case: str) -> Found:
    """One run in a fresh process.

    Raises:
        CommandError: If the program fails.
    """
    with TemporaryDirectory(prefix="specloom-bench-") as scratch:
        command = [package.home.python, str(PROBE), package.name, case]
        cost, output = run(command, folder=Path(scratch), environment=package.home.variables())
    return Found(float(json.loads(output.splitlines()[-1])), cost.peak)


def middle(found: Sequence[Found]) -> Found:
    """The medians, number by number."""
    return Found(median(each.seconds for each in found), median(each.peak for each in found))


def measure_all(ours: Package, theirs: Package, runs: int) -> tuple[dict[str, tuple[Found, Found]], dict[str, float]]:
    """Every case with both packages, and the floors under ours.

    Raises:
        CommandError: If a program fails.
    """
    found = {}
    for case in CASES:
        pairs = [(measure(ours, case.name), measure(theirs, case.name)) for _ in range(runs)]
        found[case.name] = middle([pair[0] for pair in pairs]), middle([pair[1] for pair in pairs])
    floors = {case.floor: measure(ours, case.floor).seconds for case in CASES if case.floor}
    return found, floors


def table(
    ours: Package, theirs: Package, found: dict[str, tuple[Found, Found]], floors: dict[str, float], runs: int
) -> Table:
    """Both packages beside each other."""
    made = Table("", title=f"Answers made in the process, median of {runs} runs each", title_justify="left")
    for package in (ours, theirs):
        made.add_column(f"{package.name} {package.version}", justify="right")
    for name in ("times less", "target", "httpx alone", "peak MB, ours", "theirs"):
        made.add_column(name, justify="right")
    for case in CASES:
        mine, other = found[case.name]
        made.add_row(
            case.label,
            f"{mine.seconds * 1e6:,.1f}",
            f"{other.seconds * 1e6:,.1f}",
            f"{other.seconds / mine.seconds:.1f}",
            f"{case.target:g}",
            f"{floors[case.floor] * 1e6:,.1f}" if case.floor else "",
            f"{mine.peak:,.1f}",
            f"{other.peak:,.1f}",
        )
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
        with console.status("installing both packages"):
            ours, theirs = packages(arguments.project.resolve(), arguments.cache.resolve())
        with console.status("measuring"):
            found, floors = measure_all(ours, theirs, runs)
    except (InstallError, CommandError, OSError) as error:
        console.print(str(error), markup=False, highlight=False)
        return 2
    if arguments.json:
        cases = {name: {ours.name: asdict(mine), theirs.name: asdict(other)} for name, (mine, other) in found.items()}
        json.dump({"cases": cases, "httpx alone": floors}, sys.stdout, indent=1)
        print()
    else:
        Console(width=None if sys.stdout.isatty() else 140).print(table(ours, theirs, found, floors, runs))
    return 0
