"""Pieces of data that the document does not tell of, put together."""

from __future__ import annotations

from typing import Any

_REPLACED = frozenset({"created_at", "expires_at", "id", "index", "name", "object", "role", "status", "type"})


def merge_into(whole: dict[str, Any], piece: dict[str, Any]) -> None:
    """Add a piece to what came before: text is appended, objects and lists grow, all else is replaced.

    Items of lists that have an ``index`` belong together if it is the same. Nothing of the piece is changed, and
    nothing of it is shared with what came before.
    """
    for key, value in piece.items():
        whole[key] = copied(value) if key in _REPLACED else merged(whole.get(key), value)


def merged(before: Any, value: Any) -> Any:
    """What came before, with a piece added."""
    if value is None:
        return before
    if isinstance(before, str) and isinstance(value, str):
        return before + value
    if isinstance(before, dict) and isinstance(value, dict):
        merge_into(before, value)
        return before
    if isinstance(before, list) and isinstance(value, list):
        for item in value:
            _add(before, item)
        return before
    return copied(value)


def _add(items: list[Any], item: Any) -> None:
    index = item.get("index") if isinstance(item, dict) else None
    same = (each for each in items if isinstance(each, dict) and index is not None and each.get("index") == index)
    found = next(same, None)
    if found is None:
        items.append(copied(item))
    else:
        merge_into(found, item)


def copied(value: Any) -> Any:
    """Plain data, copied."""
    if isinstance(value, dict):
        return {key: copied(inner) for key, inner in value.items()}
    return [copied(item) for item in value] if isinstance(value, list) else value
