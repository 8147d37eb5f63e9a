"""From text, as paths, queries, headers and parts of a form carry it, to the JSON value that is meant.

A text does not say its type: ``3`` may be a number or a name. The schema decides: of all readings, the first that it
allows is taken; where it allows none, the text stays a text, and what is wrong with it is told as that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from specloom.mock.values import schema_name

Schema: TypeAlias = Mapping[str, Any]
Fields: TypeAlias = Sequence[tuple[str, Any]]

_KEY: Final = re.compile(r"\[([^\[\]]*)\]")
_WORDS: Final = {"true": True, "false": False, "null": None, "": None}


class Reader:
    """Reads texts by schemas.

    Args:
        schemas: The components that schemas may refer to.
        allows: Whether a schema allows a value.
    """

    def __init__(self, schemas: Mapping[str, Schema], allows: Callable[[Schema, object], bool]) -> None:
        self._schemas = schemas
        self._allows = allows

    def value(self, schema: Schema, raw: Any) -> Any:
        """What a text, or a list or mapping of such, means by a schema."""
        first = raw
        for number, reading in enumerate(self._readings(schema, raw)):
            if not number:
                first = reading
            if self._allows(schema, reading):
                return reading
        return first

    def _readings(self, schema: Schema, raw: Any) -> Iterator[Any]:
        if "$ref" in schema:
            yield from self._readings(self._schemas[schema_name(schema)], raw)
        elif "anyOf" in schema:
            for member in schema["anyOf"]:
                yield from self._readings(member, raw)
        elif isinstance(raw, dict) and schema.get("type") == "array" and all(map(str.isdecimal, raw)):
            yield [self.value(schema.get("items", {}), part) for part in raw.values()]  # a[0]=x&a[1]=y
        elif isinstance(raw, dict):
            yield self._object(schema, raw)
        elif isinstance(raw, list):
            yield [self.value(schema.get("items", {}), part) for part in raw]
            if len(raw) == 1:
                yield from self._readings(schema, raw[0])
        else:
            yield from self._of_text(schema, raw)

    def _object(self, schema: Schema, raw: Mapping[str, Any]) -> dict[str, Any]:
        parts, extra = schema.get("properties", {}), schema.get("additionalProperties")
        rest = extra if isinstance(extra, Mapping) else {}
        return {name: self.value(parts.get(name, rest), part) for name, part in raw.items()}

    def _of_text(self, schema: Schema, raw: Any) -> Iterator[Any]:
        kind = schema.get("type")
        if isinstance(raw, str) and kind in ("integer", "number"):
            yield _number(raw)
        elif isinstance(raw, str) and kind in ("boolean", "null"):
            yield _WORDS.get(raw, raw)
        elif isinstance(raw, str) and kind == "array":
            yield [self.value(schema.get("items", {}), part) for part in (raw.split(",") if raw else ())]
            yield _json(raw)
        elif isinstance(raw, str) and kind == "object":
            yield _json(raw)
        yield raw


def _number(text: str) -> Any:
    # A bare `float` would also read "nan" and "1_0".
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", text) else text


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def nested(fields: Fields) -> dict[str, Any]:
    """Fields with bracketed names as one value: ``a[b]=1&c[]=2&c[]=3`` is ``{"a": {"b": 1}, "c": [2, 3]}``.

    A name that comes several times holds a list.
    """
    made: dict[str, Any] = {}
    for name, value in fields:
        head, bracket, _ = name.partition("[")
        keys = _KEY.findall(name[len(head) :]) if bracket else []
        _put(made, [head, *keys], value)
    return made


def _put(into: dict[str, Any], keys: Sequence[str], value: Any) -> None:
    key, *rest = keys
    if not rest:
        _add(into, key, value)
    elif rest[0]:
        inner = into.setdefault(key, {})
        if isinstance(inner, dict):
            _put(inner, rest, value)
        else:  # the name comes as a value as well; both are kept, and the schema will say what it thinks
            _add(into, key, nested([(_joined(rest), value)]))
    else:
        items = into.setdefault(key, [])
        if not isinstance(items, list):
            items = into[key] = [items]
        _append(items, rest[1:], value)


def _joined(keys: Sequence[str]) -> str:
    return "".join((keys[0], *(f"[{key}]" for key in keys[1:])))


def _add(into: dict[str, Any], key: str, value: Any) -> None:
    if key not in into:
        into[key] = value
    elif isinstance(into[key], list):
        into[key].append(value)
    else:
        into[key] = [into[key], value]


def _append(items: list[Any], keys: Sequence[str], value: Any) -> None:
    """Put a field of a list into its last item, or into a new one where the last one has this field."""
    if not keys:
        items.append(value)
        return
    if not items or not isinstance(items[-1], dict) or _holds(items[-1], keys):
        items.append({})
    _put(items[-1], keys, value)


def _holds(item: Any, keys: Sequence[str]) -> bool:
    for key in keys:
        if key == "" or not isinstance(item, dict) or key not in item:
            return False
        item = item[key]
    return True
