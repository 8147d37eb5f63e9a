"""Walking a document: which key holds what, written down once as a grammar.

The grammar covers Swagger 2.0 and OpenAPI 3.x, so that every pass walks the same way whatever stage it runs at.
``rewrite`` shares structure: where nothing changes, the result holds the very objects of the argument.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, TypeAlias

from specloom.document import grammar
from specloom.document.grammar import ANY_METHOD
from specloom.prepare.pointers import escape
from specloom.prepare.values import Document, Schema

Kind: TypeAlias = Literal[
    "document", "components", "path item", "operation", "parameter", "request body", "response", "header",
    "media type", "schema",
]  # fmt: skip
Shape: TypeAlias = Literal["one", "list", "map"]
Visit: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]

VERBS = (*grammar.VERBS, "query")
"""Those of OpenAPI 3.1, and one that 3.2 adds and documents use already."""

_SCHEMA_ONE = (
    "items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames", "additionalItems",
    "unevaluatedItems", "unevaluatedProperties", "contentSchema",
)  # fmt: skip
_SCHEMA_LIST = ("allOf", "anyOf", "oneOf", "prefixItems")
_SCHEMA_MAP = ("properties", "patternProperties", "dependentSchemas", "$defs", "definitions")

GRAMMAR: Mapping[Kind, Mapping[str, tuple[Shape, Kind]]] = {
    "document": {
        "paths": ("map", "path item"),
        "webhooks": ("map", "path item"),
        "components": ("one", "components"),
        "definitions": ("map", "schema"),
        "parameters": ("map", "parameter"),
        "responses": ("map", "response"),
    },
    "components": {
        "schemas": ("map", "schema"),
        "parameters": ("map", "parameter"),
        "responses": ("map", "response"),
        "requestBodies": ("map", "request body"),
        "headers": ("map", "header"),
        "pathItems": ("map", "path item"),
        "mediaTypes": ("map", "media type"),
    },
    "path item": {"parameters": ("list", "parameter"), **dict.fromkeys((*VERBS, ANY_METHOD), ("one", "operation"))},
    "operation": {
        "parameters": ("list", "parameter"),
        "requestBody": ("one", "request body"),
        "responses": ("map", "response"),
    },
    "parameter": {"schema": ("one", "schema"), "content": ("map", "media type")},
    "request body": {"content": ("map", "media type")},
    "response": {"schema": ("one", "schema"), "content": ("map", "media type"), "headers": ("map", "header")},
    "header": {"schema": ("one", "schema"), "content": ("map", "media type")},
    "media type": {"schema": ("one", "schema"), "itemSchema": ("one", "schema")},
    "schema": {
        **dict.fromkeys(_SCHEMA_ONE, ("one", "schema")),
        **dict.fromkeys(_SCHEMA_LIST, ("list", "schema")),
        **dict.fromkeys(_SCHEMA_MAP, ("map", "schema")),
    },
}

# Maps whose keys are ours to name; in all others (properties, schemas) ``x-`` may begin a real name.
_EXTENSIBLE = frozenset({"paths", "webhooks", "responses"})
_SCHEMA_PARTS = GRAMMAR["schema"]
_SCHEMA_PARENTS = frozenset(_SCHEMA_PARTS)


def is_extension(owner: str, key: str) -> bool:
    """Whether ``key`` of the map under ``owner`` is a vendor extension and no entry."""
    return owner in _EXTENSIBLE and key.startswith("x-")


def has_parts(schema: Schema) -> bool:
    """Whether a schema may hold other schemas."""
    return not _SCHEMA_PARENTS.isdisjoint(schema)


def rewrite(node: dict[str, Any], kind: Kind, visits: Mapping[Kind, Visit]) -> dict[str, Any]:
    """Rebuild a document (or a part of the given kind) from the leaves up.

    Args:
        node: What to rebuild; it is not changed.
        kind: What the node is.
        visits: What to do with nodes of a kind once their parts are done.
    """
    if kind == "schema":
        return rewrite_schema(node, visits["schema"]) if "schema" in visits else node
    out = node
    for key, (shape, part) in GRAMMAR[kind].items():
        if key not in node:
            continue
        new = _rewrite_part(key, node[key], shape, part, visits)
        if new is not node[key]:
            out = dict(node) if out is node else out
            out[key] = new
    visit = visits.get(kind)
    return visit(out) if visit else out


def _rewrite_part(owner: str, value: Any, shape: Shape, kind: Kind, visits: Mapping[Kind, Visit]) -> Any:
    if shape == "one":
        return rewrite(value, kind, visits) if isinstance(value, dict) else value
    if shape == "list":
        if not isinstance(value, list):
            return value
        items = [rewrite(item, kind, visits) if isinstance(item, dict) else item for item in value]
        return value if all(new is old for new, old in zip(items, value, strict=True)) else items
    if not isinstance(value, dict):
        return value
    entries = {
        key: rewrite(item, kind, visits) if isinstance(item, dict) and not is_extension(owner, key) else item
        for key, item in value.items()
    }
    return value if all(entries[key] is item for key, item in value.items()) else entries


def rewrite_schema(schema: Schema, visit: Visit) -> Schema:
    """``rewrite`` for schemas alone: thousands of them make it worth a path of its own."""
    return visit(schema) if _SCHEMA_PARENTS.isdisjoint(schema) else visit(rewrite_inner(schema, visit))


def rewrite_inner(schema: Schema, visit: Visit) -> Schema:
    """A schema with its inner schemas rewritten, itself not visited."""
    out = schema
    for key, value in schema.items():
        if key not in _SCHEMA_PARENTS:
            continue
        if isinstance(value, dict):
            new: Any = _rewrite_map(value, visit) if _SCHEMA_PARTS[key][0] == "map" else rewrite_schema(value, visit)
        elif isinstance(value, list):
            items = [rewrite_schema(item, visit) if isinstance(item, dict) else item for item in value]
            new = value if all(map(_is, items, value)) else items
        else:
            continue
        if new is not value:
            out = dict(schema) if out is schema else out
            out[key] = new
    return out


def _rewrite_map(schemas: dict[str, Any], visit: Visit) -> dict[str, Any]:
    out = schemas
    for name, item in schemas.items():
        new = rewrite_schema(item, visit) if isinstance(item, dict) else item
        if new is not item:
            out = dict(schemas) if out is schemas else out
            out[name] = new
    return out


def _is(one: object, other: object) -> bool:
    return one is other


def map_schemas(document: Document, visit: Visit) -> Document:
    """The document with every schema rewritten, parts before wholes."""
    return rewrite(document, "document", {"schema": visit})


def operations(document: Document, owner: str = "paths") -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Path key, verb and operation, in document order."""
    for path, item in (document.get(owner) or {}).items():
        if is_extension(owner, path) or not isinstance(item, dict):
            continue
        for verb in item:
            if verb in VERBS and isinstance(item[verb], dict):
                yield path, verb, item[verb]


