"""Vectors as a table of 32-bit floats: checked, shortened, normalized, compared. No input is changed."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any, Literal, TypeAlias

from ..input_errors import InputError
from .numpy_extra import Floats, np

Metric: TypeAlias = Literal["cosine", "euclidean", "manhattan", "chebyshev"]

BLOCK = 4096
"""Rows that are compared at a time, so that what comes between stays small."""


def as_table(vectors: Any, *, zeros: bool = False, name: str = "vectors") -> Floats:
    """Vectors as an array of shape (n, d), C order; the array itself where it is such already.

    Args:
        vectors: A 2-D array, or any number of vectors: lists, arrays, a pandas column of them, ``response.data``.
        zeros: Whether a vector of nothing but zeros is allowed; it has no direction.
        name: What messages call it.

    Raises:
        InputError: If there is no vector, one has another length than the first, holds NaN or infinity, is no list of
            numbers, or is all zero; names its position.
    """
    table = vectors if isinstance(vectors, np.ndarray) and vectors.dtype != object else _stacked(vectors, name)
    if table.ndim != 2 or not table.size:
        raise InputError(f"{name} has the shape {table.shape}; expected one or more vectors: (n, d)")
    if not np.issubdtype(table.dtype, np.number) or np.issubdtype(table.dtype, np.complexfloating):
        raise InputError(f"{name} holds {table.dtype}, no real numbers")
    converted: Floats = np.ascontiguousarray(table, dtype=np.float32)
    for start in range(0, len(converted), BLOCK):
        _check_rows(converted[start : start + BLOCK], start, zeros=zeros, name=name)
    return converted


def as_vector(vector: Any, *, zeros: bool = False, name: str = "query") -> Floats:
    """One vector as an array of shape (d,); raises as ``as_table``."""
    row: Floats = as_table(_row(getattr(vector, "embedding", vector), name)[None], zeros=zeros, name=name)[0]
    return row


def normalize(vectors: Any) -> Floats:
    """Vectors of length 1 (L2) in the same directions; one of all zeros stays as it is.

    Args:
        vectors: One vector (d,) or many (n, d).

    Raises:
        InputError: As ``as_table``.
    """
    return _each(vectors, _unit)


def shorten(vectors: Any, dimensions: int) -> Floats:
    """The first numbers of each vector, of length 1 again: what ``dimensions`` of the API does, afterwards.

    Models from text-embedding-3 on are made for it; vectors of others lose their meaning.

    Args:
        vectors: One vector (d,) or many (n, d).
        dimensions: How many numbers to keep, 1 to d.

    Raises:
        InputError: If there are fewer numbers than that; else as ``as_table``.
    """

    def cut(table: Floats) -> Floats:
        if not 1 <= dimensions <= table.shape[1]:
            raise InputError(f"cannot keep {dimensions} of {table.shape[1]} dimensions; name 1 to {table.shape[1]}")
        return _unit(table[:, :dimensions])

    return _each(vectors, cut)


def cosine_similarity(a: Any, b: Any) -> Any:
    """How alike directions are: 1 the same, 0 unrelated, -1 opposite.

    Args:
        a: One vector (d,) or many (n, d).
        b: One vector (d,) or many (m, d).

    Returns:
        A float for two vectors; else an array of shape (m,), (n,) or (n, m).

    Raises:
        InputError: If lengths differ; else as ``as_table``.
    """
    single = _is_single(a), _is_single(b)
    left = _unit(as_vector(a, name="a")[None] if single[0] else as_table(a, name="a"))
    right = _unit(as_vector(b, name="b")[None] if single[1] else as_table(b, name="b"))
    same_length(left, right, "a", "b")
    similarities: Floats = np.clip(left @ right.T, -1, 1)
    if all(single):
        return float(similarities[0, 0])
    return similarities[0] if single[0] else similarities[:, 0] if single[1] else similarities


def distances(query: Any, vectors: Any, metric: Metric = "cosine") -> Floats:
    """How far each vector is from the query, shape (n,): 0 the same, more is further.

    For vectors of length 1, such as the API sends, ``cosine`` and ``euclidean`` rank alike.

    Raises:
        InputError: If the metric is none, or lengths differ; else as ``as_table``.
    """
    if metric not in _METRICS:
        raise InputError(f"there is no metric {metric!r}; there are {', '.join(_METRICS)}")
    zeros = metric != "cosine"
    row, table = as_vector(query, zeros=zeros), as_table(vectors, zeros=zeros)
    same_length(row[None], table, "query", "vectors")
    found = np.empty(len(table), np.float32)
    for start in range(0, len(table), BLOCK):
        found[start : start + BLOCK] = _METRICS[metric](row, table[start : start + BLOCK])
    return found


def same_length(left: Floats, right: Floats, left_name: str, right_name: str) -> None:
    """Raise an InputError if vectors of two tables cannot be compared."""
    if left.shape[1] != right.shape[1]:
        raise InputError(
            f"{left_name} has {left.shape[1]} dimensions and {right_name} {right.shape[1]}: "
            "they come from different models, or from different settings of dimensions"
        )


def _cosine(row: Floats, table: Floats) -> Floats:
    distance: Floats = 1 - np.clip(_unit(table) @ _unit(row[None])[0], -1, 1)
    return distance


_METRICS: dict[str, Callable[[Floats, Floats], Floats]] = {
    "cosine": _cosine,
    "euclidean": lambda row, table: np.linalg.norm(table - row, axis=1),
    "manhattan": lambda row, table: np.abs(table - row).sum(axis=1),
    "chebyshev": lambda row, table: np.abs(table - row).max(axis=1),
}


def _unit(table: Floats) -> Floats:
    # By the largest number first, so that squares neither overflow nor vanish.
    largest = np.maximum(table.max(axis=1), -table.min(axis=1))[:, None]
    unit: Floats = np.empty(table.shape, np.float32)
    np.divide(table, np.where(largest > 0, largest, 1), out=unit)
    lengths = np.sqrt(np.einsum("ij,ij->i", unit, unit))[:, None]
    np.divide(unit, np.where(lengths > 0, lengths, 1), out=unit)
    return unit


def _each(vectors: Any, change: Callable[[Floats], Floats]) -> Floats:
    if _is_single(vectors):
        single: Floats = change(as_vector(vectors, zeros=True, name="vector")[None])[0]
        return single
    return change(as_table(vectors, zeros=True))


def _is_single(vectors: Any) -> bool:
    if isinstance(vectors, np.ndarray) and vectors.dtype != object:
        return vectors.ndim == 1
    if hasattr(vectors, "embedding"):
        return True
    return all(isinstance(item, (int, float, np.number)) for item in islice(vectors, 1)) and len(vectors) > 0


def _stacked(vectors: Any, name: str) -> Any:
    """An array of what is no array yet, checked row by row so that a mistake has its place."""
    if isinstance(vectors, str | bytes) or not hasattr(vectors, "__iter__"):
        raise InputError(f"{name} is {type(vectors).__name__}, no list of vectors")
    rows: list[Any] = []
    for position, item in enumerate(vectors):
        row = _row(getattr(item, "embedding", item), f"{name}[{position}]")
        if rows and len(row) != len(rows[0]):
            raise InputError(f"{name}[{position}] has {len(row)} numbers, and {name}[0] has {len(rows[0])}")
        rows.append(row)
    if not rows:
        raise InputError(f"{name} is empty; expected one or more vectors")
    return np.stack(rows)


def _row(item: Any, place: str) -> Any:
    if isinstance(item, str):
        raise InputError(f"{place} is text; read vectors back from CSV or JSON with json.loads")
    if not hasattr(item, "__len__"):
        raise InputError(f"{place} is {type(item).__name__}, no list of numbers")
    try:
        row = np.asarray(item, dtype=np.float32)
    except (TypeError, ValueError):
        raise InputError(f"{place} is no list of numbers") from None
    if row.ndim != 1 or not row.size:
        raise InputError(f"{place} has the shape {row.shape}; expected a list of numbers: (d,)")
    return row


def _check_rows(rows: Floats, start: int, *, zeros: bool, name: str) -> None:
    finite = np.isfinite(rows).all(axis=1)
    if not finite.all():
        raise InputError(f"{name}[{start + int(np.argmin(finite))}] holds NaN or infinity")
    if not zeros and not (used := rows.any(axis=1)).all():
        position = start + int(np.argmin(used))
        raise InputError(f"{name}[{position}] is all zeros, which has no direction; take it out")
