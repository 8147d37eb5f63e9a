"""Paths and query strings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, urlencode

from .errors import InvalidPathParameterError
from .operation import ArrayStyle, Style
from .wire_text import ARRAYS, PATH_SAFE, pairs, text

_NO_STYLES: Mapping[str, Style] = {}
_PLACE = re.compile(r"\{([^{}]*)\}")
# A server may read %2e as a dot, so a segment of dots is refused in either spelling.
_DOTS = re.compile(r"(?:\.|%2e){1,2}", re.IGNORECASE)


def fill_path(template: str, values: Mapping[str, object], styles: Mapping[str, Style] = _NO_STYLES) -> str:
    """A path with its places filled in, each value percent-encoded into one segment.

    Args:
        template: With ``{wire_name}`` places.
        values: By wire name.
        styles: Of those that are written in another way; a greedy one may become several segments.

    Raises:
        InvalidPathParameterError: If a value is empty, or a segment becomes ``.`` or ``..``.
        RequestEncodingError: If a value cannot be written.
    """

    def fill(place: re.Match[str]) -> str:
        name = place.group(1)
        value = values.get(name)
        if value is not None and name in styles:
            from .styles import path_text  # most packages never do

            filled = path_text(name, value, styles[name])
        else:
            filled = quote(text(value, name), safe=PATH_SAFE) if value is not None else ""
        if not filled:
            raise InvalidPathParameterError(f"Expected a non-empty value for `{name}` but received {value!r}")
        return filled

    path = _PLACE.sub(fill, template)
    segments = path.split("/")
    # The segments of a greedy value have no like in the template.
    shapes = ["{"] * len(segments) if styles else template.split("/")
    for segment, shape in zip(segments, shapes, strict=True):
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
    values: Mapping[str, object], arrays: ArrayStyle = "brackets", styles: Mapping[str, Style] = _NO_STYLES
) -> str:
    """Parameters as a query string; omitted ones and None are left out. A space becomes ``%20``.

    Args:
        values: By wire name.
        arrays: How arrays are written.
        styles: How those are written that have a style of their own.

    Raises:
        RequestEncodingError: If a value cannot be written.
    """
    if not styles and arrays != "comma":
        found = [pair for name, value in values.items() for pair in pairs(name, value, arrays)]
        return urlencode(found, quote_via=quote)
    from .styles import query_text

    texts = []
    for name, value in values.items():
        # Commas that set members apart stay as they are, unlike those within a member.
        style = styles.get(name) or ("comma" if arrays == "comma" and isinstance(value, ARRAYS) else "")
        if style:
            texts.append(query_text(name, value, style))
        else:
            texts.append(urlencode(list(pairs(name, value, arrays)), quote_via=quote))
    return "&".join(filter(None, texts))
