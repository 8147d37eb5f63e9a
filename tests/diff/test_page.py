"""The page of rules is what the rules say."""

from __future__ import annotations

import re
from pathlib import Path

from specloom.diff import page as page_module
from specloom.diff.page import page
from specloom.diff.python_rules import PYTHON_RULES
from specloom.diff.rules import RULES

ROOT = Path(__file__).parents[2]
_MADE = re.compile(
    r'(?:PythonChange\(\s*"python-|rule = "python-|_change\(\s*")([a-z-]+)"(?: if [^"]+ else "([^"]+)")?'
)


def test_the_page_is_fresh() -> None:
    assert (ROOT / "docs" / "diff-rules.md").read_text("utf-8") == page()


def test_the_page_names_every_rule_once() -> None:
    headings = re.findall(r"^#### `([a-z-]+)`$", page(), flags=re.MULTILINE)
    assert sorted(headings) == sorted(RULES)


def test_every_rule_about_python_is_on_the_page_and_made_somewhere() -> None:
    made = set()
    for path in Path(page_module.__file__).parent.glob("python*.py"):
        for names in _MADE.findall(path.read_text("utf-8")):
            made |= {f"python-{name.removeprefix('python-')}" for name in names if name}
    assert made == set(PYTHON_RULES)
