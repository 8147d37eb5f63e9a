"""Embeddings that arrive as base64 and are made into numbers when they are first looked at.

To make Python numbers of vectors takes longer than to receive them, and six times the memory. Who looks at some of
them, or passes them on, does not pay for the rest.
"""

from __future__ import annotations

import sys
from array import array
from binascii import a2b_base64
from typing import Any

from .._runtime.errors import InvalidDataError
from ..types.embedding import Embedding as PlainEmbedding

_SLOT: Any = PlainEmbedding.__dict__["embedding"]


class Embedding(PlainEmbedding):
    """A vector, with the place of what it stands for among all that was asked for."""

    __slots__ = ()

    @property
    def embedding(self) -> list[float]:
        """The numbers.

        Raises:
            InvalidDataError: If what the server sent is no base64 of 32-bit numbers.
        """
        value = _SLOT.__get__(self)
        if type(value) is str:
            value = numbers(value)
            _SLOT.__set__(self, value)
        found: list[float] = value
        return found

    @embedding.setter
    # Pyright holds a property for less than a field; this one can be set as well.
    def embedding(self, value: list[float]) -> None:  # pyright: ignore[reportIncompatibleVariableOverride]
        _SLOT.__set__(self, value)

    def __eq__(self, other: object) -> bool:
        """Whether both read the same; it makes no difference how they travelled."""
        if not isinstance(other, PlainEmbedding):
            return NotImplemented
        return self.to_dict() == other.to_dict()


def numbers(text: str) -> list[float]:
    """The numbers in base64 text: 32-bit floats, the low byte first.

    Raises:
        InvalidDataError: If it is no base64, or no whole number of floats.
    """
    floats = array("f")
    try:
        floats.frombytes(a2b_base64(text))
    except ValueError as error:
        raise InvalidDataError("vector", (f"{text[:40]!r} is no base64 of 32-bit numbers: {error}",)) from error
    if sys.byteorder == "big":
        floats.byteswap()
    return floats.tolist()
