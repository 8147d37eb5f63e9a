"""What a source yields, and how it tells how far it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from attrs import frozen

Progress: TypeAlias = Callable[[int, "int | None"], None]
"""Called with the bytes that are there and, where known, the bytes to come."""


@frozen
class Fetched:
    """A document as it was fetched.

    Attributes:
        text: Its bytes, unchanged.
        source: Its address, without secrets, as it may be written down.
        revision: What the source itself calls this state (a branch, tag or commit), or empty.
    """

    text: bytes
    source: str
    revision: str = ""


def no_progress(_done: int, _total: int | None) -> None:
    """For callers that do not watch."""
