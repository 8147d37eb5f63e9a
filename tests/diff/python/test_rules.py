"""Every rule that can be told is in the table, and everything in the table can be told."""

from __future__ import annotations

import ast
from pathlib import Path

import specloom.diff
from specloom.diff.python_reading import VERDICTS
from specloom.diff.python_rules import PYTHON_RULES, SAYS
from specloom.diff.values import SEVERITY
from tests.diff.python.test_pairs import PAIRS
from tests.diff.python.workshop import review

_READ = {f"python-{kind}-{what}" for kind in ("field", "type", "return", "stream") for what in VERDICTS}
_SOURCE = Path(specloom.diff.__path__[0])


def _texts() -> set[str]:
    """All texts in the code that tells changes, those with gaps filled by ``*``; docstrings among them do no harm."""
    found = set()
    for path in _SOURCE.glob("python*.py"):
        if path.name == "python_rules.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def test_ids_are_unique_and_each_says_why() -> None:
    ids = [rule.id for rule in PYTHON_RULES]
    assert len(ids) == len(set(ids))
    assert all(rule.meaning.endswith(".") and rule.why.endswith(".") and rule.id.startswith("python-")
               for rule in PYTHON_RULES)  # fmt: skip
    assert SAYS.keys() == VERDICTS.keys()


def test_what_the_pairs_tell_is_in_the_table_and_no_graver() -> None:
    rules = {rule.id: rule for rule in PYTHON_RULES}
    for pair in PAIRS:
        for change in review(pair)[0]:
            assert SEVERITY[change.verdict] <= SEVERITY[rules[change.rule].verdict], change


def test_nothing_is_in_the_table_that_no_code_tells() -> None:
    texts = _texts()
    composed = {"python-class-moved", "python-class-renamed"}
    untold = [
        rule.id
        for rule in PYTHON_RULES
        if rule.id not in texts and rule.id.removeprefix("python-") not in texts
        and rule.id not in _READ | composed
    ]  # fmt: skip
    assert untold == []


def test_every_rule_that_code_names_is_in_the_table() -> None:
    ids = {rule.id for rule in PYTHON_RULES}
    named = {text for text in _texts() if text.startswith("python-") and text != "python-" and "{" not in text}
    assert {text for text in named if not text.endswith("-")} <= ids


def test_the_pairs_tell_all_but_some_of_what_happens_to_answers() -> None:
    told = {change.rule for pair in PAIRS for change in review(pair)[0]}
    assert {rule.id for rule in PYTHON_RULES} - told <= _READ
    assert {rule.removeprefix("python-").partition("-")[2] for rule in told & _READ} == VERDICTS.keys()
