"""Keywords that a Python type cannot follow."""

from __future__ import annotations

from typing import Any

from specloom.prepare import walk
from specloom.prepare.keywords import ASSERTS, WIDENED
from specloom.prepare.passes.note_pointers import LOSSY
from specloom.prepare.values import Document, Example, Pass, Schema

_LOSSY = frozenset((*LOSSY, "dependentSchemas", "definitions", "$defs", "minContains", "maxContains"))
_NO_LOSS = frozenset({"definitions", "$defs"})
_NO_TYPE = (
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "x-extensible-enum",
)  # a type loses nothing by them
_TOUCHED = frozenset((*_LOSSY, *_NO_TYPE))


def widen_keywords(document: Document) -> Document:
    """Conditions (`not`, `if`, `contains`, ...) are dropped, tuples become arrays and patterns of names maps.

    The place is marked with the keywords that went, and `x-specloom-asserts` holds them, without prose, for whoever
    compares documents. What is inside the content of a text is kept there alone, and so is `x-extensible-enum`. A
    tuple that does not say what follows its items is read as closed, and so are patterns of names: that is what their
    authors mean.
    """
    return walk.map_schemas(document, _widen)


def _widen(schema: Schema) -> Schema:
    if _TOUCHED.isdisjoint(schema) and not isinstance(schema.get("items"), list):
        return schema
    lost = [key for key in schema if key in _LOSSY and key not in _NO_LOSS]
    out = walk.without(schema, *_TOUCHED)
    items = schema.get("items")
    if "prefixItems" in schema or isinstance(items, list) or ("unevaluatedItems" in schema and items is None):
        out["items"] = _tuple_items(schema)
    if schema.get("patternProperties"):
        extra = schema.get("additionalProperties")
        values = [*schema["patternProperties"].values(), *([extra] if isinstance(extra, dict) else [])]
        if extra is True:
            values = []
        out = walk.without_if(out, "additionalProperties")
        if values and not schema.get("properties"):
            out["additionalProperties"] = {"anyOf": values} if len(values) > 1 else values[0]
    out = {**out, WIDENED: "cannot be expressed: " + ", ".join(f"`{key}`" for key in lost)} if lost else out
    asserts = _asserts(schema)
    return {**out, ASSERTS: asserts} if asserts else out


def _asserts(schema: Schema) -> Schema:
    """What a type cannot follow, as the document says it, in the order of names."""
    kept = {key: _plain(value) for key, value in schema.items() if key in _TOUCHED and key not in _NO_LOSS}
    if isinstance(schema.get("items"), list):
        kept["prefixItems"] = _plain(schema["items"])
    return {key: kept[key] for key in sorted(kept)}


def _plain(node: Any) -> Any:
    """Without prose and marks; names of properties may be any word."""
    if isinstance(node, list):
        return [_plain(one) for one in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _plain(value)
        for key, value in node.items()
        if not key.startswith("x-specloom-") and not (key == "description" and isinstance(value, str))
    }


def _tuple_items(schema: Schema) -> Schema:
    items = schema.get("items")
    first = items if isinstance(items, list) else schema.get("prefixItems", ())
    rest = schema.get("additionalItems") if isinstance(items, list) else items
    if rest is None:
        rest = schema.get("unevaluatedItems")
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
                ASSERTS: {"prefixItems": [{"type": "string"}, {"type": "integer"}]},
            },
        },
    ),
)
