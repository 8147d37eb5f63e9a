"""Overlays change what they target, and nothing else."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specloom.document.overlay import apply_overlay, read_overlay
from specloom.problems import Problem, SpecloomError


def _overlay(*actions: str) -> bytes:
    return "\n".join(
        ["overlay: 1.0.0", "info: {title: t, version: '1'}", "actions:", *(f"- {{{one}}}" for one in actions)]
    ).encode()


def _applied(document: Any, *actions: str) -> Any:
    before = copy.deepcopy(document)
    result = apply_overlay(document, read_overlay(_overlay(*actions), "overlay.yaml"))
    assert document == before
    return result


def _problems(document: Any, *actions: str) -> list[str]:
    with pytest.raises(SpecloomError) as caught:
        _applied(document, *actions)
    return [str(problem) for problem in caught.value.problems]


def test_objects_are_merged_key_by_key_and_arrays_appended_to() -> None:
    document = {"info": {"title": "A", "tags": ["x"], "deep": {"a": 1, "b": [1]}}, "paths": {}}
    merged = _applied(document, "target: $.info, update: {title: B, tags: [y], deep: {b: [2], c: {d: 1}}}")
    assert merged == {
        "info": {"title": "B", "tags": ["x", "y"], "deep": {"a": 1, "b": [1, 2], "c": {"d": 1}}},
        "paths": {},
    }


@pytest.mark.parametrize("update", ["[c]", "c"])
def test_an_array_gets_new_entries_at_its_end(update: str) -> None:
    assert _applied({"tags": ["a", "b"]}, f"target: $.tags, update: {update}") == {"tags": ["a", "b", "c"]}


def test_every_match_changes() -> None:
    document = {"paths": {"/a": {"get": {"tags": ["x"]}, "post": {}}, "/b": {"get": {"tags": ["y"]}}}}
    changed = _applied(document, "target: '$.paths.*.get', update: {x-cached: true}")
    assert [item["get"]["x-cached"] for item in changed["paths"].values()] == [True, True]
    assert _applied(document, "target: '$.paths.*[?@.tags]', update: {seen: 1}")["paths"]["/a"] == {
        "get": {"tags": ["x"], "seen": 1},
        "post": {},
    }


def test_paths_may_be_quoted_in_brackets() -> None:
    document: dict[str, Any] = {"paths": {"/a/{b}": {"get": {"parameters": [{}, {}]}}}}
    changed = _applied(document, """target: "$.paths['/a/{b}'].get['parameters'][1]", update: {name: c}""")
    assert changed == {"paths": {"/a/{b}": {"get": {"parameters": [{}, {"name": "c"}]}}}}


def test_what_is_removed_is_gone_from_objects_and_arrays() -> None:
    document = {"a": {"b": 1, "c": 2}, "list": [0, 1, 2, 3]}
    assert _applied(document, "target: $.a.b, remove: true", "target: '$.list[1:3]', remove: true") == {
        "a": {"c": 2},
        "list": [0, 3],
    }


def test_a_whole_and_its_parts_can_be_removed_together() -> None:
    assert _applied({"a": {"a": {"a": 1}}, "b": 1}, "target: $..a, remove: true") == {"b": 1}


def test_actions_see_what_earlier_ones_did_but_overlays_stay_as_they_are() -> None:
    overlay = read_overlay(_overlay("target: $, update: {x: {list: [1]}}", "target: $.x, update: {list: [2]}"), "o")
    assert apply_overlay({}, overlay) == {"x": {"list": [1, 2]}}
    assert apply_overlay({}, overlay) == {"x": {"list": [1, 2]}}


def test_parts_shared_by_an_alias_change_at_the_target_only() -> None:
    shared = {"list": [1]}
    assert _applied({"a": shared, "b": shared}, "target: $.a, update: {list: [2]}") == {
        "a": {"list": [1, 2]},
        "b": {"list": [1]},
    }


def test_all_targets_that_lead_nowhere_are_errors_or_told() -> None:
    actions = ("target: $.nope, update: {a: 1}", "target: $.a, update: {b: 1}", "target: '$.a[3]', remove: true")
    assert _problems({"a": {}}, *actions) == [
        "overlay.yaml#/actions/0: the target $.nope leads to nothing in the document",
        "overlay.yaml#/actions/2: the target $.a[3] leads to nothing in the document",
    ]
    told: list[Problem] = []
    result = apply_overlay({"a": {}}, read_overlay(_overlay(*actions), "overlay.yaml"), told.append)
    assert result == {"a": {"b": 1}}
    assert [problem.pointer for problem in told] == ["#/actions/0", "#/actions/2"]


@pytest.mark.parametrize(
    ("action", "place"),
    [
        ("target: '$.a[', update: {}", "#/actions/0/target"),
        ("target: $.text, update: {}", "#/actions/0"),
        ("target: $.a, update: [1]", "#/actions/0/update"),
        ("target: $.a", "#/actions/0"),
        ("update: {}", "#/actions/0"),
        ("target: $, remove: true", "#/actions/0/target"),
        ("target: $.a, remove: please", "#/actions/0/remove"),
        ("target: $.a, updaet: {}, remove: true", "#/actions/0/updaet"),
    ],
)
def test_an_action_that_cannot_be_applied_is_an_error(action: str, place: str) -> None:
    (problem,) = _problems({"a": {}, "text": "x"}, action)
    assert problem.startswith(f"overlay.yaml{place}: ")


@pytest.mark.parametrize("text", [b"[]", b"overlay: 2.0.0\nactions: []", b"overlay: 1.0.0", b"openapi: 3.1.0"])
def test_what_is_no_overlay_is_refused(text: bytes) -> None:
    with pytest.raises(SpecloomError, match=r"overlay\.yaml#/"):
        read_overlay(text, "overlay.yaml")


_values = st.recursive(
    st.integers(0, 3),
    lambda inner: st.dictionaries(st.sampled_from("abc"), inner, max_size=3) | st.lists(inner, max_size=3),
    max_leaves=8,
)
_objects = st.dictionaries(st.sampled_from("abc"), _values, max_size=3)


def _merged(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return {
            key: _merged(old[key], new[key]) if key in old and key in new else {**old, **new}[key]
            for key in {**old, **new}
        }
    return old + new if isinstance(old, list) and isinstance(new, list) else new


@given(_objects, _objects)
def test_merging_is_what_the_specification_says(old: dict[str, Any], new: dict[str, Any]) -> None:
    action = f"target: $, update: {new}".replace("'", '"')
    assert _applied(old, action) == _merged(old, new)
