"""Paths and query strings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from enum import Enum
from urllib.parse import quote, urlencode

from .errors import InvalidPathParameterError, RequestEncodingError
from .omit import is_given
from .operation import ArrayStyle, ParameterStyle

_NO_STYLES: Mapping[str, ParameterStyle] = {}
_SEPARATORS: Mapping[str, str] = {"comma": ",", "pipe": "|", "space": " "}
_PLACE = re.compile(r"\{([^{}]*)\}")
_SAFE = "!$&'()*+,;=:@"
# A server may read %2e as a dot, so a segment of dots is refused in either spelling.
_DOTS = re.compile(r"(?:\.|%2e){1,2}", re.IGNORECASE)


def fill_path(template: str, values: Mapping[str, object]) -> str:
    """A path with its places filled in, each value percent-encoded into one segment.

    Raises:
        InvalidPathParameterError: If a value is empty, or a segment becomes ``.`` or ``..``.
    """

    def fill(place: re.Match[str]) -> str:
        name = place.group(1)
        value = text(values[name], name) if name in values and values[name] is not None else ""
        if not value:
            raise InvalidPathParameterError(f"Expected a non-empty value for `{name}` but received {value!r}")
        return quote(value, safe=_SAFE)

    path = _PLACE.sub(fill, template)
    for segment, shape in zip(path.split("/"), template.split("/"), strict=True):
        if "{" in shape and _DOTS.fullmatch(segment):
            raise InvalidPathParameterError(
                f"Expected the path parameters of {template} not to make a segment {segment!r}"
            )
    return path


def join_url(base: str, path: str) -> str:
    """A path appended to a base URL; an absolute URL stands for itself."""
    if path.startswith(("http://", "https://")):
        return path
    return base.rstrip("/") + "/" + path.lstrip("/")


def query_string(
    values: Mapping[str, object], arrays: ArrayStyle = "brackets", styles: Mapping[str, ParameterStyle] = _NO_STYLES
) -> str:
    """Parameters as a query string; omitted ones and None are left out.

    Args:
        values: By wire name.
        arrays: How arrays are written.
        styles: How those are written, arrays and objects, that have a style of their own.
    """
    return urlencode(
        [
            pair
            for name, value in values.items()
            for pair in (styled_pairs(name, value, styles[name]) if name in styles else pairs(name, value, arrays))
        ]
    )


def styled_pairs(name: str, value: object, style: ParameterStyle) -> Iterator[tuple[str, str]]:
    """As ``pairs``, for a parameter whose style also says how an object is written.

    Raises:
        RequestEncodingError: If a value has no text.
    """
    if not isinstance(value, Mapping) or style == "brackets":
        yield from pairs(name, value, style)
    elif style == "form":
        for key, inner in value.items():
            yield from pairs(str(key), inner, style)
    else:
        given = [pair for pair in value.items() if pair[1] is not None and is_given(pair[1])]
        if given:
            yield from pairs(name, [each for pair in given for each in pair], style)


def pairs(name: str, value: object, arrays: ArrayStyle | ParameterStyle) -> Iterator[tuple[str, str]]:
    """The pairs of key and text that write a value: ``key[]=a`` for arrays, ``key[sub]=v`` for objects.

    Raises:
        RequestEncodingError: If a value has no text.
    """
    if value is None or not is_given(value):
        return
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from pairs(f"{name}[{key}]", inner, arrays)
    elif isinstance(value, (list, tuple, set, frozenset)):
        if arrays in _SEPARATORS:
            yield name, _SEPARATORS[arrays].join(text(inner, name) for inner in value if inner is not None)
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
