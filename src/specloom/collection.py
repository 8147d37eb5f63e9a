"""The garbage collector, which looks again and again at what only grows."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collection() -> Iterator[None]:
    """Keep the garbage collector from walking large and long-lived trees again and again.

    The more of a document there is, the longer each walk: it is what makes work on trees grow faster than they do.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
