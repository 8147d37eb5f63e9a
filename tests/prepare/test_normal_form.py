"""The check at the end notices whatever is out of form."""

from __future__ import annotations

from typing import Any

import pytest

from specloom.prepare import check
from specloom.problems import SpecloomError
from tests.prepare.documents import obj, ref, with_paths, with_schemas

STRING = {"type": "string"}
ENUM = {"type": "string", "enum": ["a", "b"]}
NULL = {"type": "null"}


def found(document: dict[str, Any]) -> list[str]:
    with pytest.raises(SpecloomError) as caught:
        check(document)
    return [problem.pointer for problem in caught.value.problems]


@pytest.mark.parametrize(
    "schema",
    [
        {},
        {"type": ["string", "null"]},
        {"type": "object"},
        {"type": "array"},
        {"type": "string", "nullable": True},
        {"type": "string", "enum": ["a"]},
        {"type": "string", "const": 1},
        {"type": "integer", "const": True},
        {"type": "string", "title": "A"},
        {"allOf": [STRING]},
        {"oneOf": [STRING, NULL]},
        {"anyOf": [STRING]},
        {"anyOf": [NULL, STRING]},
        {"anyOf": [STRING, STRING]},
        {"anyOf": [STRING, {"anyOf": [{"type": "integer"}, NULL]}]},
        {"anyOf": [STRING, NULL], "type": "string"},
        {"anyOf": [ref("Cat"), ref("Dog")]},
        {"properties": {"a": STRING}},
        obj(a=STRING),
        ENUM,
        {**ref("Cat"), "minLength": 1},
        ref("Missing"),
        {"$ref": "#/components/schemas/Cat/properties/a"},
        {"type": "object", "additionalProperties": {}},
        {"type": "object", "required": ["a"], "additionalProperties": STRING},
    ],
)
def test_a_schema_out_of_form_is_noticed(schema: Any) -> None:
    document = with_schemas(A=obj(b=schema), Cat=obj(a=STRING), Dog=obj(a=STRING))
    assert any(pointer.startswith("#/components/schemas/A/properties/b") for pointer in found(document))


@pytest.mark.parametrize(
    ("schemas", "name"),
    [
        ({"A": obj("b", a=STRING)}, "A"),
        ({"A": ref("B"), "B": STRING}, "A"),
        ({"A b": STRING}, "A b"),
        ({"A": {**STRING, "x-specloom-role": "b"}}, "A"),
        ({"A": {"anyOf": [STRING, NULL], "discriminator": {"propertyName": "a"}}}, "A"),
        ({"A": {"anyOf": [STRING, NULL], "discriminator": {"propertyName": "a", "mapping": {"b": "B"}}}}, "A"),
    ],
)
def test_a_component_out_of_form_is_noticed(schemas: dict[str, Any], name: str) -> None:
    assert found(with_schemas(**schemas)) == [f"#/components/schemas/{name}"]


@pytest.mark.parametrize(
    ("paths", "pointer"),
    [
        ({"/a": {"get": {}}}, "#/paths/~1a/get"),
        ({"/a?b=1": {"get": {"operationId": "x"}}}, "#/paths/~1a?b=1/get"),
        ({"/a#b": {"get": {"operationId": "x"}}}, "#/paths/~1a#b/get"),
        ({"/a": {"get": {"operationId": "x"}, "put": {"operationId": "x"}}}, "#/paths/~1a/put"),
        ({"/a": {"get": {"operationId": "x", "parameters": [{"name": "n"}]}}}, "#/paths/~1a/get/parameters/0"),
        (
            {"/a": {"get": {"operationId": "x", "responses": {"200": {"$ref": "#/components/schemas/A"}}}}},
            "#/paths/~1a/get/responses/200",
        ),
    ],
)
def test_an_operation_out_of_form_is_noticed(paths: dict[str, Any], pointer: str) -> None:
    assert found(with_paths(paths, A=STRING)) == [pointer]


@pytest.mark.parametrize(
    ("key", "value"), [("openapi", "3.0.0"), ("x-vendor", 1), ("components", {"parameters": {}})]
)  # fmt: skip
def test_a_document_out_of_form_is_noticed(key: str, value: Any) -> None:
    assert found({**with_schemas(), key: value})


def test_what_is_in_form_passes() -> None:
    check(with_schemas(A=obj("a", a=STRING, b={"anyOf": [ref("B"), NULL]}), B=ENUM, C={"anyOf": [ref("A"), STRING]}))
