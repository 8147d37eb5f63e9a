"""What cannot be prepared is refused: all of it at once, with pointers."""

from __future__ import annotations

from typing import Any

import pytest

from specloom.prepare import prepare
from specloom.problems import SpecloomError
from tests.prepare.documents import obj, ref, with_paths, with_schemas


def pointers(document: Any) -> list[str]:
    with pytest.raises(SpecloomError) as caught:
        prepare(document, "pets.json")
    assert all(problem.source == "pets.json" and problem.message for problem in caught.value.problems)
    return [problem.pointer for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("document", "pointer"),
    [
        ([], "#"),
        ({"title": "no API"}, "#"),
        ({"openapi": "4.0.0"}, "#/openapi"),
        ({"swagger": "1.2"}, "#/swagger"),
        (with_schemas(A=["no schema"]), "#/components/schemas/A"),
        (with_schemas(A={"allOf": {"type": "object"}}), "#/components/schemas/A/allOf"),
        (with_schemas(A={"enum": "one"}), "#/components/schemas/A/enum"),
        (with_schemas(A={"type": "object", "properties": ["name"]}), "#/components/schemas/A/properties"),
        (with_schemas(A=obj(b="text")), "#/components/schemas/A/properties/b"),
        (with_paths({"/a": {"get": {"parameters": [{"in": "query"}]}}}), "#/paths/~1a/get/parameters/0"),
        (with_paths({"/a": {"get": {"operationId": 7}}}), "#/paths/~1a/get/operationId"),
        (with_paths({"/a": ["get"]}), "#/paths/~1a"),
    ],
)
def test_a_broken_document_is_refused_with_the_place(document: Any, pointer: str) -> None:
    assert pointer in pointers(document)


@pytest.mark.parametrize(
    "target",
    [
        "#/components/schemas/Missing",
        "#/components/schemas/A/properties/missing",
        "#anchor",
        "other.json#/A",
        "https://pets.example/a.json",
        7,
    ],
)
def test_a_reference_must_lead_somewhere_in_the_document(target: Any) -> None:
    document = with_schemas(A=obj(b={"$ref": target}))
    assert pointers(document) == ["#/components/schemas/A/properties/b"]


def test_references_that_only_lead_to_each_other_are_refused() -> None:
    assert pointers(with_schemas(A=ref("B"), B=ref("A"))) == ["#/components/schemas/A", "#/components/schemas/B"]


def test_a_schema_may_hold_itself() -> None:
    found = prepare(with_schemas(A=obj(child=ref("A")), B=obj(c=ref("C")), C=obj(b=ref("B"))))["components"]["schemas"]
    assert list(found) == ["A", "B", "C"]
    assert found["A"]["properties"]["child"] == ref("A")
    assert (found["B"]["properties"]["c"], found["C"]["properties"]["b"]) == (ref("C"), ref("B"))


def test_a_boolean_schema_may_be_referred_to() -> None:
    found = prepare(with_schemas(Any=True, A=obj(b=ref("Any"))))["components"]["schemas"]
    assert found["A"]["properties"]["b"] == ref("Any")
    assert "x-specloom-widened" in found["Any"]


def test_a_schema_must_not_be_part_of_itself() -> None:
    with pytest.raises(SpecloomError, match="part of itself") as caught:
        prepare(with_schemas(A={"allOf": [ref("B"), obj(x={})]}, B={"allOf": [ref("A"), obj(y={})]}))
    assert caught.value.problems[0].pointer == "#/components/schemas/A"


def test_a_name_for_two_operations_is_refused() -> None:
    document = with_paths({"/a": {"get": {"operationId": "same"}, "put": {"operationId": "same"}}})
    assert pointers(document) == ["#/paths/~1a/put/operationId"]


def test_all_problems_are_reported_in_one_round() -> None:
    document = with_paths({"/a": {"get": {"parameters": [ref("No")]}}}, A=ref("No"), B={"type": "array", "items": 3})
    assert len(pointers(document)) == 3


def test_an_object_where_a_description_should_be_is_no_reason_to_refuse() -> None:
    done = prepare(with_schemas(A={"type": "string", "description": {"text": "no"}}))
    assert done["components"]["schemas"]["A"] == {"type": "string"}
