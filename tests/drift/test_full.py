"""What is behind the contract: told in full mode, in one spelling, with its place."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specloom.diff.values import ABSENT
from specloom.drift.api_gateway import canonical, without_account
from specloom.drift.extensions import differences
from specloom.drift.values import Compared, Difference
from specloom.drift.words import behind, value
from tests.diff.repository import pets
from tests.drift import clinic
from tests.drift.sides import compared

INTEGRATION = "x-amazon-apigateway-integration"
Edit = Callable[[dict[str, Any]], object]


def full(edit: Edit, pinned: dict[str, Any] | None = None) -> Compared:
    document = clinic.oas30() if pinned is None else pinned
    live = deepcopy(document)
    edit(live)
    assert live != document
    return compared(document, live, mode="full")


def method(document: dict[str, Any], name: str) -> Any:
    verb, path = name.split(" ")
    return document["paths"][path]["x-amazon-apigateway-any-method" if verb == "ANY" else verb.lower()]


def integration(document: dict[str, Any], name: str) -> Any:
    return method(document, name)[INTEGRATION]


EDITS: dict[str, tuple[Edit, tuple[str, str]]] = {
    "another function": (
        lambda document: integration(document, "GET /visits").update(uri=clinic.function("other")),
        ("GET /visits", f"{INTEGRATION}.uri")),
    "another kind": (
        lambda document: integration(document, "GET /visits").update(type="aws"),
        ("GET /visits", f"{INTEGRATION}.type")),
    "another method": (
        lambda document: integration(document, "ANY /files/{proxy+}").update(httpMethod="POST"),
        ("ANY /files/{proxy+}", f"{INTEGRATION}.httpMethod")),
    "more time": (
        lambda document: integration(document, "GET /visits").update(timeoutInMillis=29000),
        ("GET /visits", f"{INTEGRATION}.timeoutInMillis")),
    "another template": (
        lambda document: integration(document, "GET /health").update(requestTemplates={"application/json": "{}"}),
        ("GET /health", f"{INTEGRATION}.requestTemplates.application/json")),
    "another answer of a mock": (
        lambda document: integration(document, "GET /health")["responses"]["default"].update(statusCode="500"),
        ("GET /health", f"{INTEGRATION}.responses.default.statusCode")),
    "other preflight answers": (
        lambda document: integration(document, "OPTIONS /visits")["responses"]["default"]["responseParameters"].update(
            {"method.response.header.Access-Control-Allow-Origin": "'*'"}),
        ("OPTIONS /visits", f"{INTEGRATION}.responses.default.responseParameters."
                            "method.response.header.Access-Control-Allow-Origin")),
    "another validator": (
        lambda document: method(document, "GET /visits").pop("x-amazon-apigateway-request-validator"),
        ("GET /visits", "x-amazon-apigateway-request-validator")),
    "what a validator does": (
        lambda document: document["x-amazon-apigateway-request-validators"]["everything"].update(
            validateRequestBody=False),
        ("the API", "x-amazon-apigateway-request-validators.everything.validateRequestBody")),
    "an authorizer": (
        lambda document: document["components"]["securitySchemes"]["doorman"][
            "x-amazon-apigateway-authorizer"].update(authorizerResultTtlInSeconds=0),
        ("security scheme doorman", "x-amazon-apigateway-authorizer.authorizerResultTtlInSeconds")),
    "gateway responses": (
        lambda document: document["x-amazon-apigateway-gateway-responses"].update(THROTTLED={"statusCode": 429}),
        ("the API", "x-amazon-apigateway-gateway-responses.THROTTLED")),
    "binary media types": (
        lambda document: document["x-amazon-apigateway-binary-media-types"].append("*/*"),
        ("the API", "x-amazon-apigateway-binary-media-types")),
    "the policy": (
        lambda document: document["x-amazon-apigateway-policy"]["Statement"][0].update(Effect="Deny"),
        ("the API", "x-amazon-apigateway-policy.Statement")),
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_behind_the_contract_is_told_once_and_nothing_else(name: str) -> None:
    edit, expected = EDITS[name]
    found = full(edit)
    assert [(one.about, one.name) for one in found.differences] == [expected]
    assert found.review.findings == ()


def test_both_values_and_both_places_are_told() -> None:
    (difference,) = full(EDITS["more time"][0]).differences
    at = "#/paths/~1visits/get/x-amazon-apigateway-integration/timeoutInMillis"
    # What is left out is 29 seconds.
    assert difference == Difference(
        "GET /visits", f"{INTEGRATION}.timeoutInMillis", 12000, ABSENT, old_pointer=at, new_pointer=""
    )


SAME: dict[str, Edit] = {
    "another account": lambda document: integration(document, "GET /visits").update(
        uri=clinic.function("list", "us-east-2", "999999999999")),
    "another cache": lambda document: integration(document, "ANY /files/{proxy+}").update(cacheNamespace="zzz"),
    "capitals": lambda document: integration(document, "GET /visits").update(type="AWS_PROXY", httpMethod="post"),
    "a default that is stated": lambda document: integration(document, "GET /health").update(
        passthroughBehavior="WHEN_NO_MATCH", timeoutInMillis=29000, connectionType="INTERNET", requestParameters={}),
    "another order": lambda document: document["x-amazon-apigateway-binary-media-types"].reverse(),
    "a status as a number": lambda document: integration(document, "GET /health")["responses"]["default"].update(
        statusCode=200),
    "documentation": lambda document: document.update({"x-amazon-apigateway-documentation": {"version": "2"}}),
    "another exporter": lambda document: document.pop("x-amazon-apigateway-importexport-version"),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_other_spellings_mean_the_same(name: str) -> None:
    found = full(SAME[name])
    assert found.differences == ()
    assert found.review.findings == ()


def test_an_operation_that_came_or_went_is_told_by_the_contract_alone() -> None:
    found = full(lambda document: document["paths"]["/visits/{visitId}"].pop("delete"))
    assert "operation-removed" in {one.rule for one in found.review.findings}
    assert found.differences == ()


def test_an_operation_that_preparing_drops_is_told_here() -> None:
    whole, without = clinic.oas30(), clinic.oas30()
    del without["paths"]["/visits"]["options"]
    at = "#/paths/~1visits/options"
    for sides, change, pointers in (((without, whole), "is new", ("", at)), ((whole, without), "is gone", (at, ""))):
        # As if both were prepared and had no operations left.
        (difference,) = differences(*sides, prepared=())
        assert (difference.about, behind(difference)) == ("OPTIONS /visits", change)
        assert (difference.old_pointer, difference.new_pointer) == pointers


def test_a_verb_of_its_own_is_compared_with_any() -> None:
    def state(document: dict[str, Any]) -> None:
        item = document["paths"]["/files/{proxy+}"]
        item["get"] = deepcopy(item["x-amazon-apigateway-any-method"])
        item["get"][INTEGRATION]["uri"] = "http://other.clinic.example/{proxy}"

    (difference,) = full(state).differences
    assert (difference.about, difference.name) == ("GET /files/{proxy+}", f"{INTEGRATION}.uri")


def test_any_that_is_spelt_out_is_no_difference_behind_the_contract() -> None:
    def spell_out(document: dict[str, Any]) -> None:
        item = document["paths"]["/files/{proxy+}"]
        operation = item.pop("x-amazon-apigateway-any-method")
        item.update(dict.fromkeys(("get", "put", "post", "delete", "patch", "head"), operation))

    assert full(spell_out).differences == ()


# --- other vendors ---------------------------------------------------------------------------------------------------


def _noted(*places: tuple[str | int, ...], of: Any = "new") -> Edit:
    def edit(document: dict[str, Any]) -> None:
        for place in places:
            node: Any = document
            for key in place:
                node = node[key]
            node["x-note"] = of

    return edit


OTHERS = {
    "the API": (),
    "GET /pets": ("paths", "/pets", "get"),
    "schema Pet": ("components", "schemas", "Pet"),
    "/pets": ("paths", "/pets"),
}


@pytest.mark.parametrize("about", OTHERS)
def test_extensions_of_others_count_too(about: str) -> None:
    for edit, before in ((_noted(OTHERS[about]), None), (_noted(OTHERS[about], of=["b", "a"]), ["a", "b"])):
        pinned = pets()
        if before:
            _noted(OTHERS[about], of=before)(pinned)
        (difference,) = full(edit, pinned).differences
        assert (difference.about, difference.name) == (about, "x-note")


def test_extensions_within_an_operation_are_named_by_parameter_and_status() -> None:
    document = pets()
    document["paths"]["/pets"]["get"]["parameters"] = [{"name": "page", "in": "query", "schema": {"type": "string"}}]
    get = ("paths", "/pets", "get")
    places = (*get, "parameters", 0), (*get, "responses", "200"), (*get, "parameters", 0, "schema")
    found = full(_noted(*places), document).differences
    assert {one.name for one in found} == {"query page.x-note", "responses.200.x-note", "query page.schema.x-note"}


# --- values ----------------------------------------------------------------------------------------------------------


@given(st.from_regex(r"[a-z]{2}-[a-z]{4,9}-[0-9]", fullmatch=True), st.from_regex(r"[0-9]{12}", fullmatch=True))
def test_arns_tell_neither_region_nor_account(region: str, account: str) -> None:
    for arn in (
        f"arn:aws:lambda:{region}:{account}:function:list",
        f"arn:aws:iam::{account}:role/visits",
        f"arn:aws:apigateway:{region}:sqs:path/{account}/visits",
        f"arn:aws-cn:execute-api:{region}:{account}:a1b2c3d4e5/*",
        clinic.function("list", region, account),
    ):
        blank = without_account(f"before {arn} after")
        assert region not in blank
        assert account not in blank
        assert blank.startswith("before arn:aws")
        assert blank.endswith(" after")


def test_what_an_arn_names_stays() -> None:
    assert without_account(clinic.function("list")).endswith(":function:list/invocations")
    assert without_account("arn:aws:apigateway:eu-west-1:s3:path/{bucket}") == "arn:aws:apigateway::s3:path/{bucket}"
    assert without_account("arn:aws:iam::123456789012:role/a") != without_account("arn:aws:iam::123456789012:role/b")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(_JSON)
def test_the_one_spelling_is_its_own(drawn: Any) -> None:
    once = canonical(drawn)
    assert canonical(once) == once


def _header(before: Any, after: Any) -> Difference:
    return Difference("GET /pets", "requestParameters.integration.request.header.X-Api-Key", before, after)


def test_what_looks_like_a_secret_is_not_shown() -> None:
    difference = _header("'hunter2'", "'hunter3'")
    assert "hunter" not in behind(difference)
    assert value(difference.after, difference.name) == "(not shown)"
    whole = Difference("GET /pets", "integration", {"a": [{"header.Authorization": "'hunter2'"}]}, ABSENT)
    assert "hunter" not in behind(whole)
    assert "hunter" not in str(value(whole.before, whole.name))
    # A mapping is none.
    assert "method.request.header.k" in behind(_header("method.request.header.k", "'x'"))
    address = Difference("GET /pets", "uri", "https://me:hunter2@pets.example", "https://pets.example")
    assert "hunter" not in behind(address)


def test_long_texts_show_where_they_begin_to_differ() -> None:
    before, after = ("x" * 4000 + tail for tail in ("here", "there"))
    said = behind(Difference("GET /pets", "template", before, after))
    assert "here`" in said
    assert "there`" in said
    assert len(said) < 400


def test_null_is_a_value_and_no_absence() -> None:
    assert behind(Difference("the API", "x-note", ABSENT, None)) == "has `x-note` `null`; there was none"
    assert behind(Difference("the API", "x-note", None, ABSENT)) == "no longer has `x-note`; it was `null`"
