"""Shapes merge in any order and any grouping to the same, and merging one with itself changes counts alone."""

from __future__ import annotations

from typing import Any

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from specloom.infer.observe import Observer
from specloom.infer.shapes import NOTHING, Origin, Shape, Texts, merge

TEXTS = st.sampled_from(["a", "open", "2026-01-02", "x" * 30])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(-9, 9) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=12,
)  # fmt: skip


def shape(value: Any, number: int = 1) -> Shape:
    return Observer().shape("", [value], Origin("a", number))


def uncounted(found: Shape | None) -> Any:
    """A shape without counts, but with what follows from them: which fields are required."""
    if found is None:
        return None
    fields = {key: (uncounted(held), held.total == found.objects) for key, held in found.fields.items()}
    values = None if found.texts.values is None else set(found.texts.values)
    return set(found.counts), found.texts.formats, values, uncounted(found.items), fields


@given(st.lists(JSON, min_size=3, max_size=3))
def test_grouping_says_nothing(values: list[Any]) -> None:
    one, two, three = (shape(value, number) for number, value in enumerate(values, start=1))
    assert merge(merge(one, two), three) == merge(one, merge(two, three))


@given(JSON, JSON)
def test_order_says_nothing(one: Any, other: Any) -> None:
    assert merge(shape(one, 1), shape(other, 2)) == merge(shape(other, 2), shape(one, 1))


@given(JSON)
def test_the_same_again_adds_nothing_but_counts(value: Any) -> None:
    once = shape(value)
    twice = merge(once, once)
    assert uncounted(twice) == uncounted(once)
    assert twice.total == 2 * once.total


@given(JSON)
def test_nothing_adds_nothing(value: Any) -> None:
    assert merge(shape(value), NOTHING) == merge(NOTHING, shape(value)) == shape(value)


@given(st.lists(JSON, min_size=1, max_size=5))
def test_many_at_once_are_the_same_as_one_by_one(values: list[Any]) -> None:
    found = NOTHING
    for value in values:
        found = merge(found, shape(value))
    together = Observer().shape("", values, Origin("a", 1))
    assert uncounted(together) == uncounted(found)
    assert together.total == len(values)


def test_the_first_sample_of_each_kind_is_kept() -> None:
    found = merge(merge(shape("a", 3), shape(1, 2)), shape("b", 1))
    assert found.first == {"string": Origin("a", 1), "integer": Origin("a", 2)}


def test_too_many_values_are_forgotten_for_good() -> None:
    found = NOTHING
    for number in range(13):
        found = merge(found, shape("open" + "abcdefghijklm"[number]))
    assert found.texts.values is None
    assert merge(found, shape("open")).texts == evolve(found.texts, count=14)
    assert Texts().values == {}
