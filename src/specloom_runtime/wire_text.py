"""Values as they are written in paths, queries, headers and forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from enum import Enum
from typing import Final

from .errors import RequestEncodingError
from .omit import is_given
from .operation import ArrayStyle

ARRAYS: Final = (list, tuple, set, frozenset)
PATH_SAFE: Final = "!$&'()*+,;=:@"


def pairs(name: str, value: object, arrays: ArrayStyle) -> Iterator[tuple[str, str]]:
    """The pairs of key and text that write a value: ``key[]=a`` for arrays, ``key[sub]=v`` for objects.

    Raises:
        RequestEncodingError: If a value has no text.
    """
    if value is None or not is_given(value):
        return
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from pairs(f"{name}[{key}]", inner, arrays)
    elif isinstance(value, ARRAYS):
        if arrays == "comma":
            texts = [text(inner, name) for inner in value if inner is not None]
            if texts:
                yield name, ",".join(texts)
        else:
            inner_name = f"{name}[]" if arrays == "brackets" else name
            for inner in value:
                yield from pairs(inner_name, inner, arrays)
    else:
        yield name, text(value, name)


def text(value: object, name: str = "") -> str:
    """A value as it is written in paths, queries, headers and forms.

    Raises:
        RequestEncodingError: If it has no such form.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return text(value.value, name)
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, (str, int, float)):
        return str(value)
    raise RequestEncodingError(f"{name or 'a parameter'}: cannot send a value of type {type(value).__name__}")
