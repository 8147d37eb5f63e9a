"""References to the schema that is being read."""

from __future__ import annotations

from typing import Any

from specloom.prepare import walk
from specloom.prepare.pointers import ref_to
from specloom.prepare.values import Document, Example, Pass, Schema

_ANCHORS = ("$recursiveAnchor", "$dynamicAnchor", "$defs")


def recursive_refs(document: Document) -> Document:
    """`$recursiveRef` and `$dynamicRef` become plain references to the component that they mean.

    `$recursiveRef: "#"` means the component around it; `$dynamicRef: "#node"` the component with that
    `$dynamicAnchor`, else the one around it. A document is not extended at run time, so the dynamic part is moot.
    """
    schemas = (document.get("components") or {}).get("schemas")
    if not schemas:
        return document
    anchors = {
        schema["$dynamicAnchor"]: name
        for name, schema in schemas.items()
        if isinstance(schema, dict) and isinstance(schema.get("$dynamicAnchor"), str)
    }
    out = {
        name: walk.rewrite_schema(schema, _Resolver(name, anchors)) if isinstance(schema, dict) else schema
        for name, schema in schemas.items()
    }
    if all(out[name] is schema for name, schema in schemas.items()):
        return document
    return {**document, "components": {**document["components"], "schemas": out}}


class _Resolver:
    def __init__(self, component: str, anchors: dict[str, str]) -> None:
        self._component = component
        self._anchors = anchors

    def __call__(self, schema: Schema) -> Schema:
        if "$recursiveRef" in schema:
            return {**walk.without(schema, "$recursiveRef"), **ref_to(self._component)}
        if "$dynamicRef" in schema:
            anchor: Any = str(schema["$dynamicRef"]).rpartition("#")[2]
            return {**walk.without(schema, "$dynamicRef"), **ref_to(self._anchors.get(anchor, self._component))}
        if any(key in schema for key in _ANCHORS):
            return walk.without(schema, *_ANCHORS)
        return schema


PASS = Pass(
    recursive_refs,
    Example(
        before={
            "Filter": {
                "$recursiveAnchor": True,
                "type": "object",
                "properties": {"parts": {"type": "array", "items": {"$recursiveRef": "#"}}},
            }
        },
        after={
            "Filter": {
                "type": "object",
                "properties": {"parts": {"type": "array", "items": {"$ref": "#/components/schemas/Filter"}}},
            }
        },
    ),
)
