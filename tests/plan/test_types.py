"""Where types live and what they are called."""

from __future__ import annotations

from typing import Any

import pytest

from specloom.plan.parsed import ObjectSchema
from specloom.plan.types import ListOf, Literals, Ref
from specloom.plan.values import Plan
from specloom.problems import SpecloomError

from .small import (
    NUMBER,
    TEXT,
    answer,
    body,
    choice,
    document,
    exported,
    hoisted,
    many,
    methods_of,
    parameter,
    plan_of,
    ref,
    thing,
)

Json = dict[str, Any]

BY_USE = "packages_by_use: true"


def places(plan: Plan) -> dict[str, str]:
    """``direction schema`` to the dotted place, module included."""
    return {
        f"{planned.direction} {planned.declaration.schema}": ".".join(
            (*planned.place.package, planned.place.module, planned.place.name)
        )
        for planned in plan.types
    }


def one(key: str, operation_id: str, schemas: dict[str, Json], sdk: str = "", **parts: Any) -> Plan:
    return plan_of(document({key: {"operationId": operation_id, **parts}}, schemas), sdk)


def test_a_model_is_named_for_its_schema_and_lives_at_the_top() -> None:
    schemas = {"pet_object": thing(id=TEXT)}
    for sdk, place in (("", "pet_object.PetObject"), (BY_USE, "zoo.pet_object.PetObject")):
        plan = one("GET /zoo/pets/{id}", "get", schemas, sdk, responses=answer(ref("pet_object")))
        assert places(plan) == {"model pet_object": place}


@pytest.mark.parametrize("name", ["Class", "Import", "From", "Async"])
def test_a_module_is_never_called_like_a_keyword(name: str) -> None:
    plan = one("GET /zoo/pets/{id}", "get", {name: thing(id=TEXT)}, responses=answer(ref(name)))
    (place,) = places(plan).values()
    assert place.endswith(f"{name.lower()}_.{name}")


def test_no_resource_has_the_class_of_the_client() -> None:
    plan = one("GET /pets", "list", {"Pet": thing(id=TEXT)}, responses=answer(many(ref("Pet"))))
    assert plan.client.class_name == "Pets"
    assert [resource.class_name for resource in plan.resources] == ["PetsResource"]


def test_by_use_what_several_resources_use_lives_above_them() -> None:
    made = document(
        {
            "GET /zoo/pets/{id}": {"operationId": "a", "responses": answer(ref("Name"))},
            "GET /farm/pets/{id}": {"operationId": "b", "responses": answer(ref("Name"))},
        },
        {"Name": thing(text=TEXT)},
    )
    assert places(plan_of(made, BY_USE)) == {"model Name": "name.Name"}


def test_the_arguments_of_a_method_have_a_type() -> None:
    schemas = {"New": thing("name", name=TEXT, age=NUMBER)}
    plan = one("POST /zoo/pets/{id}/api_keys", "make", schemas, requestBody=body(ref("New")))
    assert places(plan) == {
        "params method:zoo.pets.api_keys.create": "zoo.pets.api_key_create_params.APIKeyCreateParams"
    }
    (planned,) = plan.types
    assert isinstance(planned.declaration, ObjectSchema)
    assert [(field.wire_name, field.required) for field in planned.declaration.fields] == [
        ("name", True),
        ("age", False),
    ]
    assert methods_of(plan)["zoo.pets.api_keys.create"].params_name == planned.place


def test_a_method_with_only_a_path_to_fill_needs_no_such_type() -> None:
    plan = one("DELETE /pets/{id}", "drop", {})
    assert methods_of(plan)["pets.delete"].params_name is None
    assert plan.types == ()


def test_a_schema_that_goes_both_ways_has_two_types() -> None:
    plan = one(
        "POST /pets",
        "make",
        {"Pet": thing(toy=ref("Toy")), "Toy": thing(name=TEXT)},
        requestBody=body(ref("Pet")),
        responses=answer(ref("Pet")),
    )
    assert places(plan) == {
        "model Pet": "pet.Pet",
        "model Toy": "toy.Toy",
        "params Toy": "toy_param.ToyParam",
        "params method:pets.create": "pet_create_params.PetCreateParams",
    }


