"""Finding what is near: exact search by cosine similarity, and recommendations from it.

Plain multiplication with all vectors is exact and takes some 50 ms for 100,000 of 1,536 dimensions; an index library
pays only well above that.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from ..input_errors import InputError
from .numpy_extra import Floats, np
from .vectors import as_table, as_vector, normalize, same_length


class Hit(NamedTuple):
    """Something that was found."""

    position: int
    """Its place among the vectors, from 0."""
    score: float
    """Cosine similarity, -1 to 1; more is nearer."""


class Index:
    """Vectors made ready for many searches.

    Args:
        vectors: Shape (n, d); they are copied and normalized.

    Raises:
        InputError: If a vector is all zeros, holds NaN, or is longer than the others; names its position.
    """

    def __init__(self, vectors: Any) -> None:
        self._units = normalize(as_table(vectors))

    def __len__(self) -> int:
        return len(self._units)

    @property
    def dimensions(self) -> int:
        """Numbers in each vector."""
        return int(self._units.shape[1])

    def search(self, query: Any, top: int = 10) -> list[Hit]:
        """The nearest first; of equals the one that comes first.

        Args:
            query: One vector (d,).
            top: How many; all if there are fewer.

        Raises:
            InputError: If the query is no such vector.
        """
        row = as_vector(query)
        same_length(row[None], self._units, "query", "vectors")
        return _nearest(self._units @ normalize(row), top)

    def recommend(self, index: int, top: int = 10) -> list[Hit]:
        """What is nearest to one of the vectors, that one left out.

        Raises:
            InputError: If there is no such vector.
        """
        position = _position(index, len(self))
        return _nearest(self._units @ self._units[position], top, leave_out=(position,))


def search(query: Any, vectors: Any, top: int = 10) -> list[Hit]:
    """The vectors nearest to a query, nearest first; for many searches make an ``Index``.

    Args:
        query: One vector (d,), from the same model as the vectors.
        vectors: Shape (n, d).
        top: How many.

    Raises:
        InputError: If something is no vector; names its position.
    """
    return Index(vectors).search(query, top)


def recommend(vectors: Any, index: int, top: int = 10) -> list[Hit]:
    """What is nearest to ``vectors[index]``, that one left out; raises as ``search``."""
    return Index(vectors).recommend(index, top)


def _nearest(scores: Floats, top: int, leave_out: Collection[int] = ()) -> list[Hit]:
    if top < 1:
        raise InputError(f"top is how many to find, 1 or more, not {top}")
    wanted = min(top + len(leave_out), len(scores))
    least = np.partition(scores, len(scores) - wanted)[len(scores) - wanted]
    candidates = np.flatnonzero(scores >= least)  # more than wanted where several score alike
    order = candidates[np.lexsort((candidates, -scores[candidates]))]
    kept = [int(index) for index in order[: wanted + len(leave_out)] if index not in leave_out][:top]
    return [Hit(index, min(1.0, max(-1.0, float(scores[index])))) for index in kept]


def _position(index: int, count: int) -> int:
    if not -count <= index < count:
        raise InputError(f"there is no vector {index}; there are {count}")
    return index % count
