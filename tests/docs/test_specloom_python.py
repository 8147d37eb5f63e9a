"""The page about specloom from Python: its code runs as it stands there."""

from __future__ import annotations

import pytest

from .blocks import DOCS, blocks, run

PAGE = DOCS / "reference" / "specloom-python.md"


def test_a_document_becomes_a_plan(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(DOCS.parent)
    (block,) = blocks(PAGE, "python")
    run(PAGE, block, {})
    assert capsys.readouterr().out == "5 resources\n"
