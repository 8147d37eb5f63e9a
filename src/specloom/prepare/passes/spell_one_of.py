"""One way to say a choice."""

from __future__ import annotations

from specloom.prepare import walk
from specloom.prepare.keywords import aside
from specloom.prepare.values import Document, Example, Pass, Schema

_VALIDATION = frozenset({"required", "not", "minProperties", "maxProperties", "dependentRequired"})


def spell_one_of(document: Document) -> Document:
    """`oneOf` becomes `anyOf`; a choice that only asks for one or another property to be there is dropped.

    Which of several types a value has matters to a client, whether exactly one fits does not. Alternatives such as
    `{required: [url]}` add no type; the server checks them.
    """
    return walk.map_schemas(document, _spell)


def _spell(schema: Schema) -> Schema:
    if "oneOf" not in schema and "anyOf" not in schema:
        return schema
    unions = [schema[key] for key in ("anyOf", "oneOf") if schema.get(key) and not _only_validates(schema[key])]
    rest = walk.without(schema, "anyOf", "oneOf")
    if not unions:
        return rest
    if len(unions) == 1:
        out = dict(schema)
        out.pop("oneOf", None)
        out["anyOf"] = unions[0]
        return out
    parts = [{"anyOf": members} for members in unions]
    return {**rest, "allOf": [*rest.get("allOf", ()), *parts]}


def _only_validates(members: list[Schema]) -> bool:
    return all(member.keys() - aside(member).keys() <= _VALIDATION and member for member in members)


PASS = Pass(
    spell_one_of,
    Example(
        before={
            "Pet": {"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]},
            "Image": {
                "type": "object",
                "properties": {"url": {"type": "string"}, "file": {"type": "string"}},
                "anyOf": [{"required": ["url"]}, {"required": ["file"]}],
            },
        },
        after={
            "Pet": {"anyOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]},
            "Image": {"type": "object", "properties": {"url": {"type": "string"}, "file": {"type": "string"}}},
        },
    ),
)
