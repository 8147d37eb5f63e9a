"""Documents that no right client can come out of are refused, with every reason."""

from __future__ import annotations

from typing import Any

import pytest

from specloom.document.checks import check_document, document_problems
from specloom.problems import SpecloomError


def _document(path: str = "/pets", schemas: Any = None, **operation: Any) -> dict[str, Any]:
    return {"openapi": "3.1.0", "paths": {path: {"get": operation}}, "components": {"schemas": schemas or {}}}


def _problems(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [(problem.pointer, problem.message) for problem in document_problems(document, "pets.yaml")]


def _pointers(document: dict[str, Any]) -> list[str]:
    return [pointer for pointer, _ in _problems(document)]


def _body(schema: Any) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def _query(kind: str) -> dict[str, Any]:
    return {"name": "a", "in": "query", "schema": {"type": kind}}


def test_a_plain_document_is_fine() -> None:
    check_document(_document(responses={"200": {"description": ""}, "4XX": {}, "default": {}, "x-note": 1}), "a")


def test_an_operation_may_leave_responses_out() -> None:
    assert _problems(_document()) == []


def test_all_problems_are_raised_at_once_with_their_source() -> None:
    document = _document("/pets/{id", requestBody=_body({"$ref": "#/nowhere"}), parameters=[{"in": "query"}])
    with pytest.raises(SpecloomError) as caught:
        check_document(document, "pets.yaml")
    assert [str(problem) for problem in caught.value.problems] == [
        "pets.yaml#/paths/~1pets~1{id/get/parameters/0: this parameter has no name",
        "pets.yaml#/paths/~1pets~1{id/get: the braces of the path '/pets/{id' do not pair",
        "pets.yaml#/paths/~1pets~1{id/get/requestBody/content/application~1json/schema/$ref: "
        "'#/nowhere' leads nowhere",
    ]


@pytest.mark.parametrize(
    ("document", "pointer"),
    [
        ({"openapi": "3.1.0"}, "#/paths"),
        ({"openapi": "3.1.0", "paths": {}}, "#/paths"),
        ({"openapi": "3.1.0", "paths": [1]}, "#/paths"),
        ({"openapi": "3.1.0", "paths": {"/a": []}}, "#/paths/~1a"),
        ({"openapi": "3.1.0", "paths": {"a": {}}}, "#/paths/a"),
        ({"openapi": "3.1.0", "paths": {"/a": {"get": "x"}}}, "#/paths/~1a/get"),
        (_document(operationId=1), "#/paths/~1pets/get/operationId"),
        (_document(requestBody=[]), "#/paths/~1pets/get/requestBody"),
        (_document(responses=[]), "#/paths/~1pets/get/responses"),
        (_document(responses={"ok": {}}), "#/paths/~1pets/get/responses/ok"),
        (_document(responses={"200": None}), "#/paths/~1pets/get/responses/200"),
        (_document(parameters={}), "#/paths/~1pets/get/parameters"),
        (_document(parameters=[1]), "#/paths/~1pets/get/parameters/0"),
        (_document(parameters=[{"name": "a", "in": "body"}]), "#/paths/~1pets/get/parameters/0"),
        (_document(parameters=[_query("string"), _query("array")]), "#/paths/~1pets/get/parameters/1"),
        (_document("/a/{b"), "#/paths/~1a~1{b/get"),
        (_document("/a/{}"), "#/paths/~1a~1{}/get"),
        (_document("/a/{a}", parameters=[_query("string")]), "#/paths/~1a~1{a}/get"),
        (_document(schemas={"A": 1}), "#/components/schemas/A"),
        (_document(schemas={"A": {"properties": []}}), "#/components/schemas/A/properties"),
        (_document(schemas={"A": {"properties": {"b": "x"}}}), "#/components/schemas/A/properties/b"),
        (_document(schemas={"A": {"anyOf": []}}), "#/components/schemas/A/anyOf"),
        (_document(schemas={"A": {"allOf": {}}}), "#/components/schemas/A/allOf"),
        (_document(schemas={"A": {"enum": "x"}}), "#/components/schemas/A/enum"),
        (_document(schemas={"A": {"type": "text"}}), "#/components/schemas/A/type"),
        (_document(schemas={"A": {"type": ["string", "nil"]}}), "#/components/schemas/A/type"),
        (_document(schemas={"A": {"type": {}}}), "#/components/schemas/A/type"),
    ],
)
def test_what_cannot_be_generated_from_is_a_problem(document: dict[str, Any], pointer: str) -> None:
    assert _pointers(document) == [pointer]


@pytest.mark.parametrize(
    "document",
    [
        _document("/pets/{id}"),
        _document("/pets/{proxy+}"),
        _document(parameters=[{"name": "id", "in": "path"}]),
        _document(parameters=[_query("array"), {**_query("array"), "description": "Once more."}]),
        _document(parameters=[_query("string"), _query("integer")]),
        _document(responses={"200": {"content": {}}, "201": {}, "202": {"content": {"application/json": {}}}}),
    ],
)
def test_what_has_one_meaning_all_the_same_is_no_problem(document: dict[str, Any]) -> None:
    assert _problems(document) == []


def test_two_parameters_that_refer_to_scalars_travel_alike() -> None:
    refers = {"name": "a", "in": "query", "schema": {"$ref": "#/components/schemas/Kind"}}
    document = _document(parameters=[refers, _query("string")], schemas={"Kind": {"type": "string"}})
    assert _problems(document) == []
    document["components"]["schemas"]["Kind"]["type"] = "object"
    assert len(_problems(document)) == 1


def test_an_operation_has_one_body() -> None:
    parameters = [{"name": name, "in": "body", "schema": {"type": "object"}} for name in ("a", "b")]
    document = {"swagger": "2.0", "paths": {"/a": {"post": {"parameters": parameters}}}}
    assert _pointers(document) == ["#/paths/~1a/post/parameters/1"]


def test_the_operation_of_all_verbs_is_checked_like_others() -> None:
    document = _document()
    document["paths"]["/pets"] = {"x-amazon-apigateway-any-method": {"parameters": [{"in": "query"}]}}
    assert _pointers(document) == ["#/paths/~1pets/x-amazon-apigateway-any-method/parameters/0"]


def test_an_operation_id_that_is_given_twice_names_the_first_place() -> None:
    document = _document(operationId="a", callbacks={"done": {"{$url}": {"post": {"operationId": "a"}}}})
    assert _problems(document) == []
    document["paths"]["/cats"] = {"post": {"operationId": "a"}}
    assert _problems(document) == [("#/paths/~1cats/post/operationId", "'a' already names #/paths/~1pets/get")]


def test_parameters_may_be_shared_referenced_and_greedy() -> None:
    document = _document("/pets/{id}/{proxy+}", parameters=[{"$ref": "#/components/parameters/Id"}])
    document["components"]["parameters"] = {"Id": {"name": "id", "in": "path"}}
    document["paths"]["/pets/{id}/{proxy+}"]["parameters"] = [{"name": "proxy", "in": "path"}]
    assert _problems(document) == []


def test_a_query_written_into_a_path_is_filled_by_query_parameters() -> None:
    assert _problems(_document("/pets?kind={kind}", parameters=[{"name": "kind", "in": "query"}])) == []
    assert _problems(_document("/pets/{kind}", parameters=[{"name": "kind", "in": "query"}]))


def test_swagger_has_other_places_for_parameters() -> None:
    parameters: list[dict[str, Any]] = [{"name": "a", "in": "body"}, {"name": "f", "in": "formData", "type": "file"}]
    document = {"swagger": "2.0", "paths": {"/a": {"post": {"parameters": parameters}}}}
    assert _problems(document) == []
    parameters[0]["in"] = "cookie"
    assert len(_problems(document)) == 1


@pytest.mark.parametrize(
    ("ref", "message"),
    [
        ("#/components/schemas/Dog", "leads nowhere"),
        ("#anchor", "leads nowhere"),
        ("#", "the document as a whole"),
        ("other.yaml#/Pet", "leads out of the document"),
        ("https://example.com/pet.json", "leads out of the document"),
        ("#/openapi", "leads to str"),
        (1, "is the text of a pointer"),
    ],
)
def test_a_dead_reference_is_a_problem(ref: object, message: str) -> None:
    document = _document(schemas={"Pet": {"properties": {"friend": {"$ref": ref}}}})
    ((pointer, said),) = _problems(document)
    assert pointer == "#/components/schemas/Pet/properties/friend/$ref"
    assert message in said


def test_references_are_found_where_references_stand_and_nowhere_else() -> None:
    dead = {"$ref": "#/nowhere"}
    document = _document(
        parameters=[dead],
        responses={"200": dead},
        schemas={
            "Data": {"default": dead, "enum": [dead], "example": dead, "x-any": dead},
            "Pet": {"type": "object", "properties": {"$ref": {"type": "string"}}},
        },
    )
    assert _pointers(document) == [
        "#/paths/~1pets/get/parameters/0/$ref",
        "#/paths/~1pets/get/responses/200/$ref",
    ]


def test_a_mapping_of_a_discriminator_must_lead_somewhere() -> None:
    mapping = {"cat": "#/components/schemas/Cat", "dog": "#/components/schemas/Dog", "cow": "Cow"}
    pet = {
        "oneOf": [{"$ref": "#/components/schemas/Cat"}],
        "discriminator": {"propertyName": "kind", "mapping": mapping},
    }
    document = _document(schemas={"Cat": {}, "Pet": pet})
    assert _pointers(document) == ["#/components/schemas/Pet/discriminator/mapping/dog"]


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


@pytest.mark.parametrize(
    "schemas",
    [
        {"A": _ref("A")},
        {"A": _ref("B"), "B": _ref("C"), "C": _ref("A")},
        {"A": {"allOf": [{"type": "object"}, _ref("B")]}, "B": {"anyOf": [_ref("A"), {"type": "null"}]}},
        {"A": {"oneOf": [{"allOf": [_ref("A")]}]}},
    ],
)
def test_what_leads_back_to_itself_is_one_problem(schemas: dict[str, Any]) -> None:
    ((_, message),) = _problems(_document(schemas=schemas))
    assert message.startswith("this leads back to itself: #/components/schemas/")


def test_circles_apart_from_one_another_are_all_found() -> None:
    schemas = {"A": _ref("A"), "B": _ref("C"), "C": _ref("B"), "D": _ref("A")}
    assert len(_problems(_document(schemas=schemas))) == 2


def test_a_chain_that_later_steps_cannot_follow_is_one_problem_however_it_is_ordered() -> None:
    chain = {f"A{i}": _ref(f"A{i + 1}") for i in range(500)} | {"A500": {}}
    for schemas in (chain, dict(reversed(chain.items()))):
        ((pointer, message),) = _problems(_document(schemas=schemas))
        assert pointer == "#/components/schemas/A350"
        assert "lead from here on to 150 further schemas" in message


def test_recursive_schemas_are_fine() -> None:
    tree = {"properties": {"left": _ref("Tree"), "all": {"items": _ref("Tree")}, "more": {"anyOf": [_ref("Tree")]}}}
    chain = {f"A{i}": _ref(f"A{i + 1}") for i in range(100)}
    assert (
        _problems(_document(schemas={"Tree": tree, "Map": {"additionalProperties": _ref("Map")}, **chain, "A100": {}}))
        == []
    )


def test_references_of_a_parameter_that_never_end_do_not_hang() -> None:
    document = _document(parameters=[{"$ref": "#/components/parameters/A"}])
    document["components"]["parameters"] = {"A": {"$ref": "#/components/parameters/A"}}
    assert len(_problems(document)) == 1
