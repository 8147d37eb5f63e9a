"""A bar on the terminal for work of known length."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .extras import load_extra

_STEPS = 1000


@contextmanager
def progress_bar(
    title: str, total: int | None, *, unit: str = "", show: bool = True
) -> Iterator[Callable[[int], None]]:
    """Shows how far a work is; the block tells it how much is done in all.

    Nothing is shown where the error stream is no terminal, so that logs stay readable.

    Args:
        title: What is being done.
        total: How much there is to do; None where that is not known.
        unit: ``"bytes"`` for sizes, which are then shown as such with their speed.
        show: Whether to show anything at all.

    Raises:
        MissingDependencyError: If something is to be shown and ``rich`` is not installed.
    """
    if not show or sys.stderr is None or not sys.stderr.isatty():
        yield _nothing
        return
    rich = load_extra("rich.progress", extra="progress", purpose="showing progress")
    console = load_extra("rich.console", extra="progress", purpose="showing progress").Console(stderr=True)
    counts = (
        (rich.DownloadColumn(), rich.TransferSpeedColumn()) if unit == "bytes" else (rich.MofNCompleteColumn(), unit)
    )
    described = rich.TextColumn("{task.description}", markup=False)  # a file may be called [bold].jsonl
    columns = (described, rich.BarColumn(), *counts, rich.TimeRemainingColumn())
    with rich.Progress(*columns, console=console) as bar:
        task = bar.add_task(title, total=total)
        yield _by_steps(lambda done: bar.update(task, completed=done), total)


def _by_steps(show: Callable[[int], None], total: int | None) -> Callable[[int], None]:
    """Passes on what moves the bar: rich takes longer to be told than a line takes to be read."""
    step = (total or 0) // _STEPS
    shown = 0

    def tell(done: int) -> None:
        nonlocal shown
        if done - shown >= step or done == total:
            shown = done
            show(done)

    return tell


def _nothing(done: int) -> None:
    """Take no notice."""
