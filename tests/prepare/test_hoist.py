"""Inline schemas get names."""

from __future__ import annotations

from typing import Any

from specloom.prepare import prepare
from tests.prepare.documents import PET, const, obj, prepared, ref, with_paths

STRING = {"type": "string"}
MOOD = {"type": "string", "enum": ["good", "bad"]}


def origins(schemas: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Name of each hoisted component, with parent and role."""
    return {
        name: (schema["x-specloom-parent"], schema["x-specloom-role"])
        for name, schema in schemas.items()
        if "x-specloom-parent" in schema
    }


def test_objects_and_enums_are_named_after_their_place() -> None:
    found = prepared(Chat=obj(choices={"type": "array", "items": obj(finish_reason=MOOD)}, mood=MOOD))
    assert origins(found) == {
        "ChatChoices": ("Chat", "choices"),
        "ChatChoicesFinishReason": ("ChatChoices", "finish_reason"),
        "ChatMood": ("Chat", "mood"),
    }
    assert found["Chat"]["properties"]["choices"] == {"type": "array", "items": ref("ChatChoices")}


def test_items_and_values_of_a_component_are_called_so() -> None:
    found = prepared(Pets={"type": "array", "items": PET}, Map={"type": "object", "additionalProperties": PET})
    assert origins(found) == {"PetsItem": ("Pets", "item"), "MapValue": ("Map", "value")}


def test_members_are_called_by_constant_title_or_number() -> None:
    members = [obj("type", type=const("user_text")), {**obj(a=STRING), "title": "Some other"}, obj(b=STRING)]
    found = prepared(Item={"oneOf": members})
    assert origins(found) == {
        "ItemUserText": ("Item", "user_text"),
        "ItemSomeOther": ("Item", "Some other"),
        "Item3": ("Item", "3"),
    }


def test_a_lone_member_is_the_value() -> None:
    assert origins(prepared(Model={"anyOf": [STRING, MOOD]})) == {"ModelValue": ("Model", "value")}


def test_where_two_things_at_a_place_need_a_name_the_step_is_added() -> None:
    found = prepared(A=obj(choice={"anyOf": [MOOD, obj("type", type=const("function"))]}))
    assert origins(found) == {"AChoice": ("A", "choice"), "AChoiceFunction": ("A", "choice")}


def test_a_union_of_objects_is_a_component_and_null_stays_where_it_was() -> None:
    found = prepared(
        Cat=obj(a=STRING), Dog=obj(b=STRING), A=obj(pet={"oneOf": [ref("Cat"), ref("Dog")], "nullable": True})
    )
    assert found["A"]["properties"]["pet"] == {"anyOf": [ref("APet"), {"type": "null"}]}
    assert found["APet"]["anyOf"] == [ref("Cat"), ref("Dog")]


def test_a_union_with_one_object_stays_inline() -> None:
    found = prepared(Cat=obj(a=STRING), A=obj(pet={"anyOf": [STRING, ref("Cat")]}))
    assert found["A"]["properties"]["pet"] == {"anyOf": [STRING, ref("Cat")]}


def test_a_name_that_is_taken_is_not_taken_again() -> None:
    found = prepared(A=obj(mood=MOOD, Mood=obj(b=STRING)), a_mood=STRING)
    assert set(origins(found)) == {"AMood2", "AMood3"}


def test_names_depend_on_their_place_alone() -> None:
    alone = prepared(A=obj(mood=MOOD))
    among = prepared(First=obj(mood=MOOD), A=obj(x=obj(mood=MOOD), mood=MOOD))
    assert alone["AMood"] == among["AMood"]


def test_what_is_said_of_the_place_stays_there() -> None:
    found = prepared(A=obj(mood={**MOOD, "description": "Now.", "deprecated": True, "default": "good"}))
    assert found["A"]["properties"]["mood"] == {
        **ref("AMood"), "description": "Now.", "deprecated": True, "default": "good"
    }  # fmt: skip


def test_bodies_and_answers_are_named_after_the_operation() -> None:
    content = {"application/json": {"schema": PET}, "application/x-www-form-urlencoded": {"schema": dict(PET)}}
    other = {"application/json": {"schema": obj(error=STRING)}}
    operation = {
        "operationId": "make_pet",
        "parameters": [{"name": "mood", "in": "query", "schema": MOOD}],
        "requestBody": {"content": content},
        "responses": {
            "201": {"description": "", "content": {"application/json": {"schema": {"type": "array", "items": PET}}}},
            "400": {"description": "", "content": other},
        },
    }
    done = prepare(with_paths({"/pets": {"post": operation}}))
    assert origins(done["components"]["schemas"]) == {
        "MakePetMood": ("make_pet", "mood"),
        "MakePetBody": ("make_pet", "body"),
        "MakePetResponse": ("make_pet", "response"),
        "MakePetResponse400": ("make_pet", "response_400"),
    }
    bodies = done["paths"]["/pets"]["post"]["requestBody"]["content"].values()
    assert [media["schema"] for media in bodies] == [ref("MakePetBody")] * 2


def test_a_reference_into_the_middle_makes_a_component_for_both_places() -> None:
    found = prepared(
        Pet=obj(tag=obj(text=STRING)),
        Other=obj(tag={"$ref": "#/components/schemas/Pet/properties/tag"}),
    )
    assert found["Pet"]["properties"]["tag"] == found["Other"]["properties"]["tag"] == ref("PetTag")
    assert found["PetTag"] == obj(text=STRING)
