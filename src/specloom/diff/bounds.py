"""Bounds on values: which way each of them was moved."""

from __future__ import annotations

from collections.abc import Iterator

from specloom.diff.values import ABSENT, Delta, Json

LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains")
UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains")
OTHER = ("pattern", "multipleOf")
_ZERO = frozenset(("minLength", "minItems", "minProperties"))  # 0 says nothing there


def compare_bounds(old: Json, new: Json, place: tuple[str, ...]) -> Iterator[Delta]:
    """Differences in bounds: ``set`` and ``removed``, ``tightened`` and ``relaxed``, and ``changed`` for patterns."""
    for key in (*LOWER, *UPPER):
        before, after = _bound(old, key), _bound(new, key)
        if before != after:
            yield Delta(f"bound-{bound_moved(key, before, after)}", place, _said(key, before), _said(key, after))
    for key in OTHER:
        before, after = old.get(key, ABSENT), new.get(key, ABSENT)
        if before != after:
            way = "set" if before is ABSENT else "removed" if after is ABSENT else "changed"
            yield Delta(f"{key.lower() if key == 'pattern' else 'multiple-of'}-{way}", place, before, after)
    before, after = bool(old.get("uniqueItems")), bool(new.get("uniqueItems"))
    if before != after:
        yield Delta("unique-items-set" if after else "unique-items-removed", place, before, after)


def _bound(schema: Json, key: str) -> object:
    value = schema.get(key, ABSENT)
    return ABSENT if value == 0 and key in _ZERO and value is not ABSENT else value


def bound_moved(key: str, before: object, after: object) -> str:
    """``set``, ``removed``, ``tightened`` or ``relaxed``."""
    if before is ABSENT:
        return "set"
    if after is ABSENT:
        return "removed"
    assert isinstance(before, (int, float))
    assert isinstance(after, (int, float))
    return "tightened" if (after > before) == (key in LOWER) else "relaxed"


def _said(key: str, value: object) -> object:
    return ABSENT if value is ABSENT else {key: value}
