"""The page of rules is what the rules say."""

from __future__ import annotations

import re
from pathlib import Path

from specloom.diff.page import page
from specloom.diff.python_rules import PYTHON_RULES
from specloom.diff.rules import RULES

ROOT = Path(__file__).parents[2]


def test_the_page_is_fresh() -> None:
    assert (ROOT / "docs" / "diff-rules.md").read_text("utf-8") == page()


def test_the_page_names_every_rule_once() -> None:
    headings = re.findall(r"^#### `([a-z-]+)`$", page(), flags=re.MULTILINE)
    assert sorted(headings) == sorted(RULES)


def test_every_rule_about_python_is_on_the_page() -> None:
    rows = re.findall(r"^\| `(python-[a-z-]+)` \|", page(), flags=re.MULTILINE)
    assert rows == [rule.id for rule in PYTHON_RULES]
