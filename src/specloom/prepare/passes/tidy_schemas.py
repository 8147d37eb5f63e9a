"""Leftovers in schemas."""

from __future__ import annotations

from typing import Any

from specloom.prepare import walk
from specloom.prepare.keywords import BOUNDS, MARKS, REMARKS, core, is_null, type_of_value
from specloom.prepare.passes.flatten_unions import flatten
from specloom.prepare.values import Document, Example, Pass, Schema

_KNOWN = frozenset((
    *REMARKS, *MARKS, *BOUNDS, "$ref", "type", "const", "enum", "format", "properties", "required",
    "additionalProperties", "items", "anyOf", "discriminator",
))  # fmt: skip
_OF_TYPE = {"object": ("properties", "required", "additionalProperties"), "array": ("items",)}
_FLAGS = ("deprecated", "readOnly", "writeOnly")


def tidy_schemas(document: Document) -> Document:
    """What no later step reads, or what contradicts the type, goes.

    Unknown keywords; properties of what is no object and items of what is no array; flags that are false; a default
    of another type; `required` names that are no property; empty `properties`; `additionalProperties: true` beside
    properties. An array always says `items`.
    """
    return walk.map_schemas(document, tidy)


def tidy(schema: Schema) -> Schema:
    """The same for one schema whose parts are done."""
    out = flatten(schema)  # members that were tidied may be equal now
    if not out.keys() <= _KNOWN:
        out = {key: value for key, value in out.items() if key in _KNOWN}
    for flag in _FLAGS:
        if flag in out and out[flag] is not True:
            out = walk.without(out, flag)
    if "default" in out and not _suits(out["default"], out):
        out = walk.without(out, "default")
    if "discriminator" in out and "anyOf" not in out:
        out = walk.without(out, "discriminator")
    kind = out.get("type")
    if kind is not None:
        foreign = [key for owner, keys in _OF_TYPE.items() if owner != kind for key in keys if key in out]
        out = walk.without(out, *foreign) if foreign else out
    if kind == "object" or "properties" in out or "required" in out:
        return _tidy_object(out)
    if kind == "array" and "items" not in out:
        return {**out, "items": {}}
    return out


def _tidy_object(schema: Schema) -> Schema:
    properties: dict[str, Any] = schema.get("properties") or {}
    out = schema
    if "properties" in schema and not properties:
        out = walk.without(out, "properties")
    if "required" in schema:
        stated = schema["required"] if isinstance(schema["required"], list) else []
        names = [name for name in dict.fromkeys(stated) if name in properties]
        if names != schema["required"] or not names:
            out = {**walk.without(out, "required"), **({"required": names} if names else {})}
    extra = out.get("additionalProperties")
    says_nothing = not core(extra) if isinstance(extra, dict) else extra is not False or not properties
    if "additionalProperties" in out and says_nothing:
        out = walk.without(out, "additionalProperties")
    return out


def _suits(value: Any, schema: Schema) -> bool:
    declared, kind = schema.get("type"), type_of_value(value)
    if declared is None or is_null(schema):
        return True
    return kind == declared or (declared == "number" and kind == "integer")


PASS = Pass(
    tidy_schemas,
    Example(
        before={"Pet": {"type": "object", "properties": {}, "required": ["name"], "additionalProperties": True}},
        after={"Pet": {"type": "object"}},
    ),
)
