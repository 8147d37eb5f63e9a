"""What types cannot follow is kept aside, for the review of changes."""

from __future__ import annotations

from typing import Any

import pytest

from specloom.prepare import prepare


def prepared(schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Library", "version": "1"},
        "paths": {},
        "components": {"schemas": {"Book": schema, **more}},
    }
    found: dict[str, Any] = prepare(document)["components"]["schemas"]["Book"]
    return found


@pytest.mark.parametrize(
    "keywords",
    [
        {"if": {"required": ["isbn"]}, "then": {"required": ["year"]}, "else": {"minProperties": 1}},
        {"dependentRequired": {"isbn": ["year"]}},
        {"dependentSchemas": {"isbn": {"required": ["year"]}}},
        {"unevaluatedProperties": False},
        {"propertyNames": {"pattern": "^[a-z]+$"}},
        {"not": {"required": ["banned"]}},
    ],
)
def test_conditions_of_an_object_are_kept(keywords: dict[str, Any]) -> None:
    found = prepared({"type": "object", "properties": {"isbn": {"type": "string"}}, **keywords})
    assert found["x-specloom-asserts"] == keywords
    assert "x-specloom-widened" in found


@pytest.mark.parametrize("keywords", [{"contains": {"type": "string"}, "minContains": 1, "maxContains": 3}])
def test_conditions_of_a_list_are_kept(keywords: dict[str, Any]) -> None:
    found = prepared({"type": "array", "items": {"type": "string"}, **keywords})
    assert found["x-specloom-asserts"] == keywords


def test_both_spellings_of_a_tuple_are_kept_alike() -> None:
    parts = [{"type": "string"}, {"type": "integer"}]
    old = prepared({"type": "array", "items": parts, "additionalItems": False})
    new = prepared({"type": "array", "prefixItems": parts, "items": False})
    assert old["x-specloom-asserts"]["prefixItems"] == new["x-specloom-asserts"]["prefixItems"] == parts


def test_the_content_of_a_text_is_kept_and_its_type_is_not_widened() -> None:
    content = {"contentMediaType": "application/json", "contentSchema": {"type": "object"}}
    found = prepared({"type": "string", **content})
    assert found == {"type": "string", "x-specloom-asserts": content}


def test_what_a_format_says_is_not_kept_again() -> None:
    assert prepared({"type": "string", "contentEncoding": "base64"}) == {"type": "string", "format": "byte"}


def test_prose_and_places_are_no_part_of_a_condition() -> None:
    said = {"type": "object", "description": "No drafts.", "title": "Draft", "properties": {"description": {}}}
    found = prepared({"type": "object", "properties": {"isbn": {"type": "string"}}, "not": said})
    assert found["x-specloom-asserts"] == {"not": {"type": "object", "properties": {"description": {}}}}


def test_the_conditions_of_all_parts_are_kept() -> None:
    isbn = {"type": "object", "properties": {"isbn": {"type": "string"}}, "dependentRequired": {"isbn": ["year"]}}
    banned = {"type": "object", "properties": {"banned": {"type": "null"}}, "not": {"required": ["banned"]}}
    found = prepared({"allOf": [{"$ref": "#/components/schemas/Isbn"}, banned]}, Isbn=isbn)
    assert found["x-specloom-asserts"] == {
        "dependentRequired": {"isbn": ["year"]},
        "not": {"required": ["banned"]},
    }


def test_what_contradicts_the_type_goes() -> None:
    assert prepared({"type": "string", "properties": {"isbn": {"type": "string"}}}) == {"type": "string"}
    assert prepared({"type": "object", "properties": {"isbn": {"type": "string"}}, "items": {"type": "string"}}) == {
        "type": "object",
        "properties": {"isbn": {"type": "string"}},
    }


def test_what_is_said_of_the_end_of_a_thing_stays() -> None:
    end = {"x-sunset": "2030-01-01", "x-stability-level": "beta"}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Library", "version": "1"},
        "paths": {
            "/books": {
                "get": {
                    "operationId": "list",
                    "parameters": [{"name": "shelf", "in": "query", "schema": {"type": "string"}, **end}],
                    "responses": {"200": {"description": "", "headers": {"total": {"required": True, "schema": {}}}}},
                    "x-vendor": 1,
                    **end,
                }
            }
        },
        "components": {
            "schemas": {
                "Shelf": {"type": "string"},
                "Book": {"type": "object", "properties": {"shelf": {"$ref": "#/components/schemas/Shelf", **end}}},
            }
        },
    }  # fmt: skip
    found = prepare(document)
    operation = found["paths"]["/books"]["get"]
    assert end.items() <= operation.items()
    assert "x-vendor" not in operation
    assert end.items() <= operation["parameters"][0].items()
    assert end.items() <= found["components"]["schemas"]["Book"]["properties"]["shelf"].items()
    assert operation["responses"]["200"]["headers"]["total"]["required"] is True
