"""From models back to plain data, without recursion: the depth of data is not ours to choose."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from enum import Enum
from os import PathLike, fspath
from typing import Any

from .codecs import codec
from .storage import Storage

_LEAVES = frozenset({str, int, float, bool, type(None)})


def present_fields(model: Storage) -> Iterator[tuple[Any, Any]]:
    """The fields of a model that are present, as pairs of FieldInfo and value."""
    for info in codec(type(model)).fields.values():
        try:
            value = info.read_slot(model)
        except AttributeError:
            continue
        yield info, value


def public_items(model: Any) -> Iterator[tuple[str, Any]]:
    """All that a model holds, by name in Python; unknown fields as they came."""
    for info, value in present_fields(model):
        yield info.name, value
    yield from (model._extra or {}).items()


def dump(
    model: Storage,
    *,
    json_only: bool,
    by_wire: bool,
    exclude_unset: bool,
    exclude_defaults: bool,
    exclude_none: bool,
) -> dict[str, Any]:
    """A model as plain data; see ``Model.to_dict``."""

    def items(value: Any) -> Iterator[tuple[Any, Any]]:
        for info in codec(type(value)).fields.values():
            try:
                found = info.read_slot(value)
            except AttributeError:
                if exclude_unset:
                    continue
                found = info.default
            if exclude_defaults and not info.required and found == info.default:
                continue
            if exclude_none and found is None:
                continue
            yield (info.wire if by_wire else info.name), found
        for name, extra in (value._extra or {}).items():
            if not (exclude_none and extra is None):
                yield name, extra

    holder: list[Any] = [None]
    todo: list[tuple[Any, Any, Any]] = [(model, holder, 0)]
    while todo:
        value, target, key = todo.pop()
        copy: Any
        if isinstance(value, (Storage, dict)):
            copy = {}
            for name, inner in items(value) if isinstance(value, Storage) else value.items():
                copy[name] = inner
                if type(inner) not in _LEAVES:
                    todo.append((inner, copy, name))
        elif isinstance(value, (list, tuple)):
            copy = list(value) if json_only or isinstance(value, list) else value
            if isinstance(copy, list):
                todo.extend((inner, copy, index) for index, inner in enumerate(copy) if type(inner) not in _LEAVES)
        else:
            copy = plain(value) if json_only else value
        target[key] = copy
    dumped: dict[str, Any] = holder[0]
    return dumped


def plain(value: Any) -> Any:
    """A value that JSON does not have, as one that it has; others as they are."""
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, PathLike):
        return fspath(value)
    return value


def dump_json(data: Any, indent: int | None) -> str:
    """Plain data as JSON text, with no escapes but those that JSON demands."""
    separators = (",", ":") if indent is None else None
    return json.dumps(data, ensure_ascii=False, indent=indent, separators=separators)
