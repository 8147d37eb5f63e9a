"""Two scalars that stand in the same place, compared: type, listed values, format, bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from specloom.diff.bounds import compare_bounds
from specloom.diff.shapes import Shape
from specloom.diff.values import ABSENT, Delta

_WIDER = {("integer", "number")}
_BITS: Mapping[Any, int] = {
    ABSENT: 64, "int8": 8, "int16": 16, "int32": 32, "uint8": 8, "uint16": 16, "uint32": 32, "int64": 64, "uint64": 64,
    "float": 64, "double": 64, "decimal": 64, "unixtime": 64, "unix-time": 64, "timestamp": 64,
}  # fmt: skip


def compare_scalars(before: Shape, after: Shape, place: tuple[str, ...]) -> Iterator[Delta]:
    """Type, listed values, format and bounds of two scalars."""
    if before.type != after.type:
        wider = (before.type, after.type) in _WIDER
        rule = "type-generalized" if wider else "type-specialized" if (after.type, before.type) in _WIDER else ""
        yield Delta(rule or "type-changed", place, before.type, after.type)
        if not rule:
            return
    yield from _values(before, after, place)
    yield from _formats(before.schema.get("format", ABSENT), after.schema.get("format", ABSENT), before.type, place)
    yield from compare_bounds(before.schema, after.schema, place)


def _formats(before: Any, after: Any, kind: str, place: tuple[str, ...]) -> Iterator[Delta]:
    if before == after:
        return
    if kind in {"integer", "number"} and before in _BITS and after in _BITS:  # the range is all that these say
        bits = _BITS[before], _BITS[after]
        way = "widened" if bits[0] < bits[1] else "narrowed" if bits[0] > bits[1] else "noted"
        yield Delta(f"format-{way}", place, before, after)
    else:
        way = "set" if before is ABSENT else "removed" if after is ABSENT else "changed"
        yield Delta(f"format-{way}", place, before, after)


def _values(before: Shape, after: Shape, place: tuple[str, ...]) -> Iterator[Delta]:
    yield from compare_known(before, after, place)
    if before.values is None and after.values is None:
        return
    if before.values is None:
        yield Delta("became-enum", place, before.type, list(after.values or ()))
        return
    if after.values is None:
        if not after.known:  # else the values stay known, and others are allowed
            yield Delta("enum-opened", place, list(before.values), after.type)
        else:
            yield Delta("enum-opened", place, list(before.values), [*after.known, after.type])
        return
    gone = [value for value in before.values if value not in after.values]
    came = [value for value in after.values if value not in before.values]
    if gone and came and len(before.values) == len(after.values) == 1:
        yield Delta("constant-changed", place, before.values[0], after.values[0])
        return
    if gone:
        yield Delta("enum-value-removed", place, gone, ABSENT)
    if came:
        yield Delta("enum-value-added", place, ABSENT, came)


def compare_known(before: Shape, after: Shape, place: tuple[str, ...]) -> Iterator[Delta]:
    """Open enums: names of values come and go, and all texts stay allowed."""
    if before.known and after.known:
        if gone := [value for value in before.known if value not in after.known]:
            yield Delta("known-value-removed", place, gone, ABSENT)
        if came := [value for value in after.known if value not in before.known]:
            yield Delta("known-value-added", place, ABSENT, came)
