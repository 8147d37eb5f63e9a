"""Held against a document, a config gives the client that it asks for, and no more is said than is needed."""

from __future__ import annotations

from typing import Any

import pytest

from specloom.engines import parse
from specloom.migrate.fitting import Fitted, fit
from specloom.migrate.reader import read_config
from specloom.migrate.subject import Subject
from specloom.plan.make import make_plan
from specloom.plan.sdk_reader import read_sdk
from specloom.plan.values import Method
from specloom.prepare import prepare
from tests.plan.small import TEXT, answer, body, document, exported, many, methods_of, parameter, plan_of, ref, thing

from .clinic import CONFIG, clinic


def subject_of(made: dict[str, Any]) -> Subject:
    prepared = prepare(made)
    parsed = parse(prepared)
    return Subject(
        prepared,
        lambda sdk, unmatched: make_plan(
            prepared, parsed, sdk, api="pets", package="pets_client", unmatched=unmatched
        ),
        "pets_client",
    )


def fitted(config: str, made: dict[str, Any], *, everything: bool = False) -> Fitted:
    return fit(read_config(config.encode(), "s.yml").wishes, ["A head."], subject_of(made), everything=everything)


def called(text: str, made: dict[str, Any]) -> dict[str, Method]:
    return methods_of(plan_of(prepare(made), text))


@pytest.fixture(scope="module")
def whole() -> Fitted:
    return fitted(CONFIG, clinic())


def test_the_client_has_exactly_the_calls_of_the_config(whole: Fitted) -> None:
    methods = called(whole.text, clinic())
    assert {call: f"{method.verb.upper()} {method.path}" for call, method in methods.items()} == {
        "ping.retrieve": "GET /ping",
        "patients.list": "GET /pets",
        "patients.add": "POST /pets",
        "patients.get": "GET /pets/{pet_id}",
        "patients.find": "GET /pets/{pet_id}",
        "patients.import_": "POST /pets/import",
        "patients.feed": "POST /pets/{pet_id}/feed",
        "patients.visits.list": "GET /pets/{pet_id}/visits",
        "patients.visits.retrieve": "GET /pets/{pet_id}/visits/{visit_id}",
        "notes.create": "POST /notes",
    }
    assert [call for call, method in methods.items() if method.deprecated] == ["patients.feed", "patients.find"]
    assert [one.py_name for one in methods["patients.import_"].parameters] == ["rows"]
    page = methods["patients.list"].page
    assert page is not None
    assert page.kind == "plain"
    assert methods["patients.visits.list"].query_arrays == "brackets"
    assert all(("X-Clinic", "north") in method.headers for method in methods.values())


def test_types_options_and_addresses_are_those_of_the_config(whole: Fitted) -> None:
    plan = plan_of(prepare(clinic()), whole.text)
    assert {"types.Patient", "types.Animal", "types.patients.Visit", "types.shared.ErrorNote"} <= set(exported(plan))
    options = {one.py_name: one for one in plan.client.options}
    assert (options["api_key"].kind, options["api_key"].env, options["api_key"].required) == (
        "bearer",
        "CLINIC_KEY",
        True,
    )
    assert (options["branch"].name, options["branch"].required) == ("X-Branch", False)
    assert plan.client.class_name == "PetClinic"
    assert (plan.client.base_url, plan.client.base_url_env) == ("https://api.clinic.test/v2", "PET_CLINIC_BASE_URL")


def test_what_the_document_lacks_is_told_with_the_nearest(whole: Fitted) -> None:
    said = {remark.what: remark.why for remark in whole.remarks}
    assert "POST /pets/{pet_id}/feed" in said["resources.patients.methods.groom"]
    assert "POST /notes" in said["resources"]
    assert "named by rule" in said["resources.$client.methods.ping"]
    assert "`package` in specloom.toml" in said["targets.python.package_name"]


SMALL: dict[str, dict[str, Any]] = {
    "GET /pets": {"operationId": "a"},
    "GET /pets/{id}": {"operationId": "b", "responses": answer(ref("Pet"))},
    "PUT /pets/{id}": {"operationId": "c", "requestBody": body(ref("Pet"))},
    "PATCH /pets/{id}": {"operationId": "d", "deprecated": True, "requestBody": body(ref("Pet"))},
}


def small() -> dict[str, Any]:
    return document({key: dict(value) for key, value in SMALL.items()}, {"Pet": thing("id", id=TEXT)})


BY_RULE = """\
resources:
  pets:
    models: {pet: Pet}
    methods:
      list: get /pets
      retrieve: get /pets/{id}
      update: put /pets/{id}
      patch: {endpoint: "patch /pets/{id}", deprecated: true}
"""


