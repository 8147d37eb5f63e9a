"""Swagger 2.0 comes out as OpenAPI 3 does."""

from __future__ import annotations

from typing import Any

import pytest

from specloom.prepare import prepare
from specloom.prepare.passes import upgrade_swagger
from tests.prepare.documents import plain

ROOT: dict[str, Any] = {"swagger": "2.0", "info": {"title": "Pets", "version": "1"}, "paths": {}}


def operation(stated: dict[str, Any], **document: Any) -> dict[str, Any]:
    """The upgraded operation, by the pass alone."""
    source = {**ROOT, "paths": {"/pets": {"post": stated}}, **document}
    found: dict[str, Any] = upgrade_swagger.PASS.run(source)["paths"]["/pets"]["post"]
    return found


def parameter(**stated: Any) -> dict[str, Any]:
    found: dict[str, Any] = operation({"parameters": [{"name": "a", **stated}]})["parameters"][0]
    return found


@pytest.mark.parametrize(
    ("where", "collection_format", "expected"),
    [
        ("query", None, {"style": "form", "explode": False}),
        ("query", "csv", {"style": "form", "explode": False}),
        ("query", "multi", {"style": "form", "explode": True}),
        ("query", "ssv", {"style": "spaceDelimited", "explode": False}),
        ("query", "pipes", {"style": "pipeDelimited", "explode": False}),
        ("header", "csv", {"style": "simple"}),
        ("path", None, {"style": "simple"}),
    ],
)
def test_how_arrays_travel(where: str, collection_format: str | None, expected: dict[str, Any]) -> None:
    stated = {"in": where, "type": "array", "items": {"type": "string"}}
    if collection_format:
        stated["collectionFormat"] = collection_format
    found = parameter(**stated)
    assert {key: found[key] for key in ("style", "explode") if key in found} == expected
    assert found["schema"] == {"type": "array", "items": {"type": "string"}}


def test_a_parameter_keeps_what_it_says_of_values() -> None:
    found = parameter(**{"in": "query", "type": "integer", "minimum": 1, "default": 3, "x-nullable": True})
    assert found["schema"] == {"type": "integer", "minimum": 1, "default": 3, "nullable": True}


def test_a_body_has_the_content_types_of_the_operation_or_of_the_document() -> None:
    body = {"parameters": [{"name": "pet", "in": "body", "required": True, "schema": {"type": "string"}}]}
    assert list(operation(body)["requestBody"]["content"]) == ["application/json"]
    assert list(operation(body, consumes=["text/plain"])["requestBody"]["content"]) == ["text/plain"]
    assert list(operation({**body, "consumes": ["a/b"]}, consumes=["text/plain"])["requestBody"]["content"]) == ["a/b"]
    assert operation(body)["requestBody"]["required"] is True


def test_form_fields_make_one_object() -> None:
    fields = [
        {"name": "name", "in": "formData", "type": "string", "required": True, "description": "Its name."},
        {"name": "tags", "in": "formData", "type": "array", "items": {"type": "string"}, "collectionFormat": "multi"},
    ]
    content = operation({"parameters": fields})["requestBody"]["content"]
    assert list(content) == ["application/x-www-form-urlencoded"]
    media = content["application/x-www-form-urlencoded"]
    assert media["schema"]["required"] == ["name"]
    assert media["schema"]["properties"]["name"] == {"type": "string", "description": "Its name."}
    assert media["encoding"] == {"tags": {"style": "form", "explode": True}}


def test_a_file_makes_a_form_multipart() -> None:
    content = operation({"parameters": [{"name": "photo", "in": "formData", "type": "file"}]})["requestBody"][
        "content"
    ]
    assert content["multipart/form-data"]["schema"]["properties"]["photo"] == {"type": "string", "format": "binary"}


def test_answers_have_the_content_types_that_are_produced() -> None:
    stated = {
        "responses": {
            "200": {"description": "Pets.", "schema": {"$ref": "#/definitions/Pet"}, "examples": {"a/b": 1}},
            "204": {"description": "None."},
            "default": {"$ref": "#/responses/Problem"},
        }
    }
    shared = {"Problem": {"description": "Broken.", "schema": {"type": "string"}}}
    responses = operation(stated, produces=["a/b", "c/d"], responses=shared, definitions={"Pet": {}})["responses"]
    target = {"schema": {"$ref": "#/components/schemas/Pet"}}
    assert responses["200"] == {"description": "Pets.", "content": {"a/b": target, "c/d": target}}
    assert responses["204"] == {"description": "None."}
    assert responses["default"]["content"]["a/b"] == {"schema": {"type": "string"}}


def test_a_file_as_answer_is_bytes() -> None:
    stated = {"responses": {"200": {"description": "", "schema": {"type": "file"}}}}
    content = operation(stated)["responses"]["200"]["content"]
    assert content == {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}


