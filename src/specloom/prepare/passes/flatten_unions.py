"""Unions in unions."""

from __future__ import annotations

from specloom.prepare import unions, walk
from specloom.prepare.values import Document, Example, Pass, Schema


def flatten_unions(document: Document) -> Document:
    """A union in a union is dissolved, a member that is listed twice is listed once, one member stands for itself.

    Null comes last. A union with a member that allows anything allows anything.
    """
    return walk.map_schemas(document, flatten)


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
        },
        after={
            "Id": {"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]},
            "Tag": {"type": "string"},
        },
    ),
)
