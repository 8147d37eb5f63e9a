"""What counts as drift of the contract, with the verdict of a review, and what does not."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given as draws
from hypothesis import strategies as st

from specloom.drift.values import Compared
from tests.diff.repository import pets
from tests.drift import clinic
from tests.drift.sides import compared

Edit = Callable[[dict[str, Any]], object]


def edited(document: dict[str, Any], edit: Edit) -> dict[str, Any]:
    out = deepcopy(document)
    edit(out)
    return out


def told(found: Compared) -> dict[str, str]:
    """Verdict by rule; what only Python tells is left out."""
    return {one.rule: one.verdict for one in found.review.findings if not one.rule.startswith("python-")}


def _visit(document: dict[str, Any]) -> Any:
    return document["components"]["schemas"]["Visit"]


def _parameter(document: dict[str, Any], name: str) -> Any:
    return next(one for one in document["paths"]["/visits"]["get"]["parameters"] if one["name"] == name)


def _take_doorman_for_signature(document: dict[str, Any]) -> None:
    scheme = document["components"]["securitySchemes"]["doorman"]
    scheme["x-amazon-apigateway-authtype"] = "awsSigv4"
    del scheme["x-amazon-apigateway-authorizer"]


EDITS: dict[str, tuple[Edit, dict[str, str]]] = {
    "an operation is gone": (
        lambda clinic: clinic["paths"]["/visits/{visitId}"].pop("delete"), {"operation-removed": "breaking"}),
    "an operation is new": (
        lambda clinic: clinic["paths"]["/health"].update(head={"responses": {}}), {"operation-added": "safe"}),
    "a parameter is needed": (
        lambda clinic: _parameter(clinic, "limit").update(required=True), {"parameter-became-required": "breaking"}),
    "a header parameter is gone": (
        lambda clinic: clinic["paths"]["/visits"]["get"]["parameters"].pop(0), {"parameter-removed": "breaking"}),
    "a field is gone": (
        lambda clinic: _visit(clinic)["properties"].pop("minutes"), {"property-removed": "breaking"}),
    "a field has another type": (
        lambda clinic: _visit(clinic)["properties"].update(minutes={"type": "string"}), {"type-changed": "breaking"}),
    "a value is new": (
        lambda clinic: _visit(clinic)["properties"]["reason"]["enum"].append("talk"), {"enum-value-added": "warning"}),
    "a body is needed no more": (
        lambda clinic: clinic["paths"]["/visits"]["post"]["requestBody"].pop("required"),
        {"body-became-optional": "safe"}),
    "a key is asked for": (
        lambda clinic: clinic["paths"]["/visits/{visitId}"]["get"].update(security=[{"api_key": []}]),
        {"security-alternative-removed": "breaking", "security-alternative-added": "safe"}),
    "anybody may call": (
        lambda clinic: clinic["paths"]["/visits"]["get"].pop("security"), {"security-removed": "safe"}),
    "requests are to be signed": (_take_doorman_for_signature, {"security-scheme-changed": "breaking"}),
    "a greedy path is one no more": (
        lambda clinic: clinic["paths"].update({"/files/{proxy}": clinic["paths"].pop("/files/{proxy+}")}),
        {"path-parameter-narrowed": "breaking"}),
    "words are others": (
        lambda clinic: clinic["info"].update(description="Visits."), {"description-changed": "safe"}),
    "a version that somebody chose": (
        lambda clinic: clinic["info"].update(version="2.0"), {"api-version-changed": "safe"}),
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_drift_with_the_verdict_of_a_review(name: str) -> None:
    edit, expected = EDITS[name]
    found = compared(clinic.oas30(), edited(clinic.oas30(), edit))
    assert told(found) == expected
    assert found.differences == ()


def _scan(document: dict[str, Any]) -> Any:
    return document["paths"]["/visits/{visitId}/scan"]["get"]["x-amazon-apigateway-integration"]


UNSEEN: dict[str, Edit] = {
    "deployed again": lambda clinic: clinic["info"].update(version="2026-12-24 10:00:00UTC"),
    "another stage": lambda clinic: clinic.update(servers=[{"url": "https://clinic.example/beta"}]),
    "servers of operations": lambda clinic: clinic["paths"]["/health"]["get"].update(servers=[{"url": "/health"}]),
    "servers of paths": lambda clinic: clinic["paths"]["/health"].update(servers=[{"url": "/health"}]),
    "an integration": lambda document: _scan(document).update(uri=clinic.function("other")),
    "an authorizer": lambda clinic: clinic["components"]["securitySchemes"]["doorman"].pop(
        "x-amazon-apigateway-authorizer"),
    "the policy": lambda clinic: clinic.pop("x-amazon-apigateway-policy"),
    "the version of the exporter": lambda clinic: clinic.update({"x-amazon-apigateway-importexport-version": "2"}),
}  # fmt: skip


@pytest.mark.parametrize("name", UNSEEN)
def test_what_is_no_part_of_the_contract_is_no_drift(name: str) -> None:
    changed = edited(clinic.oas30(), UNSEEN[name])
    assert changed != clinic.oas30()
    assert told(compared(clinic.oas30(), changed)) == {}


def test_a_day_is_a_version_and_no_time_stamp() -> None:
    assert told(compared(pets(version="2026-01-01"), pets(version="2026-02-01"))) == {"api-version-changed": "safe"}


def test_findings_stand_where_the_text_has_them() -> None:
    found = compared(clinic.oas30(), edited(clinic.oas30(), EDITS["a parameter is needed"][0]))
    (finding, *_) = found.review.findings
    place = found.review.place(finding)
    assert (finding.about, place.pointer) == ("GET /visits, query limit", "#/paths/~1visits/get/parameters/2")
    assert place.line is not None


def test_verdicts_of_ours_may_be_others() -> None:
    from specloom.drift.check import compare
    from tests.drift.sides import given

    sides = given(pets(), "pinned.json"), given(pets("name"), "live.json")
    found = compare(*sides, "contract", {"required-property-removed": "safe"})
    assert {one.wire for one in found.review.findings} == {"safe"}


# --- in any order ----------------------------------------------------------------------------------------------------


def _shuffled(value: Any, draw: Callable[[list[str]], list[str]]) -> Any:
    if isinstance(value, dict):
        return {key: _shuffled(value[key], draw) for key in draw(list(value))}
    return [_shuffled(one, draw) for one in value] if isinstance(value, list) else value


CLASHING = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "2026-11-02T09:14:27Z"},
    "paths": {
        path: {
            "post": {
                "requestBody": {"content": {"application/json": {"schema": {"type": "object", "properties": {
                    "item": {"type": "object", "properties": {field: {"type": "string"}, "more": {
                        "type": "object", "properties": {"item": {"type": "object", "properties": {
                            f"{field}_too": {"type": "integer"}}}}}}}}}}}},
                "responses": {"200": {"content": {"text/plain": {}, "application/json": {"schema": {
                    "oneOf": [{"type": "object", "properties": {field: {"const": "a"}}}, {"type": "string"}]}}}}},
            }
        }
        for path, field in (("/a-b", "one"), ("/a_b", "two"), ("/a/b", "three"))
    },
    "components": {"schemas": {"Item": {"type": "object", "properties": {"id": {"type": "integer"}}}}},
}  # fmt: skip
"""Paths and inline schemas for which the same names are made up."""


@pytest.mark.parametrize(
    "document", [clinic.oas30(), clinic.swagger(), CLASHING], ids=["oas30", "swagger", "clashing"]
)
@draws(st.data())
def test_the_order_of_keys_a_server_and_a_time_are_no_drift(document: dict[str, Any], data: st.DataObject) -> None:
    other = _shuffled(document, lambda keys: data.draw(st.permutations(keys)))
    moment = data.draw(st.datetimes())
    other["info"]["version"] = f"{moment:%Y-%m-%dT%H:%M:%SZ}".zfill(20)
    host = data.draw(st.from_regex(r"[a-z]{2,9}\.example", fullmatch=True))
    if "swagger" in other:
        other["host"] = host
    else:
        # What an export says in the server beside its address stays.
        other["servers"] = [{**server, "url": f"https://{host}"} for server in other.get("servers", [{}])]
    found = compared(document, other, mode="full")
    assert [one.message for one in found.review.findings] == []
    assert found.differences == ()
