"""The page about data for fine-tuning runs, and prints what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from .blocks import DOCS, blocks, run, take
from .claims import claims

PAGE = DOCS / "fine-tuning.md"


@claims(PAGE)
def test_the_page_runs_and_prints_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    printed = []
    for block in blocks(PAGE, "python"):
        run(PAGE, block, names)
        printed.append(capsys.readouterr().out)
    _, validated, found, counted, checked = printed
    assert [validated, found] == [take(block) for block in blocks(PAGE, "text")]
    assert counted.startswith("17 to 20, mean 18.3")
    assert checked == ('/method/dpo/hyperparameters/beta beta is 3; it is more than 0, at most 2, or "auto"\n')


def test_values_in_comments_are_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    promised = 0
    for block in blocks(PAGE, "python"):
        run(PAGE, block, names)
        for line in block.code.splitlines():
            expression, mark, comment = line.partition("  # ")
            if mark and not line.startswith(" "):
                assert str(eval(expression, names)) == comment.partition(":")[0], line
                promised += 1
    assert promised == 3
