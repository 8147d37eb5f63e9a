"""What every command shares: progress, JSON answers, and how errors leave the program.

Results go to standard output, everything about the work to standard error. Progress is drawn on a terminal only.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

import click
import orjson

from specloom.legible import legible
from specloom.problems import Problem, SpecloomError

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

_Command = TypeVar("_Command", bound=Callable[..., Any])

DONE: Final = 0
FINDING: Final = 1
"""Exit code of a command that worked and found something: stale output, a breaking change."""
FAILED: Final = 2
"""Exit code of a command that could not do what it was asked for."""
INTERRUPTED: Final = 130


class Step(Protocol):
    """A piece of work that is under way."""

    def advance(self, done: int, total: int | None = None) -> None:
        """Tell how much is done, and of how much where that is known."""


class Progress(Protocol):
    """Where long work tells what it is doing."""

    def step(self, name: str) -> AbstractContextManager[Step]:
        """A named piece of work, for as long as the context lasts."""
        ...


class _SilentStep:
    def advance(self, done: int, total: int | None = None) -> None:
        """Nobody watches."""


class SilentProgress:
    """For pipes, CI and tests."""

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        """Nobody watches."""
        yield _SilentStep()


class TerminalProgress:
    """Draws the step that is under way, and leaves a line with its duration."""

    def __init__(self, title: str) -> None:
        self._title = title

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        """Draw one step."""
        # Imported here: rich takes longer to import than many commands take to run.
        from rich.console import Console
        from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bars

        label = f"{self._title}: {name}"
        started = time.perf_counter()
        console = Console(stderr=True, markup=False, highlight=False)
        text = TextColumn("{task.description}", markup=False)
        columns = (SpinnerColumn(), text, BarColumn(bar_width=24), TimeElapsedColumn())
        with Bars(*columns, console=console, transient=True) as bars:
            yield _TerminalStep(bars, bars.add_task(label, total=None))
        console.print(f"{label} {time.perf_counter() - started:.2f} s", style="dim")


class _TerminalStep:
    def __init__(self, bars: Bars, task: TaskID) -> None:
        self._bars = bars
        self._task = task

    def advance(self, done: int, total: int | None = None) -> None:
        """Move the bar."""
        self._bars.update(self._task, completed=done, total=total)


@contextmanager
def make_progress(title: str, *, quiet: bool) -> Iterator[Progress]:
    """Progress for the place where the program runs: drawn on a terminal; silent in CI, in pipes and when quiet."""
    drawn = sys.stderr.isatty() and "CI" not in os.environ and not quiet
    yield TerminalProgress(title) if drawn else SilentProgress()


def json_option(command: _Command) -> _Command:
    """The ``--json`` option that every command has, as the argument ``as_json``."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text.")(command)


def echo_text(text: str) -> None:
    """Print lines that say what a document says: nothing in them steers the terminal."""
    click.echo(legible(text, keep="\n"))


def echo_json(values: Mapping[str, Any]) -> None:
    """Print the one JSON object of a command."""
    click.echo(orjson.dumps(values, option=orjson.OPT_INDENT_2))


def problem_values(problem: Problem) -> dict[str, Any]:
    """A problem for a JSON answer."""
    values = {
        "message": problem.message,
        "source": problem.source,
        "pointer": problem.pointer,
        "line": problem.line,
        "column": problem.column,
    }
    return {name: value for name, value in values.items() if value not in ("", None)}


def system_error(error: OSError) -> SpecloomError:
    """What the system refused, as people are told of it."""
    message = f"the system refused: {error.strerror or error}"
    return SpecloomError(Problem(message, source=str(error.filename or "")))


def report_error(error: SpecloomError, *, as_json: bool) -> None:
    """List all problems: on standard error, or as the one JSON object that was asked for."""
    if as_json:
        echo_json({"error": [problem_values(problem) for problem in error.problems]})
        return
    lines = [f"  {problem}" for problem in error.problems]
    head = "error:" if len(lines) == 1 else f"{len(lines)} errors:"
    click.echo("\n".join([click.style(head, fg="red", bold=True), *lines]), err=True)
