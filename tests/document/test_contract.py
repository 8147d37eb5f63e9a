"""A contract holds the structure and no prose."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from specloom.document.contract import contract

_WORDS = "Some words about it."


def _with_schema(schema: Any) -> dict[str, Any]:
    return {"openapi": "3.1.0", "components": {"schemas": {"Pet": schema}}}


def _schema(schema: Any) -> Any:
    return contract(_with_schema(schema))["components"]["schemas"]["Pet"]


def test_prose_goes_wherever_it_may_stand() -> None:
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": "Pets", "version": "1", "description": _WORDS, "summary": _WORDS,
            "contact": {"name": "us"}, "termsOfService": "there", "license": {"name": "MIT"},
        },
        "externalDocs": {"url": "x"},
        "servers": [{"url": "/", "description": _WORDS, "variables": {"v": {"default": "a", "description": _WORDS}}}],
        "tags": [{"name": "pets", "description": _WORDS, "externalDocs": {"url": "x"}}],
        "paths": {
            "/pets": {
                "summary": _WORDS,
                "parameters": [{"name": "q", "in": "query", "description": _WORDS, "example": 1, "schema": {}}],
                "post": {
                    "operationId": "makePet", "summary": _WORDS, "description": _WORDS, "tags": ["pets"],
                    "x-oaiMeta": {"name": _WORDS}, "x-code-samples": [_WORDS], "x-beta": True,
                    "requestBody": {
                        "description": _WORDS,
                        "content": {"application/json": {"schema": {"type": "string"}, "examples": {}, "example": 1}},
                    },
                    "responses": {
                        "200": {
                            "description": _WORDS,
                            "headers": {"X": {"description": _WORDS, "schema": {"description": _WORDS}}},
                            "links": {"self": {"operationId": "makePet", "description": _WORDS}},
                        },
                        "404": {"$ref": "#/components/responses/Gone", "description": _WORDS},
                    },
                    "callbacks": {"done": {"{$request.body#/url}": {"post": {"description": _WORDS}}}},
                },
            }
        },
        "components": {
            "examples": {"a": {"value": 1}},
            "securitySchemes": {
                "o": {"type": "oauth2", "description": _WORDS, "flows": {"implicit": {"scopes": {"read": _WORDS}}}}
            },
        },
    }  # fmt: skip
    before = copy.deepcopy(document)
    assert contract(document) == {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1", "license": {"name": "MIT"}},
        "servers": [{"url": "/", "variables": {"v": {"default": "a"}}}],
        "tags": [{"name": "pets"}],
        "paths": {
            "/pets": {
                "parameters": [{"name": "q", "in": "query", "schema": {}}],
                "post": {
                    "operationId": "makePet", "tags": ["pets"], "x-beta": True,
                    "requestBody": {"content": {"application/json": {"schema": {"type": "string"}}}},
                    "responses": {
                        "200": {
                            "description": "",
                            "headers": {"X": {"schema": {}}},
                            "links": {"self": {"operationId": "makePet"}},
                        },
                        "404": {"$ref": "#/components/responses/Gone"},
                    },
                    "callbacks": {"done": {"{$request.body#/url}": {"post": {}}}},
                },
            }
        },
        "components": {
            "securitySchemes": {"o": {"type": "oauth2", "flows": {"implicit": {"scopes": {"read": ""}}}}}
        },
    }  # fmt: skip
    assert document == before


def test_properties_named_like_prose_stay() -> None:
    names = ["description", "title", "example", "examples", "summary", "externalDocs", "x-oaiMeta", "$comment", "$ref"]
    schema = {"type": "object", "properties": {name: {"type": "string", "description": _WORDS} for name in names}}
    assert _schema(schema)["properties"] == {name: {"type": "string"} for name in names}


def test_things_named_like_prose_stay() -> None:
    document = {
        "openapi": "3.1.0",
        "paths": {},
        "components": {
            "schemas": {"description": {"type": "string"}},
            "parameters": {"example": {"name": "summary", "in": "query"}},
            "responses": {"examples": {"description": _WORDS}},
        },
    }
    expected: dict[str, Any] = copy.deepcopy(document)
    expected["components"]["responses"]["examples"]["description"] = ""
    assert contract(document) == expected


def test_values_are_never_looked_into() -> None:
    value = {"description": _WORDS, "example": {"title": _WORDS}}
    schema = {"enum": [value], "default": value, "const": value}
    assert _schema(schema) == schema


def test_a_title_stays_where_it_names_something() -> None:
    assert _schema({"title": "Pet", "anyOf": [{"title": "Tame cat"}, {"title": _WORDS}, {"title": {"odd": 1}}]}) == {
        "anyOf": [{"title": "Tame cat"}, {}, {}]
    }


def test_a_description_that_is_an_object_goes_too() -> None:
    assert _schema({"type": "string", "description": {"text": _WORDS}}) == {"type": "string"}


def test_swagger_is_reduced_as_well() -> None:
    document = {
        "swagger": "2.0",
        "paths": {
            "/a": {"get": {"responses": {"200": {"description": _WORDS, "schema": {"title": _WORDS}, "examples": {}}}}}
        },
        "definitions": {"Pet": {"description": _WORDS, "properties": {"description": {"description": _WORDS}}}},
        "parameters": {"q": {"name": "q", "in": "query", "description": _WORDS, "items": {"description": _WORDS}}},
        "securityDefinitions": {"o": {"type": "oauth2", "scopes": {"read": _WORDS}}},
    }
    assert contract(document) == {
        "swagger": "2.0",
        "paths": {"/a": {"get": {"responses": {"200": {"description": "", "schema": {}}}}}},
        "definitions": {"Pet": {"properties": {"description": {}}}},
        "parameters": {"q": {"name": "q", "in": "query", "items": {}}},
        "securityDefinitions": {"o": {"type": "oauth2", "scopes": {"read": ""}}},
    }


_names = st.sampled_from(["description", "title", "example", "enum", "type", "items", "properties", "name"])
_structure: st.SearchStrategy[dict[str, Any]] = st.recursive(
    st.builds(dict, type=st.sampled_from(["string", "integer"])),
    lambda inner: (
        st.builds(dict, properties=st.dictionaries(_names, inner, max_size=3))
        | st.builds(dict, items=inner)
        | st.builds(dict, anyOf=st.lists(inner, min_size=1, max_size=3))
        | st.builds(dict, additionalProperties=inner, default=st.just({"description": "kept"}))
    ),
    max_leaves=8,
)


def _told(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with prose at every place that takes some."""
    told: dict[str, Any] = {"description": _WORDS, "title": _WORDS, **schema, "example": 1, "x-docs": _WORDS}
    for key in ("items", "additionalProperties"):
        if key in schema:
            told[key] = _told(schema[key])
    if "properties" in schema:
        told["properties"] = {name: _told(part) for name, part in schema["properties"].items()}
    if "anyOf" in schema:
        told["anyOf"] = [_told(part) for part in schema["anyOf"]]
    return told


@given(_structure)
def test_structure_is_kept_and_prose_is_not(schema: dict[str, Any]) -> None:
    assert _schema(_told(schema)) == schema
    assert contract(_with_schema(schema)) == _with_schema(schema)
