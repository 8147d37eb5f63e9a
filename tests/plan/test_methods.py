"""Arguments, bodies, answers and streams of methods."""

from __future__ import annotations

from typing import Any

import pytest

from specloom.plan.types import ListOf, Primitive, Ref, UnionOf
from specloom.plan.values import BodyPlan, Method, ResponsePlan, StreamPlan
from specloom.problems import SpecloomError

from .small import (
    FILE,
    FLAG,
    NUMBER,
    PET,
    TEXT,
    answer,
    body,
    many,
    method,
    parameter,
    ref,
    thing,
)


def signature(found: Method) -> str:
    return " ".join(f"{'/' if p.positional else ''}{p.py_name}{'' if p.required else '?'}" for p in found.parameters)


def styles_of(found: Method) -> dict[str, str]:
    return {one.wire_name: one.style for one in found.styles}


def test_the_order_of_arguments() -> None:
    found = method(
        "POST /zoos/{zoo}/pets/{pet}/feed",
        parameters=[
            parameter("zeal"),
            parameter("amount", required=True),
            parameter("X-Trace", "header"),
            parameter("cake", "cookie"),
        ],
        requestBody=body(ref("Food")),
        schemas={"Food": thing("kind", "again", water=FLAG, kind=TEXT, again=FLAG, bread=FLAG)},
    )
    assert signature(found) == "/pet zoo again amount kind zeal? bread? water? x_trace? cake?"


def test_arguments_of_one_name_say_where_they_go() -> None:
    found = method(
        "POST /pets/{id}", parameters=[parameter("id")], requestBody=body(ref("Body")), schemas={"Body": PET["Pet"]}
    )
    assert {p.py_name: p.location for p in found.parameters} == {"id": "path", "query_id": "query", "body_id": "body"}


def test_parameters_that_are_not_written_as_the_usual_ones_have_a_style_of_their_own() -> None:
    stated: Any = {
        "bars": {"style": "pipeDelimited"},
        "commas": {"explode": False},
        "deep": {"style": "deepObject", "explode": True},
        "flat": {"style": "form"},
        "plain": {},
        "spread": {"explode": True},
    }
    listed = [{**parameter(name, schema=many(TEXT)), **says} for name, says in stated.items()]
    number = {**parameter("number"), "explode": False}
    found = method("GET /pets", parameters=[*listed, number])
    assert found.query_arrays == "repeat"
    assert styles_of(found) == {"bars": "pipe", "commas": "comma", "deep": "deep"}
    alike = method("GET /pets", parameters=[listed[1], number])
    assert (alike.query_arrays, alike.styles) == ("comma", ())
    asked = method("GET /pets", parameters=listed, sdk="client: {query_arrays: brackets}")
    assert (asked.query_arrays, asked.styles) == ("brackets", ())


def test_headers_of_the_transport_are_no_arguments() -> None:
    found = method(
        parameters=[parameter(name, "header") for name in ("Accept", "Content-Type", "Authorization", "X-A")]
    )
    assert signature(found) == "x_a?"


def test_lists_in_a_query_get_their_brackets_later() -> None:
    found = method(parameters=[parameter("include[]", schema=many(TEXT)), parameter("odd[]")])
    assert [(p.py_name, p.wire_name) for p in found.parameters] == [("include", "include"), ("odd", "odd[]")]


@pytest.mark.parametrize(
    ("parameters", "sdk", "style", "wire_name"),
    [
        ([parameter("tags", schema=many(TEXT))], "", "repeat", "tags"),
        ([{**parameter("tags", schema=many(TEXT)), "explode": False}], "", "comma", "tags"),
        ([parameter("tags[]", schema=many(TEXT))], "", "brackets", "tags"),
        ([parameter("tags[]", schema=many(TEXT))], "client: {query_arrays: repeat}", "repeat", "tags[]"),
        ([parameter("tags", schema=many(TEXT))], "client: {query_arrays: brackets}", "brackets", "tags"),
    ],
)
def test_how_lists_go_into_the_query(parameters: list[Any], sdk: str, style: str, wire_name: str) -> None:
    found = method("GET /pets", parameters=parameters, sdk=sdk)
    assert (found.query_arrays, found.parameters[0].wire_name) == (style, wire_name)


