"""Swagger's schemas, and the half-schemas of its parameters and headers."""

from __future__ import annotations

from typing import Any

from specloom.prepare import walk
from specloom.prepare.pointers import SCHEMAS
from specloom.prepare.values import Schema

_DEFINITIONS = "#/definitions/"

# Keywords that Swagger puts straight into a parameter or header.
_SCHEMA_KEYS = (
    "type", "format", "items", "default", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength",
    "minLength", "pattern", "maxItems", "minItems", "uniqueItems", "enum", "multipleOf", "x-nullable",
)  # fmt: skip


def upgrade_schema(schema: Schema) -> Schema:
    """One schema whose parts are done."""
    out = schema
    ref = schema.get("$ref")
    if isinstance(ref, str) and ref.startswith(_DEFINITIONS):
        out = {**out, "$ref": SCHEMAS + ref[len(_DEFINITIONS) :]}
    if schema.get("type") == "file":
        out = {**out, "type": "string", "format": "binary"}
    if isinstance(schema.get("discriminator"), str):
        out = {**out, "discriminator": {"propertyName": schema["discriminator"]}}
    if "x-nullable" in schema:
        out = {**walk.without(out, "x-nullable"), "nullable": schema["x-nullable"]}
    return walk.without_if(out, "collectionFormat")


def upgrade_schemas(schema: Any) -> Schema:
    """A schema with all its parts."""
    return walk.rewrite_schema(schema, upgrade_schema) if isinstance(schema, dict) else {}


def schema_of(holder: dict[str, Any]) -> Schema:
    """The schema of a parameter or header whose keywords stand in the thing itself."""
    return upgrade_schemas({key: holder[key] for key in _SCHEMA_KEYS if holder.get(key) is not None})
