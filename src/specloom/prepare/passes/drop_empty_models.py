"""The model of AWS API Gateway that says nothing."""

from __future__ import annotations

from functools import partial

from specloom.prepare import walk
from specloom.prepare.gateway import is_export
from specloom.prepare.keywords import POINTER
from specloom.prepare.models import home, models, with_models
from specloom.prepare.pointers import join
from specloom.prepare.values import Document, Example, Pass, Schema

_NAME = "Empty"
_SAYS_NOTHING = frozenset({"type", "title", "description", "$schema", POINTER})


def drop_empty_models(document: Document) -> Document:
    """The model `Empty` of AWS API Gateway goes, and what refers to it has a schema that says nothing.

    API Gateway gives it to every answer of which nobody said anything. The answers are often full: they are any
    value, not an object without properties.
    """
    schemas = models(document)
    if not _is_empty(schemas.get(_NAME)) or not is_export(document):
        return document
    pointer = join((*home(document), _NAME))
    paths = {
        path: {
            key: _without(part, "operation", pointer, str(part.get(POINTER, "")))
            if key in walk.VERBS and isinstance(part, dict)
            else part
            for key, part in item.items()
        }
        if isinstance(item, dict) and not walk.is_extension("paths", path)
        else item
        for path, item in (document.get("paths") or {}).items()
    }
    rest = with_models({**document, "paths": paths}, walk.without(schemas, _NAME))
    return _without(rest, "document", pointer, "")


def _is_empty(schema: object) -> bool:
    return isinstance(schema, dict) and schema.keys() <= _SAYS_NOTHING and schema.get("type") == "object"


def _without(node: Document, kind: walk.Kind, pointer: str, place: str) -> Document:
    return walk.rewrite(node, kind, {"schema": partial(_opened, pointer=pointer, place=place)})


def _opened(schema: Schema, *, pointer: str, place: str) -> Schema:
    if schema.get("$ref") != pointer:
        return schema
    return {**walk.without(schema, "$ref"), **({POINTER: place} if place else {})}


_ANSWER = {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Empty"}}}}}
_HOST = [{"url": "https://a1b2c3.execute-api.eu-west-1.amazonaws.com"}]

PASS = Pass(
    drop_empty_models,
    Example(
        at=(),
        before={
            "servers": _HOST,
            "paths": {"/pets": {"get": {POINTER: "#/paths/~1pets/get", "responses": _ANSWER}}},
            "components": {"schemas": {"Empty": {"type": "object", "title": "Empty Schema"}}},
        },
        after={
            "servers": _HOST,
            "paths": {
                "/pets": {
                    "get": {
                        POINTER: "#/paths/~1pets/get",
                        "responses": {
                            "200": {"content": {"application/json": {"schema": {POINTER: "#/paths/~1pets/get"}}}}
                        },
                    }
                }
            },
            "components": {"schemas": {}},
        },
    ),
)
