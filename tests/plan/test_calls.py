"""Where operations are called, by rule and by sdk.yaml."""

from __future__ import annotations

import random

import pytest

from specloom.problems import SpecloomError

from .small import TEXT, answer, document, many, methods_of, operation, parameter, plan_of, ref, thing

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
        # What is done, by a word that says so.
        ("POST /pets/{id}/feed", "pets.feed"),
        ("POST /pets/{id}/feed/{food}", "pets.feed"),
        ("GET /pets/{id}/feed", "pets.retrieve_feed"),
        ("DELETE /pets/{id}/like", "pets.delete_like"),
        ("PUT /pets/{id}/activate", "pets.activate"),
        ("DELETE /pets/remove/{id}", "pets.remove"),
        ("POST /pets/import", "pets.import_"),
        ("POST /pets/bulk-delete", "pets.bulk_delete"),
        ("POST /runs/{id}/submit_tool_outputs", "runs.submit_tool_outputs"),
        ("GET /pets/findByStatus", "pets.find_by_status"),
        ("GET /pets/search", "pets.search"),
        ("POST /pets/search", "pets.search"),
        ("GET /pets/price-list", "pets.price_list"),
        ("PUT /pets/{id}/price-list", "pets.update_price_list"),
        ("GET /pets/list", "pets.list"),
        ("HEAD /pets/search", "pets.head_search"),
        ("POST /pets/{id}:feed", "pets.feed"),
        ("POST /pets:batchGet", "pets.batch_get"),
        # A path that goes on from there is of a resource with a name of its own.
        ("GET /pets/search/terms", "pets.search_terms.list"),
        ("GET /pets/{id}/feed/bowls/{bowl}", "pets.feed_bowls.retrieve"),
        # Words that are deeds and things: things, where they are not alone.
        ("POST /pets/{id}/run_steps", "pets.run_steps.create"),
        ("POST /pets/{id}/uploadImage", "pets.upload_image"),
        ("POST /pets/{id}/import_jobs", "pets.import_jobs.create"),
        ("GET /settings", "settings.retrieve"),
        ("GET /search/pets", "search.pets.list"),
        # Verb and thing in one word.
        ("GET /getPets", "pets.list"),
        ("GET /getPetById/{id}", "pet.retrieve"),
        ("POST /create-user", "user.create"),
        ("POST /sendMail", "mail.send"),
        ("POST /processPayment", "payment.process"),
        ("GET /process-payments", "process_payments.list"),
        ("POST /login", "login.create"),
        # Resources.
        ("POST /pets/{id}/toys", "pets.toys.create"),
        ("POST /audio/speech", "audio.speech.create"),
        ("GET /pets/{id}/photo", "pets.photo.retrieve"),
        ("GET /users/me", "users.me.retrieve"),
        ("GET /chat-history/sessions", "chat_history.sessions.list"),
        ("GET /people", "people.list"),
        ("GET /status", "status.retrieve"),
        ("POST /pets/{id}", "pets.update"),
        ("PUT /pets", "pets.update"),
        ("PATCH /account", "account.update"),
        ("DELETE /account", "account.delete"),
        ("HEAD /pets", "pets.head"),
        ("TRACE /pets/{id}", "pets.trace"),
        # What says nothing, and what Python cannot say.
        ("GET /pets/", "pets.list"),
        ("GET /pets.json", "pets.list"),
        ("GET /pets/{id}.json", "pets.retrieve"),
        ("GET /flights/{from}-{to}", "flights.retrieve"),
        ("GET /pets/photo-{size}", "pets.photo.retrieve"),
        ("GET /class/{id}", "class_.retrieve"),
        ("GET /3d-models", "n_3d_models.list"),
        ("GET /copy/{id}", "copy_.retrieve"),
        ("GET /", "root.retrieve"),
        ("GET /{id}", "root.retrieve"),
        # Versions and the like ahead of a path.
        ("GET /api/v2/pets", "pets.list"),
        ("GET /v1.2-beta/pets/{id}", "pets.retrieve"),
        ("GET /2010-04-01/pets", "pets.list"),
        ("GET /api/v{version}/pets/{id}", "pets.retrieve"),
        ("GET /api", "api.retrieve"),
        ("POST /v1/{id}", "v1.update"),
        ("POST /v1/{id}:cancel", "v1.cancel"),
    ],
)
def test_a_path_is_a_call(key: str, call: str) -> None:
    assert calls({key: {}}) == {key: call}


def test_of_a_path_that_takes_the_rest_only_the_verb_is_known() -> None:
    greedy = {**parameter("proxy", "path"), "x-specloom-greedy": True}
    found: dict[str, str] = {}
    for key in ("GET /{proxy}", "POST /farm/{proxy}", "DELETE /farm/{proxy}"):
        verb, path = key.split(" ")
        made = document({key: {"operationId": key}})
        made["paths"][path][verb.lower()]["parameters"] = [greedy]
        found |= {call: method.path for call, method in methods_of(plan_of(made)).items()}
    assert found == {"proxy.get": "/{proxy}", "farm.proxy.post": "/farm/{proxy}", "farm.proxy.delete": "/farm/{proxy}"}