def test_what_comes_by_rule_is_not_stated() -> None:
    made = fitted(BY_RULE, small())
    assert (made.asked, made.stated) == (4, 0)
    assert read_sdk(made.text) == read_sdk("")
    assert made.remarks == ()
    every = fitted(BY_RULE, small(), everything=True)
    assert every.stated == 4
    assert "GET /pets: pets.list" in every.text
    assert "Pet: Pet" in every.text


def test_a_name_that_another_one_pushes_aside_is_stated_too() -> None:
    # `update` is the PATCH there; by rule it would be the PUT, whose name nobody asks to change.
    swapped = BY_RULE.replace("update: put /pets/{id}", "replace: put /pets/{id}").replace("patch: {", "update: {")
    made = fitted(swapped, small())
    assert made.stated == 2
    methods = called(made.text, small())
    assert {call: method.verb.upper() for call, method in methods.items()} == {
        "pets.list": "GET",
        "pets.retrieve": "GET",
        "pets.replace": "PUT",
        "pets.update": "PATCH",
    }


@pytest.mark.parametrize(
    ("change", "what", "why"),
    [
        (("models: {pet: Pet}", "models: {pet: Pett}"), "resources.pets.models.pet", "did you mean 'Pet'?"),
        (("      list: get /pets\n", ""), "resources", "GET /pets"),
        (
            ("list: get /pets", "list: {endpoint: get /pets, paginated: true}"),
            "resources.pets.methods.list.paginated",
            "page by page",
        ),
        (
            ("list: get /pets", "list: {endpoint: get /pets, body_param_name: x}"),
            "resources.pets.methods.list.body_param_name",
            "'x'",
        ),
        (
            ("retrieve: get /pets/{id}", "retrieve: {endpoint: 'get /pets/{id}', positional_params: []}"),
            "resources.pets.methods.retrieve.positional_params",
            "id is positional",
        ),
        (
            ("resources:", "client_settings: {opts: {k: {auth: {security_scheme: Nope}}}}\nresources:"),
            "client_settings.opts.k",
            "no security scheme 'Nope'",
        ),
        (("resources:", "security: [{Nope: []}]\nresources:"), "security", "overlay.yaml"),
    ],
)
def test_what_does_not_fit_is_left_out_and_told(change: tuple[str, str], what: str, why: str) -> None:
    made = fitted(BY_RULE.replace(*change), small())
    assert called(made.text, small())  # what is written is accepted
    assert why in {remark.what: remark.why for remark in made.remarks}[what]


PAGED = """\
pagination:
- name: linked
  type: cursor_url
  response: {next: {type: string, x-stainless-pagination-property: {from_header: link, purpose: cursor_url_field}}}
resources:
  pets:
    deprecated: gone soon
    methods:
      list: {endpoint: get /pets, paginated: false}
      listAll: {endpoint: get /toys, paginated: linked}
      list_all: get /pets/{id}
  toys: {deprecated: {go: gone}}
"""


def test_pages_and_deprecations_are_as_the_config_has_them() -> None:
    envelope = thing("data", data=many(TEXT), has_more={"type": "boolean"})
    operations: dict[str, dict[str, Any]] = {
        "GET /pets": {"operationId": "a", "parameters": [parameter("after")], "responses": answer(envelope)},
        "GET /toys": {"operationId": "b", "responses": answer(many(TEXT))},
        "GET /pets/{id}": {"operationId": "c"},
    }
    made = fitted(PAGED, document({key: dict(value) for key, value in operations.items()}))
    methods = called(made.text, document({key: dict(value) for key, value in operations.items()}))
    assert methods["pets.list"].page is None
    linked = methods["pets.list_all"].page
    assert linked is not None
    assert linked.kind == "link"
    assert {call for call, method in methods.items() if method.deprecated} == {*methods}
    said = {remark.what: remark.why for remark in made.remarks}
    assert "is the method of GET /toys already" in said["resources.pets.methods.list_all"]


def test_a_method_that_is_called_as_a_resource_is_left_out() -> None:
    config = "resources: {pets: {methods: {toys: get /pets}}}"
    made = fitted(config, document({"GET /pets": {"operationId": "a"}, "POST /pets/toys/balls": {"operationId": "b"}}))
    assert "cannot be a method" in {remark.what: remark.why for remark in made.remarks}["resources.pets.methods.toys"]
    assert made.stated == 0


def test_without_a_document_all_is_said() -> None:
    made = fit(read_config(BY_RULE.encode(), "s.yml").wishes, ["A head."], None)
    assert made.stated == 4
    assert len(read_sdk(made.text).methods) == 4
