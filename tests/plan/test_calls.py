"""Where operations are called, by rule and by sdk.yaml."""

from __future__ import annotations

import random

import pytest

from specloom.problems import SpecloomError

from .small import TEXT, answer, document, many, methods_of, operation, plan_of, ref, thing

PETS = {"Pet": thing("id", id=TEXT), "PetList": thing("data", data=many(ref("Pet")))}
LIST = answer(ref("PetList"))
ONE = answer(ref("Pet"))


def calls(operations: dict[str, dict[str, object]], sdk: str = "") -> dict[str, str]:
    """Call path by operationId."""
    made = {key: {"operationId": key, **parts} for key, parts in operations.items()}
    return {method.operation_id: call for call, method in methods_of(plan_of(document(made, PETS), sdk)).items()}


def test_the_usual_five() -> None:
    assert calls(
        {
            "GET /pets": {"responses": LIST},
            "POST /pets": {},
            "GET /pets/{id}": {"responses": ONE},
            "PATCH /pets/{id}": {},
            "DELETE /pets/{id}": {},
        }
    ) == {
        "GET /pets": "pets.list",
        "POST /pets": "pets.create",
        "GET /pets/{id}": "pets.retrieve",
        "PATCH /pets/{id}": "pets.update",
        "DELETE /pets/{id}": "pets.delete",
    }


def test_resources_below_a_resource() -> None:
    assert calls({"GET /pets/{id}/toys": {"responses": LIST}, "GET /pets/{id}/toys/{toy}": {}}) == {
        "GET /pets/{id}/toys": "pets.toys.list",
        "GET /pets/{id}/toys/{toy}": "pets.toys.retrieve",
    }


@pytest.mark.parametrize(
    ("key", "call"),
    [
        ("POST /pets/{id}/feed", "pets.feed"),
        ("POST /pets/import", "pets.import_"),
        ("GET /pets/findByStatus", "pets.find_by_status"),
        ("GET /pets/{id}/photo", "pets.photo"),
        ("POST /pets/{id}/toys", "pets.toys.create"),
        ("POST /audio/speech", "audio.speech.create"),
        ("POST /pets/{id}", "pets.update"),
        ("PUT /pets", "pets.update"),
        ("HEAD /pets", "pets.head"),
    ],
)
def test_what_is_done_to_a_thing(key: str, call: str) -> None:
    assert calls({"GET /pets": {"responses": LIST}, key: {}})[key] == call


def test_a_thing_of_which_there_is_one() -> None:
    assert calls({"GET /account": {"responses": ONE}, "POST /account": {}, "DELETE /account": {}}) == {
        "GET /account": "account.retrieve",
        "POST /account": "account.update",
        "DELETE /account": "account.delete",
    }


@pytest.mark.parametrize(
    ("schema", "call"),
    [
        (many(ref("Pet")), "pets.list"),
        (ref("PetList"), "pets.list"),
        (ref("Named"), "pets.list"),
        (ref("Pet"), "pets.retrieve"),
        (ref("Other"), "pets.retrieve"),
    ],
)
def test_a_list_is_known_by_its_answer(schema: dict[str, object], call: str) -> None:
    schemas = {**PETS, "Named": thing(pets=many(ref("Pet"))), "Other": thing(toys=many(TEXT))}
    made = document({"GET /pets": {"operationId": "get", "responses": answer(schema)}}, schemas)
    assert list(methods_of(plan_of(made))) == [call]


def test_a_version_ahead_of_every_path_says_nothing() -> None:
    assert calls({"GET /api/v2/pets": {"responses": LIST}, "GET /api/v2/toys/{id}": {}}) == {
        "GET /api/v2/pets": "pets.list",
        "GET /api/v2/toys/{id}": "toys.retrieve",
    }


def test_a_path_without_names_goes_by_tag() -> None:
    assert calls({"GET /": {"tags": ["Health checks"]}}) == {"GET /": "health_checks.retrieve"}


