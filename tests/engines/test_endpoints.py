"""Every operation comes out whole: parameters, bodies, every content type of every status."""

from __future__ import annotations

from typing import Any

import pytest

from specloom.engines import parse
from specloom.plan.parsed import Endpoint, EndpointBody, EndpointParameter, EndpointResponse
from specloom.plan.types import ANY, NONE, DictOf, ListOf, Literals, Primitive, Ref, Type, UnionOf

from .documents import NULL, TEXT, content, document, operation, parameter, ref, thing

STR = Primitive("str")
SCHEMAS = {"Pet": thing({"name": TEXT}), "Size": {"type": "string", "enum": ["s", "m"]}, "Part": thing({"text": TEXT})}


def test_names_verb_and_path() -> None:
    paths = {
        "/pets": {"get": operation("listPets"), "post": operation("class")},
        "/pets#2": {"get": operation("listPets2", **{"x-specloom-path": "/pets"})},
    }
    found = parse(document(SCHEMAS, paths)).endpoints
    assert [(name, end.operation_id, end.verb, end.path) for name, end in found.items()] == [
        ("listPets", "listPets", "get", "/pets"),
        ("class", "class", "post", "/pets"),
        ("listPets2", "listPets2", "get", "/pets"),
    ]


def test_operation_ids_that_look_alike_stay_apart() -> None:
    ids = ("get-it", "get_it", "getIt", "GetIt", "get it")
    paths = {f"/{index}": {"get": operation(name)} for index, name in enumerate(ids)}
    assert tuple(parse(document(paths=paths)).endpoints) == ids


@pytest.mark.parametrize("place", ["query", "header", "cookie"])
def test_parameters_of_every_kind_in_every_place(place: str) -> None:
    kinds: list[tuple[Any, Any]] = [
        (TEXT, STR),
        ({"type": "boolean"}, Primitive("bool")),
        ({"type": "array", "items": ref("Size")}, ListOf(Ref("Size"))),
        ({"anyOf": [TEXT, NULL]}, UnionOf((STR, NONE))),
        ({"type": "string", "const": "x"}, Literals(("x",))),
        ({"type": "object", "additionalProperties": TEXT}, DictOf(STR)),
        (ref("Pet"), Ref("Pet")),
        ({}, ANY),
    ]
    rows = [parameter(f"p-{index}", place, schema, required=index == 0) for index, (schema, _) in enumerate(kinds)]
    found = _only(operation(parameters=rows)).parameters
    assert found == tuple(
        EndpointParameter(f"p-{index}", place, type_, required=index == 0)  # type: ignore[arg-type]  # place is a Location
        for index, (_, type_) in enumerate(kinds)
    )


def test_parameters_whose_names_look_alike_stay_apart() -> None:
    keys = [
        ("a-b", "query"),
        ("a_b", "query"),
        ("aB", "query"),
        ("a-b", "header"),
        ("client", "query"),
        ("p0", "query"),
    ]
    found = _only(operation(parameters=[parameter(name, place, TEXT) for name, place in keys])).parameters
    assert [(row.wire_name, row.location) for row in found] == keys


def test_words_and_marks_of_a_parameter() -> None:
    row = parameter("a", "query", TEXT, description="The a.", deprecated=True)
    assert _only(operation(parameters=[row])).parameters == (
        EndpointParameter("a", "query", STR, required=False, description="The a.", deprecated=True),
    )


def test_path_parameters_with_odd_names() -> None:
    names = ("id", "proxy+", "a.b", "from", "x-y")
    path = "/" + "/".join(f"{{{name}}}" for name in names)
    rows = [parameter(name, "path", TEXT, required=True) for name in reversed(names)]
    found = _only(operation(parameters=rows), path)
    assert found.path == path
    assert [row.wire_name for row in found.parameters] == list(reversed(names))


def test_path_parameters_with_the_names_that_the_engine_gets_to_see() -> None:
    rows = [parameter("p1", "path", TEXT, required=True), parameter("p0", "path", TEXT, required=True)]
    found = _only(operation(parameters=rows), "/{p1}/{p0}")
    assert [row.wire_name for row in found.parameters] == ["p1", "p0"]


def test_every_content_type_of_a_body() -> None:
    media = {
        "application/json": {"schema": ref("Pet")},
        "multipart/form-data": {"schema": ref("Part")},
        "application/x-www-form-urlencoded": {"schema": {"type": "object"}},
        "application/sdp": {"schema": TEXT},
        "image/png": {"schema": {"type": "string", "format": "binary"}},
        "text/plain; charset=utf-8": {},
    }
    found = _only(operation(requestBody={"required": False, "content": media})).bodies
    types: tuple[Type, ...] = (Ref("Pet"), Ref("Part"), DictOf(ANY), STR, Primitive("file"), ANY)
    assert found == tuple(EndpointBody(kind, type_, required=False) for kind, type_ in zip(media, types, strict=True))


def test_required_body() -> None:
    body = {"required": True, "content": content(application_json=ref("Pet"), multipart_form_data=ref("Pet"))}
    assert [row.required for row in _only(operation(requestBody=body)).bodies] == [True, True]


def test_every_content_type_of_every_status() -> None:
    responses = {
        "default": {"description": "", "content": content(application_json={"type": "object"})},
        "200": {
            "description": "",
            "content": {
                "application/json": {"schema": ref("Pet")},
                "text/event-stream": {"schema": ref("Part")},
                "application/sdp": {"schema": TEXT},
                "video/mp4": {"schema": {"type": "string", "format": "binary"}},
                "application/zip": {},
            },
        },
        "4XX": {"description": "", "content": content(application_json={"anyOf": [ref("Pet"), NULL]})},
        "204": {"description": ""},
    }
    assert _only(operation(responses=responses)).responses == (
        EndpointResponse("default", "application/json", DictOf(ANY)),
        EndpointResponse("200", "application/json", Ref("Pet")),
        EndpointResponse("200", "text/event-stream", Ref("Part")),
        EndpointResponse("200", "application/sdp", STR),
        EndpointResponse("200", "video/mp4", Primitive("bytes")),
        EndpointResponse("200", "application/zip", ANY),
        EndpointResponse("4XX", "application/json", UnionOf((Ref("Pet"), NONE))),
        EndpointResponse("204", "", None),
    )


def _only(body: dict[str, Any], path: str = "/act") -> Endpoint:
    (found,) = parse(document(SCHEMAS, {path: {"post": body}})).endpoints.values()
    return found
