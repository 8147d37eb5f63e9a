"""Samples drawn at random from a known schema: the inferred one allows them all, and with many of them is the same."""

from __future__ import annotations

import random
from typing import Any

import jsonschema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from specloom.infer import Options, infer
from specloom.infer.schemas import Version

from .known import answers, draw, in_normal_form, schema_of, schemas

OPTIONS = Options("pets")
SEEDS = st.integers(0, 10_000)
SLOW = settings(suppress_health_check=[HealthCheck.too_slow])


def check(document: dict[str, Any], values: list[Any]) -> None:
    """Every value is allowed: by the schema as it stands, and by what the rest of the house reads in it."""
    readings = [in_normal_form(document)]
    if document["openapi"] == "3.1.0":  # in 3.0 null is no type, and only the normal form is JSON Schema
        content = document["paths"]["/pets"]["get"]["responses"]["200"]["content"]
        readings.append({**content["application/json"].get("schema", {}), "components": document["components"]})
    for schema in readings:
        validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
        for value in values:
            validator.validate(value)


@SLOW
@given(schemas(), SEEDS, st.integers(1, 8))
def test_every_sample_is_allowed(known: dict[str, Any], seed: int, count: int) -> None:
    chance = random.Random(seed)
    values = [draw(known, chance) for _ in range(count)]
    check(infer(answers(values), OPTIONS).document, values)


@SLOW
@given(schemas(), SEEDS, st.integers(1, 8))
def test_every_sample_is_allowed_in_3_0(known: dict[str, Any], seed: int, count: int) -> None:
    chance = random.Random(seed)
    values = [draw(known, chance) for _ in range(count)]
    document = infer(answers(values), Options("pets", "3.0")).document
    assert document["openapi"] == "3.0.3"
    check(document, values)


ODD = ["", "$ref", "type", "properties", "a/b", "~", "名前", "class", "nullable", "items", "1", "x-mine", "enum"]
SCALARS = (
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(-5, 5) | st.text(max_size=5) | st.just("2026-01-02")
)


def containers(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    keys = st.text(max_size=5) | st.sampled_from(ODD)
    return st.lists(inner, max_size=3) | st.dictionaries(keys, inner)


ANYTHING = st.lists(st.recursive(SCALARS, containers, max_leaves=20), min_size=1, max_size=6)


@SLOW
@given(ANYTHING)
def test_any_json_is_allowed(values: list[Any]) -> None:
    check(infer(answers(values), OPTIONS).document, values)


@SLOW
@given(st.lists(ANYTHING, min_size=2, max_size=4), st.sampled_from(["3.1", "3.0"]))
def test_any_json_widens_any_other(runs: list[list[Any]], version: Version) -> None:
    document = None
    for values in runs:
        document = infer(answers(values), Options("pets", version), document).document
    assert document is not None
    check(document, [value for values in runs for value in values])


@SLOW
@given(schemas(depth=2), SEEDS)
def test_with_many_samples_the_types_are_the_known_ones(known: dict[str, Any], seed: int) -> None:
    chance = random.Random(seed)
    values = [draw(known, chance) for _ in range(400)]
    assert schema_of(infer(answers(values), OPTIONS).document) == known


@SLOW
@given(schemas(), schemas(), SEEDS, st.integers(1, 5), st.integers(1, 5), st.sampled_from(["3.1", "3.0"]))
def test_more_samples_widen(
    one: dict[str, Any], other: dict[str, Any], seed: int, few: int, more: int, version: Version
) -> None:
    chance = random.Random(seed)
    before = [draw(one, chance) for _ in range(few)]
    after = [draw(other, chance) for _ in range(more)]
    options = Options("pets", version)
    first = infer(answers(before), options).document
    wider = infer(answers(after), options, first).document
    check(wider, before + after)
    assert wider["x-specloom-inferred"] == {"samples": few + more}


@SLOW
@given(schemas(), SEEDS)
def test_the_same_samples_again_say_nothing_new(known: dict[str, Any], seed: int) -> None:
    chance = random.Random(seed)
    values = [draw(known, chance) for _ in range(12)]
    first = infer(answers(values), Options("pets", enums=False)).document
    second = infer(answers(values), Options("pets", enums=False), first).document
    third = infer(answers(values), Options("pets", enums=False), second).document
    assert schema_of(third) == schema_of(second)


@SLOW
@given(schemas(), schemas(), SEEDS)
def test_all_at_once_is_as_wide_as_one_after_the_other(one: dict[str, Any], other: dict[str, Any], seed: int) -> None:
    chance = random.Random(seed)
    before, after = ([draw(known, chance) for _ in range(30)] for known in (one, other))
    together = infer(answers(before + after), Options("pets", enums=False)).document
    first = infer(answers(before), Options("pets", enums=False)).document
    wider = infer(answers(after), Options("pets", enums=False), first).document
    check(together, before + after)
    check(wider, before + after)


@SLOW
@given(schemas(), SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_samples_says_nothing(known: dict[str, Any], seed: int, order: random.Random) -> None:
    chance = random.Random(seed)
    values = answers([draw(known, chance) for _ in range(10)])
    shuffled = list(values)
    order.shuffle(shuffled)
    one, other = (infer(each, OPTIONS).document for each in (values, shuffled))
    assert schema_of(one) == schema_of(other)
