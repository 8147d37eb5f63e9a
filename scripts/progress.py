"""What long work is at: a line that changes on a terminal, a line for each step elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

from scripts.rounds import Say


@contextmanager
def shown(console: Console) -> Iterator[Say]:
    """What may be told of every step, for as long as the context lasts."""
    start = time.monotonic()
    if console.is_terminal:
        with console.status("measuring") as status:
            yield lambda text: status.update(f"{time.monotonic() - start:4.0f} s  {text}")
    else:
        yield lambda text: console.print(
            f"{time.monotonic() - start:4.0f} s  {text}", markup=False, highlight=False, soft_wrap=True
        )
