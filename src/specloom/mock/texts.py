"""Made-up texts and numbers that fit the bounds of a schema and look like what they are called."""

from __future__ import annotations

import base64
import math
import random
import re
import uuid
from collections.abc import Mapping
from typing import Any, Final

EPOCH: Final = 1_767_225_600  # the first second of 2026
_MINUTE: Final = 60
_TRIES: Final = 50
_SPOKEN: Final = "This answer was made up."
_SPOKEN_NAMES: Final = frozenset({"content", "text", "output_text", "message", "transcript", "summary"})
_TIMES: Final = ("unixtime", "timestamp", "unix-time")
_FORMATS: Final = {
    "uri": "https://example.com/{name}/{turn}",
    "url": "https://example.com/{name}/{turn}",
    "uri-reference": "/{name}/{turn}",
    "date-time": "2026-01-01T00:00:{turn:02}Z",
    "date": "2026-01-{turn:02}",
    "time": "00:00:{turn:02}Z",
    "duration": "PT{turn}S",
    "email": "someone{turn}@example.com",
    "hostname": "host{turn}.example.com",
    "ipv4": "192.0.2.{turn}",
    "ipv6": "2001:db8::{turn}",
}


def make_text(schema: Mapping[str, Any], name: str, owner: str, number: int, salt: str) -> str:
    """A text that fits a string schema.

    Args:
        schema: Its ``format``, ``pattern`` and lengths are kept to.
        name: Of the property that holds it.
        owner: Of the schema that has this property; it makes ids readable.
        number: Tells this text from its neighbours; from 0.
        salt: Added where texts of different seeds should differ.
    """
    pattern = schema.get("pattern")
    if isinstance(pattern, str):
        found = _matching(pattern, schema, f"{name}{number}{salt}")
        if found is not None:
            return found
    return _sized(_plain(schema, name or "text", owner, number, salt), schema)


def _plain(schema: Mapping[str, Any], name: str, owner: str, number: int, salt: str) -> str:
    kind = schema.get("format")
    if kind in _FORMATS:
        return _FORMATS[kind].format(name=name, turn=number % 28 + 1)
    if kind == "uuid":
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{owner}/{name}/{number}{salt}"))
    if kind == "byte":
        return base64.b64encode(f"{name} {number}{salt}".encode()).decode()
    if name == "id":
        return f"{_snake(owner) or 'id'}_{number + 1}{salt}"
    if name in _SPOKEN_NAMES:
        return _SPOKEN
    return f"{name}{number + 1 if number else ''}{salt}"


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).replace("-", "_").lower()


def _sized(text: str, schema: Mapping[str, Any]) -> str:
    shortest, longest = int(schema.get("minLength", 0)), schema.get("maxLength")
    text = text.ljust(shortest, "x")
    return text if longest is None else text[: int(longest)]


def _matching(pattern: str, schema: Mapping[str, Any], salt: str) -> str | None:
    """A text that a pattern matches; None for a pattern that Python does not read or that is never met."""
    import rstr  # only few documents have patterns

    try:
        search = re.compile(pattern).search
    except re.error:
        return None
    chance = random.Random(salt)  # noqa: S311 - made-up data, the same at each run
    maker = rstr.Rstr(chance)
    for _ in range(_TRIES):
        text: str = maker.xeger(pattern)
        if search(text) and _sized(text, schema) == text:
            return text
    return None


def make_integer(schema: Mapping[str, Any], name: str, number: int) -> int:
    """An integer within the bounds of a schema; a moment in time where it is called like one."""
    if schema.get("format") in _TIMES or name == "created" or name.endswith("_at"):
        return int(_bounded(EPOCH + number * _MINUTE, schema, 1))
    return int(_bounded(number if name == "index" else 1, schema, 1))


def make_number(schema: Mapping[str, Any], name: str, number: int) -> float:
    """A number within the bounds of a schema."""
    if schema.get("format") in _TIMES or name.endswith("_at"):
        return float(_bounded(EPOCH + number * _MINUTE, schema, 0.5))
    return float(_bounded(0.5, schema, 0.5))


def _bounded(wanted: float, schema: Mapping[str, Any], step: float) -> float:
    low: float = schema.get("minimum", -math.inf)
    high: float = schema.get("maximum", math.inf)
    if "exclusiveMinimum" in schema:
        low = max(low, schema["exclusiveMinimum"] + step)
    if "exclusiveMaximum" in schema:
        high = min(high, schema["exclusiveMaximum"] - step)
    value = min(max(wanted, low), high)
    multiple: float | None = schema.get("multipleOf")
    if not multiple:
        return value
    above = math.ceil(value / multiple) * multiple
    return above if above <= high else math.floor(value / multiple) * multiple
