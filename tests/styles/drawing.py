"""Hypothesis strategies for values of schemas in normal form, within their bounds.

A value is drawn step by step, so that a schema that leads to thousands of others costs no more than what is drawn.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

Schema = Mapping[str, Any]

JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)
_DEEP: Final = 4
_MANY: Final = 6  # of the optional parts of an object, at most so many are drawn
_ENDLESS: Final = 1000


class Drawer:
    """Makes strategies for the schemas of one document.

    Args:
        schemas: Its components.
        texts: What texts without a pattern are made of.
        rest: Whether objects that allow it have properties that nobody named, and may be empty.
    """

    def __init__(
        self, schemas: Mapping[str, Schema], texts: st.SearchStrategy[str] | None = None, *, rest: bool = True
    ) -> None:
        self._schemas = schemas
        self._texts = st.text(max_size=5) if texts is None else texts
        self._rest = rest
        self._heights = self._measured()

    def values(self, schema: Schema) -> st.SearchStrategy[Any]:
        """Values that a schema allows, as far as its types and bounds tell."""
        return st.composite(self._draw)(schema, 0)

    def component(self, name: str) -> st.SearchStrategy[Any]:
        """Values of a component."""
        return self.values(self._schemas[name])

    def _draw(self, draw: DrawFn, schema: Schema, depth: int) -> Any:
        if "$ref" in schema:
            return self._draw(draw, self._schemas[_name(schema)], depth + 1)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return draw(st.sampled_from(schema["enum"]))
        if "anyOf" in schema:
            member = self._member(draw, schema["anyOf"], depth)
            return _tagged(schema, member, self._draw(draw, member, depth))
        match schema.get("type"):
            case "object":
                return self._object(draw, schema, depth)
            case "array":
                return self._list(draw, schema, depth)
            case "string":
                return draw(self._text(schema))
            case "integer" | "number" as kind:
                return draw(_numbers(schema, kind))
            case "boolean":
                return draw(st.booleans())
            case "null":
                return None
        return draw(JSON)

    def _member(self, draw: DrawFn, members: Sequence[Schema], depth: int) -> Schema:
        if depth > _DEEP:
            return min(members, key=self._height)
        return draw(st.sampled_from(members))

    def _text(self, schema: Schema) -> st.SearchStrategy[str]:
        least, most = schema.get("minLength", 0), schema.get("maxLength", _ENDLESS)
        found = _matching(schema["pattern"]) if "pattern" in schema else self._texts
        if least > 0 and "pattern" not in schema:
            found = found.map(lambda text: text + "x" * (least - len(text)))
        return found.filter(lambda text: least <= len(text) <= most)

    def _object(self, draw: DrawFn, schema: Schema, depth: int) -> dict[str, Any]:
        properties: Mapping[str, Schema] = schema.get("properties", {})
        required = set(schema.get("required", ()))
        free = [name for name in properties if name not in required]
        chosen = set(draw(st.lists(st.sampled_from(free), unique=True, max_size=_MANY))) if free else set()
        if depth >= _DEEP:
            chosen = set()
        made = {
            name: self._draw(draw, part, depth + 1)
            for name, part in properties.items()
            if name in required or name in chosen
        }
        return {**made, **self._further(draw, schema, properties, depth)}

    def _further(self, draw: DrawFn, schema: Schema, properties: Mapping[str, Schema], depth: int) -> dict[str, Any]:
        """Properties that the schema does not name."""
        asserts = schema.get("x-specloom-asserts", {})
        patterns = asserts.get("patternProperties", {})
        extra = schema.get("additionalProperties")
        least, most = schema.get("minProperties", 0), schema.get("maxProperties", 2)
        if patterns:
            pattern = draw(st.sampled_from(sorted(patterns)))
            names = _matching(pattern).filter(lambda name: name not in properties)
            return {draw(names): self._draw(draw, patterns[pattern], depth + 1)}
        if not isinstance(extra, dict) or (depth >= _DEEP and not least) or not (self._rest or extra):
            return {}
        told = asserts.get("propertyNames", {})
        names = _matching(told["pattern"]) if "pattern" in told else self._names()
        unnamed = names.filter(lambda name: name not in properties and len(name) <= told.get("maxLength", _ENDLESS))
        keys = draw(st.lists(unnamed, unique=True, min_size=least, max_size=max(most, least)))
        return {key: self._draw(draw, extra, depth + 1) for key in keys}

    def _names(self) -> st.SearchStrategy[str]:
        return self._texts.map(lambda text: text or "key")

    def _list(self, draw: DrawFn, schema: Schema, depth: int) -> list[Any]:
        asserts = schema.get("x-specloom-asserts", {})
        if "prefixItems" in asserts:
            head = [self._draw(draw, part, depth + 1) for part in asserts["prefixItems"]]
            rest = asserts.get("items") or asserts.get("unevaluatedItems")
            if isinstance(rest, dict):
                return head + [self._draw(draw, rest, depth + 1) for _ in range(draw(st.integers(0, 2)))]
            return head
        items = schema.get("items", {})
        least = schema.get("minItems", 0)
        most = least if depth >= _DEEP else min(schema.get("maxItems", _ENDLESS), max(2, least))
        made = [self._draw(draw, items, depth + 1) for _ in range(draw(st.integers(least, most)))]
        if isinstance(asserts.get("contains"), dict):
            made.append(self._draw(draw, asserts["contains"], depth + 1))
        return list({_canonical(item): item for item in made}.values()) if schema.get("uniqueItems") else made

    def _height(self, schema: Schema) -> int:
        return _height(schema, self._heights)

    def _measured(self) -> dict[str, int]:
        """How many components the shortest value of each component is deep."""
        heights = dict.fromkeys(self._schemas, _ENDLESS)
        while True:
            better = {name: 1 + _height(schema, heights) for name, schema in self._schemas.items()}
            better = {name: min(height, heights[name]) for name, height in better.items()}
            if better == heights:
                return heights
            heights = better


def _tagged(union: Schema, member: Schema, value: Any) -> Any:
    """A value with the tag of its member, where its tag might be any text."""
    told = union.get("discriminator", {})
    tag = told.get("propertyName")
    tags = (
        [value for value, name in told.get("mapping", {}).items() if name == _name(member)] if "$ref" in member else []
    )
    return (
        {**value, tag: tags[0]} if isinstance(value, dict) and tags and value.get(tag, tags[0]) not in tags else value
    )


def _matching(pattern: str) -> st.SearchStrategy[str]:
    return st.from_regex(re.compile(pattern))


def _name(schema: Schema) -> str:
    return str(schema["$ref"]).rpartition("/")[2]


def _height(schema: Schema, heights: Mapping[str, int]) -> int:
    if "$ref" in schema:
        return heights[_name(schema)]
    if "anyOf" in schema:
        return min(_height(member, heights) for member in schema["anyOf"])
    if schema.get("type") == "array":
        return _height(schema.get("items", {}), heights) if schema.get("minItems") else 0
    properties = schema.get("properties", {})
    return max((_height(properties[name], heights) for name in schema.get("required", ())), default=0)


def _numbers(schema: Schema, kind: str) -> st.SearchStrategy[Any]:
    least = schema.get("minimum", schema.get("exclusiveMinimum"))
    most = schema.get("maximum", schema.get("exclusiveMaximum"))
    low = -(2**53) if least is None else math.ceil(least) + ("exclusiveMinimum" in schema)
    high = 2**53 if most is None else math.floor(most) - ("exclusiveMaximum" in schema)
    if kind == "integer" or schema.get("multipleOf"):
        step = schema.get("multipleOf", 1)
        return st.integers(low, high).map(lambda number: number if step == 1 else number * step)
    floats = st.floats(
        least,
        most,
        allow_nan=False,
        allow_infinity=False,
        exclude_min="exclusiveMinimum" in schema,
        exclude_max="exclusiveMaximum" in schema,
    )
    return floats if low > high else st.integers(low, high) | floats


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
