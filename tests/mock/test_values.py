"""Made-up values are what their schemas allow, and the same at each run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specloom.commands.pipeline import Planned
from specloom.mock.checking import Checker
from specloom.mock.values import Maker
from tests.mock.shop import ref, shop

SCHEMAS: dict[str, Any] = shop()["components"]["schemas"]
MAKERS: list[dict[str, Any]] = [
    {},
    {"optional": False},
    {"seed": 7},
    {"variant": "1"},
    {"variant": "2", "direction": "request"},
]


@pytest.mark.parametrize("options", MAKERS, ids=str)
def test_every_schema_of_a_large_document_allows_what_is_made_of_it(planned: Planned, options: dict[str, Any]) -> None:
    schemas = planned.prepared["components"]["schemas"]
    checker, maker = Checker(schemas), Maker(schemas, **options)
    wrong = {name: found for name in schemas if (found := checker.findings(ref(name), maker.value(ref(name))))}
    assert len(schemas) > 1500
    assert wrong == {}


def test_values_look_like_what_they_are_called() -> None:
    item = Maker(SCHEMAS).value(ref("Item"))
    assert item["id"] == "item_1"
    assert 1_700_000_000 < item["created_at"] < 2_000_000_000
    assert item["price"] == 2
    assert re.fullmatch("[A-Z]{3}-[0-9]{2}", item["code"])
    assert item["pay"] == {"kind": "cash", "coins": 1}
    assert item["colour"] == "red"


def test_what_holds_itself_comes_to_an_end() -> None:
    item = Maker(SCHEMAS).value(ref("Item"))
    assert item["parts"] == []
    endless: dict[str, Any] = {
        "A": {"type": "object", "required": ["b"], "properties": {"b": ref("B")}},
        "B": {"anyOf": [ref("A"), {"type": "string"}]},
    }
    assert Maker(endless).value(ref("A")) == {"b": "b"}


def test_a_seed_changes_the_values_and_leaves_out_some() -> None:
    usual, other = Maker(SCHEMAS).value(ref("Item")), Maker(SCHEMAS, seed=3).value(ref("Item"))
    assert usual != other == Maker(SCHEMAS, seed=3).value(ref("Item"))
    assert any(len(Maker(SCHEMAS, seed=seed).value(ref("Item"))) < len(usual) for seed in range(1, 9))


def test_a_variant_is_a_tag_or_a_number() -> None:
    assert Maker(SCHEMAS, variant="card").value(ref("Pay"))["kind"] == "card"
    assert Maker(SCHEMAS, variant="1").value(ref("Pay"))["kind"] == "card"
    assert Maker(SCHEMAS, variant="unheard of").value(ref("Pay"))["kind"] == "cash"


def test_what_may_only_be_read_or_written_is_left_out() -> None:
    both = {
        "type": "object",
        "properties": {
            "secret": {"type": "string", "writeOnly": True},
            "made": {"type": "string", "readOnly": True},
        },
    }
    assert Maker({}).value(both) == {"made": "made"}
    assert Maker({}, direction="request").value(both) == {"secret": "secret"}


BOUNDS = st.fixed_dictionaries(
    {"type": st.sampled_from(["integer", "number", "string", "array"])},
    optional={
        "minimum": st.integers(-50, 50),
        "exclusiveMinimum": st.integers(-50, 50),
        "minLength": st.integers(0, 9),
        "minItems": st.integers(0, 4),
        "format": st.sampled_from(["uuid", "date-time", "uri", "byte", "unixtime"]),
    },
)


@settings(max_examples=300, deadline=None)
@given(BOUNDS, st.integers(0, 3), st.sampled_from(["", "id", "created_at", "index"]))
def test_bounds_are_kept_to(schema: dict[str, Any], seed: int, name: str) -> None:
    schema = {**schema, "items": {"type": "string"}}
    assert Checker({}).findings(schema, Maker({}, seed=seed).value(schema, name)) == []


def test_values_do_not_depend_on_the_hash_seed() -> None:
    code = (
        "from tests.mock.shop import *; from specloom.mock.values import Maker; "
        "print(Maker(shop()['components']['schemas'], seed=4).value(ref('ItemList')))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
