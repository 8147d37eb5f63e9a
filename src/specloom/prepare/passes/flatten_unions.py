"""Unions in unions."""

from __future__ import annotations

from collections.abc import Mapping

from specloom.prepare import unions, walk
from specloom.prepare.keywords import core
from specloom.prepare.pointers import component_of
from specloom.prepare.values import Document, Example, Pass, Schema


def flatten_unions(document: Document) -> Document:
    """A union in a union is dissolved, a member that is listed twice is listed once, one member stands for itself.

    Null comes last. A union with a member that allows anything allows anything. That a union is one of its own members
    says nothing.
    """
    document = walk.map_schemas(document, flatten)
    schemas = (document.get("components") or {}).get("schemas", {})
    changed = {name: flatten(_without_itself(name, schemas)) for name in schemas}
    if all(changed[name] is schema for name, schema in schemas.items()):
        return document
    return {**document, "components": {**document["components"], "schemas": changed}}


def _without_itself(name: str, schemas: Mapping[str, Schema]) -> Schema:
    schema = schemas[name]
    members = schema.get("anyOf", ())
    others = [member for member in members if _meant(component_of(member), name, schemas) != name]
    return schema if len(others) in (0, len(members)) else {**schema, "anyOf": others}


def _meant(name: str | None, wanted: str, schemas: Mapping[str, Schema]) -> str | None:
    """The component that a name stands for in the end, or the one that is looked for if it is on the way."""
    seen: set[str] = set()
    while name is not None and name != wanted and name not in seen and set(core(schemas[name])) == {"$ref"}:
        seen.add(name)
        name = component_of(schemas[name])
    return name


def flatten(schema: Schema) -> Schema:
    """The same for one schema whose parts are done."""
    if "anyOf" not in schema:
        return schema
    out = unions.union(schema["anyOf"], schema)
    return schema if out == schema else out


PASS = Pass(
    flatten_unions,
    Example(
        before={
            "Id": {"anyOf": [{"type": "null"}, {"anyOf": [{"type": "string"}, {"type": "integer"}]}]},
            "Tag": {"anyOf": [{"type": "string"}, {"type": "string"}]},
            "Tree": {
                "anyOf": [
                    {"type": "string"},
                    {"$ref": "#/components/schemas/Tree"},
                    {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
                ]
            },
        },
        after={
            "Id": {"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]},
            "Tag": {"type": "string"},
            "Tree": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}]},
        },
    ),
)
