"""One cause is told once, under the verdict of where it stands."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from specloom.diff.compare import compare
from specloom.diff.examples import Kind, Snippet, document
from specloom.diff.lifecycle import Calendar, as_date
from specloom.diff.rules import wire_verdict
from specloom.diff.values import Direction
from specloom.prepare import prepare

TEXT = {"type": "string"}
SUNSET = {"deprecated": True, "x-sunset": "2026-06-01"}


def told(
    old: Snippet | None,
    new: Snippet | None,
    kind: Kind = "schema",
    direction: Direction = "response",
    today: date | None = None,
) -> list[tuple[str, str]]:
    before, after = (prepare(document(side, kind, direction)) for side in (old, new))
    return [(one.rule, wire_verdict(one)) for one in compare(before, after, Calendar(today)).changes]


def answers(*statuses: str, **header: Any) -> dict[str, Any]:
    answer = {"description": "...", **({"headers": {"X-Total": header}} if header else {})}
    return {"responses": dict.fromkeys(statuses, answer)}


def test_a_default_that_stands_for_success_is_the_status_that_is_said_instead() -> None:
    old, new = answers("default", required=True, schema=TEXT), answers("200")
    assert told(old, new, "operation") == [("required-header-removed", "breaking")]
    assert told(new, old, "operation") == [("header-added", "safe")]


def test_a_default_beside_a_success_is_an_error() -> None:
    assert told(answers("200", "default"), answers("200"), "operation") == [("error-status-removed", "safe")]


@pytest.mark.parametrize(
    ("kind", "old", "new", "expected"),
    [
        ("header", {"schema": TEXT}, {"schema": {"type": "integer"}}, [("type-specialized", "safe")]),
        ("header", {"schema": {"type": "integer"}}, {"schema": TEXT}, [("type-generalized", "breaking")]),
        ("parameter", {"schema": {"type": "integer"}}, {"schema": TEXT}, [("type-generalized", "safe")]),
        ("parameter", {"schema": TEXT}, {"schema": {"type": "boolean"}}, [("type-specialized", "breaking")]),
        ("parameter", {"schema": TEXT}, {"schema": {"type": "array", "items": TEXT}}, [("type-generalized", "safe")]),
        (
            "parameter",
            {"schema": {"type": "integer"}},
            {"schema": {"type": "array", "items": TEXT}},
            [("type-changed", "breaking")],
        ),
        (
            "parameter",
            {"schema": {"type": "array", "items": TEXT}},
            {"schema": TEXT},
            [("type-changed", "breaking")],
        ),
    ],
)
def test_outside_of_bodies_everything_is_text(
    kind: Kind, old: Snippet, new: Snippet, expected: list[tuple[str, str]]
) -> None:
    assert told(old, new, kind) == expected


@pytest.mark.parametrize(
    ("today", "rule", "verdict"),
    [
        (date(2026, 5, 31), "operation-removed-before-sunset", "breaking"),
        (date(2026, 6, 1), "deprecated-operation-removed", "warning"),
        (None, "deprecated-operation-removed", "warning"),
    ],
)
def test_an_operation_may_go_from_the_day_of_its_sunset(today: date | None, rule: str, verdict: str) -> None:
    assert told(SUNSET, None, "operation", today=today) == [(rule, verdict)]


@pytest.mark.parametrize(
    ("today", "rule"),
    [(date(2026, 5, 2), "sunset-set"), (date(2026, 5, 3), "sunset-too-early"), (None, "sunset-set")],
)
def test_callers_are_given_thirty_days(today: date | None, rule: str) -> None:
    rules = [found for found, _ in told({}, SUNSET, "operation", today=today)]
    assert sorted(rules) == sorted(["operation-deprecated", rule])


def test_parameters_and_properties_have_sunsets_too() -> None:
    limit = {"schema": TEXT, "deprecated": True}
    assert told({**limit, "x-sunset": "2030-01-01"}, limit, "parameter") == [("sunset-deleted", "breaking")]
    name = {"$ref": "#/components/schemas/Cat", "deprecated": True}
    old = {"type": "object", "properties": {"name": {**name, "x-sunset": "2030-01-01"}}}
    new = {"type": "object", "properties": {"name": {**name, "x-sunset": "2029-01-01"}}}
    assert told(old, new) == [("sunset-earlier", "breaking")]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-06-01", date(2026, 6, 1)),
        ("2026-06-01T12:00:00Z", date(2026, 6, 1)),
        (date(2026, 6, 1), date(2026, 6, 1)),
        ("June", None),
        (20260601, None),
        (None, None),
    ],
)
def test_dates_are_read(text: object, day: date | None) -> None:
    assert as_date(text) == day


def test_what_is_said_of_stability_by_nobody_is_stable() -> None:
    assert told({}, {"x-stability-level": "beta"}, "operation") == [("stability-decreased", "breaking")]
    assert told({"x-stability-level": "beta"}, {}, "operation") == [("stability-increased", "safe")]
    assert told({"x-stability-level": "?"}, {"x-stability-level": "draft"}, "operation") == [
        ("stability-decreased", "breaking")
    ]


def test_a_tuple_is_told_once_and_not_by_its_items_too() -> None:
    old = {"type": "array", "prefixItems": [TEXT, {"type": "integer"}], "items": False}
    new = {"type": "array", "prefixItems": [TEXT, {"type": "boolean"}], "items": False}
    assert told(old, new) == [("assertion-changed", "breaking")]


def test_patterns_of_names_are_told_once() -> None:
    old = {"type": "object", "patternProperties": {"^x-": TEXT}}
    new = {"type": "object", "patternProperties": {"^x-": {"type": "integer"}}}
    assert told(old, new) == [("assertion-changed", "breaking")]


def test_a_condition_and_what_follows_from_it_are_one() -> None:
    base = {"type": "object", "properties": {"kind": TEXT, "name": TEXT}}
    condition = {"if": {"required": ["kind"]}, "then": {"required": ["name"]}, "else": {"minProperties": 1}}
    assert told(base, {**base, **condition}) == [("assertion-set", "safe")]
    assert told({**base, **condition}, base) == [("assertion-removed", "breaking")]


def test_how_often_something_is_contained_is_a_bound() -> None:
    old = {"type": "array", "items": TEXT, "contains": {"const": "cat"}, "minContains": 2}
    assert told(old, {**old, "minContains": 3}) == [("bound-tightened", "safe")]
    assert told(old, {**old, "minContains": 1}) == [("bound-relaxed", "breaking")]


def test_an_assertion_beside_a_reference_is_that_of_the_place() -> None:
    old = {"type": "object", "properties": {"pet": {"$ref": "#/components/schemas/Cat"}}}
    pet = {"allOf": [{"$ref": "#/components/schemas/Cat"}], "not": {"required": ["name"]}}
    new = {"type": "object", "properties": {"pet": pet}}
    assert told(old, new) == [("assertion-set", "safe")]


def test_members_that_come_together_are_told_together() -> None:
    cat, dog = {"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}
    old = {"oneOf": [cat, {"type": "integer"}]}
    new = {"oneOf": [cat, {"type": "integer"}, dog, TEXT]}
    assert told(old, new) == [("union-member-added", "breaking")]


def test_listed_texts_become_a_member_of_a_union_that_takes_any() -> None:
    old = {"type": "string", "enum": ["cat", "dog"]}
    new = {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}
    assert told(old, new, direction="request") == [("became-union", "safe"), ("enum-opened", "safe")]


def test_any_object_is_more_than_some_objects_and_not_more_than_a_text() -> None:
    cat, dog = {"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}
    assert told({"type": "object"}, {"oneOf": [cat, dog]}) == [("type-specialized", "safe")]
    assert told({"type": "object"}, {"oneOf": [cat, TEXT]}) == [("type-changed", "breaking")]


def test_what_stood_in_its_place_is_named_by_it() -> None:
    """A schema that many places share now would be told as changed for each of them, under one name."""

    def side(pet: dict[str, Any]) -> dict[str, Any]:
        return prepare(document({"type": "object", "properties": {"pet": pet}}, "schema", "response"))

    old = {"type": "object", "required": ["kind"], "properties": {"kind": {"const": "cat"}, "age": TEXT}}
    (gone, _) = compare(side(old), side({"$ref": "#/components/schemas/Cat"})).changes
    assert (gone.rule, str(gone.subject)) == ("property-removed", "POST /pets, 200, pet, pet, age")


def asks(*alternatives: dict[str, list[str]]) -> dict[str, Any]:
    schemes = {name: {"type": "http", "scheme": "bearer"} for name in ("key", "login")}
    return {"security": [*alternatives], "components": {"securitySchemes": schemes}}


def test_the_order_of_ways_in_is_no_change() -> None:
    both: tuple[dict[str, list[str]], ...] = ({"key": []}, {"login": ["read"]})
    assert told(asks(*both), asks(*both[::-1]), "document") == []


def test_another_scope_in_place_of_one_is_told_once() -> None:
    found = told(asks({"login": ["read"]}), asks({"login": ["write"]}), "document")
    assert found == [("security-scope-added", "breaking")]
