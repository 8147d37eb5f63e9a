"""Sorting the keywords of a schema: what it says about values, and what it only remarks."""

from __future__ import annotations

from typing import Any

from specloom.prepare.values import Schema

POINTER = "x-specloom-pointer"
WIDENED = "x-specloom-widened"
PARENT = "x-specloom-parent"
ROLE = "x-specloom-role"
TITLE = "x-specloom-title"
PATH = "x-specloom-path"
QUERY = "x-specloom-query"
GREEDY = "x-specloom-greedy"
CALL = "x-specloom-call"
ASSERTS = "x-specloom-asserts"
KEEP = "x-specloom-keep"
MENDED = "x-specloom-mended"

# When something is to go, and how sure it is to stay: on operations, parameters and schemas.
LIFECYCLE = ("x-sunset", "x-stability-level")

NULL: Schema = {"type": "null"}

# Say nothing about which values are valid; they go with the place, not with the type.
REMARKS = ("description", "deprecated", "readOnly", "writeOnly", "default", *LIFECYCLE)
MARKS = (POINTER, WIDENED, TITLE, PARENT, ROLE, ASSERTS)
_ASIDE = frozenset((*REMARKS, *MARKS))

# May stand beside a ``$ref``: they are about the place that refers, not about what it refers to.
BESIDE_REF = ("description", "default", "deprecated", "readOnly", "writeOnly", *LIFECYCLE)

BOUNDS = (
    "minLength", "maxLength", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
    "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties",
)  # fmt: skip


def core(schema: Schema) -> Schema:
    """What a schema says about values, without remarks and marks."""
    if _ASIDE.isdisjoint(schema):
        return schema
    return {key: value for key, value in schema.items() if key not in _ASIDE}


def remarks(schema: Schema) -> Schema:
    """Description, default and the like."""
    return {key: schema[key] for key in REMARKS if key in schema}


def aside(schema: Schema) -> Schema:
    """Remarks and marks: all that is not the core."""
    return {key: value for key, value in schema.items() if key in _ASIDE}


def is_null(schema: Schema) -> bool:
    """Whether null is the one value that the schema allows."""
    return schema.get("type") == "null"


def is_union(schema: Schema) -> bool:
    """Whether the schema is an ``anyOf``."""
    return "anyOf" in schema


def type_of_value(value: Any) -> str:
    """The JSON type of a loaded value."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"
