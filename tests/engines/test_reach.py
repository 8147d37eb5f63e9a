"""Which schemas requests and answers lead to."""

from __future__ import annotations

from typing import Any

from specloom.engines import parse
from specloom.engines.reach import closure, request_reach, response_reach, unreached

from .documents import TEXT, content, document, operation, parameter, ref, thing

SCHEMAS: dict[str, Any] = {
    "Idle": thing({"x": ref("OfIdle")}),
    "OfIdle": thing({}),
    "Answer": thing({"items": {"type": "array", "items": ref("Shared")}}),
    "Shared": {"anyOf": [ref("Left"), TEXT]},
    "Left": thing({"again": ref("Shared")}),
    "Body": thing(
        {"map": {"type": "object", "additionalProperties": ref("Shared")}}, additionalProperties=ref("Extra")
    ),
    "Extra": TEXT,
    "Choice": TEXT,
    "Payload": thing({}),
}
ANSWER = {"description": "", "content": content(text_event_stream=ref("Answer"))}
DOCUMENT = document(
    SCHEMAS,
    {
        "/a": {
            "post": operation(
                "a",
                parameters=[parameter("c", "query", {"type": "array", "items": ref("Choice")})],
                requestBody={"content": content(multipart_form_data=ref("Body"))},
                responses={"default": ANSWER},
            )
        }
    },
    webhooks={"done": {"post": operation("done", requestBody={"content": content(application_json=ref("Payload"))})}},
)


def test_requests_lead_to_what_parameters_and_bodies_use() -> None:
    assert request_reach(DOCUMENT) == ("Shared", "Left", "Body", "Extra", "Choice")


def test_answers_lead_to_what_responses_and_webhooks_use() -> None:
    assert response_reach(DOCUMENT) == ("Answer", "Shared", "Left", "Payload")


def test_the_rest_is_unreached() -> None:
    assert unreached(DOCUMENT, {*request_reach(DOCUMENT), *response_reach(DOCUMENT)}) == ("Idle", "OfIdle")


def test_closure_follows_the_variants_of_a_tag_and_keeps_the_order_of_the_document() -> None:
    union = {"anyOf": [TEXT], "discriminator": {"propertyName": "k", "mapping": {"b": "B", "a": "A"}}}
    assert closure(document({"A": TEXT, "B": TEXT, "U": union}), ["U"]) == ("A", "B", "U")


def test_parse_declares_each_side() -> None:
    parsed = parse(DOCUMENT)
    assert tuple(parsed.models) == ("Idle", "OfIdle", "Answer", "Shared", "Left", "Payload")
    assert tuple(parsed.params) == ("Shared", "Left", "Body", "Extra", "Choice")


def test_params_on_demand_come_with_all_they_lead_to() -> None:
    asked = parse(DOCUMENT, also_params=["Idle"]).params
    assert tuple(asked) == ("Idle", "OfIdle", "Shared", "Left", "Body", "Extra", "Choice")


def test_what_an_idle_schema_shares_with_requests_is_a_model_too() -> None:
    schemas = {"Idle": thing({"x": ref("Body")}), "Body": thing({})}
    paths = {"/a": {"post": operation(requestBody={"content": content(application_json=ref("Body"))})}}
    assert tuple(parse(document(schemas, paths)).models) == ("Idle", "Body")


def test_a_document_without_operations_or_schemas() -> None:
    parsed = parse(document())
    assert (dict(parsed.endpoints), dict(parsed.models), dict(parsed.params)) == ({}, {}, {})
