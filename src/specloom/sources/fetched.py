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
        revision: What the source itself calls this state (a branch, tag, commit or deployment), or empty.
        restamped: Whether the source may call the same document by a new revision and put another time into its
            ``info.version``, as API Gateway does.
    """

    text: bytes
    source: str
    revision: str = ""
    restamped: bool = False


@frozen
class Edits:
    """What is edited where a document comes from and is not served yet.

    Attributes:
        told: Each in a sentence.
        unseen: What a look at it cannot see, in a sentence.
    """

    told: tuple[str, ...]
    unseen: str


def no_progress(_done: int, _total: int | None) -> None:
    """For callers that do not watch."""
