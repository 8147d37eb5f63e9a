"""Exports of AWS API Gateway: methods, paths, models and answers that it writes in its own way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from specloom.prepare import prepare
from specloom.prepare.gateway import is_export
from specloom.prepare.passes.place_hashed_models import is_made_up
from tests.prepare.documents import obj, plain, ref, with_paths
from tests.prepare.gateway import EMPTY, SERVERS, answering, export, mended, whole

ANY = {"x-amazon-apigateway-any-method": {"operationId": "all", "responses": {}}}
SWAGGER = {"swagger": "2.0", "info": {"title": "Pets", "version": "1"}}
MOCK = {"x-amazon-apigateway-integration": {"type": "MOCK"}}


# --- methods and paths -----------------------------------------------------------------------------------------------


def test_any_stands_for_the_verbs_that_are_not_listed() -> None:
    item = prepare(with_paths({"/pets": {"get": {"operationId": "list"}, **ANY}}))["paths"]["/pets"]
    assert item["get"]["operationId"] == "list"
    assert [item[verb]["operationId"] for verb in ("put", "post", "delete", "patch", "head")] == [
        "putPets", "postPets", "deletePets", "patchPets", "headPets",
    ]  # fmt: skip
    assert item["put"]["x-specloom-pointer"] == "#/paths/~1pets/x-amazon-apigateway-any-method"


@pytest.mark.parametrize(
    "document", [with_paths({"/files/{proxy+}": {"get": {}}}), {**SWAGGER, "paths": {"/files/{proxy+}": {"get": {}}}}]
)
def test_a_greedy_parameter_is_declared_and_marked(document: dict[str, Any]) -> None:
    operation = prepare(document)["paths"]["/files/{proxy}"]["get"]
    assert operation["parameters"] == [
        {"name": "proxy", "in": "path", "required": True, "schema": {"type": "string"}, "x-specloom-greedy": True}
    ]
    assert operation["x-specloom-pointer"] == "#/paths/~1files~1{proxy+}/get"


@pytest.mark.parametrize("name", ["proxy", "proxy+"])
def test_a_greedy_parameter_is_marked_where_it_is_declared(name: str) -> None:
    declared = {"name": name, "in": "path", "required": True, "description": "The rest.", "schema": {"type": "string"}}
    named_alike = {"name": "proxy", "in": "query", "schema": {"type": "string"}}
    refers = {"$ref": "#/components/parameters/Rest"}
    expected = {**declared, "name": "proxy", "x-specloom-greedy": True}
    for shared, own in (([declared], []), ([], [declared]), ([], [refers]), ([refers], [])):
        document = with_paths({"/files/{proxy+}": {"parameters": shared, "get": {"parameters": [*own, named_alike]}}})
        document["components"]["parameters"] = {"Rest": declared}
        found = prepare(document)["paths"]["/files/{proxy}"]["get"]["parameters"]
        assert [plain(one) | {k: v for k, v in one.items() if "greedy" in k} for one in found] == [
            expected,
            {**named_alike, "required": False},
        ]


def test_a_greedy_path_beside_one_that_is_not_keeps_its_own_operations() -> None:
    done = prepare(with_paths({"/a/{b+}": {"get": {}, "post": {}}, "/a/{b}": {"get": {"operationId": "one"}}}))
    greedy = {
        (verb, operation.get("x-specloom-path", path)): "x-specloom-greedy" in operation["parameters"][0]
        for path, item in done["paths"].items()
        for verb, operation in item.items()
        if operation["operationId"] != "one"
    }
    assert greedy == {("get", "/a/{b}"): True, ("post", "/a/{b}"): True}
    assert done["paths"]["/a/{b}"]["get"]["operationId"] == "one"


def test_the_default_route_takes_any_path() -> None:
    done = prepare(export({"/$default": {**ANY}, "/pets": {"get": {}}}))
    assert list(done["paths"]) == ["/{proxy}", "/pets"]
    operation = done["paths"]["/{proxy}"]["delete"]
    assert operation["tags"] == ["default"]
    assert operation["parameters"][0]["x-specloom-greedy"] is True
    assert operation["x-specloom-pointer"] == "#/paths/~1$default/x-amazon-apigateway-any-method"
    beside = prepare(export({"/$default": {**ANY}, "/{proxy+}": {"get": {}}}))
    assert list(beside["paths"]) == ["/$default", "/{proxy}"]


def test_a_server_variable_has_its_default() -> None:
    variables = {"basePath": {"default": "/prod"}}
    servers = [{"url": "https://pets.example/{basePath}", "variables": variables}, {"url": "/{unknown}"}]
    found = prepare({**with_paths({}), "servers": servers})["servers"]
    assert found == [{"url": "https://pets.example/prod"}, {"url": "/{unknown}"}]


# --- preflights ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "document",
    [
        export({"/pets": {"get": {}, "options": {}}}),
        with_paths({"/pets": {"get": {}, "options": MOCK}}),
        {**with_paths({"/pets": {"get": {}, "options": {}}}), "x-amazon-apigateway-cors": {}},
        {**SWAGGER, "host": "a.execute-api.b.amazonaws.com", "paths": {"/pets": {"get": {}, "options": {}}}},
    ],
)
def test_options_goes_where_the_gateway_put_it(document: dict[str, Any]) -> None:
    done = prepare(document)
    assert list(done["paths"]["/pets"]) == ["get"]
    assert mended(done) == [
        ("#/paths/~1pets/options", "OPTIONS is left out: it answers the preflight requests of browsers")
    ]


def test_options_of_other_documents_stays() -> None:
    done = prepare(with_paths({"/pets": {"get": {}, "options": {}}}))
    assert list(done["paths"]["/pets"]) == ["get", "options"]
    assert mended(done) == []


def test_options_can_be_kept() -> None:
    done = prepare(export({"/pets": {"options": {"x-specloom-keep": True}}, "/toys": {"options": {}}}))
    assert list(done["paths"]) == ["/pets"]
    assert list(done["paths"]["/pets"]) == ["options"]
    assert prepare(done)["paths"] == done["paths"]


def test_a_path_of_nothing_but_options_goes() -> None:
    shared = [{"name": "id", "in": "path", "schema": {"type": "string"}}]
    done = prepare(export({"/pets/{id}": {"options": MOCK, "parameters": shared}, "/toys": {"get": {}}}))
    assert list(done["paths"]) == ["/toys"]


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        ({}, False),
        ({"servers": [{"url": "https://api.example/execute-api"}]}, False),
        ({"servers": SERVERS}, True),
        ({"servers": [{}]}, False),
        ({"x-amazon-apigateway-policy": {}}, True),
        ({"paths": {"/a": {"get": {"x-amazon-apigateway-auth": {"type": "NONE"}}}}}, True),
        ({"components": {"securitySchemes": {"a": {"x-amazon-apigateway-authtype": "custom"}}}}, True),
        ({"securityDefinitions": {"a": {"x-amazon-apigateway-authtype": "custom"}}}, True),
        ({"paths": {"/a": None, "/b": {"get": {"x-amazon-other": 1}}}}, False),
    ],
)
def test_an_export_is_known_by_its_address_or_its_extensions(extra: dict[str, Any], expected: bool) -> None:
    assert is_export({"openapi": "3.0.1", "paths": {}, **extra}) is expected


# --- models ----------------------------------------------------------------------------------------------------------


def test_a_reference_to_the_empty_model_is_any_value() -> None:
    paths = {"/pets": {"get": answering("Empty"), "post": {**answering("Empty"), "requestBody": _body("Empty")}}}
    holder = obj(anything=ref("Empty"))
    done = prepare(export(paths, Empty=EMPTY, Holder=holder))
    assert list(done["components"]["schemas"]) == ["Holder"]
    assert plain(done["components"]["schemas"]["Holder"]["properties"]["anything"]) == {}
    schema = _answer(done["paths"]["/pets"]["get"])
    assert schema == {
        "x-specloom-pointer": "#/paths/~1pets/get",
        "x-specloom-widened": "the document says nothing about the value",
    }
    assert plain(done["paths"]["/pets"]["post"]["requestBody"]["content"]["application/json"]["schema"]) == {}


def test_a_binary_answer_of_the_empty_model_is_bytes() -> None:
    content = {"image/png": {"schema": ref("Empty")}}
    done = prepare(export({"/photo": {"get": {"responses": {"200": {"content": content}}}}}, Empty=EMPTY))
    assert _answer(done["paths"]["/photo"]["get"], "image/png") == {"type": "string", "format": "binary"}


@pytest.mark.parametrize(
    ("document", "name"),
    [
        (export({"/pets": {"get": answering("Empty")}}, Empty=obj(name={"type": "string"})), "Empty"),
        (export({"/pets": {"get": answering("Nothing")}}, Nothing=EMPTY), "Nothing"),
        (with_paths({"/pets": {"get": answering("Empty")}}, Empty=EMPTY), "Empty"),
    ],
)
def test_other_models_stay(document: dict[str, Any], name: str) -> None:
    done = prepare(document)
    assert name in done["components"]["schemas"]
    assert _answer(done["paths"]["/pets"]["get"]) == ref(name)


@pytest.mark.parametrize(
    "name",
    [
        "MODELab12cd", "petstackpetsB7hQ0xkYzP2d", "StackPetModel1U2KJ3LX0PQZ", "PetModel94F43DD0", "PetModelA1BCDEF2",
        "petstackpetsQwXrTzUiKpAs",
    ],
)  # fmt: skip
def test_a_name_that_aws_made_up_is_known(name: str) -> None:
    assert is_made_up(name)


@pytest.mark.parametrize(
    "name",
    [
        "MODEL", "MODELab12", "Pet", "CreatePromptRequest", "GetUserV2Response", "S3ObjectV2Key", "OAuth2TokenInfo",
        "ListAccountsV1Response", "MyX509CertV3Info", "IPv4AddressRange2", "error_response_404", "HTTPValidationError",
        "Order20240101", "PetModelABCDEFAB", "ReportDEADBEEF", "XmlApiUrlKeyId", "AwsIamArnKmsId", "Face2021",
    ],
)  # fmt: skip
def test_a_name_that_a_person_chose_is_not_taken_for_one(name: str) -> None:
    assert not is_made_up(name)


def test_a_model_with_a_made_up_name_is_named_for_its_one_use() -> None:
    hashed, inner = "petstackpetsB7hQ0xkYzP2d", "petstackpetsQ4mZ8xTb2LkR"
    schemas = {hashed: obj(owner=ref(inner)), inner: obj(name={"type": "string"}), "MODEL0f0f0f": EMPTY}
    done = prepare(export({"/pets": {"get": answering(hashed)}}, **schemas))
    assert list(done["components"]["schemas"]) == ["GetPetsResponse", "GetPetsResponseOwner"]
    assert _answer(done["paths"]["/pets"]["get"]) == ref("GetPetsResponse")


def test_a_model_with_a_made_up_name_and_several_uses_keeps_it() -> None:
    paths = {"/pets": {"get": answering("MODELab12cd"), "post": answering("MODELab12cd")}}
    assert list(prepare(export(paths, MODELab12cd=obj(name={})))["components"]["schemas"]) == ["MODELab12cd"]


def test_a_model_with_a_made_up_name_that_holds_itself_stays() -> None:
    model = obj(next=ref("MODELab12cd"), name={"type": "string"})
    done = prepare(export({"/pets": {"get": answering("MODELab12cd")}}, MODELab12cd=model))
    assert list(done["components"]["schemas"]) == ["MODELab12cd"]


def test_made_up_names_of_other_documents_stay() -> None:
    document = with_paths({"/pets": {"get": answering("MODELab12cd")}}, MODELab12cd=obj(name={}))
    assert list(prepare(document)["components"]["schemas"]) == ["MODELab12cd"]


def test_titles_name_nothing() -> None:
    schemas = {"Cat": {**obj(name={}), "title": "Payload"}, "Dog": {**obj(bark={}), "title": "Payload"}}
    done = prepare(export({"/cat": {"get": answering("Cat")}, "/dog": {"get": answering("Dog")}}, **schemas))
    assert list(done["components"]["schemas"]) == ["Cat", "Dog"]
    assert all("title" not in schema for schema in done["components"]["schemas"].values())


# --- answers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "responses",
    [
        {"200": {"description": "200 response"}},
        {"200": {"description": "200 response", "content": {}}},
        {"default": {"description": "Default response for GET /pets"}},
        {"201": {}, "400": {"content": {"application/json": {"schema": {"type": "string"}}}}},
        {"200": None},
    ],
)
def test_a_silent_answer_of_the_gateway_is_any_value_or_text(responses: dict[str, Any]) -> None:
    operation = prepare(export({"/pets": {"get": {"responses": responses}}}))["paths"]["/pets"]["get"]
    content = operation["responses"][next(iter(responses))]["content"]
    assert plain(content) == {"application/json": {"schema": {}}, "text/plain": {"schema": {"type": "string"}}}


@pytest.mark.parametrize("stated", [{}, {"responses": {}}, {"responses": None}])
def test_an_operation_of_the_gateway_without_answers_has_any(stated: dict[str, Any]) -> None:
    operation = prepare(export({"/pets": {"get": stated}}))["paths"]["/pets"]["get"]
    assert list(operation["responses"]["200"]["content"]) == ["application/json", "text/plain"]


@pytest.mark.parametrize(
    ("verb", "responses"),
    [
        ("delete", {"204": {}}),
        ("get", {"302": {}}),
        ("get", {"default": {}, "200": {"content": {"application/json": {"schema": {"type": "string"}}}}}),
        ("get", {"200": {"content": {"application/json": {"schema": {"type": "string"}}}}, "202": {}}),
        ("head", {"200": {}}),
    ],
)
def test_an_answer_that_is_known_stays_as_it_is(verb: str, responses: dict[str, Any]) -> None:
    operation = prepare(export({"/pets": {verb: {"responses": responses}}}))["paths"]["/pets"][verb]
    silent = [status for status, response in responses.items() if "content" not in response]
    assert silent
    assert all("content" not in operation["responses"][status] for status in silent)


def test_a_silent_answer_of_other_documents_is_empty() -> None:
    operation = prepare(with_paths({"/pets": {"get": {"responses": {"200": {}}}}}))["paths"]["/pets"]["get"]
    assert operation["responses"] == {"200": {"description": ""}}


# --- whole exports ---------------------------------------------------------------------------------------------------


def test_both_exports_of_a_stage_come_out_the_same() -> None:
    swagger, openapi = (whole(f"shelter-rest-{version}.yaml") for version in ("2.0", "3.0"))
    assert plain(swagger) == plain(openapi)
    assert mended(swagger) == mended(openapi)


def test_what_is_wrong_in_an_export_is_told() -> None:
    told = mended(whole("shelter-rest-3.0.yaml"))
    assert ("#/paths/~1animals~1{animalId}/put", "nothing declares {animalId}; it is text") in told
    assert (
        "#/paths/~1animals~1{animalId}/delete",
        "the parameter 'force' in query is declared twice; the first counts",
    ) in told
    assert [pointer for pointer, reason in told if "OPTIONS" in reason] == [
        "#/paths/~1animals/options", "#/paths/~1animals~1{animalId}/options", "#/paths/~1files~1{proxy+}/options",
        "#/paths/~1health/options",
    ]  # fmt: skip
    assert len(told) == 6


@pytest.mark.parametrize("name", ["shelter-rest-3.0.yaml", "shelter-rest-2.0.yaml", "claims-http.json"])
def test_of_the_extensions_only_credentials_are_left(name: str) -> None:
    done = whole(name)
    schemes = done["components"].pop("securitySchemes")
    # The part that tells of credentials may stay on an operation.
    assert [key for key in _keys(done) if key.startswith("x-amazon-") and "auth" not in key] == []
    assert any(key.startswith("x-amazon-") for key in _keys(schemes))


def test_every_operation_of_an_export_is_there() -> None:
    rest, http = whole("shelter-rest-3.0.yaml"), whole("claims-http.json")
    assert {path: sorted(item) for path, item in rest["paths"].items()} == {
        "/animals": ["get", "post"],
        "/animals/{animalId}": ["delete", "get", "put"],
        "/animals/{animalId}/photo": ["get"],
        "/files/{proxy}": ["delete", "get", "head", "patch", "post", "put"],
    }
    assert {path: len(item) for path, item in http["paths"].items()} == {
        "/{proxy}": 6,
        "/claims": 2,
        "/claims/{id}": 2,
        "/archive/{rest}": 6,
    }
    assert http["tags"] == []


def _keys(node: Any) -> Iterator[str]:
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _keys(part)
    yield from node if isinstance(node, dict) else ()


def _body(name: str) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": ref(name)}}}


def _answer(operation: dict[str, Any], kind: str = "application/json") -> Any:
    return operation["responses"]["200"]["content"][kind]["schema"]