def test_parts_without_a_name_live_in_the_module_of_what_they_are_part_of() -> None:
    schemas = {
        "Chat": thing(choices=many(ref("ChatChoices")), usage=ref("ChatUsage")),
        "ChatChoices": hoisted(thing(details=ref("ChatChoicesDetails")), "Chat", "choices"),
        "ChatChoicesDetails": hoisted(thing(text=TEXT), "ChatChoices", "details"),
        "ChatUsage": hoisted(thing(tokens=NUMBER), "Chat", "usage"),
    }
    plan = one("GET /chats/{id}", "get", schemas, responses=answer(ref("Chat")))
    assert places(plan) == {
        "model Chat": "chat.Chat",
        "model ChatChoices": "chat.Choice",
        "model ChatChoicesDetails": "chat.ChoiceDetails",
        "model ChatUsage": "chat.Usage",
    }
    assert sorted(exported(plan)) == ["types.Chat"]


def test_parts_of_a_body_live_beside_the_arguments() -> None:
    schemas = {
        "MakeBody": hoisted(thing(tools=many(ref("MakeBodyTools"))), "make", "body"),
        "MakeBodyTools": hoisted(thing(name=TEXT), "MakeBody", "tools"),
    }
    plan = one("POST /chats", "make", schemas, requestBody=body(ref("MakeBody")))
    assert places(plan) == {
        "params MakeBodyTools": "chat_create_params.Tool",
        "params method:chats.create": "chat_create_params.ChatCreateParams",
    }


def test_an_answer_without_a_name_is_named_for_its_method() -> None:
    schemas = {"GetResponse": hoisted(thing(id=TEXT), "get", "response")}
    plan = one("GET /zoo/pets/{id}", "get", schemas, responses=answer(ref("GetResponse")))
    assert places(plan) == {"model GetResponse": "zoo.pet_retrieve_response.PetRetrieveResponse"}


def test_answers_are_named_for_methods_if_sdk_yaml_says_so() -> None:
    made = document(
        {
            "GET /pets/{id}": {"operationId": "a", "responses": answer(ref("Thing"))},
            "DELETE /pets/{id}": {"operationId": "b", "responses": answer(ref("Thing"))},
            "GET /toys/{id}": {"operationId": "c", "responses": answer(ref("Named"))},
        },
        {"Thing": thing(id=TEXT), "Named": thing(id=TEXT)},
    )
    plan = plan_of(made, "responses_by_method: true\ntypes: {models: {types: {Toy: Named}}}")
    assert sorted(exported(plan)) == ["types.PetDeleteResponse", "types.PetRetrieveResponse", "types.Toy"]
    assert len(plan.types) == 2


def test_inline_choices_are_written_where_they_are_used() -> None:
    schemas = {
        "Pet": thing(mood=ref("PetMood"), moods=many(ref("PetMood")), kind=ref("Kind")),
        "PetMood": hoisted(choice("glad", "sad"), "Pet", "mood"),
        "Kind": choice("cat", "dog"),
    }
    plan = one("GET /pets/{id}", "get", schemas, responses=answer(ref("Pet")))
    assert places(plan) == {"model Kind": "kind.Kind", "model Pet": "pet.Pet"}
    declaration = exported(plan)["types.Pet"].declaration
    assert isinstance(declaration, ObjectSchema)
    moods = Literals(("glad", "sad"))
    assert [field.type for field in declaration.fields] == [moods, ListOf(moods), Ref("Kind")]


def test_inline_choices_of_arguments_too() -> None:
    schemas = {"GetMood": hoisted(choice("glad", "sad"), "get", "mood")}
    plan = one("GET /pets", "get", schemas, parameters=[parameter("mood", schema=ref("GetMood"))])
    (found,) = methods_of(plan).values()
    assert found.parameters[0].type == Literals(("glad", "sad"))


def test_a_choice_that_sdk_yaml_names_keeps_its_name() -> None:
    schemas = {"Pet": thing(mood=ref("PetMood")), "PetMood": hoisted(choice("glad", "sad"), "Pet", "mood")}
    plan = one(
        "GET /pets/{id}", "get", schemas, "types: {models: {zoo: {Mood: PetMood}}}", responses=answer(ref("Pet"))
    )
    assert places(plan)["model PetMood"] == "zoo.mood.Mood"


