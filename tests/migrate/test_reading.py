"""What a resource config asks for, and what is told of the rest."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specloom.migrate.fitting import fit
from specloom.migrate.reader import ReadConfig, read_config
from specloom.plan.sdk_reader import read_sdk
from specloom.problems import SpecloomError

from .clinic import CONFIG


def read(text: str) -> ReadConfig:
    return read_config(text.encode(), "stainless.yml")


def why(text: str) -> dict[str, str]:
    """The remarks by key path."""
    return {remark.what: remark.why for remark in read(text).remarks}


def refused(text: str) -> list[str]:
    with pytest.raises(SpecloomError) as raised:
        read(text)
    return [str(problem) for problem in raised.value.problems]


def test_methods_have_the_path_of_their_resource() -> None:
    calls = {".".join(wish.call): wish.key for wish in read(CONFIG).wishes.methods}
    assert calls["patients.visits.retrieve"] == "GET /pets/{pet_id}/visits/{visit_id}"
    assert calls["patients.import_"] == "POST /pets/import"
    assert calls["patients.find"] == calls["patients.get"] == "GET /pets/{pet_id}"
    assert calls["ping"] == "GET /ping"


def test_models_live_where_the_generator_puts_them() -> None:
    named = {(*wish.package, wish.name): wish.schema for wish in read(CONFIG).wishes.models}
    assert named == {
        ("shared", "ErrorNote"): "ErrorNote",
        ("Patient",): "PetRecord",
        ("Animal",): "PetRecord",
        ("patients", "Visit"): "Visit",
    }


def test_initialisms_and_casings_spell_classes() -> None:
    text = "custom_casings: {acme: {pascal: AcMe}, sso: {initialism: false}, cat: {initialism: true}}\n"
    text += "organization: {name: acme}\nresources: {a: {models: {url_of_cat: X, sso_login: Y, mp3_file: Z}}}"
    wishes = read(text).wishes
    assert wishes.client == "AcMe"
    assert [wish.name for wish in wishes.models] == ["URLOfCAT", "SsoLogin", "MP3File"]
    assert wishes.acronyms == ("MP3", "AcMe", "CAT")


def test_casings_that_only_repeat_the_word_need_no_remark() -> None:
    text = "custom_casings: {acme: {pascal: ACme, snake: acme, camel: a_x}}\nresources: {}"
    assert set(why(text)) == {"custom_casings.acme.camel"}


def test_anchors_and_names_in_camel_case_are_read() -> None:
    text = """\
readme: {example: &no {}, other: *no}
resources:
  toolBox:
    models: {logLevel: LogLevel}
    methods: {listExported: &one get /box/, again: *one}
"""
    wishes = read(text).wishes
    assert [(".".join(wish.call), wish.key) for wish in wishes.methods] == [
        ("tool_box.list_exported", "GET /box/"),
        ("tool_box.again", "GET /box/"),
    ]
    assert [(wish.package, wish.name) for wish in wishes.models] == [((), "LogLevel")]


WORDS = """\
resources methods models subresources type endpoint to alias http $client $shared deprecated skip only paginated
positional_params body_param_name openapi_uri client_settings opts auth security_scheme role read_env nullable
default_headers pagination name response from_header custom_casings initialism pascal environments targets python
package_name security query_settings array_format organization settings class import get a-b 7
"""
NAMES = st.sampled_from(WORDS.split())
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | NAMES | st.just("get /pets"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(NAMES, VALUES, max_size=5), st.dictionaries(NAMES, VALUES, max_size=3))
def test_whatever_a_config_holds_is_read_or_refused(top: dict[str, Any], resources: dict[str, Any]) -> None:
    text = json.dumps({**top, "resources": resources})
    try:
        made = read(text)
    except SpecloomError:
        assert all(problem.startswith("stainless.yml:") for problem in refused(text))
    else:
        assert read_sdk(fit(made.wishes, [], None).text).source  # what is written is always an sdk.yaml


def test_every_key_of_a_config_is_taken_or_told_of() -> None:
    text = """\
resources:
  pets:
    colour: red
    description: Animals.
    methods:
      list: {endpoint: get /pets, unwrap_response: data, endpont: x}
      watch: {type: websocket, endpoint: get /watch}
      other: {type: alias, to: lst}
    models:
      pet: {openapi_uri: Pet, param_model: pets.x}
settings: {license: MIT, lisense: MIT}
client_settings: {idempotency: {header: X}, opts: {user: {auth: {security_scheme: B, role: username}}, timeout: {}}}
query_settings: {array_format: indices}
reams: 1
"""
    said = why(text)
    assert said["resources.pets.colour"] == "left out: unknown key"
    assert said["resources.pets.methods.list.endpont"].endswith("did you mean 'endpoint'?")
    assert said["settings.lisense"].endswith("did you mean 'license'?")
    assert "did you mean 'list'" in said["resources.pets.methods.other"]
    assert {
        "resources.pets.description",
        "resources.pets.methods.list.unwrap_response",
        "resources.pets.methods.watch.type",
        "resources.pets.models.pet.param_model",
        "settings.license",
        "client_settings.idempotency",
        "client_settings.opts.user",
        "client_settings.opts.timeout",
        "query_settings.array_format",
        "reams",
    } <= set(said)
    assert {remark.what: remark.line for remark in read(text).remarks}["resources.pets.colour"] == 3


@pytest.mark.parametrize(
    ("skip", "told"),
    [
        ("skip: true", True),
        ("skip: [python, go]", True),
        ("skip: [go]", False),
        ("skip: false", False),
        ("only: [go]", True),
        ("only: [python]", False),
    ],
)
def test_what_is_left_out_for_python_is_told(skip: str, told: bool) -> None:
    text = f"resources: {{pets: {{methods: {{list: {{endpoint: get /pets, {skip}}}}}}}}}"
    assert bool(read(text).remarks) is told
    assert len(read(text).wishes.methods) == 1


def test_a_name_that_a_client_has_already_is_changed_and_told() -> None:
    text = "resources: {timeout: {methods: {with_raw_response: get /x}}}"
    assert read(text).wishes.methods[0].call == ("timeout_", "with_raw_response_")
    assert set(why(text)) == {"resources.timeout", "resources.timeout.methods.with_raw_response"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("resources: {a: [}", "stainless.yml:1:17"),
        ("a: 1\nresources:\n  pets: [1]\n", "stainless.yml:3:3"),
        ("resources:\n  pets:\n    methods:\n      list: fetch /pets\n", "stainless.yml:4:7"),
        ("resources:\n  pets:\n    methods:\n      list: {paginated: true}\n", "stainless.yml:4:7"),
        ("resources:\n  pets:\n    models:\n      pet: {type: model}\n", "stainless.yml:4:7"),
        ("- resources\n", "stainless.yml:1:1"),
        ("x: &x [*x]\nresources: {}\n", "stainless.yml:1"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, place: str) -> None:
    assert refused(text)[0].startswith(place)


def test_all_that_is_wrong_is_told_together() -> None:
    assert len(refused("resources: {a: {methods: {b: x, c: y}}, d: 1}")) == 3


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("default-group: local\ngroups: {local: {generators: []}}", ("Fern", "x-fern-sdk-method-name")),
        ("configVersion: 2.0.0\ngeneration: {}", ("Speakeasy", "x-speakeasy-name-override")),
        ("openapi: 3.1.0\npaths: {}", ("no resource config", "resources:")),
    ],
)
def test_other_configs_are_told_apart(text: str, named: tuple[str, str]) -> None:
    (message,) = refused(text)
    assert all(word in message for word in named)
