"""From shapes to schemas: the one place where it is decided what a document says about values.

Objects are written where they stand; ``components`` finds those that are equal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, TypeAlias

from attrs import frozen

from specloom.infer.remarks import Remarks
from specloom.infer.shapes import NOTHING, Kind, Shape, Texts, merge
from specloom.infer.texts import hides_values, is_id_key, is_plain

Version: TypeAlias = Literal["3.1", "3.0"]
"""Of OpenAPI; they spell null differently."""

ONCE: Final = "x-specloom-once"
"""Beside a text that was seen once: the format that it had, which a second one has to confirm."""
SEEN: Final = "x-specloom-seen"
"""Beside an enum: in how many records its values were seen."""

_MANY_KEYS: Final = 5
_MOST_CHOICES: Final = 8
_RECORDS_FOR_ENUM: Final = 10
_TIMES_EACH: Final = 2

_SCALARS: Final[frozenset[Kind]] = frozenset(("boolean", "integer", "number", "string"))


@frozen
class Writer:
    """Writes schemas for one version of OpenAPI.

    Attributes:
        version: Of OpenAPI.
        enums: Whether texts may become enums.
        remarks: Told of every decision that a reader may doubt.
    """

    version: Version
    enums: bool
    remarks: Remarks

    def schema(self, shape: Shape, place: str, name: str = "") -> dict[str, Any]:
        """The schema of JSON values.

        Args:
            shape: What was seen.
            place: Where, for remarks.
            name: Of the field that holds the values; decides whether they may be listed.
        """
        kinds = _without_integers(shape.kinds)
        if "any" in kinds:
            return {}
        members = [self._member(kind, shape, place, name) for kind in kinds]
        if len(members) > 1:
            self.remarks.add("union", place, f"{_listed(shape, kinds)} are told apart by their type alone")
        return self._nullable(members) if shape.is_nullable else _any_of(members)

    def argument(self, shape: Shape, place: str, name: str) -> dict[str, Any]:
        """The schema of an argument in a path, query or form, where everything is text on the wire."""
        items = shape.items or NOTHING
        if "array" in shape.counts:
            one = Shape({kind: n for kind, n in shape.counts.items() if kind in _SCALARS}, texts=shape.texts)
            return {"type": "array", "items": self.argument(merge(items, one), place, name)}
        if "binary" in shape.counts:
            return {"type": "string", "format": "binary"}
        kinds = _without_integers(shape.kinds)
        if len(kinds) == 1 and kinds[0] != "string":
            return {"type": kinds[0]}
        return self._text(shape.texts, place, name) if kinds else {}

    def _nullable(self, members: list[dict[str, Any]]) -> dict[str, Any]:
        if self.version == "3.0":
            return {**_any_of(members), "nullable": True}
        if not members:
            return {"type": "null"}
        (first, *more) = members
        if not more and first.get("type") != "object" and "enum" not in first:
            return {**first, "type": [first["type"], "null"]}
        return {"anyOf": [*members, {"type": "null"}]}

    def _member(self, kind: Kind, shape: Shape, place: str, name: str) -> dict[str, Any]:
        if kind == "string":
            return self._text(shape.texts, place, name)
        if kind == "array":
            return {"type": "array", "items": self._items(shape.items or NOTHING, f"{place}[]", name)}
        if kind == "object":
            return self._object(shape, place, name)
        return {"type": "string", "format": "binary"} if kind == "binary" else {"type": kind}

    def _items(self, items: Shape, place: str, name: str) -> dict[str, Any]:
        if not items.counts:
            self.remarks.add("unknown", place, "all lists were empty, so nothing is said about their items yet")
        return self.schema(items, place, name)

    def _text(self, texts: Texts, place: str, name: str) -> dict[str, Any]:
        if texts.count and len(texts.formats) == 1:
            (format_,) = texts.formats
            return {"type": "string", "format": format_} if texts.count > 1 else {"type": "string", ONCE: format_}
        values = self._choices(texts, name)
        if not values:
            return {"type": "string"}
        records = sum((texts.values or {}).values())
        self.remarks.add("enum", place, f"one of {', '.join(values)}, as in {records:,} records")
        return {"type": "string", "enum": values, SEEN: records}

    def _choices(self, texts: Texts, name: str) -> list[str]:
        """The values of an enum: few and short, each in several records, and under no name that hides them."""
        values = texts.values or {}
        allowed = self.enums and 1 < len(values) <= _MOST_CHOICES and not hides_values(name)
        enough = sum(values.values()) >= _RECORDS_FOR_ENUM and all(times >= _TIMES_EACH for times in values.values())
        return sorted(values) if allowed and enough else []

    def _object(self, shape: Shape, place: str, name: str) -> dict[str, Any]:
        fields, rest = self._split(shape, place)
        schema: dict[str, Any] = {"type": "object"}
        if fields:
            below = f"{place}." if place else ""
            schema["properties"] = {key: self.schema(held, f"{below}{key}", key) for key, held in fields.items()}
            required = sorted(key for key, held in fields.items() if held.total == shape.objects)
            if required:
                schema["required"] = required
        if rest is not None:
            schema["additionalProperties"] = self.schema(rest, f"{place}{{}}", name)
        return schema

    def _split(self, shape: Shape, place: str) -> tuple[Mapping[str, Shape], Shape | None]:
        """The fields that have names of their own, and the shape of what stands under keys that vary."""
        varying = [key for key in shape.fields if is_id_key(key) and key not in shape.fixed]
        if varying:
            varying = [key for key in shape.fields if key not in shape.fixed and (is_id_key(key) or not is_plain(key))]
        reason = "keys that are values, such as ids"
        if shape.rest is not None:
            varying = [key for key in shape.fields if key not in shape.fixed]
        elif keys_vary(shape):
            varying = list(shape.fields)
            reason = f"{len(varying):,} keys in {shape.objects:,} objects, most of them once"
        if not varying:
            return shape.fields, shape.rest
        rest = shape.rest or NOTHING
        for key in varying:
            rest = merge(rest, shape.fields[key])
        self.remarks.add("map", place, f"values by key, for there are {reason}")
        return {key: held for key, held in shape.fields.items() if key not in varying}, rest


def keys_vary(shape: Shape) -> bool:
    """Whether objects are maps: many keys, most of them seen once, none always, and values that share a shape."""
    totals = [held.total for held in shape.fields.values()]
    if len(totals) < _MANY_KEYS or max(totals) == shape.objects:
        return False
    return 2 * totals.count(1) >= len(totals) and _are_alike(list(shape.fields.values()))


def _are_alike(shapes: Sequence[Shape]) -> bool:
    kinds = {kind for shape in shapes for kind in _without_integers(shape.kinds)} or {"null"}
    if len(kinds - {"integer"} if "number" in kinds else kinds) > 1:
        return False
    fields = [set(shape.fields) for shape in shapes if shape.fields]
    return not fields or 2 * len(set.intersection(*fields)) >= max(map(len, fields))


def _without_integers(kinds: Sequence[Kind]) -> tuple[Kind, ...]:
    """Integers are numbers, so a place with both has numbers."""
    return tuple(kind for kind in kinds if kind != "integer" or "number" not in kinds)


def _any_of(members: list[dict[str, Any]]) -> dict[str, Any]:
    if not members:
        return {}
    return members[0] if len(members) == 1 else {"anyOf": members}


def _listed(shape: Shape, kinds: Sequence[Kind]) -> str:
    seen = [f"{kind} ({shape.first[kind]})" if kind in shape.first else f"{kind}" for kind in kinds]
    return f"{', '.join(seen[:-1])} and {seen[-1]}"
