"""What a person sees of a wait: a line on the terminal while it lasts, and how to go on after it was cut short."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeAlias

from .errors import SDKError

Show: TypeAlias = Callable[[str, object], None]


class MissingDependencyError(SDKError, ImportError):
    """What was asked for needs a package that is not installed."""


def check_display() -> None:
    """Refuse to show progress where it cannot be shown.

    Raises:
        MissingDependencyError: If ``rich`` is not installed.
    """
    from importlib.util import find_spec

    if find_spec("rich") is None:
        raise MissingDependencyError("progress=True needs the package rich: pip install rich")


def resumption(call: str, path: Mapping[str, object]) -> str:
    """How a program waits for the same thing again: the first parameter by position, the others by name."""
    first, *others = path.items()
    arguments = [repr(first[1]), *(f"{name}={value!r}" for name, value in others)]
    return f"client.{call}({', '.join(arguments)})"


@contextmanager
def resumable(resume: str) -> Iterator[None]:
    """Whatever cuts a wait short goes on, and tells how to take it up again.

    The note is shown with the traceback from Python 3.11 on. Ctrl-C also leaves a line in the log, which a program
    that has not set up logging prints: what was waited for goes on, and may cost.
    """
    try:
        yield
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            from .logs import LOGGER

            LOGGER.warning("Stopped waiting; it goes on. To wait again: %s", resume)
        if hasattr(error, "add_note"):
            error.add_note(f"To wait again: {resume}")
        raise


@contextmanager
def display(title: str, *, progress: bool) -> Iterator[Show]:
    """A line with title, state, percentage where one is known, and time; or nothing at all."""
    if not progress:
        yield _show_nothing
        return
    # By name, so that type checkers of programs without rich have nothing to look for.
    rich = importlib.import_module("rich.progress")
    columns = (rich.SpinnerColumn(), "{task.description}", rich.BarColumn(), rich.TimeElapsedColumn())
    with rich.Progress(*columns) as bar:
        task = bar.add_task(title, total=None)

        def show(state: str, percent: object) -> None:
            bar.update(task, description=f"{title}: {state}")
            if isinstance(percent, (int, float)):
                bar.update(task, total=100, completed=percent)

        yield show


def _show_nothing(state: str, percent: object) -> None:
    """Take no notice."""