def test_sdk_yaml_has_the_last_word_on_arguments() -> None:
    sdk = """\
parameters: {x-beta: betas}
methods:
  act: {order: [size], optional: [name], extra: {mood: text}}
"""
    schemas = {"New": thing("name", name=TEXT, age=NUMBER, size=NUMBER)}
    found = method(parameters=[parameter("x-beta", "header")], requestBody=body(ref("New")), schemas=schemas, sdk=sdk)
    assert signature(found) == "size? age? mood? name? betas?"


def test_arguments_that_are_not_there() -> None:
    with pytest.raises(SpecloomError) as failure:
        method(parameters=[parameter("name")], sdk="methods:\n  act: {order: [nam], optional: [x]}\n")
    assert [problem.message for problem in failure.value.problems] == [
        "methods.act.order: there is no argument 'nam'; did you mean 'name'?",
        "methods.act.optional: there is no argument 'x'",
    ]


def test_a_body_of_one_of_several_objects_has_the_arguments_of_all() -> None:
    schemas = {
        "Cat": thing("name", "lives", name=TEXT, lives=NUMBER),
        "Dog": thing("name", "trick", name=TEXT, trick=TEXT),
        "New": {"anyOf": [ref("Cat"), ref("Dog")]},
    }
    assert signature(method(requestBody=body(ref("New")), schemas=schemas)) == "name lives? trick?"


@pytest.mark.parametrize("schema", [many(ref("Pet")), TEXT, {"type": "object", "additionalProperties": TEXT}, {}])
def test_a_body_that_is_no_object_is_one_argument(schema: dict[str, Any]) -> None:
    found = method(requestBody=body(schema))
    assert signature(found) == "body"
    assert found.body == BodyPlan("json", "application/json", whole="body")


@pytest.mark.parametrize(
    ("media", "schema", "kind"),
    [
        ("application/json", ref("Pet"), "json"),
        ("application/merge-patch+json", ref("Pet"), "json"),
        ("application/json; charset=utf-8", ref("Pet"), "json"),
        ("multipart/form-data", ref("Pet"), "multipart"),
        ("application/x-www-form-urlencoded", ref("Pet"), "form"),
        ("application/vnd.pet+json;v=2", ref("Pet"), "json"),
        ("*/*", ref("Pet"), "json"),
        ("application/octet-stream", FILE, "raw"),
        ("text/plain", TEXT, "raw"),
    ],
)
def test_how_a_body_is_sent(media: str, schema: dict[str, Any], kind: str) -> None:
    found = method(requestBody=body(schema, media))
    assert (found.body.kind, found.body.content_type) == (kind, media)


@pytest.mark.parametrize(("picture", "kind"), [(FILE, "multipart"), (many(FILE), "multipart"), (TEXT, "json")])
def test_multipart_is_for_files(picture: dict[str, Any], kind: str) -> None:
    schemas = {"New": thing(picture=picture)}
    content = {**body(ref("New"))["content"], **body(ref("New"), "multipart/form-data")["content"]}
    assert method(requestBody={"content": content}, schemas=schemas).body.kind == kind


@pytest.mark.parametrize(
    ("responses", "expected", "accept"),
    [
        (answer(ref("Pet")), ResponsePlan("json", Ref("Pet")), None),
        (answer(ref("Pet"), status="201"), ResponsePlan("json", Ref("Pet")), None),
        ({**answer(status="202"), **answer(ref("Pet"), status="203")}, ResponsePlan("json", Ref("Pet")), None),
        (answer(ref("Pet"), status="default"), ResponsePlan("json", Ref("Pet")), None),
        (answer(status="204"), ResponsePlan("none"), "*/*"),
        (answer(ref("Pet"), status="404"), ResponsePlan("none"), "*/*"),
        (answer(TEXT, "text/plain"), ResponsePlan("text", Primitive("str")), "text/plain"),
        (answer(FILE, "application/zip"), ResponsePlan("binary"), "application/zip"),
        (answer(many(ref("Pet"))), ResponsePlan("json", ListOf(Ref("Pet"))), None),
    ],
)
def test_what_an_answer_is(responses: dict[str, Any], expected: ResponsePlan, accept: str | None) -> None:
    found = method(responses=responses)
    assert found.response == expected
    assert dict(found.headers).get("Accept") == accept