def test_names_of_the_client_are_left_alone() -> None:
    assert calls({"GET /copy/{id}": {}}) == {"GET /copy/{id}": "copy_.retrieve"}


def test_two_that_want_one_name_are_told_apart_by_their_ids() -> None:
    assert calls({"PUT /pets/{id}": {}, "PATCH /pets/{id}": {}}) == {
        "PUT /pets/{id}": "pets.update",
        "PATCH /pets/{id}": "pets.patch_pets_id",
    }


def test_calls_do_not_depend_on_the_order_of_paths() -> None:
    operations: dict[str, dict[str, object]] = {
        "GET /pets": {"responses": LIST},
        "POST /pets": {},
        "POST /pets/{id}/feed": {},
        "GET /pets/{id}/toys": {"responses": LIST},
        "GET /account": {"responses": ONE},
        "POST /account": {},
    }
    expected = calls(dict(operations))
    for seed in range(5):
        keys = list(operations)
        random.Random(seed).shuffle(keys)
        assert calls({key: dict(operations[key]) for key in keys}) == expected


def test_sdk_yaml_says_where_paths_begin() -> None:
    sdk = "paths: {/org: admin, /org/usage/*: admin.usage}"
    assert calls({"GET /org/pets": {"responses": LIST}, "GET /org/usage/costs": {}, "GET /pets/{id}": {}}, sdk) == {
        "GET /org/pets": "admin.pets.list",
        "GET /org/usage/costs": "admin.usage.costs",
        "GET /pets/{id}": "pets.retrieve",
    }


def test_a_path_with_a_query_of_its_own_may_lead_elsewhere() -> None:
    made = document({"GET /pets/{id}": {"operationId": "get"}}, PETS)
    made["paths"]["/pets/{id}#beta"] = {
        "get": operation("beta", "/pets/{id}")
        | {"x-specloom-path": "/pets/{id}", "x-specloom-query": {"beta": "true"}}
    }
    found = methods_of(plan_of(made, "paths: {'/pets?beta=true': beta.pets}"))
    assert {call: method.path for call, method in found.items()} == {
        "pets.retrieve": "/pets/{id}",
        "beta.pets.retrieve": "/pets/{id}?beta=true",
    }


def test_an_operation_may_have_two_methods() -> None:
    sdk = "methods: {GET /pets: [pets.list, {call: pets.all, deprecated: true}]}"
    found = methods_of(plan_of(document({"GET /pets": {"operationId": "GET /pets", "responses": LIST}}, PETS), sdk))
    assert {call: method.deprecated for call, method in found.items()} == {"pets.list": False, "pets.all": True}


def test_what_sdk_yaml_takes_the_rules_leave() -> None:
    sdk = "methods: {POST /pets/{id}/feed: pets.create}"
    assert calls(
        {"POST /pets": {}, "POST /pets/{id}/feed": {}}, sdk.replace("POST /pets/{id}/feed", "'POST /pets/{id}/feed'")
    ) == {
        "POST /pets/{id}/feed": "pets.create",
        "POST /pets": "pets.post_pets",
    }


def test_slips_in_sdk_yaml_are_told_together() -> None:
    sdk = """\
methods:
  getPets: pets.all
  listPet: pets.every
  listPets: pets.one
  showPet: pets.one
streams:
  watchPets: Pet
deprecated: [cats.*]
"""
    operations = {"GET /pets": {"operationId": "listPets"}, "GET /pets/{id}": {"operationId": "showPet"}}
    with pytest.raises(SpecloomError) as failure:
        plan_of(document(operations, PETS), sdk)
    found = [(problem.line, problem.message) for problem in failure.value.problems]
    assert found == [
        (2, "the document has no operation 'getPets'; did you mean 'listPets'?"),
        (3, "the document has no operation 'listPet'; did you mean 'listPets'?"),
        (7, "the document has no operation 'watchPets'; did you mean 'listPets'?"),
        (5, "methods.showPet: pets.one is the method of listPets already"),
        (None, "deprecated: no method fits 'cats.*'"),
    ]
