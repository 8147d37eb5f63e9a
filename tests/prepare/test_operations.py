"""Paths, operations, parameters and contents."""

from __future__ import annotations

from typing import Any

from specloom.prepare import prepare
from specloom.prepare.keywords import CONTENT
from tests.prepare.documents import PET, obj, plain, ref, with_paths, with_schemas

ANSWER = {"200": {"description": ""}}


def paths(stated: dict[str, Any], **schemas: Any) -> dict[str, Any]:
    found: dict[str, Any] = prepare(with_paths(stated, **schemas))["paths"]
    return found


def operation(stated: dict[str, Any], path: str = "/pets") -> dict[str, Any]:
    found: dict[str, Any] = paths({path: {"get": stated}})[path]["get"]
    return found


def test_an_operation_points_at_its_place_in_the_source() -> None:
    assert operation({}, "/pets/a~b")["x-specloom-pointer"] == "#/paths/~1pets~1a~0b/get"


def test_an_operation_has_at_least_one_response() -> None:
    assert operation({})["responses"] == ANSWER


def test_names_are_made_of_verb_and_path_and_differ() -> None:
    found = paths({"/pets/{id}": {"get": {}, "put": {}}, "/pets/by-id": {"get": {}}, "/": {"get": {}}})
    names = [item["operationId"] for verbs in found.values() for item in verbs.values()]
    assert names == ["getPetsById", "putPetsById", "getPetsById2", "get"]


def test_a_stated_name_is_never_given_to_another() -> None:
    found = paths({"/a": {"get": {}}, "/b": {"get": {"operationId": "getA"}}})
    assert found["/a"]["get"]["operationId"] == "getA2"


def test_shared_parts_are_inlined_through_references_to_references() -> None:
    document = with_paths({"/pets": {"$ref": "#/components/pathItems/Pets"}})
    document["components"] |= {
        "pathItems": {"Pets": {"get": {"responses": {"200": {"$ref": "#/components/responses/Also"}}}}},
        "responses": {
            "Also": {"$ref": "#/components/responses/Pets"},
            "Pets": {
                "description": "Pets.",
                "headers": {"X-Left": {"$ref": "#/components/headers/Left"}},
                "links": {"next": {}},
            },
        },
        "headers": {"Left": {"schema": {"type": "integer"}}},
    }
    done = prepare(document)
    assert done["paths"]["/pets"]["get"]["responses"]["200"] == {
        "description": "Pets.",
        "headers": {"X-Left": {"schema": {"type": "integer"}}},
    }
    assert set(done["components"]) <= {"schemas", "securitySchemes"}


def test_path_parameters_are_those_of_the_path() -> None:
    declared = [{"name": "gone", "in": "path", "schema": {"type": "string"}}]
    found = operation({"parameters": declared}, "/pets/{id}/{part}")["parameters"]
    assert [(one["name"], one["required"]) for one in found] == [("id", True), ("part", True)]


def test_a_parameter_with_content_has_its_schema() -> None:
    stated = {"name": "filter", "in": "query", "content": {"application/json": {"schema": {"type": "integer"}}}}
    expected = {"name": "filter", "in": "query", "required": False, "schema": {"type": "integer"}}
    assert operation({"parameters": [stated]})["parameters"] == [{**expected, CONTENT: "application/json"}]


def test_a_parameter_keeps_style_description_and_deprecation() -> None:
    stated = {
        "name": "tags",
        "in": "query",
        "required": True,
        "schema": {"type": "array", "items": {"type": "string"}},
        "style": "deepObject",
        "explode": True,
        "description": "Some.",
        "deprecated": True,
    }
    assert operation({"parameters": [{**stated, "example": 1, "x-vendor": 2}]})["parameters"] == [stated]


def test_content_that_is_not_text_and_has_no_schema_is_bytes() -> None:
    content = {"audio/mpeg": {}, "application/json": {}, "text/plain": {"schema": {"type": "string"}}}
    found = operation({"responses": {"200": {"description": "", "content": content}}})["responses"]["200"]["content"]
    assert found["audio/mpeg"]["schema"] == {"type": "string", "format": "binary"}
    assert plain(found["application/json"]["schema"]) == {}
    assert found["application/json"]["schema"]["x-specloom-pointer"] == "#/paths/~1pets/get"


