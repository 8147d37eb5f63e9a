"""Each rule has an example, which sets off this rule with the documented verdict, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from specloom.diff import example_calls, example_schemas
from specloom.diff.compare import compare
from specloom.diff.examples import CALENDAR, Example, document
from specloom.diff.rules import RULES, wire_verdict
from specloom.diff.values import Direction
from specloom.prepare import prepare

EXAMPLES = (*example_calls.EXAMPLES, *example_schemas.EXAMPLES)
CASES = [(example, direction) for example in EXAMPLES for direction in example.directions]


@pytest.mark.parametrize(
    ("example", "direction"), CASES, ids=[f"{one.rule}-{one.kind}-{direction}" for one, direction in CASES]
)
def test_an_example_sets_off_its_rule_alone(example: Example, direction: Direction) -> None:
    old, new = (prepare(document(side, example.kind, direction)) for side in (example.old, example.new))
    changes = compare(old, new, CALENDAR).changes
    assert sorted(change.rule for change in changes) == sorted((example.rule, *example.also))
    (change,) = [one for one in changes if one.rule == example.rule]
    wanted = "safe" if change.subject.kind == "schema" and not change.uses else RULES[example.rule].verdict(direction)
    assert wire_verdict(change) == wanted


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.rule}-{example.kind}")
def test_nothing_changed_is_nothing_found(example: Example) -> None:
    for side in (example.old, example.new):
        for direction in example.directions:
            same = prepare(document(side, example.kind, direction))
            assert compare(same, same, CALENDAR).changes == ()


def test_every_rule_has_an_example() -> None:
    assert {example.rule for example in EXAMPLES} == set(RULES)


def test_rules_speak_of_what_they_compare() -> None:
    for rule in RULES.values():
        assert set(re.findall(r"{(\w+)}", rule.says)) <= {"before", "after"}
        assert rule.why.endswith(".")
        assert rule.id == rule.id.lower()


def test_no_module_names_a_rule_that_is_none() -> None:
    named = set()
    for path in Path(compare.__code__.co_filename).parent.glob("*.py"):
        if not path.name.startswith(("example", "python")):
            named |= set(re.findall(r'Delta\(\s*"([a-z-]+)"', path.read_text("utf-8")))
    assert len(named) > 30
    assert named <= set(RULES)
