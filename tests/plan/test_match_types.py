"""The script that finds schemas behind public names, on small facts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scripts.match_evidence import read_public_types
from scripts.match_types import Workshop, match, report, rules_for, written
from specloom.engines import parse
from specloom.plan.sdk import Sdk, TypeRule
from specloom.plan.sdk_reader import read_sdk

from .small import TEXT, answer, body, document, many, ref, thing

CONST = {"type": "string", "const": "pet"}
SCHEMAS = {
    "PetResource": thing("kind", kind=CONST, owner=ref("Owner"), name=TEXT),
    "Owner": thing(address=TEXT, phone=TEXT),
    "Unrelated": thing(address=TEXT),
}
FACTS: dict[str, dict[str, Any]] = {
    "types": {
        "Pet": {"kind": "model", "fields": ["kind", "name", "owner"], "const": {"kind": "Literal['pet']"}},
        "PetOwner": {"kind": "model", "fields": ["address", "phone"]},
        "PetOwnerParam": {"kind": "typeddict", "fields": ["address", "phone"]},
        "ParsedPet": {"kind": "model", "bases": ["Pet"], "fields": ["parsed"]},
        "Rocket": {"kind": "model", "fields": ["fuel", "height"]},
    }
}
ROWS = [{"call": "pets.retrieve", "returns": "Pet"}]


@pytest.fixture(scope="module")
def shop() -> Workshop:
    prepared = document(
        {
            "GET /pets/{id}": {"operationId": "get", "responses": answer(ref("PetResource"))},
            "POST /owners": {"operationId": "post", "requestBody": body(many(ref("Owner")))},
        },
        SCHEMAS,
    )
    return Workshop(prepared, parse(prepared), Sdk())


def test_names_are_matched_by_place_fields_and_parts(shop: Workshop) -> None:
    public = read_public_types(FACTS)
    result = match(shop, public, ROWS)
    assert {name: found.schema for (_, name), found in result.matched.items()} == {
        "Pet": "PetResource",
        "PetOwner": "Owner",
        "PetOwnerParam": "Owner",
    }


def test_only_what_the_rules_do_not_give_is_stated(shop: Workshop) -> None:
    public = read_public_types(FACTS)
    models, params = rules_for(shop, public, match(shop, public, ROWS))
    assert models == [TypeRule((), "Pet", "PetResource"), TypeRule((), "PetOwner", "Owner")]
    assert params == []


def test_the_report_says_why_a_name_is_missing(shop: Workshop) -> None:
    public = read_public_types(FACTS)
    result = match(shop, public, ROWS)
    lines = report(public, result, shop.plan(*rules_for(shop, public, result)))
    assert lines[0] == "types.ParsedPet: a helper of the official package, no part of the API"
    assert lines[1].startswith("types.Rocket: no schema fits")
    assert lines[2:] == ["model: 2 of 4", "typeddict: 1 of 1", "models and TypedDicts: 60.0%"]


BEFORE = "# names\nclient: {name: Pets}\n"
AFTER = "\n# at the end\ndeprecated: []\n"


@pytest.mark.parametrize("types", ["", "types:\n  models:\n    types:\n      Old: Older\n"])
@pytest.mark.parametrize("rest", ["", AFTER])
def test_the_rest_of_the_file_stays_as_it_is(types: str, rest: str, tmp_path: Path) -> None:
    text = written(BEFORE + types + rest, [TypeRule(("zoo",), "Pet", "PetResource")], [])
    part = "types:\n  models:\n    zoo:\n      Pet: PetResource\n"
    assert text.replace(part, "") == BEFORE + rest
    assert read_sdk(text).models == (
        TypeRule(("zoo",), "Pet", "PetResource", text.splitlines().index("      Pet: PetResource") + 1),
    )
    assert written(text, [TypeRule(("zoo",), "Pet", "PetResource")], []) == text
