"""Write down where things stand in the source, before anything moves."""

from __future__ import annotations

from typing import Any

from specloom.prepare import walk
from specloom.prepare.keywords import POINTER
from specloom.prepare.pointers import escape
from specloom.prepare.values import Document, Example, Pass, Schema

_SPEAKS = frozenset({"$ref", "properties", "allOf", "anyOf", "oneOf"})
_PLAIN = ("string", "integer", "number", "boolean", "null")
LOSSY = (
    "not", "if", "then", "else", "contains", "propertyNames", "patternProperties", "prefixItems", "additionalItems",
    "dependentSchemas", "dependentRequired", "dependencies", "unevaluatedItems", "unevaluatedProperties",
)  # fmt: skip
_LOSSY = frozenset(LOSSY)


def note_pointers(document: Document) -> Document:
    """Operations, and schemas that may turn out to say nothing, learn their JSON pointer in the source.

    Everything later moves things about; messages and reports must name the place that a reader can look up.
    """
    return _note(document, "document", "#")


def _note(node: dict[str, Any], kind: walk.Kind, pointer: str) -> dict[str, Any]:
    out = node
    if kind != "schema" or walk.has_parts(node):
        grammar = walk.GRAMMAR[kind]
        for key, value in node.items():
            if key in grammar:
                new = _note_part(key, value, *grammar[key], f"{pointer}/{key}")
                if new is not value:
                    out = dict(node) if out is node else out
                    out[key] = new
    if kind == "operation" or (kind == "schema" and _may_be_widened(node)):
        return {POINTER: pointer, **out}
    return out


def _note_part(owner: str, value: Any, shape: walk.Shape, kind: walk.Kind, pointer: str) -> Any:
    if isinstance(value, list):
        items = [
            _note(item, kind, f"{pointer}/{index}") if isinstance(item, dict) else item
            for index, item in enumerate(value)
        ]
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    if not isinstance(value, dict):
        return value
    if shape == "one":
        return _note(value, kind, pointer)
    entries = {
        name: _note(item, kind, f"{pointer}/{escape(name)}")
        if isinstance(item, dict) and not walk.is_extension(owner, name)
        else item
        for name, item in value.items()
    }
    return entries if any(entries[name] is not item for name, item in value.items()) else value


def _may_be_widened(schema: Schema) -> bool:
    if not _LOSSY.isdisjoint(schema):
        return True
    return _SPEAKS.isdisjoint(schema) and schema.get("type") not in _PLAIN


PASS = Pass(
    note_pointers,
    Example(
        at=("paths",),
        before={"/pets": {"get": {"responses": {}}}},
        after={"/pets": {"get": {POINTER: "#/paths/~1pets/get", "responses": {}}}},
    ),
)
