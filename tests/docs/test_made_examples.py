"""The pages that are made of our code: what they show is run as it stands on the page."""

from __future__ import annotations

import json
import re
from typing import Any

import attrs
import pytest

from specloom.diff import example_calls, example_schemas
from specloom.diff.compare import compare
from specloom.diff.examples import CALENDAR, Example, document
from specloom.diff.rules import RULES
from specloom.prepare import PASSES, Pass, prepare
from tests.prepare.documents import obj, with_schemas

from .blocks import DOCS, blocks, load, run, take
from .claims import claims

PREPARE, RULES_PAGE = DOCS / "prepare.md", DOCS / "diff-rules.md"
STEPS = [(f"{number}. {step.name}", step) for number, step in enumerate(PASSES, start=1)]
EXAMPLES = {one.rule: one for one in reversed((*example_calls.EXAMPLES, *example_schemas.EXAMPLES))}


@claims(PREPARE, "python")
def test_a_document_is_prepared() -> None:
    names: dict[str, Any] = {"document": with_schemas(Pet=obj(name={"type": "string"}))}
    for block in blocks(PREPARE, "python"):
        run(PREPARE, block, names)
    assert names["prepared"] == prepare(names["document"])


@claims(PREPARE, "json", each=2)
@pytest.mark.parametrize(("section", "step"), STEPS, ids=[section for section, _ in STEPS])
def test_a_pass_does_what_the_page_shows(section: str, step: Pass) -> None:
    before, after = blocks(PREPARE, "json", section=section)
    shown = attrs.evolve(step.example, before=load(before), after=load(after))
    given, wanted = shown.documents()
    assert step.run(given) == wanted


@claims(RULES_PAGE, each=1)
@pytest.mark.parametrize("rule", sorted(RULES))
def test_what_the_page_shows_sets_off_the_rule(rule: str) -> None:
    (block,) = blocks(RULES_PAGE, section=f"`{rule}`")
    example: Example = attrs.evolve(EXAMPLES[rule], old=side(take(block), "-"), new=side(take(block), "+"))
    for direction in example.directions:
        old, new = (prepare(document(one, example.kind, direction)) for one in (example.old, example.new))
        assert {change.rule for change in compare(old, new, CALENDAR).changes} == {rule, *example.also}


def side(shown: str, sign: str) -> Any:
    """What the lines of a side hold; None where there was nothing."""
    text = "\n".join(re.findall(rf"^{re.escape(sign)} (.*)$", shown, re.MULTILINE))
    return None if text == "(nothing)" else json.loads(text)