def test_what_is_written_in_several_ways_is_read_as_json() -> None:
    def found(*media: tuple[str, Any]) -> ResponsePlan:
        content = {name: {"schema": schema} for name, schema in media}
        answers = {"200": {"description": "", "content": content}}
        return method(responses=answers, schemas={"Extra": thing(size=NUMBER)}).response

    pet, json = ResponsePlan("json", Ref("Pet")), ("application/json", ref("Pet"))
    assert found(("application/xml", ref("Pet")), json) == pet
    assert found(("application/vnd.pet", ref("Extra")), json).type == UnionOf((Ref("Extra"), Ref("Pet")))
    assert found(("application/zip", FILE), json) == ResponsePlan("binary")
    assert found(("application/xml", ref("Pet"))) == ResponsePlan("text", Primitive("str"))
    assert found(("*/*", ref("Pet"))) == pet
    assert found(("*/*", TEXT)) == ResponsePlan("text", Primitive("str"))


def test_json_of_a_vendor_is_asked_for_as_it_is_called() -> None:
    found = method(responses=answer(ref("Pet"), "application/vnd.pet+json; v=2"))
    assert dict(found.headers) == {"Accept": "application/vnd.pet+json; v=2"}
    assert found.response == ResponsePlan("json", Ref("Pet"))


def test_the_answer_to_head_has_no_content() -> None:
    assert method("HEAD /pets", responses=answer(ref("Pet"))).response == ResponsePlan("none")


@pytest.mark.parametrize(("verb", "kind"), [("GET", "binary"), ("POST", "none")])
def test_what_only_redirects_is_a_download(verb: str, kind: str) -> None:
    found = method(f"{verb} /archive", responses={"302": {"description": ""}, **answer(ref("Pet"), status="404")})
    assert found.response.kind == kind


def test_bytes_of_any_type_are_sent_as_such() -> None:
    found = method(requestBody=body(FILE, "*/*"))
    assert found.body == BodyPlan("raw", "application/octet-stream", whole="body")


def test_an_answer_of_several_content_types() -> None:
    content = {"application/json": {"schema": ref("Pet")}, "text/plain": {"schema": TEXT}}
    found = method(responses={"200": {"description": "", "content": content}})
    assert found.response == ResponsePlan("json", UnionOf((Ref("Pet"), Primitive("str"))))


EVENTS = {
    "200": {
        "description": "",
        "content": {"application/json": {"schema": ref("Pet")}, "text/event-stream": {"schema": ref("Event")}},
    }
}
EVENT = {"Event": thing(type=TEXT), "Ask": thing(stream=FLAG)}


def test_a_stream_is_switched_on() -> None:
    found = method(requestBody=body(ref("Ask")), responses=EVENTS, schemas=EVENT)
    assert found.stream == StreamPlan(Ref("Event"), "stream")
    assert found.response == ResponsePlan("json", Ref("Pet"))


def test_a_stream_without_a_switch_beside_another_answer_is_not_offered() -> None:
    assert method(responses=EVENTS, schemas=EVENT).stream is None


def test_what_only_streams_needs_no_switch() -> None:
    found = method(responses=answer(ref("Event"), "text/event-stream"), schemas=EVENT)
    assert found.stream == StreamPlan(Ref("Event"), "")


def test_sdk_yaml_tells_of_streams() -> None:
    sdk = "streams: {act: {event: Event, envelope: true}}"
    found = method(requestBody=body(ref("Ask")), responses=answer(ref("Pet")), schemas=EVENT, sdk=sdk)
    assert found.stream == StreamPlan(Ref("Event"), "stream", envelope=True)


def test_headers_by_call_path() -> None:
    assert method(sdk="headers: {'pets.*': {X-Beta: '1'}}", responses=answer(ref("Pet"))).headers == (("X-Beta", "1"),)
