"""Reviewing a changed document: ``specloom diff`` of two states of OpenAI's document, as JSON and as YAML.

Every run is a fresh process. Both states are given, or the newest two of a folder of revisions, or the pinned document
and what a scripted edit makes of it.
"""

from __future__ import annotations

import argparse
import copy
import gzip
import json
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from attrs import asdict, frozen
from rich.console import Console
from rich.table import Table

from scripts.costs import CommandError, Cost, middle, run
from scripts.progress import shown
from scripts.rounds import Say, in_turn
from specloom.document.load import load_text
from specloom.problems import SpecloomError

ROOT = Path(__file__).resolve().parent.parent
PINNED = ROOT / "spec/openai/openapi.json"
HISTORY = ROOT.parent / "shared/specs/openai/history"
COMMAND = (sys.executable, "-c", "from specloom.commands.main import main; main()", "diff")
TARGET = Cost(2.5, 5.0, 300.0)
"""What a review of two JSON documents may cost; 2.5 s on two processors are 5 s of them."""
EDITED_EVERY = 40
SPELLINGS = ("json", "yaml")


@frozen
class Row:
    """What one spelling costs.

    Attributes:
        costs: Of each round.
        findings: Root causes that the review tells.
        megabytes: Of both documents.
    """

    spelling: str
    costs: tuple[Cost, ...]
    findings: int
    megabytes: float


def edited(document: dict[str, Any]) -> dict[str, Any]:
    """Another state of a document: of every forty operations and schemas one is changed, as a spec bump does it.

    In turn an operation is deprecated, moved or removed; a property of a schema is removed, added or retyped.
    """
    document = copy.deepcopy(document)
    paths: dict[str, Any] = document["paths"]
    for number, path in enumerate(list(paths)[::EDITED_EVERY]):
        item = paths.pop(path)
        if number % 3 == 1:
            paths[f"{path}/moved"] = item
        elif number % 3 == 2:
            paths[path] = {verb: {**operation, "deprecated": True} if isinstance(operation, dict) else operation
                           for verb, operation in item.items()}  # fmt: skip
    schemas = [one for one in document["components"]["schemas"].values() if one.get("properties")]
    for number, schema in enumerate(schemas[::EDITED_EVERY]):
        name = next(iter(schema["properties"]))
        if number % 3 == 0:
            del schema["properties"][name]
            schema["required"] = [one for one in schema.get("required", ()) if one != name]
        elif number % 3 == 1:
            schema["properties"]["added_by_the_bench"] = {"type": "string"}
        else:
            schema["properties"][name] = {"type": "integer"}
    return document


def read(path: Path) -> dict[str, Any]:
    """A document, packed or not.

    Raises:
        OSError: If it cannot be read.
        SpecloomError: If it is none.
    """
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return load_text(text, path.name.removesuffix(".gz"))


def pair(old: Path | None, new: Path | None) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """What is compared, and what it is called."""
    if old is not None and new is not None:
        return f"{old.name} and {new.name}", read(old), read(new)
    known = sorted(HISTORY.glob("*.yaml.gz"))[-2:]
    if len(known) == 2:
        return f"{known[0].name} and {known[1].name}", read(known[0]), read(known[1])
    pinned = read(PINNED)
    return "the pinned document and an edited copy", pinned, edited(pinned)


def measured(old: dict[str, Any], new: dict[str, Any], runs: int, say: Say) -> list[Row]:
    """The spellings, which take turns, every run in a fresh process.

    Raises:
        CommandError: If a review fails.
    """
    with TemporaryDirectory(prefix="specloom-bench-") as scratch:
        folder = Path(scratch)
        for spelling in SPELLINGS:
            for name, document in (("old", old), ("new", new)):
                text = json.dumps(document, indent=2) if spelling == "json" else _yaml(document)
                (folder / f"{name}.{spelling}").write_text(text, "utf-8")
        turns = {spelling: partial(_reviewed, folder, spelling) for spelling in SPELLINGS}
        found = in_turn(turns, runs, say, warm=1)
        sizes = {spelling: sum(path.stat().st_size for path in folder.glob(f"*.{spelling}")) for spelling in SPELLINGS}
    return [
        Row(spelling.upper(), tuple(cost for cost, _ in rounds), rounds[-1][1], sizes[spelling] / 1_000_000)
        for spelling, rounds in found.items()
    ]


def _reviewed(folder: Path, spelling: str) -> tuple[Cost, int]:
    """What a review costs, and how many findings it has."""
    command = [*COMMAND, f"old.{spelling}", f"new.{spelling}", "--fail-on", "none", "--json"]
    cost, output = run(command, folder=folder, environment={**os.environ, "PYTHONPATH": str(ROOT / "src")})
    return cost, json.loads(output)["counts"]["total"]


def collect(document: Path, runs: int, say: Say) -> dict[str, Any]:
    """The benchmark of a document and an edited copy of it, as a value of JSON.

    Raises:
        CommandError: If a review fails.
        OSError: If the document cannot be read.
        SpecloomError: If it is none.
    """
    old = read(document)
    rows = measured(old, edited(old), runs, say)
    return {"goal": asdict(TARGET), "rows": [asdict(row) for row in rows]}


def _yaml(document: dict[str, Any]) -> str:
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    return str(yaml.dump(document, Dumper=dumper, sort_keys=False, allow_unicode=True))


def table(rows: Sequence[Row], title: str) -> Table:
    """The rows beside the target."""
    made = Table("", title=title, title_justify="left")
    for heading in (
        "wall, s",
        "processor, s",
        "peak of a process, MB",
        "of both, at most, MB",
        "findings",
        "read, MB",
    ):
        made.add_column(heading, justify="right")
    for row in rows:
        cost = middle(row.costs)
        numbers = (f"{cost.wall:.2f}", f"{cost.cpu:.2f}", f"{cost.peak:.0f}", f"{2 * cost.peak:.0f}")
        made.add_row(row.spelling, *numbers, f"{row.findings:,}", f"{row.megabytes:.1f}")
    made.add_row("target (JSON)", f"{TARGET.wall:.2f}", "", "", f"{TARGET.peak:.0f}", "", "")
    return made


def main(argv: Sequence[str]) -> int:
    """Run the benchmark and print it; 0 when it could be run, 2 when it could not."""
    parser = argparse.ArgumentParser("bench.py diff", description=__doc__)
    parser.add_argument("old", type=Path, nargs="?", help="one state (.json, .yaml, and these with .gz)")
    parser.add_argument("new", type=Path, nargs="?", help="the other")
    parser.add_argument("--runs", type=int, default=5, help="reviews of each spelling (5)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    arguments = parser.parse_args(argv)
    if (arguments.old is None) != (arguments.new is None):
        parser.error("give both states, or none")
    runs = max(arguments.runs, 1)
    console = Console(stderr=True)
    try:
        title, old, new = pair(arguments.old, arguments.new)
        with shown(console) as say:
            rows = measured(old, new, runs, say)
    except (CommandError, OSError, SpecloomError) as error:
        console.print(str(error), markup=False, highlight=False)
        return 2
    if arguments.json:
        json.dump({row.spelling: asdict(row) for row in rows}, sys.stdout, indent=1)
        print()
    else:
        heading = f"{title}, median of {runs} reviews each"
        Console(width=None if sys.stdout.isatty() else 120).print(table(rows, heading))
    return 0
