"""Any text becomes a free, valid identifier; distinct names stay distinct."""

from __future__ import annotations

import itertools
import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specloom.plan import naming, plurals

ACRONYMS = ("API", "JSON", "OAuth", "URL")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("listPets", "list_pets"),
        ("list-pets", "list_pets"),
        ("list_pets", "list_pets"),
        ("APIKey", "api_key"),
        ("fileIDs", "file_ids"),
        ("HTTPServer2", "http_server2"),
        ("b64_json", "b64_json"),
        ("batch_1_day_max", "batch_1_day_max"),
        ("OAuthErrorCode", "oauth_error_code"),
        ("from", "from_"),
        ("None", "none"),
        ("1st", "n_1st"),
        ("+1", "plus_1"),
        ("-1", "minus_1"),
        ("naïve", "naive"),
        ("Größe", "grosse"),
        ("日", "u65e5"),
        ("$", "u24"),
        ("", "empty"),
        ("_id", "id"),
        ("effective_at[gt]", "effective_at_gt"),
    ],
)
def test_identifiers(text: str, expected: str) -> None:
    assert naming.identifier(text, ACRONYMS) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("chat_completion", "ChatCompletion"),
        ("api_key", "APIKey"),
        ("ApiKey", "APIKey"),
        ("AdminApiKeyCreateResponse", "AdminAPIKeyCreateResponse"),
        ("Error-2", "Error2"),
        ("2fast", "N2fast"),
        ("none", "None_"),
        ("literal", "Literal_"),
        ("été", "Ete"),
    ],
)
def test_class_names(text: str, expected: str) -> None:
    assert naming.class_identifier(text, ACRONYMS) == expected


@pytest.mark.parametrize(
    ("wire_name", "expected"),
    [("schema", "schema_"), ("to_dict", "to_dict_"), ("id", "id"), ("$ref", "ref"), ("type", "type")],
)
def test_fields_leave_the_methods_of_the_base_class_alone(wire_name: str, expected: str) -> None:
    assert naming.field_name(wire_name) == expected


@pytest.mark.parametrize(
    ("wire_name", "expected"),
    [("include[]", "include"), ("timeout", "timeout_"), ("schema", "schema"), ("X-Trace", "x_trace")],
)
def test_arguments_leave_those_of_every_method_alone(wire_name: str, expected: str) -> None:
    assert naming.parameter_name(wire_name) == expected


@given(st.text())
def test_any_text_becomes_an_identifier(text: str) -> None:
    for make in (naming.identifier, naming.class_identifier, naming.field_name, naming.parameter_name):
        name = make(text)
        assert name.isidentifier()
        assert name.isascii()
        assert not keyword.iskeyword(name)
        assert not name.startswith("_")


@given(st.lists(st.text(), unique=True))
def test_distinct_names_stay_distinct(names: list[str]) -> None:
    given_names = naming.field_names(names)
    assert list(given_names) == names
    assert len(set(given_names.values())) == len(names)
    assert naming.RESERVED_FIELDS.isdisjoint(given_names.values())


def test_awkward_names_stay_distinct_in_every_combination() -> None:
    alphabet = ("a", "A", "_", "-", "2")
    for length in range(1, 5):
        names = ["".join(found) for found in itertools.product(alphabet, repeat=length)]
        spelt = naming.field_names(names)
        assert len(set(spelt.values())) == len(names)
        assert all(name.isidentifier() for name in spelt.values())


@given(st.lists(st.from_regex(r"[a-zA-Z_-]{1,4}", fullmatch=True), unique=True, min_size=1))
def test_a_name_at_the_end_changes_none_before_it(names: list[str]) -> None:
    *before, last = names
    if naming.field_name(last) != last:
        earlier = naming.field_names(before)
        assert {name: naming.field_names(names)[name] for name in before} == earlier


def test_a_name_that_is_right_already_keeps_itself() -> None:
    assert naming.field_names(["petId", "pet_id", "pet-id"]) == {
        "petId": "pet_id_2",
        "pet_id": "pet_id",
        "pet-id": "pet_id_3",
    }


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("batches", "batch"),
        ("files", "file"),
        ("policies", "policy"),
        ("boxes", "box"),
        ("responses", "response"),
        ("usage", "usage"),
        ("status", "status"),
        ("access", "access"),
        ("analysis", "analysis"),
        ("speech", "speech"),
    ],
)
def test_singular(plural: str, one: str) -> None:
    assert plurals.singular(plural) == one