def test_two_fixed_queries_on_one_path_stay_apart() -> None:
    found = paths({"/a?beta=true": {"get": {"operationId": "x"}}, "/a?mode=1&k=": {"get": {"operationId": "y"}}})
    assert list(found) == ["/a", "/a#mode=1&k="]
    assert found["/a"]["get"]["x-specloom-query"] == {"beta": "true"}
    assert found["/a#mode=1&k="]["get"]["x-specloom-query"] == {"mode": "1", "k": ""}
    assert found["/a#mode=1&k="]["get"]["x-specloom-path"] == "/a"


def test_a_fixed_query_joins_the_plain_path_where_its_verb_is_free() -> None:
    found = paths({"/a": {"get": {}}, "/a?x=1": {"post": {}}})
    assert list(found) == ["/a"]
    assert found["/a"]["post"]["x-specloom-query"] == {"x": "1"}


def test_webhooks_are_prepared_as_paths_are() -> None:
    body = {"content": {"application/json": {"schema": PET}}}
    done = prepare({**with_schemas(), "webhooks": {"pet_made": {"post": {"requestBody": body}}}})
    found = done["webhooks"]["pet_made"]["post"]
    assert found["operationId"] == "postPetMade"
    assert found["requestBody"]["content"]["application/json"]["schema"] == ref("PostPetMadeBody")


def test_the_top_keeps_what_is_needed_and_no_more() -> None:
    document = {
        **with_schemas(A=obj(b={"type": "string"})),
        "x-vendor": 1,
        "externalDocs": {},
        "security": [{"k": []}],
    }
    done = prepare({**document, "openapi": "3.0.1"})
    assert set(done) == {"openapi", "info", "servers", "security", "paths", "components"}
    assert done["openapi"] == "3.1.0"


def test_a_parameter_of_the_operation_wins_over_that_of_the_path() -> None:
    shared = [{"name": "a", "in": "query", "schema": {"type": "string"}}, {"name": "b", "in": "query"}]
    own = [{"name": "a", "in": "query", "schema": {"type": "integer"}}, {"name": "a", "in": "header"}]
    found = paths({"/pets": {"parameters": shared, "get": {"parameters": own}, "put": {}}})["/pets"]
    stated = [(one["name"], one["in"], one["schema"].get("type")) for one in found["get"]["parameters"]]
    assert stated == [("a", "query", "integer"), ("b", "query", None), ("a", "header", None)]
    assert [one["name"] for one in found["put"]["parameters"]] == ["a", "b"]


def test_media_of_bytes_are_binary_however_their_encoding_is_spelt() -> None:
    def schema(**stated: str) -> Any:
        found = prepare(with_schemas(A={"type": "string", **stated}))["components"]["schemas"]["A"]
        return found.get("format")

    assert schema(contentMediaType="image/png") == "binary"
    assert schema(contentMediaType="image/png", contentEncoding="binary") == "binary"
    assert schema(contentMediaType="image/png", contentEncoding="base64") == "byte"
    assert schema(contentMediaType="application/json") is None
    assert schema(contentMediaType="image/png", contentEncoding="quoted-printable") is None
    assert schema(contentEncoding="binary") is None


def test_a_body_that_can_hold_nothing_goes_unless_it_has_to_be_sent() -> None:
    empty = {"type": "object", "properties": {}, "additionalProperties": False}

    def body(schema: Any, **more: Any) -> Any:
        stated = {"requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": schema}}, **more}}
        return operation(stated).get("requestBody")

    assert body(empty) is None
    assert body(empty, required=True) is not None
    assert body({**empty, "additionalProperties": True}) is not None
    assert body({**empty, "patternProperties": {"^x": {"type": "string"}}}) is not None
    assert body({**empty, "properties": {"a": {"type": "string"}}}) is not None
