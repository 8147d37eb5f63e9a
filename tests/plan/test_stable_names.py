"""Operations that are added leave the names of all others alone."""

from __future__ import annotations

from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from specloom.plan.calls import place_methods
from specloom.plan.operations import Operation, operations
from specloom.plan.parsed import ObjectSchema
from specloom.plan.sdk import Call, MethodRule, Sdk
from specloom.plan.values import Plan, PlannedType
from specloom.prepare import prepare

from .small import (
    NUMBER,
    TEXT,
    Json,
    answer,
    body,
    document,
    exported,
    many,
    methods_of,
    operation,
    plan_of,
    ref,
    thing,
)

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


# Those that want the calls of others.
MEETING = (
    "pets",
    "pets/{id}",
    "pets/{id}/{name}",
    "pets/list",
    "pets/search",
    "pets/{id}:search",
    "getPets",
    "pets.json",
)


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """Verb, path and whether the answer is a list."""
    segments = draw(st.sampled_from(MEETING).map(lambda path: path.split("/")) | st.lists(SEGMENTS, max_size=4))
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


BODIES: dict[str, Json] = {
    "one": thing("id", id=TEXT, owner=thing(name=TEXT)),
    "many": many(thing("id", id=TEXT, tags=many(thing(text=TEXT)))),
    "page": thing("data", data=many(thing(id=TEXT)), total=NUMBER),
    "named": ref("Pet"),
    "pages": thing("data", data=many(ref("Pet"))),
}
TYPED = st.lists(
    st.tuples(
        st.sampled_from(("get", "post", "put", "delete")),
        st.sampled_from(("/pets", "/pets/{id}", "/pets/{id}/feed", "/zoos/{zoo}/pets", "/account", "/zoos/{zoo}/map")),
        st.sampled_from((*BODIES, "")),
        st.sampled_from((*BODIES, "")),
    ),
    min_size=2,
    max_size=6,
    unique_by=lambda row: row[:2],
)


@given(TYPED)
@settings(max_examples=25)
def test_an_operation_renames_no_type(listed: list[tuple[str, str, str, str]]) -> None:
    old, new = (_plan(part) for part in (listed[:-1], listed))
    assume(_calls(old).items() <= _calls(new).items())
    kept = {name: _fields(planned) for name, planned in exported(new).items()}
    assert {name: kept.get(name) for name in exported(old)} == {n: _fields(one) for n, one in exported(old).items()}


def _plan(listed: list[tuple[str, str, str, str]]) -> Plan:
    """Of a document without operationIds, all of whose schemas but one stand inline."""
    paths: dict[str, Json] = {"/first": {"get": {"responses": answer(ref("Pet"))}}}  # what nobody uses may go
    for verb, path, asked, answered in listed:
        made = operation("", path, responses=answer(BODIES[answered]) if answered else answer())
        if asked and verb != "get":
            made["requestBody"] = body(BODIES[asked])
        paths.setdefault(path, {})[verb] = {key: part for key, part in made.items() if key != "operationId"}
    pet = thing("id", id=TEXT, toys=many(thing(name=TEXT)))
    return plan_of(prepare({**document({}, {"Pet": pet}), "paths": paths}))


def _calls(plan: Plan) -> dict[str, str]:
    return {call: method.operation_id for call, method in methods_of(plan).items()}


def _fields(planned: PlannedType) -> list[str]:
    declared = planned.declaration
    return [field.wire_name for field in declared.fields] if isinstance(declared, ObjectSchema) else [repr(declared)]
