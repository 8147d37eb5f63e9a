"""Keywords that a Python type cannot follow."""

from __future__ import annotations

from specloom.prepare import walk
from specloom.prepare.keywords import WIDENED
from specloom.prepare.passes.note_pointers import LOSSY
from specloom.prepare.values import Document, Example, Pass, Schema

_LOSSY = frozenset((*LOSSY, "dependentSchemas", "definitions", "$defs", "minContains", "maxContains"))
_NO_LOSS = frozenset({"definitions", "$defs"})


def widen_keywords(document: Document) -> Document:
    """Conditions (`not`, `if`, `contains`, ...) are dropped, tuples become arrays and patterns of names maps.

    The place is marked with the keywords that went. A tuple that does not say what follows its items is read as
    closed, and so are patterns of names: that is what their authors mean.
    """
    return walk.map_schemas(document, _widen)


def _widen(schema: Schema) -> Schema:
    if _LOSSY.isdisjoint(schema) and not isinstance(schema.get("items"), list):
        return schema
    lost = [key for key in schema if key in _LOSSY and key not in _NO_LOSS]
    out = walk.without(schema, *_LOSSY)
    items = schema.get("items")
    if "prefixItems" in schema or isinstance(items, list):
        out["items"] = _tuple_items(schema)
    if schema.get("patternProperties"):
        extra = schema.get("additionalProperties")
        values = [*schema["patternProperties"].values(), *([extra] if isinstance(extra, dict) else [])]
        if extra is True:
            values = []
        out = walk.without_if(out, "additionalProperties")
        if values and not schema.get("properties"):
            out["additionalProperties"] = {"anyOf": values} if len(values) > 1 else values[0]
    return {**out, WIDENED: "cannot be expressed: " + ", ".join(f"`{key}`" for key in lost)} if lost else out


def _tuple_items(schema: Schema) -> Schema:
    items = schema.get("items")
    first = items if isinstance(items, list) else schema["prefixItems"]
    rest = schema.get("additionalItems") if isinstance(items, list) else items
    if rest is True:
        return {}
    members = [*first, *([rest] if isinstance(rest, dict) else [])]
    return {"anyOf": members} if len(members) > 1 else {} if not members else members[0]


PASS = Pass(
    widen_keywords,
    Example(
        before={
            "Pair": {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "items": False},
        },
        after={
            "Pair": {
                "type": "array",
                "items": {"anyOf": [{"type": "string"}, {"type": "integer"}]},
                WIDENED: "cannot be expressed: `prefixItems`",
            },
        },
    ),
)
