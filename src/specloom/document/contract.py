"""The contract of a document: what calls look like, without the prose about them.

A pinned contract makes a spec bump read as an API change, and holds no third party's text. The walk follows the
grammar of OpenAPI 2.0, 3.0 and 3.1, so that a *property named* ``description`` stays while a description goes, and
``enum``, ``default`` and ``const`` are never looked into.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from attrs import define, field

_Rule: TypeAlias = Callable[[Any], Any]

_PROSE: Final = frozenset({"description", "summary", "example", "examples", "externalDocs", "$comment"})
_PROSE_EXTENSION: Final = re.compile(
    r"x-(?:.*[-_])?(?:oaimeta|logo|display-?name|taggroups"
    r"|.*(?:descriptions?|summary|summaries|examples?|samples?|comments?|notes?|messages?|docs?|documentation))",
    re.IGNORECASE,
)
_NAME_LIKE: Final = re.compile(r"\w[\w /+-]{0,59}")
_NAME_WORDS: Final = 6


def contract(document: Mapping[str, Any]) -> dict[str, Any]:
    """The structure of a document, in its own order, without prose.

    Gone are descriptions (an empty one stays where OpenAPI demands it), summaries, examples, code samples, links to
    documentation, contact and terms, and titles that name nothing: a title stays on an inline schema when it reads
    like a name. The document is not changed; leaf values are shared with it.
    """
    pruned: dict[str, Any] = _DOCUMENT(document)
    return pruned


@define(eq=False)
class _Shape:
    """How one kind of object is pruned: which keys go, and which rule the values of others follow."""

    drop: frozenset[str] = _PROSE
    rules: dict[str, _Rule] = field(factory=dict)

    def __call__(self, value: Any) -> Any:
        if not isinstance(value, Mapping):
            return value
        rules, drop = self.rules, self.drop
        return {
            key: rules[key](part) if key in rules else part
            for key, part in value.items()
            if key not in drop and not (key.startswith("x-") and _PROSE_EXTENSION.fullmatch(key))
        }


def _map_of(rule: _Rule) -> _Rule:
    def prune(value: Any) -> Any:
        return {key: rule(part) for key, part in value.items()} if isinstance(value, Mapping) else value

    return prune


def _list_of(rule: _Rule) -> _Rule:
    def prune(value: Any) -> Any:
        return [rule(part) for part in value] if isinstance(value, list) else value

    return prune


def _one_or_list(rule: _Rule) -> _Rule:
    def prune(value: Any) -> Any:
        return [rule(part) for part in value] if isinstance(value, list) else rule(value)

    return prune


def _emptied(_: Any) -> str:
    return ""


def _response(value: Any) -> Any:
    pruned = _RESPONSE(value)
    # A response must say a description; a reference to one must not put an empty one in its place.
    if isinstance(value, Mapping) and "description" in value and "$ref" not in value:
        return {"description": "", **pruned}
    return pruned


def _inline_schema(value: Any) -> Any:
    pruned = _SCHEMA(value)
    if isinstance(value, Mapping) and "title" in value and not _names_something(value["title"]):
        del pruned["title"]
    return pruned


def _component_schema(value: Any) -> Any:
    # The component's key names it; its title would be a second name, and often one that collides.
    pruned = _SCHEMA(value)
    if isinstance(pruned, dict):
        pruned.pop("title", None)
    return pruned


def _names_something(title: Any) -> bool:
    return isinstance(title, str) and _NAME_LIKE.fullmatch(title) is not None and len(title.split()) <= _NAME_WORDS


_SCHEMA: Final = _Shape()
_HEADER: Final = _Shape()
_MEDIA: Final = _Shape()
_PARAMETER: Final = _Shape()
_RESPONSE: Final = _Shape()
_OPERATION: Final = _Shape()
_PATH_ITEM: Final = _Shape()
_SERVER: Final = _Shape(rules={"variables": _map_of(_Shape())})
_BODY: Final = _Shape(rules={"content": _map_of(_MEDIA)})
_LINK: Final = _Shape(rules={"server": _SERVER})
_FLOW: Final = _Shape(rules={"scopes": _map_of(_emptied)})
_SECURITY_SCHEME: Final = _Shape(rules={"flows": _map_of(_FLOW), "scopes": _map_of(_emptied)})

_schemas: Final = _map_of(_inline_schema)
_paths: Final = _map_of(_PATH_ITEM)
_headers: Final = _map_of(_HEADER)
_callbacks: Final = _map_of(_paths)
_responses: Final = _map_of(_response)
_parameters: Final = _list_of(_PARAMETER)
_component_schemas: Final = _map_of(_component_schema)

_SCHEMA.rules.update(
    dict.fromkeys(("properties", "patternProperties", "$defs", "definitions", "dependentSchemas"), _schemas)
    | dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), _list_of(_inline_schema))
    | dict.fromkeys(("additionalProperties", "additionalItems", "propertyNames", "contentSchema"), _inline_schema)
    | dict.fromkeys(("unevaluatedItems", "unevaluatedProperties", "contains"), _inline_schema)
    | dict.fromkeys(("not", "if", "then", "else"), _inline_schema)
    | {"items": _one_or_list(_inline_schema)}
)
_HEADER.rules.update(schema=_inline_schema, items=_inline_schema, content=_map_of(_MEDIA))
_MEDIA.rules.update(schema=_inline_schema, encoding=_map_of(_Shape(rules={"headers": _headers})))
_PARAMETER.rules.update(_HEADER.rules)
_RESPONSE.rules.update(schema=_inline_schema, headers=_headers, content=_map_of(_MEDIA), links=_map_of(_LINK))
_OPERATION.rules.update(
    parameters=_parameters,
    requestBody=_BODY,
    responses=_responses,
    callbacks=_callbacks,
    servers=_list_of(_SERVER),
)
_PATH_ITEM.rules.update(
    dict.fromkeys(("get", "put", "post", "delete", "options", "head", "patch", "trace"), _OPERATION),
    parameters=_parameters,
    servers=_list_of(_SERVER),
)
_COMPONENTS: Final = _Shape(
    rules={
        "schemas": _component_schemas,
        "responses": _responses,
        "parameters": _map_of(_PARAMETER),
        "requestBodies": _map_of(_BODY),
        "headers": _headers,
        "securitySchemes": _map_of(_SECURITY_SCHEME),
        "links": _map_of(_LINK),
        "callbacks": _callbacks,
        "pathItems": _paths,
    }
)
_DOCUMENT: Final = _Shape(
    rules={
        "info": _Shape(drop=_PROSE | {"termsOfService", "contact"}),
        "servers": _list_of(_SERVER),
        "tags": _list_of(_Shape()),
        "paths": _paths,
        "webhooks": _paths,
        "components": _COMPONENTS,
        # Swagger 2.0
        "definitions": _component_schemas,
        "parameters": _map_of(_PARAMETER),
        "responses": _responses,
        "securityDefinitions": _map_of(_SECURITY_SCHEME),
    }
)