@pytest.mark.parametrize(
    ("key", "schema", "call"),
    [
        ("GET /pets", many(ref("Pet")), "pets.list"),
        ("GET /pets", ref("PetList"), "pets.list"),
        ("GET /pets", ref("Named"), "pets.list"),
        ("GET /pets", ref("Pet"), "pets.retrieve"),
        ("GET /pets", ref("Other"), "pets.retrieve"),
        ("GET /pets", ref("Entries"), "pets.list"),
        ("GET /zoo", ref("Entries"), "zoo.retrieve"),
        ("GET /pets", TEXT, "pets.retrieve"),
        ("GET /pets", {}, "pets.list"),
        ("GET /pets", ref("Empty"), "pets.list"),
        ("GET /zoo", many(ref("Pet")), "zoo.list"),
        ("GET /zoo", ref("Pet"), "zoo.retrieve"),
        ("GET /zoo", {}, "zoo.retrieve"),
        ("GET /getZoo", many(ref("Pet")), "zoo.list"),
        ("GET /pets/{id}", many(ref("Pet")), "pets.retrieve"),
    ],
)
def test_a_list_is_known_by_its_answer_else_by_its_name(key: str, schema: dict[str, object], call: str) -> None:
    schemas = {**PETS, "Named": thing(pets=many(ref("Pet"))), "Other": thing(toys=many(TEXT)), "Empty": thing()}
    schemas["Entries"] = thing(count=TEXT, entries=many(ref("Pet")))
    made = document({key: {"operationId": "get", "responses": answer(schema)}}, schemas)
    assert list(methods_of(plan_of(made))) == [call]


def test_all_of_a_collection_is_not_deleted_by_the_name_of_one() -> None:
    assert calls({"DELETE /pets": {}}) == {"DELETE /pets": "pets.delete_all"}
    key = parameter("key", required=True)
    assert calls({"DELETE /pets": {"parameters": [key]}}) == {"DELETE /pets": "pets.delete"}


def test_a_path_of_parameters_goes_by_tag() -> None:
    assert calls({"GET /{code}": {"tags": ["Short links"]}}) == {"GET /{code}": "short_links.retrieve"}
    assert calls({"GET /": {"tags": ["pets"]}}) == {"GET /": "root.retrieve"}


@pytest.mark.parametrize(
    "expected",
    [
        {"PUT /pets/{id}": "pets.update", "PATCH /pets/{id}": "pets.patch", "POST /pets/{id}": "pets.post"},
        {"PATCH /pets/{id}": "pets.update", "POST /pets/{id}": "pets.post"},
        {"PUT /pets/{id}": "pets.update", "PUT /pets": "pets.update_all"},
        {"PUT /pet": "pet.update", "POST /pet/{id}": "pet.post"},
        {"GET /calc/{a}/{b}": "calc.retrieve", "GET /calc/{a}": "calc.retrieve_by_a", "GET /calc": "calc.get"},
        {"GET /users/{id}/pets": "users.pets.list", "GET /users/pets": "users.pets.get_all"},
        {"GET /pets": "pets.list", "GET /pets/list": "pets.get_list"},
        {"GET /pets/search": "pets.search", "POST /pets/search": "pets.post_search"},
        {"HEAD /pets/{id}": "pets.head", "HEAD /pets": "pets.head_all"},
        {"GET /v1/pets": "pets.list", "GET /v2/pets": "v2.pets.list", "GET /v10/pets": "v10.pets.list"},
        {"GET /pets": "pets.list", "GET /v1/pets": "pets.get_all"},
        {"OPTIONS /pets": "pets.options_all", "GET /pets/{id}/options": "pets.options.list"},
    ],
)
def test_two_that_want_one_name_are_told_apart(expected: dict[str, str]) -> None:
    assert calls({key: {} for key in expected}) == expected
    assert calls({key: {} for key in reversed(expected)}) == expected


def test_at_last_it_is_the_operation_id_that_tells_apart() -> None:
    keys = ["GET /pets/", "GET /pets", "GET /pets.json"]
    made = {key: {"operationId": f"read_{number}", "responses": LIST} for number, key in enumerate(keys)}
    found = {call: method.path for call, method in methods_of(plan_of(document(made, PETS))).items()}
    assert found == {"pets.list": "/pets", "pets.get_all": "/pets.json", "pets.read_0": "/pets/"}


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
    sdk = "methods: {'POST /pets/{id}/feed': pets.create}"
    assert calls({"POST /pets": {}, "POST /pets/{id}/feed": {}}, sdk) == {
        "POST /pets/{id}/feed": "pets.create",
        "POST /pets": "pets.post",
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
