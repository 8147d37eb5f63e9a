"""Generating a client from one document: specloom and its peers, in one run, each into an empty folder.

Every tool gets the same file and runs in an environment of its own. What counts as an operation covered is the same
for all: its verb and path stand in the code that the tool wrote (see operations.py).
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from attrs import asdict, field, frozen
from rich.console import Console
from rich.table import Table

from scripts.costs import CommandError, Cost, run
from scripts.environments import Environment, InstallError, environment, here
from scripts.generators import DOCUMENT, OURS, ROOT, Tool, tools
from scripts.operations import Operations, operations_in, operations_of
from scripts.progress import shown
from scripts.rounds import Say, ratios, spread
from specloom.document.load import load_text
from specloom.problems import SpecloomError

NOTHING, CHANGED = f"{OURS}, nothing to do", f"{OURS}, one operation changed"
_CLASS: Final = re.compile(r"^class \w", re.MULTILINE)
_IMPORTS: Final = Path(__file__).with_name("import_probe.py")
_QUICK: Final = "not measured in a quick run"


@frozen
class Row:
    """What one tool did with the document; ``failure`` says why there are no numbers.

    Attributes:
        costs: Of each round.
        files, lines, bytes: Of the Python code that it wrote.
        operations: That stand in it, each verb and path once; None for a tool that makes types alone.
        classes: At the top of its modules.
        modules: That Python was asked to import, and how many of them it could.
        error: Of the first that it could not.
        written: Files that the run wrote, where it is told.
    """

    tool: str
    version: str = ""
    command: str = ""
    makes: str = ""
    costs: tuple[Cost, ...] = ()
    files: int | None = None
    lines: int | None = None
    bytes: int | None = None
    operations: int | None = None
    classes: int | None = None
    modules: int | None = None
    imported: int | None = None
    error: str = ""
    written: int | None = None
    failure: str = ""


# --- measuring --------------------------------------------------------------------------------------------------


@frozen
class _Found:
    """What the runs of one tool gave so far."""

    tool: Tool
    home: Environment
    folder: Path
    costs: list[Cost] = field(factory=list)
    again: list[Cost] = field(factory=list)
    changed: list[Cost] = field(factory=list)
    written: list[int] = field(factory=list)


def measure(
    chosen: Sequence[Tool], document: Path, cache: Path, rounds: int, say: Say, *, quick: bool = False
) -> list[Row]:
    """The rows of all tools, whose runs take turns; ours has two more: nothing to do, and one operation changed.

    Args:
        chosen: The tools.
        document: What they are given.
        cache: Folder of their environments.
        rounds: Cold runs of each.
        say: Is told what goes on.
        quick: Whether only our own runs, in the environment of this process, so that nothing is installed.
    """
    wanted = operations_of(load_text(document.read_bytes(), str(document)))
    failures: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="specloom-bench-") as scratch:
        found: dict[str, _Found] = {}
        for number, tool in enumerate(chosen):
            folder = Path(scratch) / str(number)
            folder.mkdir()
            try:
                found[tool.name] = _Found(tool, _home(tool, cache, say, quick), folder)
            except (InstallError, CommandError) as error:
                failures[tool.name] = str(error)
        for number in range(1, rounds + 1):
            for name, each in found.items():
                if name not in failures:
                    say(f"{name}: round {number} of {rounds}")
                    try:
                        _run_all(each, document, number)
                    except CommandError as error:
                        failures[name] = str(error)
        rows: list[Row] = []
        for tool in chosen:
            if tool.name in failures:
                rows.append(Row(tool.name, makes=tool.makes, failure=failures[tool.name]))
            else:
                say(f"{tool.name}: counting and importing what it wrote")
                rows += _rows(found[tool.name], wanted, rounds)
        return rows


def _home(tool: Tool, cache: Path, say: Say, quick: bool) -> Environment:
    """The tool's environment, with its byte code written, so that the first run is not the one that pays for it."""
    if quick and tool.distribution != OURS:
        raise InstallError(_QUICK)
    if tool.needs and not shutil.which(tool.needs):
        raise InstallError(f"`{tool.needs}` is not on this machine")
    say(f"{tool.name}: its environment")
    also = {"project": (ROOT / "pyproject.toml").read_text()} if tool.distribution == OURS else {}
    home = here(ROOT / "src") if quick else environment(cache, tool.distribution, tool.requirements, also)
    with tempfile.TemporaryDirectory(prefix="specloom-bench-") as scratch:
        _run(home, (tool.command[0], "--help"), DOCUMENT, Path(scratch))
    return home


def _run_all(found: _Found, document: Path, number: int) -> None:
    """A cold run in a folder of its own, and for our tool the two runs after it."""
    tool, folder = found.tool, found.folder / str(number)
    folder.mkdir()
    tool.prepare(folder)
    found.costs.append(_run(found.home, tool.command, document, folder)[0])
    if tool.distribution != OURS:
        return
    again = (OURS, "generate", tool.command[2])
    found.again.append(_run(found.home, again, document, folder)[0])
    change_an_operation(folder / tool.pinned)
    cost, output = _run(found.home, again, document, folder)
    found.changed.append(cost)
    found.written.append(int("".join(re.findall(r"(\d+) files? written", output)) or 0))


def change_an_operation(path: Path) -> None:
    """Give the first operation that is a GET a query parameter more."""
    document = json.loads(path.read_text("utf-8"))
    operation = next(item["get"] for item in document["paths"].values() if "get" in item)
    added = {"name": "added_by_the_bench", "in": "query", "schema": {"type": "string"}}
    operation["parameters"] = [*operation.get("parameters", ()), added]
    path.write_text(json.dumps(document, indent=2), "utf-8")


