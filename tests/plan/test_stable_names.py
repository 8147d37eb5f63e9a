"""Operations that are added leave the names of all others alone."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from specloom.plan.calls import place_methods
from specloom.plan.operations import Operation, operations
from specloom.plan.sdk import Call, MethodRule, Sdk

from .small import document

# Few words, so that paths meet: plurals and singulars, deeds and things, one word that is both, some of two words.
WORDS = (
    "pets",
    "pet",
    "account",
    "search",
    "feed",
    "list",
    "get_list",
    "getPets",
    "users",
    "me",
    "class",
    "audit-logs",
)
SEGMENTS = st.sampled_from([*WORDS, "{id}", "{name}", "{id}:feed", "pets:search"])
VERBS = ("get", "post", "put", "patch", "delete", "head", "trace")
Row = tuple[str, str, bool | None]


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """Verb, path and whether the answer is a list."""
    segments = draw(st.lists(SEGMENTS, max_size=4))
    # Parameters of one path have names of their own.
    spelt = [segment.replace("}", f"{index}}}") for index, segment in enumerate(segments)]
    listing = draw(st.sampled_from((None, True, False)))
    return draw(st.sampled_from(VERBS)), "/" + "/".join(spelt), listing


DOCUMENTS = st.lists(rows(), min_size=2, max_size=9, unique_by=lambda row: (row[0], _nameless(row[1])))


def _nameless(path: str) -> str:
    return "".join(part.partition("}")[2] if index else part for index, part in enumerate(path.split("{")))


def _named(listed: list[Row], sdk: Sdk) -> dict[str, Call]:
    """The call of every operation by verb and path."""
    keys = {f"{verb.upper()} {path}": {"operationId": f"{verb}{path}"} for verb, path, _ in listed}
    found: list[Operation] = list(operations(document(keys)))
    listing = {f"{verb}{path}": is_list for verb, path, is_list in listed}
    problems: list[Any] = []
    placed = place_methods(found, listing, sdk, problems)
    assert not problems
    return {one.operation.spelt: one.call for one in placed}


@given(DOCUMENTS)
def test_every_operation_has_a_call_that_no_other_has_and_no_resource(listed: list[Row]) -> None:
    calls = _named(listed, Sdk())
    resources = {call[:depth] for call in calls.values() for depth in range(1, len(call))}
    assert len(set(calls.values())) == len(listed)
    assert resources.isdisjoint(calls.values())
    assert all(len(call) > 1 and all(part.isidentifier() for part in call) for call in calls.values())


@given(DOCUMENTS, st.randoms(use_true_random=False))
def test_the_order_of_operations_means_nothing(listed: list[Row], random: Any) -> None:
    shuffled = list(listed)
    random.shuffle(shuffled)
    assert _named(shuffled, Sdk()) == _named(listed, Sdk())


@given(DOCUMENTS)
@settings(max_examples=500)
def test_an_operation_renames_none_but_one_whose_very_name_it_takes(listed: list[Row]) -> None:
    *before, added = listed
    old, new = _named(before, Sdk()), _named(listed, Sdk())
    own = new.pop(f"{added[0].upper()} {added[1]}")
    if new != old:
        taken = {own[:depth] for depth in range(1, len(own) + 1)}
        assert taken & set(old.values())


@given(DOCUMENTS)
@settings(max_examples=500)
def test_names_that_sdk_yaml_keeps_stay_whatever_is_added(listed: list[Row]) -> None:
    *before, added = listed
    old = _named(before, Sdk())
    kept = Sdk(methods={f"{verb}{path}": (MethodRule(old[f"{verb.upper()} {path}"]),) for verb, path, _ in before})
    new = _named(listed, kept)
    del new[f"{added[0].upper()} {added[1]}"]
    assert new == old
