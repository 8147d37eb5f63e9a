"""Where a value stands in the text of its JSON: found only when there is something to say about it."""

from __future__ import annotations

import re
from json import JSONDecoder

from .findings import Path

_SPACE = re.compile(r"[ \t\n\r]*")
_READ = JSONDecoder().raw_decode


def offset_of(text: str, path: Path, *, at_key: bool = False) -> int:
    """The character, counted from 0, at which a value begins.

    Args:
        text: A JSON value; it must be valid.
        path: Keys and indexes from the whole to the value. Of what is not there, the last thing that holds it counts.
        at_key: The place of its key instead.
    """
    place = _skip(text, 0)
    for depth, step in enumerate(path, 1):
        found = _member(text, place, step) if isinstance(step, str) else _item(text, place, step)
        if found is None:
            return place
        key, place = found
        if at_key and depth == len(path):
            return key
    return place


def _member(text: str, place: int, name: str) -> tuple[int, int] | None:
    """Where the key and the value of a member begin; the last one counts, as for json."""
    if text[place] != "{":
        return None
    found = None
    place = _skip(text, place + 1)
    while text[place] == '"':
        start = place
        key, place = _READ(text, start)
        place = _skip(text, _skip(text, place) + 1)
        if key == name:
            found = start, place
        place = _next(text, place)
    return found


def _item(text: str, place: int, index: int) -> tuple[int, int] | None:
    if text[place] != "[":
        return None
    place = _skip(text, place + 1)
    while text[place] != "]":
        if index == 0:
            return place, place
        index -= 1
        place = _next(text, place)
    return None


def _next(text: str, place: int) -> int:
    """Behind the value that begins here, and the comma behind it."""
    _, place = _READ(text, place)
    place = _skip(text, place)
    return _skip(text, place + 1) if text[place] == "," else place


def _skip(text: str, place: int) -> int:
    match = _SPACE.match(text, place)
    return match.end() if match else place
