"""docs/diff-reports.md: its code runs, and its tables name what there is."""

from __future__ import annotations

import re

import pytest

from specloom.diff.formats.json_report import schema
from specloom.diff.formats.markdown import LIMIT, MARKER
from tests.docs.blocks import DOCS, blocks, run
from tests.docs.claims import claims

PAGE = DOCS / "diff-reports.md"
TEXT = PAGE.read_text("utf-8")


@claims(PAGE)
def test_its_code_runs(capsys: pytest.CaptureFixture[str]) -> None:
    for block in blocks(PAGE, "python"):
        run(PAGE, block, {"__name__": "page"})
    assert capsys.readouterr().out == "specloom diff report\n"


def test_it_names_every_key_of_the_json_report() -> None:
    keys = re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (`.*?) \|", TEXT.partition("## JSON")[2], re.MULTILINE)))
    assert keys == list(schema()["properties"])
    counts = schema()["properties"]["counts"]["properties"]
    bump = schema()["$defs"]["bump"]["properties"]
    assert all(f"`{key}`" in TEXT for key in (*counts, *bump))


def test_it_tells_the_marker_and_the_limit() -> None:
    assert MARKER in TEXT
    assert f"{LIMIT:,} characters" in TEXT
