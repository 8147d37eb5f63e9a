"""Every single edit is found, once, under its name and in its direction; other spellings are no change."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specloom.diff.compare import compare
from specloom.diff.findings import findings_of
from specloom.diff.rules import RULES
from specloom.diff.values import Change, worst
from specloom.prepare import prepare
from tests.diff.edits import LIBRARY, Edit, edits
from tests.diff.spellings import SPELLINGS

EDITS = {edit.name: edit for edit in edits()}


def changes(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    return list(compare(prepare(old, "old"), prepare(new, "new")).changes)


def assert_found(found: list[Change], rule: str, edit: Edit) -> None:
    (change,) = [one for one in found if one.rule == rule and str(one.subject) == edit.subject]
    assert {use.direction for use in change.uses} == edit.directions
    rest = [
        one for one in found if one is not change and not str(one.subject).startswith(edit.subject.partition(",")[0])
    ]
    assert [one for one in rest if one.rule not in ("schema-added", "schema-removed")] == []
    wanted = worst(*(RULES[rule].verdict(direction) for direction in edit.directions))  # type: ignore[arg-type] # texts
    assert [one.wire for one in findings_of([change])] == [wanted]


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_found_and_its_way_back(name: str) -> None:
    edit = EDITS[name]
    assert_found(changes(LIBRARY, edit.document), edit.rule, edit)
    assert_found(changes(edit.document, LIBRARY), edit.reverse, edit)


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(sorted(EDITS)), st.lists(st.sampled_from(sorted(SPELLINGS)), max_size=4), st.randoms())
def test_an_edit_is_found_however_the_document_is_spelled(name: str, spellings: list[str], random: Any) -> None:
    edit = EDITS[name]
    old, new = copy.deepcopy(LIBRARY), copy.deepcopy(edit.document)
    for spelling in spellings:
        SPELLINGS[spelling](random.choice((old, new)), random)
    assert edit.rule in {change.rule for change in changes(old, new)}


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(sorted(SPELLINGS)), min_size=1, max_size=6), st.randoms())
def test_other_spellings_are_no_change(spellings: list[str], random: Any) -> None:
    spelled = copy.deepcopy(LIBRARY)
    for spelling in spellings:
        SPELLINGS[spelling](spelled, random)
    assert [f"{one.rule} {one.subject}" for one in changes(LIBRARY, spelled)] == []
    assert [f"{one.rule} {one.subject}" for one in changes(spelled, LIBRARY)] == []


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_each_spelling_alters_the_text(spelling: str) -> None:
    import random

    spelled = copy.deepcopy(LIBRARY)
    SPELLINGS[spelling](spelled, random.Random(1))
    assert json.dumps(spelled) != json.dumps(LIBRARY)


def test_there_are_many_edits() -> None:
    assert len(EDITS) > 120
    assert len({edit.rule for edit in EDITS.values()} | {edit.reverse for edit in EDITS.values()}) > 40