def test_sdk_yaml_names_types_and_their_further_names() -> None:
    sdk = "types: {models: {zoo: {Animal: Pet, Beast: Pet}, types: {Toy: PetToy}}}"
    schemas = {"Pet": thing(toy=ref("PetToy")), "PetToy": hoisted(thing(name=TEXT), "Pet", "toy")}
    made = document(
        {"POST /pets": {"operationId": "a", "requestBody": body(many(ref("Pet"))), "responses": answer(ref("Pet"))}},
        schemas,
    )
    names = exported(plan_of(made, sdk))
    assert {name: (found.direction, found.declaration.schema) for name, found in names.items()} == {
        "types.Toy": ("model", "PetToy"),
        "types.ToyParam": ("params", "PetToy"),
        "types.zoo.Animal": ("model", "Pet"),
        "types.zoo.AnimalParam": ("params", "Pet"),
        "types.zoo.Beast": ("model", "Pet"),
        "types.zoo.BeastParam": ("params", "Pet"),
        "types.PetCreateParams": ("params", "method:pets.create"),
    }


def test_params_that_no_method_takes_may_be_named() -> None:
    schemas = {"Event": thing(kind=TEXT)}
    plan = plan_of(document({}, schemas), "types: {params: {zoo: {EventParam: Event}}}")
    assert places(plan) == {"model Event": "event.Event", "params Event": "zoo.event_param.EventParam"}


def test_what_nothing_leads_to_is_a_model() -> None:
    assert places(plan_of(document({}, {"Lonely": thing(of=ref("Part")), "Part": thing(id=TEXT)}))) == {
        "model Lonely": "lonely.Lonely",
        "model Part": "part.Part",
    }


def test_what_arrives_at_webhooks_is_a_model() -> None:
    webhooks = {"born": {"post": {"operationId": "born", "requestBody": body(ref("Born")), "responses": {}}}}
    plan = plan_of(document({}, {"Born": thing(id=TEXT)}, webhooks=webhooks))
    assert places(plan) == {"model Born": "born.Born"}


def test_the_envelope_of_a_page_needs_no_type() -> None:
    schemas = {"Pet": thing(id=TEXT), "Pets": thing(data=many(ref("Pet")), object=TEXT)}
    assert places(one("GET /pets", "all", schemas, responses=answer(ref("Pets")))) == {"model Pet": "pet.Pet"}


def test_a_module_never_hides_a_package() -> None:
    made = document(
        {
            "GET /chat/{id}": {"operationId": "a", "responses": answer(ref("Chat"))},
            "GET /chat/{id}/lines/{line}": {"operationId": "b", "responses": answer(ref("Line"))},
        },
        {"Chat": thing(id=TEXT), "Line": thing(id=TEXT)},
    )
    assert places(plan_of(made, BY_USE)) == {"model Chat": "chat_2.Chat", "model Line": "chat.line.Line"}


def test_names_that_fall_together_are_told_apart() -> None:
    schemas = {"pet-toy": thing(a=TEXT), "PetToy": thing(b=TEXT), "Both": thing(one=ref("pet-toy"), two=ref("PetToy"))}
    plan = one("GET /pets/{id}", "get", schemas, responses=answer(ref("Both")))
    assert {key: place.rpartition(".")[2] for key, place in places(plan).items()} == {
        "model Both": "Both",
        "model pet-toy": "PetToy2",
        "model PetToy": "PetToy",
    }


def test_slips_in_names_are_told_together() -> None:
    sdk = """\
types:
  models:
    types:
      Animal: Pett
      Toy: Pet
  params:
    types:
      Toy: New
"""
    made = document(
        {"POST /pets": {"operationId": "a", "requestBody": body(many(ref("New"))), "responses": answer(ref("Pet"))}},
        {"Pet": thing(id=TEXT), "New": thing(id=TEXT)},
    )
    with pytest.raises(SpecloomError) as failure:
        plan_of(made, sdk)
    assert [(problem.line, problem.message) for problem in failure.value.problems] == [
        (4, "types.Animal: the document has no schema 'Pett'; did you mean 'Pet'?"),
        (8, "types.Toy is the name of Pet already"),
    ]
