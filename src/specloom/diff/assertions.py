"""Validation that no type follows (``if``, ``contains``, ``dependentRequired``): compared as it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from specloom.diff.bounds import bound_moved
from specloom.diff.shapes import without_null
from specloom.diff.values import ABSENT, Delta, Json

ASSERTS = "x-specloom-asserts"
_TOGETHER = ("if", "then", "else")
_BOUNDS = ("minContains", "maxContains")
_EXTENSIBLE = "x-extensible-enum"


def asserted(*schemas: Json) -> Json:
    """What is asserted of a value by the schemas that it has to fit, null put aside."""
    return {
        key: value
        for schema in schemas
        for one in (without_null(schema)[0], schema)
        for key, value in one.get(ASSERTS, {}).items()
    }


def compare_assertions(before: Json, after: Json, place: tuple[str, ...]) -> Iterator[Delta]:
    """``set``, ``removed`` and ``changed``; conditions with their consequences are one."""
    before, after = _grouped(before), _grouped(after)
    for keyword in sorted({*before, *after}):
        was, now = before.get(keyword, ABSENT), after.get(keyword, ABSENT)
        if was == now:
            continue
        if keyword == _EXTENSIBLE:
            yield from _extensible(was, now, place)
        elif keyword in _BOUNDS:
            yield Delta(f"bound-{bound_moved(keyword, was, now)}", place, _named(keyword, was), _named(keyword, now))
        else:
            way = "set" if was is ABSENT else "removed" if now is ABSENT else "changed"
            yield Delta(f"assertion-{way}", place, _named(keyword, was), _named(keyword, now))


def _grouped(asserts: Json) -> Json:
    condition = {key: asserts[key] for key in _TOGETHER if key in asserts}
    rest = {key: value for key, value in asserts.items() if key not in _TOGETHER}
    return {**rest, "if": condition} if condition else rest


def _extensible(was: Any, now: Any, place: tuple[str, ...]) -> Iterator[Delta]:
    """Values that are listed for now, with others to come: a server takes those of the list."""
    listed = was is not ABSENT and now is not ABSENT
    before, after = was or [], now or []
    if gone := [value for value in before if value not in after]:
        yield Delta("extensible-value-removed" if listed else "known-value-removed", place, gone, ABSENT)
    if came := [value for value in after if value not in before]:
        yield Delta("extensible-value-added" if listed else "known-value-added", place, ABSENT, came)


def _named(keyword: str, value: Any) -> Any:
    return ABSENT if value is ABSENT else value if keyword == "if" else {keyword: value}
