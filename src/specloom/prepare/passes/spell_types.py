"""One way to say a type."""

from __future__ import annotations

from typing import Any

from specloom.prepare import walk
from specloom.prepare.keywords import WIDENED, aside, type_of_value
from specloom.prepare.values import Document, Example, Pass, Schema

TYPES = ("string", "integer", "number", "boolean", "array", "object", "null")
_ALSO_KNOWN_AS = {
    "str": "string", "text": "string", "int": "integer", "long": "integer", "float": "number", "double": "number",
    "bool": "boolean", "list": "array", "dict": "object", "map": "object",
}  # fmt: skip
_STRING_HINTS = frozenset({"pattern", "minLength", "maxLength"})
_NUMBER_HINTS = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"})
_OBJECT_HINTS = frozenset(
    {"properties", "additionalProperties", "patternProperties", "minProperties", "maxProperties"}
)
_ARRAY_HINTS = frozenset({"items", "prefixItems", "minItems", "maxItems", "uniqueItems"})
_OF_TYPE = {"string": _STRING_HINTS, "integer": _NUMBER_HINTS, "number": _NUMBER_HINTS, "object": _OBJECT_HINTS,
            "array": _ARRAY_HINTS}  # fmt: skip
_HINTS = frozenset().union(*_OF_TYPE.values())
_INT_OR_STRING = "int-or-string"  # Kubernetes: 80, or 50% as a text, whatever the type says
_COMBINED = ("$ref", "allOf", "anyOf", "oneOf")
_SCHEMA_SLOTS = ("items", "not", "if", "then", "else", "contains", "propertyNames")


def spell_types(document: Document) -> Document:
    """Every schema has one `type`, or none where it is a reference, a union or says nothing.

    A list of types becomes a union (null in it becomes `nullable`, for the next pass); a type that is left out but
    follows from other keywords or from the constants is put in; `true` and `false` as schemas become `{}`; usual
    misspellings (`int`, `dict`) are read as meant, unknown types as anything, and the format `int-or-string` as both.
    """
    return walk.map_schemas(_boolean_components(document), spell)


def spell(schema: Schema) -> Schema:
    """The same for one schema whose parts are done."""
    schema = _boolean_parts(schema)
    if schema.get("format") == _INT_OR_STRING:
        return _several(walk.without(schema, "format"), ["integer", "string"])
    declared = schema.get("type")
    if declared is None or declared == []:
        implied = _implied(schema)
        return {"type": implied, **walk.without(schema, "type")} if implied else walk.without_if(schema, "type")
    if isinstance(declared, list):
        return _several(schema, [_known(name) for name in declared])
    if declared == "file":
        return {**schema, "type": "string", "format": "binary"}
    known = _known(declared)
    if known == declared:
        return schema
    if known is None:
        rest = walk.without(schema, "type")
        if declared == "any":
            return _anything(rest)
        implied = _implied(rest)
        return {"type": implied, **rest} if implied else {**rest, WIDENED: f"unknown type {declared!r}"}
    return {**schema, "type": known}


def _known(name: Any) -> str | None:
    lower = name.lower() if isinstance(name, str) else ""
    return lower if lower in TYPES else _ALSO_KNOWN_AS.get(lower)


def _several(schema: Schema, names: list[str | None]) -> Schema:
    rest = walk.without(schema, "type")
    types = list(dict.fromkeys(name for name in names if name not in (None, "null")))
    if None in names:
        return _anything(rest)
    if not types:
        return {**rest, "type": "null"}
    nullable = {"nullable": True} if "null" in names else {}
    if len(types) == 1 or any(key in schema for key in _COMBINED):
        return {"type": types[0], **rest, **nullable} if len(types) == 1 else {**rest, **nullable}
    members = [_only(name, rest) for name in types if name is not None]
    return {"anyOf": [member for member in members if member], **aside(rest), **nullable}


def _anything(schema: Schema) -> Schema:
    """What a schema says of any value: nothing of the parts that values of one type have."""
    return {key: value for key, value in schema.items() if key not in _HINTS}


def _only(name: str, schema: Schema) -> Schema:
    """What a schema says about values of one type; empty where its constants leave none."""
    foreign = {key for other, keys in _OF_TYPE.items() if other != name for key in keys} - _OF_TYPE.get(
        name, frozenset()
    )
    out = {
        key: value
        for key, value in schema.items()
        if key not in foreign and key not in aside(schema) and key not in ("enum", "const", "required", "format")
    }
    if name == "object" and "required" in schema:
        out["required"] = schema["required"]
    if name == "string" and "format" in schema:
        out["format"] = schema["format"]
    for key in ("enum", "const"):
        if key in schema:
            values = [value for value in (schema[key] if key == "enum" else [schema[key]]) if _fits(value, name)]
            if not values:
                return {}
            out["enum"] = values
    return {"type": name, **out}


def _fits(value: Any, name: str) -> bool:
    kind = type_of_value(value)
    return kind == name or (kind == "integer" and name == "number")


def _implied(schema: Schema) -> str | None:
    if any(key in schema for key in _COMBINED):
        return None
    if not _OBJECT_HINTS.isdisjoint(schema):
        return "object"
    if not _ARRAY_HINTS.isdisjoint(schema):
        return "array"
    if "enum" in schema or "const" in schema:
        return None
    if not _STRING_HINTS.isdisjoint(schema):
        return "string"
    return "number" if not _NUMBER_HINTS.isdisjoint(schema) else None


def _boolean_components(document: Document) -> Document:
    schemas = (document.get("components") or {}).get("schemas") or {}
    if not any(isinstance(schema, bool) for schema in schemas.values()):
        return document
    spelt = {name: {} if isinstance(schema, bool) else schema for name, schema in schemas.items()}
    return {**document, "components": {**document["components"], "schemas": spelt}}


def _boolean_parts(schema: Schema) -> Schema:
    if not walk.has_parts(schema):
        return schema
    out = schema
    for key in _SCHEMA_SLOTS:
        if isinstance(schema.get(key), bool):
            out = {**out, key: {}}
    for key in ("allOf", "anyOf", "oneOf", "prefixItems"):
        if key in schema and any(isinstance(part, bool) for part in schema[key]):
            out = {**out, key: [{} if isinstance(part, bool) else part for part in schema[key]]}
    properties = schema.get("properties")
    if properties and any(isinstance(part, bool) for part in properties.values()):
        out = {**out, "properties": {k: {} if isinstance(v, bool) else v for k, v in properties.items()}}
    return out


PASS = Pass(
    spell_types,
    Example(
        before={"Pet": {"properties": {"tag": {"type": ["string", "integer"]}}}},
        after={"Pet": {"type": "object", "properties": {"tag": {"anyOf": [{"type": "string"}, {"type": "integer"}]}}}},
    ),
)
