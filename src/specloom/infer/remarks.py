"""What was decided on the way from samples to a document, and why, for whoever has to trust it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from attrs import define, field, frozen

Topic: TypeAlias = Literal[
    "once", "enum", "map", "union", "parameter", "content", "security", "unknown", "left out", "kept", "changed"
]
"""What a remark is about; reports are ordered by it."""


@frozen
class Remark:
    """One decision.

    Attributes:
        topic: What it is about.
        place: Operation and place in its bodies (``GET /pets 200 [].kind``), or empty.
        message: What was decided and on what grounds; never a value of a sample, but for the values of an enum.
    """

    topic: Topic
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.topic}: {self.place}: {self.message}" if self.place else f"{self.topic}: {self.message}"


@define
class Remarks:
    """Collects remarks; the same is said once."""

    _found: dict[Remark, None] = field(factory=dict)

    def add(self, topic: Topic, place: str, message: str) -> None:
        """Note one decision."""
        self._found[Remark(topic, place, message)] = None

    def __iter__(self) -> Iterator[Remark]:
        return iter(self._found)
