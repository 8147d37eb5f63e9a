"""Unions, and what tells their members apart."""

from __future__ import annotations

from typing import Any

import pytest

from tests.prepare.documents import const, obj, prepared, ref

STRING = {"type": "string"}
CAT = obj("kind", kind=const("cat"))
DOG = obj("kind", kind=const("dog"))


def discriminator(*members: Any, stated: Any = None, **schemas: Any) -> Any:
    union = {"anyOf": list(members), **({"discriminator": stated} if stated else {})}
    return prepared(Union=union, **schemas)["Union"].get("discriminator")


def tagged(name: str, **mapping: str) -> dict[str, Any]:
    return {"propertyName": name, "mapping": mapping}


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ([STRING, STRING], STRING),
        ([STRING, {"anyOf": [{"type": "integer"}, STRING]}], {"anyOf": [STRING, {"type": "integer"}]}),
        ([STRING, {**STRING, "description": "again"}], STRING),
        ([STRING], STRING),
        ([{"type": "null"}, {"type": "null"}], {"type": "null"}),
    ],
)
def test_members_are_flat_and_differ(members: list[Any], expected: Any) -> None:
    assert prepared(A={"anyOf": members})["A"] == expected


def test_a_union_with_a_member_that_allows_anything_allows_anything() -> None:
    found = prepared(A=obj(b={"anyOf": [STRING, {}]}))["A"]["properties"]["b"]
    assert set(found) == {"x-specloom-widened", "x-specloom-pointer"}


def test_constants_tell_members_apart() -> None:
    assert discriminator(ref("Cat"), ref("Dog"), Cat=CAT, Dog=DOG) == tagged("kind", cat="Cat", dog="Dog")


def test_other_members_than_objects_do_not_matter() -> None:
    found = discriminator(STRING, ref("Cat"), {"type": "null"}, ref("Dog"), Cat=CAT, Dog=DOG)
    assert found == tagged("kind", cat="Cat", dog="Dog")


def test_enums_and_nullable_constants_count_too() -> None:
    many = obj("kind", kind={"type": "string", "enum": ["ant", "bee"]})
    maybe = obj(kind={"anyOf": [const("cow"), {"type": "null"}]})
    found = discriminator(ref("Many"), ref("Maybe"), Many=many, Maybe=maybe)
    assert found == tagged("kind", ant="Many", bee="Many", cow="Maybe")


@pytest.mark.parametrize(
    "other",
    [
        obj("kind", kind=const("cat")),
        obj("kind", kind=STRING),
        obj(name=STRING),
        {"type": "object"},
        {"type": "object", "additionalProperties": STRING},
    ],
)
def test_no_discriminator_where_a_value_may_be_several_members(other: Any) -> None:
    assert discriminator(ref("Cat"), ref("Other"), Cat=CAT, Other=other) is None


def test_required_tags_and_type_are_preferred() -> None:
    one = obj("object", "type", kind=const("x"), object=const("a"), type=const("b"))
    two = obj("object", "type", kind=const("y"), object=const("c"), type=const("d"))
    assert discriminator(ref("One"), ref("Two"), One=one, Two=two)["propertyName"] == "type"
    one, two = ({**schema, "required": ["kind"]} for schema in (one, two))
    assert discriminator(ref("One"), ref("Two"), One=one, Two=two)["propertyName"] == "kind"


def test_a_stated_mapping_is_completed_with_constants_and_names() -> None:
    free = obj(kind=STRING)
    stated = {"propertyName": "kind", "mapping": {"chat": "#/components/schemas/Cat", "gone": "Missing"}}
    found = discriminator(ref("Cat"), ref("Dog"), ref("Free"), stated=stated, Cat=CAT, Dog=DOG, Free=free)
    assert found == tagged("kind", chat="Cat", cat="Cat", dog="Dog", Free="Free")


def test_a_union_in_a_union_brings_its_own_mapping() -> None:
    pets = {"anyOf": [ref("Cat"), ref("Dog")]}
    found = discriminator(ref("Pets"), ref("Cow"), Pets=pets, Cow=obj(kind=const("cow")), Cat=CAT, Dog=DOG)
    assert found == tagged("kind", cat="Cat", dog="Dog", cow="Cow")


def test_unions_that_hold_each_other_come_to_an_end() -> None:
    found = prepared(
        A={"anyOf": [ref("B"), ref("Cat")]}, B={"anyOf": [ref("A"), ref("Dog")]}, Cat=CAT, Dog=DOG
    )  # fmt: skip
    assert {"A", "B"} <= set(found)


def test_a_shared_value_leads_to_a_union_of_those_that_share_it() -> None:
    ask = obj("type", "role", type=const("message"), role=const("user"))
    answer = obj("type", "role", type=const("message"), role=const("assistant"))
    call = obj("type", type=const("call"))
    found = prepared(
        Ask=ask,
        Answer=answer,
        Call=call,
        Item={"oneOf": [ref("Ask"), ref("Answer"), ref("Call")], "discriminator": {"propertyName": "type"}},
    )
    assert found["Item"]["discriminator"] == tagged("type", message="ItemMessage", call="Call")
    assert found["ItemMessage"]["discriminator"] == tagged("role", user="Ask", assistant="Answer")
    assert [member["$ref"][-4:] for member in found["Item"]["anyOf"]] == ["/Ask", "swer", "Call"]


def test_members_that_share_a_value_are_kept_where_nothing_tells_them_apart() -> None:
    short = obj("type", type=const("message"), text={"type": "string"})
    long = obj("type", "id", type=const("message"), id={"type": "string"})
    call = obj("type", type=const("call"))
    found = prepared(
        Short=short,
        Long=long,
        Call=call,
        Item={"oneOf": [ref("Short"), ref("Long"), ref("Call")], "discriminator": {"propertyName": "type"}},
    )
    assert found["Item"]["discriminator"] == tagged("type", message="ItemMessage", call="Call")
    assert "discriminator" not in found["ItemMessage"]
    assert [member["$ref"][-5:] for member in found["ItemMessage"]["anyOf"]] == ["Short", "/Long"]


def test_of_members_that_say_the_same_the_first_has_the_value() -> None:
    stated = {"propertyName": "kind"}
    found = discriminator(ref("Cat"), ref("Tom"), ref("Dog"), stated=stated, Cat=CAT, Tom=CAT, Dog=DOG)
    assert found == tagged("kind", cat="Cat", dog="Dog")