def replace(node: dict[str, Any], **parts: Any) -> dict[str, Any]:
    """A copy with some keys set; a key set to None is left out."""
    out = {**node, **parts}
    return {key: value for key, value in out.items() if value is not None or key not in parts}


def without(node: dict[str, Any], *keys: str) -> dict[str, Any]:
    """A copy without some keys."""
    return {key: value for key, value in node.items() if key not in keys}


def nodes(document: Document) -> Iterator[tuple[Kind, Any, str]]:
    """Kind, value and JSON pointer of every node, wholes before parts, in document order.

    A value may have a shape that its kind does not allow: whoever reads an unchecked document wants to know.
    """
    stack: list[tuple[Kind, Any, str]] = [("document", document, "#")]
    while stack:
        kind, node, pointer = stack.pop()
        yield kind, node, pointer
        if isinstance(node, dict) and (kind != "schema" or not _SCHEMA_PARENTS.isdisjoint(node)):
            stack.extend(reversed(list(_parts(node, kind, pointer))))


def _parts(node: dict[str, Any], kind: Kind, pointer: str) -> Iterator[tuple[Kind, Any, str]]:
    grammar = GRAMMAR[kind]
    for key, value in node.items():
        if key not in grammar:
            continue
        shape, part = grammar[key]
        if isinstance(value, list) and (shape == "list" or key == "items"):
            yield from ((part, item, f"{pointer}/{key}/{index}") for index, item in enumerate(value))
        elif isinstance(value, dict) and shape == "map":
            for name, item in value.items():
                if not is_extension(key, name):
                    yield part, item, f"{pointer}/{key}/{escape(name)}"
        elif shape == "one":
            yield part, value, f"{pointer}/{key}"


def without_if(node: dict[str, Any], key: str) -> dict[str, Any]:
    """The node without a key; the node itself where it has no such key."""
    return without(node, key) if key in node else node
