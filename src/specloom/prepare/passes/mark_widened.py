"""Where the document says less than a type."""

from __future__ import annotations

from typing import Any

from specloom.prepare import walk
from specloom.prepare.keywords import POINTER, WIDENED, core
from specloom.prepare.pointers import escape
from specloom.prepare.values import Document, Example, Pass, Schema

ANYTHING = "the document says nothing about the value"
ANY_OBJECT = "the document says nothing about the properties"


def mark_widened(document: Document) -> Document:
    """A schema that allows anything, or any object, is marked with the reason and its place in the source.

    Places where an earlier pass had to drop something bear a mark already. A report lists them all, so that nobody
    has to find out at run time. Where a place says something after all, the pointer goes.
    """
    out = dict(document)
    for owner in ("components", "paths", "webhooks"):
        if owner in document:
            kind: walk.Kind = "components" if owner == "components" else "path item"
            out[owner] = (
                _marked(document[owner], kind, "#/components")
                if owner == "components"
                else {path: _marked(item, kind, f"#/{owner}/{escape(path)}") for path, item in document[owner].items()}
            )
    return out


def _marked(node: dict[str, Any], kind: walk.Kind, pointer: str) -> dict[str, Any]:
    out = node
    if kind != "schema" or walk.has_parts(node):
        grammar = walk.GRAMMAR[kind]
        for key, value in node.items():
            if key in grammar:
                new = _marked_part(value, *grammar[key], f"{pointer}/{key}")
                if new is not value:
                    out = dict(node) if out is node else out
                    out[key] = new
    return _mark(out, pointer) if kind == "schema" else out


def _marked_part(value: Any, shape: walk.Shape, kind: walk.Kind, pointer: str) -> Any:
    if isinstance(value, list):
        items = [_marked(item, kind, f"{pointer}/{index}") for index, item in enumerate(value)]
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    if not isinstance(value, dict):
        return value
    if shape == "one":
        return _marked(value, kind, pointer)
    entries = {name: _marked(item, kind, f"{pointer}/{escape(name)}") for name, item in value.items()}
    return entries if any(entries[name] is not item for name, item in value.items()) else value


def _mark(schema: Schema, pointer: str) -> Schema:
    said = core(schema)
    reason = schema.get(WIDENED, "")
    if not said:
        reason = reason or ANYTHING
    elif said.get("type") == "object" and not said.keys() & {"properties", "additionalProperties"}:
        reason = reason or ANY_OBJECT
    if reason:
        return schema if WIDENED in schema and POINTER in schema else {POINTER: pointer, **schema, WIDENED: reason}
    return walk.without_if(schema, POINTER)


PASS = Pass(
    mark_widened,
    Example(
        before={"Extra": {"type": "object"}, "Any": {}},
        after={
            "Extra": {"type": "object", WIDENED: ANY_OBJECT, POINTER: "#/components/schemas/Extra"},
            "Any": {WIDENED: ANYTHING, POINTER: "#/components/schemas/Any"},
        },
    ),
)
