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

from specloom.problems import Problem, SpecloomError

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

_Command = TypeVar("_Command", bound=Callable[..., Any])

_AS_JSON: Final = "specloom.json"

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

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        """Draw one step."""
        # Imported here: rich takes longer to import than many commands take to run.
        from rich.console import Console
        from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bars

        started = time.perf_counter()
        console = Console(stderr=True)
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=24), TimeElapsedColumn())
        with Bars(*columns, console=console, transient=True) as bars:
            yield _TerminalStep(bars, bars.add_task(name, total=None))
        console.print(f"  {name} [dim]{time.perf_counter() - started:.2f} s[/dim]", highlight=False)


class _TerminalStep:
    def __init__(self, bars: Bars, task: TaskID) -> None:
        self._bars = bars
        self._task = task

    def advance(self, done: int, total: int | None = None) -> None:
        """Move the bar."""
        self._bars.update(self._task, completed=done, total=total)


def progress() -> Progress:
    """Progress for the place where the program runs: drawn on a terminal, silent in CI, pipes and with --json."""
    return TerminalProgress() if sys.stderr.isatty() and "CI" not in os.environ and not as_json() else SilentProgress()


def as_json() -> bool:
    """Whether the command that runs was asked for one JSON object."""
    context = click.get_current_context(silent=True)
    return bool(context and context.find_root().meta.get(_AS_JSON))


def json_option(command: _Command) -> _Command:
    """The ``--json`` option that every command has; ``as_json`` tells whether it was given."""
    return click.option(
        "--json",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_note_json,
        help="Print one JSON object instead of text.",
    )(command)


def _note_json(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        context.find_root().meta[_AS_JSON] = True


def answer(values: Mapping[str, Any], text: str) -> None:
    """Print a command's result on standard output: the values with --json, else the text."""
    if as_json():
        click.echo(orjson.dumps(values, option=orjson.OPT_INDENT_2))
    else:
        click.echo(text)


def note(text: str) -> None:
    """Say something about the work on standard error, unless the caller wants JSON."""
    if not as_json():
        click.echo(text, err=True)


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


def report_error(error: SpecloomError) -> None:
    """List all problems: on standard error, or as the one JSON object that was asked for."""
    if as_json():
        answer({"error": [problem_values(problem) for problem in error.problems]}, "")
        return
    lines = [f"  {problem}" for problem in error.problems]
    head = "error:" if len(lines) == 1 else f"{len(lines)} errors:"
    click.echo("\n".join([click.style(head, fg="red", bold=True), *lines]), err=True)