def _rows(found: _Found, wanted: Operations, rounds: int) -> Iterator[Row]:
    tool = found.tool
    version = found.home.version(tool.distribution)
    output = found.folder / str(rounds) / tool.output
    command = " ".join(part.replace("{document}", "openapi.json") for part in tool.command)
    cold = {"command": command, "makes": tool.makes, "costs": tuple(found.costs)}
    yield Row(tool.name, version, **cold, **_counted(output, tool, wanted), **_imported(output, found.home))  # type: ignore[arg-type] # by name
    if found.again:
        yield Row(NOTHING, version, costs=tuple(found.again))
        yield Row(CHANGED, version, costs=tuple(found.changed), written=found.written[-1])


def _counted(output: Path, tool: Tool, wanted: Operations) -> dict[str, int | None]:
    """Number of Python files, lines, bytes, classes and operations that a tool wrote."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(output.rglob("*.py"))]
    return {
        "files": len(texts),
        "lines": sum(text.count("\n") for text in texts),
        "bytes": sum(len(text.encode()) for text in texts),
        "classes": sum(len(_CLASS.findall(text)) for text in texts),
        "operations": (wanted & operations_in(texts, tool.operation)).total() if tool.operation else None,
    }


def _imported(output: Path, home: Environment) -> dict[str, Any]:
    """How many of the modules in a folder can be imported, each with all that it imports."""
    environment = {**home.variables(), "PYTHONDONTWRITEBYTECODE": "1"}
    told = run([home.python, str(_IMPORTS), "."], folder=output, environment=environment)[1]
    answer: dict[str, Any] = json.loads(told.splitlines()[-1])
    return answer


def _run(home: Environment, command: Sequence[str], document: Path, folder: Path) -> tuple[Cost, str]:
    script, *arguments = [str(document) if part == "{document}" else part for part in command]
    return run([home.script(script), *arguments], folder=folder, environment=home.variables())


def facts(document: Path) -> dict[str, Any]:
    """What a document holds.

    Raises:
        OSError: If it cannot be read.
        SpecloomError: If it is none.
    """
    content = document.read_bytes()
    loaded = load_text(content, str(document))
    schemas = len(loaded.get("components", {}).get("schemas", {}))
    return {"bytes": len(content), "operations": operations_of(loaded).total(), "schemas": schemas}


def collect(document: Path, cache: Path, rounds: int, say: Say, *, quick: bool) -> dict[str, Any]:
    """The benchmark as a value of JSON.

    Raises:
        OSError: If the document cannot be read.
        SpecloomError: If it is none.
    """
    rows = measure(list(tools(document == DOCUMENT)), document, cache, rounds, say, quick=quick)
    return {"document": facts(document), "rows": [asdict(row) for row in rows]}


# --- reporting --------------------------------------------------------------------------------------------------


def table(rows: Sequence[Row], title: str) -> Table:
    """The rows beside each other; ratios compare wall and memory with our cold run."""
    made = Table(title=title, title_justify="left")
    for heading in ("tool", "version"):
        made.add_column(heading)
    for heading in ("wall s", "ratio", "CPU s", "peak MB", "ratio", "files", "lines", "operations"):
        made.add_column(heading, justify="right")
    ours = next((row.costs for row in rows if row.tool == OURS), ())
    for row in rows:
        made.add_row(row.tool, row.version, *_numbers(row, ours))
    return made


def _numbers(row: Row, ours: Sequence[Cost]) -> Iterator[str]:
    if not row.costs:
        yield "failed"
        return
    for name, digits in (("wall", 2), ("cpu", 2), ("peak", 0)):
        numbers = [getattr(cost, name) for cost in row.costs]
        yield f"{spread(numbers).middle:.{digits}f}"
        if name != "cpu":
            yield f"{ratios(numbers, [getattr(cost, name) for cost in ours]).middle:.2f}" if ours else "-"
    for count in (row.files, row.lines, row.operations):
        yield "-" if count is None else f"{count:,}"


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("bench.py generate", description=__doc__)
    parser.add_argument("--document", type=Path, default=DOCUMENT, help="OpenAPI document (the pinned OpenAI one)")
    parser.add_argument("--runs", type=int, default=3, help="cold runs of each tool, of which the median counts (3)")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="only tools whose name begins so")
    parser.add_argument("--cache", type=Path, default=ROOT / ".nox" / "bench", help="folder of the environments")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    return parser.parse_args(argv)


def main(argv: Sequence[str]) -> int:
    """Run the benchmark and print it; 0 when our own rows are there, 2 when they are not."""
    arguments = _arguments(argv)
    document: Path = arguments.document.resolve()
    rounds = max(arguments.runs, 1)
    console = Console(stderr=True)
    try:
        holds = facts(document)
        chosen = [tool for tool in tools(document == DOCUMENT) if _is_chosen(tool, arguments.only)]
        with shown(console) as say:
            rows = measure(chosen, document, arguments.cache.resolve(), rounds, say)
    except (SpecloomError, OSError) as error:
        console.print(str(error), markup=False)
        return 2
    for row in rows:
        if row.failure:
            console.print(f"{row.tool} failed: {row.failure}", markup=False, highlight=False)
    if arguments.json:
        json.dump({"document": holds, "rows": [asdict(row) for row in rows]}, sys.stdout, indent=1)
        print()
    else:
        title = f"{document.name}: {holds['operations']} operations, median of {rounds} cold runs"
        Console(width=None if sys.stdout.isatty() else 140).print(table(rows, title))
    return 2 if any(row.failure and row.tool == OURS for row in rows) else 0


def _is_chosen(tool: Tool, only: Sequence[str] | None) -> bool:
    return not only or tool.name.startswith(tuple(only))
