"""A verdict on Python is held against the facts: a calling file, a type checker and a server, before and after."""

from __future__ import annotations

import pytest

from tests.diff.python.pairs_of_answers import FIELDS, RETURNS, STREAMS, UNIONS
from tests.diff.python.pairs_of_methods import ARGUMENTS, PLACES
from tests.diff.python.pairs_of_names import CLASSES, CLIENTS, WAITS
from tests.diff.python.workshop import Pair, Workshop, review

PAIRS = (*PLACES, *ARGUMENTS, *FIELDS, *UNIONS, *RETURNS, *STREAMS, *CLASSES, *CLIENTS, *WAITS)
each_pair = pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name.replace(" ", "-"))


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """All pairs, generated, checked and run."""
    return Workshop.of(tmp_path_factory.mktemp("pairs"), PAIRS)


@each_pair
def test_the_verdict_is_what_happens(workshop: Workshop, pair: Pair) -> None:
    old, new = (workshop.outcomes[pair.name, "code", age] for age in ("old", "new"))
    assert old.fine, old
    assert new.fine == (pair.verdict != "breaking"), new
    if pair.counting:
        old, new = (workshop.outcomes[pair.name, "counting", age] for age in ("old", "new"))
        assert old.fine, old
        assert not new.fine


@each_pair
def test_the_verdict_is_foretold(pair: Pair) -> None:
    changes, findings = review(pair)
    said = "\n".join(f"{one.verdict} {one.rule} {one.symbol} {one.says}" for one in changes)
    assert {one.rule for one in changes if one.verdict == pair.verdict} == set(pair.rules.split()), said
    assert pair.verdict == max(("safe", *(one.verdict for one in changes)), key=_grave), said
    if pair.wire is not None:
        assert max(("safe", *(one.wire for one in findings)), key=_grave) == pair.wire


@each_pair
def test_no_change_is_lost_among_the_findings(pair: Pair) -> None:
    changes, findings = review(pair)
    assert sum(len(one.python_changes) for one in findings) == len(changes)


@pytest.mark.parametrize("pair", [pair for pair in FIELDS if pair.wire != "safe"], ids=lambda pair: pair.name)
def test_a_field_is_one_finding_for_wire_and_python(pair: Pair) -> None:
    _, findings = review(pair)
    assert [one.rule for one in findings if one.rule.startswith("python-")] == []


def _grave(verdict: str) -> int:
    return ("safe", "warning", "breaking").index(verdict)


def test_there_are_enough() -> None:
    assert len({pair.name for pair in PAIRS}) == len(PAIRS) >= 40
    assert all(pair.counting for pair in PAIRS if pair.verdict == "warning")