@pytest.mark.parametrize(
    ("produces", "expected"),
    [
        (["application/json"], ["*/*"]),
        (["application/json", "text/csv"], ["text/csv"]),
        (["image/png", "image/jpeg"], ["image/png", "image/jpeg"]),
    ],
)
def test_a_file_is_not_json(produces: list[str], expected: list[str]) -> None:
    stated = {"produces": produces, "responses": {"200": {"description": "", "schema": {"type": "file"}}}}
    assert list(operation(stated)["responses"]["200"]["content"]) == expected


@pytest.mark.parametrize(
    "reference",
    ["#/paths/~1pets/post/parameters/0/schema", "#/parameters/New/schema", "#/responses/Made/schema"],
)
def test_a_schema_may_be_referred_to_wherever_it_stands(reference: str) -> None:
    pet = {"type": "object", "properties": {"name": {"type": "string"}, "friend": {"$ref": reference}}}
    stated = {
        "parameters": [{"name": "pet", "in": "body", "schema": pet}],
        "responses": {"200": {"description": "", "schema": {"$ref": reference}}},
    }
    shared = {
        "parameters": {"New": {"name": "pet", "in": "body", "schema": pet}},
        "responses": {"Made": {"description": "", "schema": pet}},
    }
    done = prepare({**ROOT, "paths": {"/pets": {"post": stated}}, **shared})
    answer = done["paths"]["/pets"]["post"]["responses"]["200"]["content"]["application/json"]["schema"]
    target = done["components"]["schemas"][answer["$ref"].rpartition("/")[2]]
    assert target["properties"]["friend"] == answer
    assert target["properties"]["name"] == {"type": "string"}


def test_definitions_have_plain_names() -> None:
    document = {**ROOT, "definitions": {"Page«Pet»": {"type": "array", "items": {"$ref": "#/definitions/Pet"}}}}
    document["definitions"]["Pet"] = {"type": "object", "properties": {"x": {"$ref": "#/definitions/Page«Pet»"}}}
    schemas = prepare(document)["components"]["schemas"]
    assert list(schemas) == ["Page_Pet", "Pet"]
    assert schemas["Pet"]["properties"]["x"] == {"$ref": "#/components/schemas/Page_Pet"}


def test_null_may_be_said_beside_a_reference() -> None:
    pet = {"type": "object", "properties": {"friend": {"$ref": "#/definitions/Pet", "x-nullable": True}}}
    friend = prepare({**ROOT, "definitions": {"Pet": pet}})["components"]["schemas"]["Pet"]["properties"]["friend"]
    assert friend == {"anyOf": [{"$ref": "#/components/schemas/Pet"}, {"type": "null"}]}


@pytest.mark.parametrize("stated", [None, {}])
def test_an_answer_that_says_nothing_has_no_content(stated: Any) -> None:
    assert operation({"responses": {"200": stated}})["responses"]["200"] == {"description": ""}


def test_an_own_body_wins_over_that_of_the_path_and_forms_are_joined() -> None:
    text = {"type": "string"}
    document = {
        **ROOT,
        "paths": {
            "/a": {
                "parameters": [{"name": "whole", "in": "body", "schema": {"type": "integer"}}],
                "put": {"parameters": [{"name": "own", "in": "body", "schema": text}]},
                "post": {},
            },
            "/b": {
                "parameters": [{"name": "one", "in": "formData", **text}],
                "put": {"parameters": [{"name": "two", "in": "formData", **text}]},
            },
        },
    }
    paths = upgrade_swagger.PASS.run(document)["paths"]
    assert paths["/a"]["put"]["requestBody"]["content"]["application/json"]["schema"] == text
    assert paths["/a"]["post"]["requestBody"]["content"]["application/json"]["schema"] == {"type": "integer"}
    (form,) = paths["/b"]["put"]["requestBody"]["content"].values()
    assert list(form["schema"]["properties"]) == ["one", "two"]


def test_what_the_operation_consumes_and_produces_replaces_what_the_document_does() -> None:
    stated = {
        "consumes": [],
        "produces": ["application/xml"],
        "parameters": [{"name": "pet", "in": "body", "schema": {"type": "string"}}],
        "responses": {"200": {"description": "", "schema": {"type": "string"}}},
    }
    found = operation(stated, consumes=["text/plain"], produces=["text/plain"])
    assert list(found["requestBody"]["content"]) == ["application/json"]
    assert list(found["responses"]["200"]["content"]) == ["application/xml"]


def test_headers_of_answers_have_schemas() -> None:
    header = {"type": "integer", "format": "int32", "description": "How many."}
    found = operation({"responses": {"200": {"description": "", "headers": {"X-Left": header}}}})
    expected = {"X-Left": {"description": "How many.", "schema": {"type": "integer", "format": "int32"}}}
    assert found["responses"]["200"]["headers"] == expected


