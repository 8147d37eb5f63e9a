"""Makes an input small that fails, as long as it fails in the same way."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

from scripts.fuzzing.mutation import SEPARATOR, slots_of, tree_of

Fails = Callable[[bytes], bool]


def shrunk(data: bytes, fails: Fails, seconds: float) -> bytes:
    """The smallest input that was found in the time; the given one where nothing smaller fails."""
    end = time.monotonic() + seconds
    again = True
    while again and time.monotonic() < end:
        again = False
        for candidate in _candidates(data):
            if time.monotonic() > end:
                break
            if len(candidate) < len(data) and fails(candidate):
                data, again = candidate, True
                break
    return data


def _candidates(data: bytes) -> Iterator[bytes]:
    parts = data.split(SEPARATOR)
    for at, part in enumerate(parts):
        for smaller in _smaller(part):
            yield SEPARATOR.join([*parts[:at], smaller, *parts[at + 1 :]])


def _smaller(text: bytes) -> Iterator[bytes]:
    tree = tree_of(text)
    if tree is not None:
        yield _plain(tree)
        # The outermost members first: with one of them most of the input goes.
        for number in range(len(slots_of(tree))):
            yield from _without(tree, number)
    size = len(text) // 2
    while size:
        yield from (text[:at] + text[at + size :] for at in range(0, len(text), size))
        size //= 2 if size < 512 or tree is None else len(text)


def _without(tree: Any, number: int) -> Iterator[bytes]:
    for change in ("gone", "raised", "bare"):
        copy = json.loads(json.dumps(tree))
        holder, key = slots_of(copy)[number]
        value = holder[key]
        if change == "gone":
            del holder[key]
        elif not value or not isinstance(value, (dict, list)):
            continue
        elif change == "raised":
            holder[key] = next(iter(value.values() if isinstance(value, dict) else value))
        else:
            holder[key] = type(value)()
        yield _plain(copy)


def _plain(tree: Any) -> bytes:
    return json.dumps(tree).encode()
