"""Values as JSON bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from enum import Enum
from os import PathLike, fspath
from typing import Any

from .errors import RequestEncodingError
from .omit import MARKS
from .storage import Storage


def given(values: Mapping[str, object]) -> dict[str, object]:
    """The parameters that take part in the request."""
    return {name: value for name, value in values.items() if not isinstance(value, MARKS)}


def json_bytes(value: object) -> bytes:
    """Compact JSON of plain data, models, dates, enums, paths and iterables of them.

    Raises:
        RequestEncodingError: If a part of it has no JSON form; names the place of that part.
    """
    try:
        return _write(value)
    except (TypeError, ValueError, RecursionError) as error:
        place = "it is nested too deeply" if isinstance(error, RecursionError) else _culprit(value) or str(error)
        raise RequestEncodingError(f"the body cannot be written as JSON: {place}") from error


def _write(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_plain)
    try:
        return text.encode()
    except UnicodeEncodeError:
        # A lone surrogate has no UTF-8 form; JSON has an escape for it.
        return json.dumps(value, allow_nan=False, separators=(",", ":"), default=_plain).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, Storage):
        return value.to_dict()
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, PathLike):
        return fspath(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Iterable) and not isinstance(value, (bytes, bytearray, memoryview)):
        return list(value)
    raise TypeError(f"a value of type {type(value).__name__}")


def _culprit(value: object) -> str | None:
    """The place of the first part that cannot be written, and why."""
    seen: set[int] = set()  # containers that were walked: one that holds itself is walked once
    todo: list[tuple[str, object]] = [("", value)]
    while todo:
        place, part = todo.pop()
        if isinstance(part, (Mapping, list, tuple)):
            if id(part) not in seen:
                seen.add(id(part))
                todo.extend(reversed(list(_places(place, part))))
            continue
        try:
            json.dumps(part, allow_nan=False, default=_plain)
        except (TypeError, ValueError) as error:
            return f"{place or 'the body'}: {error}"
    return None


def _places(
    place: str, part: Mapping[object, object] | list[object] | tuple[object, ...]
) -> Iterator[tuple[str, object]]:
    if isinstance(part, Mapping):
        for key, inner in part.items():
            yield (f"{place}.{key}" if place else str(key)), inner
    else:
        for index, inner in enumerate(part):
            yield f"{place}[{index}]", inner
