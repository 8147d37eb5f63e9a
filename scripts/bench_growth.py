"""Growth: generating, preparing and reviewing documents of 1, 2, 4 and 8 times the size.

Every run is a fresh process; the sizes take turns. Processor time is what the factor against linear is taken of: it is
less moved by what else the machine does than the wall is.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from attrs import asdict, frozen
from rich.console import Console
from rich.table import Table

from scripts.bench_diff import COMMAND, edited, read
from scripts.bench_generate import facts
from scripts.costs import CommandError, Cost, run
from scripts.environments import here
from scripts.generators import DOCUMENT, OURS, ROOT
from scripts.grown import grown
from scripts.progress import shown
from scripts.rounds import Say, in_turn, spread
from specloom.problems import SpecloomError

PROBE = Path(__file__).with_name("growth_probe.py")
SIZES = (1, 2, 4, 8)
GOAL = 1.2
"""What the factor against linear is to stay below: linear and 20 %."""
WORK = ("generate", "prepare", "diff")


@frozen
class Size:
    """What a document of one size costs.

    Attributes:
        copies: How many times the document.
        bytes, operations, schemas: What it holds.
        costs: Of each round, by what was done.
    """

    copies: int
    bytes: int
    operations: int
    schemas: int
    costs: dict[str, list[Cost]]


def factor(larger: Sequence[float], smaller: Sequence[float], times: float) -> float:
    """How many times what linear growth would cost something costs that is so many times as large."""
    return spread(larger).middle / spread(smaller).middle / times


def measure(document: Path, sizes: Sequence[int], rounds: int, say: Say) -> list[Size]:
    """Every size in turn.

    Raises:
        CommandError: If a run fails.
        OSError: If the document cannot be read.
        SpecloomError: If it is none.
    """
    whole = read(document)
    with TemporaryDirectory(prefix="specloom-bench-") as scratch:
        cases: dict[str, Callable[[], Cost]] = {}
        holds = {}
        for copies in sizes:
            folder = Path(scratch, str(copies))
            folder.mkdir()
            say(f"making {copies} times the document")
            larger = grown(whole, copies)
            for name, each in (("old.json", larger), ("new.json", edited(larger))):
                (folder / name).write_text(json.dumps(each), "utf-8")
            holds[copies] = facts(folder / "old.json")
            cases[_case("generate", copies)] = partial(_generated, folder)
            cases[_case("prepare", copies)] = partial(_prepared, folder)
            cases[_case("diff", copies)] = partial(_reviewed, folder)
        found = in_turn(cases, rounds, say)
    return [
        Size(copies=copies, **holds[copies], costs={work: found[_case(work, copies)] for work in WORK})
        for copies in sizes
    ]


def _case(work: str, copies: int) -> str:
    return f"{work}, {copies} times"


def _generated(folder: Path) -> Cost:
    """A client from nothing but the document, as a stranger makes one."""
    project = folder / "project"
    project.mkdir()
    try:
        return _run([here().script(OURS), "new", "bench", str(folder / "old.json")], project)[0]
    finally:
        shutil.rmtree(project)


def _prepared(folder: Path) -> Cost:
    cost, output = _run([sys.executable, str(PROBE), "old.json"], folder)
    told = json.loads(output.splitlines()[-1])
    return Cost(told["wall"], told["cpu"], cost.peak)


def _reviewed(folder: Path) -> Cost:
    return _run([*COMMAND, "old.json", "new.json", "--fail-on", "none", "--json"], folder)[0]


def _run(command: Sequence[str], folder: Path) -> tuple[Cost, str]:
    return run(command, folder=folder, environment=here(ROOT / "src").variables())


def collect(document: Path, sizes: Sequence[int], rounds: int, say: Say) -> dict[str, Any]:
    """The benchmark as a value of JSON.

    Raises:
        CommandError: If a run fails.
        OSError: If the document cannot be read.
        SpecloomError: If it is none.
    """
    return {"goal": GOAL, "sizes": [asdict(size) for size in measure(document, sizes, rounds, say)]}


def table(sizes: Sequence[Size], rounds: int) -> Table:
    """Every size below the other; factors compare with the smallest."""
    made = Table(
        "times", "operations", "schemas", title=f"Growth, median of {rounds} rounds each", title_justify="left"
    )
    for work in WORK:
        for heading in (f"{work}, s", "peak MB", "factor"):
            made.add_column(heading, justify="right")
    first = sizes[0]
    for size in sizes:
        cells = [f"{size.copies}", f"{size.operations:,}", f"{size.schemas:,}"]
        for work in WORK:
            now, then = ([cost.cpu for cost in each.costs[work]] for each in (size, first))
            peak = spread([cost.peak for cost in size.costs[work]]).middle
            times = size.copies / first.copies
            cells += [f"{spread(now).middle:.2f}", f"{peak:,.0f}", f"{factor(now, then, times):.2f}"]
        made.add_row(*cells)
    return made


def main(argv: Sequence[str]) -> int:
    """Run the benchmark and print it; 0 when it could be run, 2 when it could not."""
    parser = argparse.ArgumentParser("bench.py growth", description=__doc__)
    parser.add_argument("--document", type=Path, default=DOCUMENT, help="OpenAPI document (the pinned OpenAI one)")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="times the document (1 2 4 8)")
    parser.add_argument("--runs", type=int, default=2, help="rounds (2)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    arguments = parser.parse_args(argv)
    rounds = max(arguments.runs, 1)
    console = Console(stderr=True)
    try:
        with shown(console) as say:
            sizes = measure(arguments.document.resolve(), arguments.sizes, rounds, say)
    except (CommandError, OSError, SpecloomError, ValueError) as error:
        console.print(str(error), markup=False, highlight=False)
        return 2
    if arguments.json:
        json.dump([asdict(size) for size in sizes], sys.stdout, indent=1)
        print()
    else:
        Console(width=None if sys.stdout.isatty() else 140).print(table(sizes, rounds))
    return 0
