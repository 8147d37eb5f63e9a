"""What stands where in an OpenAPI document (2.0, 3.0 and 3.1 in one table).

With it a walk knows a *property named* ``description`` from a description, a ``$ref`` from data that looks like one,
and never looks into ``enum``, ``default``, ``const``, examples or extensions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from attrs import define, field, frozen

from specloom.document.pointers import escape


@define(eq=False)
class Kind:
    """A kind of object.

    Attributes:
        name: How messages call it.
        slots: The keys under which objects of a known kind stand (alone or in an array), and their kind.
        named: For a map of names: the kind of what is named. Keys that look like extensions are names then, too,
            unless the map is ``extensible``.
    """

    name: str
    slots: dict[str, Kind] = field(factory=dict, repr=False)
    named: Kind | None = field(default=None, repr=False)
    extensible: bool = False

    def below(self, key: str) -> Kind | None:
        """The kind of what stands under a key, or None where we do not look."""
        if self.named is None:
            return self.slots.get(key)
        return None if self.extensible and key.startswith("x-") else self.named


@frozen
class Node:
    """A value at a place where the grammar knows what is expected.

    Attributes:
        kind: What is expected there.
        value: What is there; an object, or whatever the author wrote instead.
        pointer: Where it is.
    """

    kind: Kind
    value: Any
    pointer: str


def nodes(document: Mapping[str, Any]) -> Iterator[Node]:
    """Every place of a document that the grammar knows, parents first, in document order."""
    stack = [Node(DOCUMENT, document, "#")]
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node.value, dict):
            stack.extend(reversed(children(node)))


def children(node: Node) -> list[Node]:
    """The places of an object that the grammar knows, in document order."""
    children: list[Node] = []
    for key, part in node.value.items():
        kind = node.kind.below(key)
        if kind is None:
            continue
        pointer = f"{node.pointer}/{escape(key)}"
        if isinstance(part, list) and node.kind.named is None and key in _LISTS:
            children += [Node(kind, item, f"{pointer}/{at}") for at, item in enumerate(part)]
        else:
            children.append(Node(kind, part, pointer))
    return children


def _map(kind: Kind, *, extensible: bool = False) -> Kind:
    return Kind(f"map of {kind.name}s", named=kind, extensible=extensible)


SCHEMA: Final = Kind("schema")
COMPONENT_SCHEMA: Final = Kind("schema", SCHEMA.slots)
"""A schema that is named by its key."""
MEDIA_TYPE: Final = Kind("media type")
HEADER: Final = Kind("header", {"schema": SCHEMA, "items": SCHEMA})
PARAMETER: Final = Kind("parameter", {"schema": SCHEMA, "items": SCHEMA})
SERVER: Final = Kind("server", {"variables": _map(Kind("server variable"))})
REQUEST_BODY: Final = Kind("request body", {"content": _map(MEDIA_TYPE)})
LINK: Final = Kind("link", {"server": SERVER})
RESPONSE: Final = Kind("response", {"schema": SCHEMA, "content": _map(MEDIA_TYPE)})
RESPONSES: Final = _map(RESPONSE, extensible=True)
OPERATION: Final = Kind("operation", {"requestBody": REQUEST_BODY, "responses": RESPONSES})
PATH_ITEM: Final = Kind("path item")
PATHS: Final = _map(PATH_ITEM, extensible=True)
CALLBACKS: Final = _map(PATHS)
SCOPE: Final = Kind("scope")
FLOW: Final = Kind("flow", {"scopes": _map(SCOPE, extensible=True)})
SECURITY_SCHEME: Final = Kind(
    "security scheme", {"flows": _map(FLOW, extensible=True), "scopes": _map(SCOPE, extensible=True)}
)
INFO: Final = Kind("info")
TAG: Final = Kind("tag")
COMPONENTS: Final = Kind(
    "components",
    {
        "schemas": _map(COMPONENT_SCHEMA),
        "responses": _map(RESPONSE),
        "parameters": _map(PARAMETER),
        "requestBodies": _map(REQUEST_BODY),
        "headers": _map(HEADER),
        "securitySchemes": _map(SECURITY_SCHEME),
        "links": _map(LINK),
        "callbacks": CALLBACKS,
        "pathItems": _map(PATH_ITEM),
    },
)
DOCUMENT: Final = Kind(
    "document",
    {
        "info": INFO,
        "servers": SERVER,
        "tags": TAG,
        "paths": PATHS,
        "webhooks": _map(PATH_ITEM),
        "components": COMPONENTS,
        "definitions": _map(COMPONENT_SCHEMA),
        "parameters": _map(PARAMETER),
        "responses": _map(RESPONSE),
        "securityDefinitions": _map(SECURITY_SCHEME),
    },
)

_LISTS: Final = frozenset({"parameters", "servers", "tags", "items", "allOf", "anyOf", "oneOf", "prefixItems"})
"""The keys whose value may be an array of objects; under any other key an array is a mistake."""

VERBS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

ANY_METHOD: Final = "x-amazon-apigateway-any-method"
"""Where AWS API Gateway puts the operation of all verbs that a path does not list."""

_HEADERS: Final = _map(HEADER)
SCHEMA_MAPS: Final = ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas")
"""Keys of a schema that name further schemas."""
SCHEMA_LISTS: Final = ("allOf", "anyOf", "oneOf", "prefixItems")
"""Keys of a schema that list further schemas."""
_SCHEMA_PARTS: Final = (
    *("items", "additionalProperties", "additionalItems", "propertyNames", "contentSchema", "contains"),
    *("unevaluatedItems", "unevaluatedProperties", "not", "if", "then", "else"),
)
SCHEMA.slots.update(dict.fromkeys(SCHEMA_MAPS, _map(SCHEMA)) | dict.fromkeys((*SCHEMA_LISTS, *_SCHEMA_PARTS), SCHEMA))
MEDIA_TYPE.slots.update(schema=SCHEMA, encoding=_map(Kind("encoding", {"headers": _HEADERS})))
HEADER.slots.update(content=_map(MEDIA_TYPE))
PARAMETER.slots.update(content=_map(MEDIA_TYPE))
RESPONSE.slots.update(headers=_HEADERS, links=_map(LINK))
OPERATION.slots.update(parameters=PARAMETER, callbacks=CALLBACKS, servers=SERVER)
PATH_ITEM.slots.update(dict.fromkeys((*VERBS, ANY_METHOD), OPERATION) | {"parameters": PARAMETER, "servers": SERVER})