def test_shared_parameters_are_put_in_and_own_ones_win() -> None:
    document = {
        **ROOT,
        "parameters": {"Pet": {"name": "pet", "in": "body", "schema": {"type": "string"}}},
        "paths": {
            "/pets": {
                "parameters": [{"name": "a", "in": "query", "type": "string"}],
                "put": {"parameters": [{"$ref": "#/parameters/Pet"}, {"name": "a", "in": "query", "type": "integer"}]},
            }
        },
    }
    found = upgrade_swagger.PASS.run(document)["paths"]["/pets"]["put"]
    assert found["parameters"] == [{"name": "a", "in": "query", "schema": {"type": "integer"}}]
    assert found["requestBody"]["content"]["application/json"]["schema"] == {"type": "string"}


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({"type": "basic"}, {"type": "http", "scheme": "basic"}),
        ({"type": "apiKey", "name": "k", "in": "header"}, {"type": "apiKey", "name": "k", "in": "header"}),
        (
            {"type": "oauth2", "flow": "accessCode", "authorizationUrl": "https://a", "tokenUrl": "https://t"},
            {
                "type": "oauth2",
                "flows": {
                    "authorizationCode": {"authorizationUrl": "https://a", "tokenUrl": "https://t", "scopes": {}}
                },
            },
        ),
        (
            {"type": "oauth2", "flow": "application", "tokenUrl": "https://t", "scopes": {"read": "r"}},
            {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://t", "scopes": {"read": "r"}}}},
        ),
        (
            {"type": "apiKey", "name": "Authorization", "in": "header", "x-amazon-apigateway-authtype": "custom"},
            {"type": "apiKey", "name": "Authorization", "in": "header", "x-amazon-apigateway-authtype": "custom"},
        ),
    ],
)
def test_security(stated: dict[str, Any], expected: dict[str, Any]) -> None:
    done = prepare({**ROOT, "securityDefinitions": {"key": stated}})
    assert done["components"]["securitySchemes"]["key"] == expected


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({}, []),
        ({"basePath": "/v1/"}, ["/v1"]),
        ({"host": "pets.example"}, ["https://pets.example"]),
        ({"host": "pets.example", "basePath": "/", "schemes": ["http"]}, ["http://pets.example"]),
        (
            {"host": "pets.example", "basePath": "v1", "schemes": ["http", "https", "ws"]},
            ["https://pets.example/v1", "http://pets.example/v1"],
        ),
    ],
)
def test_servers(stated: dict[str, Any], expected: list[str]) -> None:
    assert [server["url"] for server in prepare({**ROOT, **stated})["servers"]] == expected


def test_the_same_api_comes_out_the_same_from_both_versions() -> None:
    pet = {"type": "object", "properties": {"kind": {"type": "string"}}, "required": ["kind"]}
    swagger = {
        **ROOT,
        "host": "pets.example",
        "definitions": {"Pet": {**pet, "discriminator": "kind"}},
        "paths": {
            "/pets/{id}": {
                "put": {
                    "parameters": [
                        {"name": "id", "in": "path", "required": True, "type": "string"},
                        {"name": "pet", "in": "body", "required": True, "schema": {"$ref": "#/definitions/Pet"}},
                    ],
                    "responses": {"200": {"description": "It.", "schema": {"$ref": "#/definitions/Pet"}}},
                }
            }
        },
    }
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}
    openapi = {
        "openapi": "3.0.0",
        "info": ROOT["info"],
        "servers": [{"url": "https://pets.example"}],
        "components": {"schemas": {"Pet": pet}},
        "paths": {
            "/pets/{id}": {
                "put": {
                    "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
                    "requestBody": {"required": True, "content": content},
                    "responses": {"200": {"description": "It.", "content": content}},
                }
            }
        },
    }
    assert prepare(swagger) == prepare(openapi)


def test_a_widened_place_points_into_the_swagger_document() -> None:
    stated = {"parameters": [{"name": "pet", "in": "body", "schema": {"type": "object"}}], "responses": {}}
    done = prepare({**ROOT, "paths": {"/pets": {"post": stated}}, "definitions": {"Any": {"type": "object"}}})
    body = done["paths"]["/pets"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["x-specloom-pointer"] == "#/paths/~1pets/post/parameters/0/schema"
    assert done["components"]["schemas"]["Any"]["x-specloom-pointer"] == "#/definitions/Any"
    assert plain(body) == {"type": "object"}


def test_an_overlay_may_speak_of_a_parameter_as_openapi_3_does() -> None:
    found = parameter(**{"in": "query", "type": "string", "schema": {"type": "integer", "maximum": 50}})
    assert found["schema"] == {"type": "integer", "maximum": 50}
