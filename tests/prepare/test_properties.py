"""What holds for any schemas, tried on generated ones."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from specloom.prepare import check, prepare
from specloom.problems import SpecloomError
from tests.prepare.documents import ref, with_schemas
from tests.prepare.validity import is_valid

NAMES = ("A", "B", "C")
PROPERTIES = ("kind", "a", "b")
SCALARS = st.sampled_from(["x", "y", "", 0, 1, 2, True, False, None])
CONSTANTS = st.lists(st.sampled_from(["x", "y", "z", 0, 1, True, None]), min_size=1, max_size=3)

SIMPLE = st.one_of(
    st.sampled_from([{"type": name} for name in ("string", "integer", "number", "boolean", "null")]),
    st.builds(lambda least: {"type": "string", "minLength": least}, st.integers(0, 2)),
    st.builds(lambda least: {"type": "integer", "minimum": least}, st.integers(0, 2)),
    st.builds(lambda values: {"enum": values}, CONSTANTS),
    st.builds(lambda value: {"const": value}, st.sampled_from(["x", "y", 0, True])),
    st.builds(lambda value: {"type": "string", "enum": [value]}, st.sampled_from("xy")),
    st.sampled_from([{"type": ["string", "null"]}, {"type": ["integer", "object"]}, {"type": "object"}, {}, True]),
    st.sampled_from([{"type": "array"}, {"type": "integer", "nullable": True}]),
    st.builds(ref, st.sampled_from(NAMES)),
)


def objects(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    fixed = {
        "type": st.just("object"),
        "properties": st.dictionaries(st.sampled_from(PROPERTIES), inner, max_size=3),
    }
    optional = {
        "required": st.lists(st.sampled_from(PROPERTIES), unique=True, max_size=2),
        "additionalProperties": st.one_of(st.booleans(), inner),
        "nullable": st.booleans(),
        "title": st.sampled_from(["One", "Two"]),
        "description": st.sampled_from(["One.", "Two."]),
    }
    return st.fixed_dictionaries(fixed, optional=optional)


def compound(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    members = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        objects(inner),
        st.builds(lambda items: {"type": "array", "items": items}, inner),
        st.builds(lambda values: {"type": "object", "additionalProperties": values}, inner),
        st.fixed_dictionaries(
            {"allOf": members}, optional={"description": st.just("All."), "nullable": st.just(False)}
        ),
        st.fixed_dictionaries({"anyOf": members}, optional={"discriminator": st.just({"propertyName": "kind"})}),
        st.fixed_dictionaries({"oneOf": members}, optional={"type": st.just("object")}),
        st.builds(lambda parts, whole: {**whole, "anyOf": parts}, members, objects(inner)),
        st.builds(lambda name, whole: {**ref(name), **whole}, st.sampled_from(NAMES), objects(inner)),
    )


SCHEMAS = st.fixed_dictionaries(dict.fromkeys(NAMES, st.recursive(SIMPLE, compound, max_leaves=6)))
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from((*PROPERTIES, "c")), inner, max_size=3)
    ),
    max_leaves=5,
)
SLOW = settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))


def preparable(schemas: dict[str, Any]) -> dict[str, Any]:
    """The prepared document; examples whose references go in circles are left out."""
    try:
        return prepare(with_schemas(**schemas))
    except SpecloomError as error:
        circles = ("cannot be part of itself", "back to itself")
        assume(not all(any(word in problem.message for word in circles) for problem in error.problems))
        raise


@SLOW
@given(SCHEMAS)
def test_the_result_is_in_normal_form_and_final(schemas: dict[str, Any]) -> None:
    done = preparable(schemas)
    check(done)
    assert prepare(done) == done


@SLOW
@given(SCHEMAS)
def test_the_source_is_left_alone(schemas: dict[str, Any]) -> None:
    copy = deepcopy(schemas)
    preparable(schemas)
    assert schemas == copy


@SLOW
@given(SCHEMAS, st.lists(VALUES, min_size=3, max_size=12))
def test_what_the_source_allows_the_result_allows(schemas: dict[str, Any], values: list[Any]) -> None:
    done = preparable(schemas)["components"]["schemas"]
    for name in NAMES:
        for value in values:
            try:
                was_valid = is_valid(value, schemas[name], schemas)
            except RecursionError:  # a union that holds itself says nothing about any value
                continue
            assert not was_valid or is_valid(value, done[name], done), (name, value)


def test_the_oracle_tells_right_from_wrong() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}
    assert is_valid({"a": 1, "b": None}, schema, {})
    assert not is_valid({"a": True}, schema, {})
    assert not is_valid({}, schema, {})
    assert not is_valid({"b": 1}, {"additionalProperties": False}, {})
    assert not is_valid(1, {"oneOf": [{"type": "integer"}, {"type": "number"}]}, {})
    with pytest.raises(KeyError):
        is_valid(1, ref("Missing"), {})
