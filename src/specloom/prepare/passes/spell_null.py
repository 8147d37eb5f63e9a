"""One way to say null."""

from __future__ import annotations

from typing import Any

from specloom.prepare import walk
from specloom.prepare.keywords import NULL, REMARKS, core, is_null, remarks
from specloom.prepare.values import Document, Example, Pass, Schema

_FLAGS = ("nullable", "x-nullable")
_UNIONS = ("anyOf", "oneOf")


def spell_null(document: Document) -> Document:
    """A schema that allows null is `anyOf: [X, {type: "null"}]`, and nothing else.

    `nullable` (in documents of any version), `x-nullable`, null among the values of an enum and `const: null` end
    here. Description, default and the like stay outside: they describe the place.
    """
    return walk.map_schemas(document, spell)


def spell(schema: Schema) -> Schema:
    """The same for one schema whose parts are done."""
    if "allOf" in schema:
        schema = _lift_from_all_of(schema)
    for key in _UNIONS:
        if key in schema and any(map(_only_says_nullable, schema[key])):
            schema = {**schema, key: [NULL if _only_says_nullable(part) else part for part in schema[key]]}
    nullable = schema.get("nullable") is True or schema.get("x-nullable") is True
    out = walk.without(schema, *_FLAGS) if "nullable" in schema or "x-nullable" in schema else schema
    if "enum" in out and None in out["enum"]:
        values = [value for value in out["enum"] if value is not None]
        if not values:
            return {**NULL, **remarks(out)}
        out, nullable = {**out, "enum": values}, True
    if out.get("const", 0) is None or is_null(out):
        return {**NULL, **remarks(out)}
    return _or_null(out) if nullable else out


def _or_null(schema: Schema) -> Schema:
    for key in _UNIONS:
        if key in schema and set(core(schema)) <= {key, "discriminator"}:
            members = schema[key]
            return schema if any(map(is_null, members)) else {**schema, key: [*members, NULL]}
    if not core(schema):
        return {**schema, "nullable": True}  # says nothing by itself; the schema around it wants to know
    return {"anyOf": [walk.without(schema, *REMARKS), NULL], **remarks(schema)}


def _lift_from_all_of(schema: Schema) -> Schema:
    """``allOf: [X, {nullable: true}]`` says that the whole may be null, whatever the letter of the standard."""
    parts = schema["allOf"]
    rest = [part for part in parts if not _only_says_nullable(part)]
    if len(rest) == len(parts):
        return schema
    said: dict[str, Any] = {}
    for part in parts:
        if _only_says_nullable(part):
            said |= remarks(part)
    return {**said, **schema, "allOf": rest, "nullable": True}


def _only_says_nullable(part: Schema) -> bool:
    return part.get("nullable") is True and set(core(part)) <= {"nullable"}


PASS = Pass(
    spell_null,
    Example(
        before={
            "Name": {"type": "string", "nullable": True, "description": "As called."},
            "Mood": {"type": "string", "enum": ["good", "bad", None]},
        },
        after={
            "Name": {"anyOf": [{"type": "string"}, {"type": "null"}], "description": "As called."},
            "Mood": {"anyOf": [{"type": "string", "enum": ["good", "bad"]}, {"type": "null"}]},
        },
    ),
)
