"""By size: decoding answers of 1 KB to 100 MB, and reading streams of 10 to a million events, beside the peers.

Every run is a fresh process; the packages take turns. The two largest sizes are measured in one round: the official
package takes minutes for them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from attrs import asdict, frozen
from rich.console import Console
from rich.table import Table

from scripts.bench_import import OURS, ROOT, Package
from scripts.bench_runtime import GENERATED, Found, probe, sides
from scripts.costs import CommandError
from scripts.environments import InstallError
from scripts.progress import shown
from scripts.rounds import Say, about, in_turn, spread

PROBE = Path(__file__).with_name("sizes_probe.py")
ANSWERS = (1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000)
STREAMS = (10, 100, 1_000, 10_000, 100_000, 1_000_000)
ONCE = {"answer": 100_000_000, "stream": 100_000}
"""From which size on one round is enough: it takes so long that chance evens out in it."""


@frozen
class Point:
    """What an answer or a stream of one size took.

    Attributes:
        work: ``answer`` or ``stream``.
        size: Bytes or events.
        found: Of each round, by package.
    """

    work: str
    size: int
    found: dict[str, list[Found]]


def measure_all(
    chosen: Sequence[Package], answers: Sequence[int], streams: Sequence[int], runs: int, say: Say
) -> list[Point]:
    """Every size with every package that can do it.

    Raises:
        CommandError: If a program fails.
    """
    points = []
    for work, sizes in (("answer", answers), ("stream", streams)):
        taking_part = [each for each in chosen if each.name != GENERATED or work == "answer"]
        for size in sizes:
            turns = {package.name: partial(probe, PROBE, package, work, str(size)) for package in taking_part}
            rounds = 1 if size >= ONCE[work] else runs
            points.append(Point(work, size, in_turn(turns, rounds, about(say, f"{work} of {size:,}"))))
    return points


def collect(
    chosen: Sequence[Package], answers: Sequence[int], streams: Sequence[int], runs: int, say: Say
) -> list[dict[str, Any]]:
    """The benchmark as a value of JSON.

    Raises:
        CommandError: If a program fails.
    """
    return [asdict(point) for point in measure_all(chosen, answers, streams, runs, say)]


def table(points: Sequence[Point], chosen: Sequence[Package]) -> Table:
    """Throughput and memory by size."""
    made = Table("", title="Throughput by size, and peak memory", title_justify="left")
    for package in chosen:
        made.add_column(f"{package.name} {package.version}", justify="right")
        made.add_column("peak MB", justify="right")
    for point in points:
        label = f"{point.size / 1000:,g} KB, MB/s" if point.work == "answer" else f"{point.size:,} events, events/s"
        cells = []
        for package in chosen:
            rounds = point.found.get(package.name)
            unit = 1e6 if point.work == "answer" else 1
            rate = point.size / unit / spread([each.seconds for each in rounds]).middle if rounds else 0
            cells += [f"{rate:,.1f}", f"{spread([each.peak for each in rounds]).middle:,.0f}"] if rounds else ["", ""]
        made.add_row(label, *cells)
    return made


def main(argv: Sequence[str]) -> int:
    """Run the benchmark and print it; 0 when it could be run, 2 when it could not."""
    parser = argparse.ArgumentParser("bench.py sizes", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="processes for each size and package (3)")
    parser.add_argument(
        "--answers", type=int, nargs="*", default=list(ANSWERS), metavar="BYTES", help="sizes of answers"
    )
    parser.add_argument("--streams", type=int, nargs="*", default=list(STREAMS), metavar="EVENTS", help="and streams")
    parser.add_argument("--project", type=Path, default=ROOT / "generated" / OURS, help="our package's project")
    parser.add_argument("--cache", type=Path, default=ROOT / ".nox" / "bench", help="folder of the environments")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    arguments = parser.parse_args(argv)
    console = Console(stderr=True)
    try:
        with shown(console) as say:
            say("installing the packages")
            chosen = sides(arguments.project.resolve(), arguments.cache.resolve())
            runs = max(arguments.runs, 1)
            points = measure_all(chosen.packages, arguments.answers, arguments.streams, runs, say)
    except (InstallError, CommandError, OSError) as error:
        console.print(str(error), markup=False, highlight=False)
        return 2
    if arguments.json:
        json.dump([asdict(point) for point in points], sys.stdout, indent=1)
        print()
    else:
        Console(width=None if sys.stdout.isatty() else 140).print(table(points, chosen.packages))
    return 0
