"""The pages beside pyproject.toml: their code runs, and what their commands name is there."""

from __future__ import annotations

from pathlib import Path

import pytest

import openai_client
from openai_client.testing import MockAPI

from .blocks import ROOT, blocks, run
from .checked import check_all
from .claims import claims

README = ROOT / "README.md"
COMMANDS = ("bash", "console")
PAGES = [page for page in sorted(ROOT.glob("*.md")) if blocks(page, *COMMANDS)]


@claims(PAGES, *COMMANDS)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_commands_name_is_there(page: Path) -> None:
    for block in blocks(page, *COMMANDS):
        check_all(block)


@claims(README, "python")
def test_the_code_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    api = MockAPI()
    message = {"role": "assistant", "content": "Hello."}
    api.chat.completions.create.returns({"choices": [{"index": 0, "finish_reason": "stop", "message": message}]})
    monkeypatch.setattr(openai_client, "OpenAI", api.client)
    for block in blocks(README, "python"):
        run(README, block, {})
    assert capsys.readouterr().out == "Hello.\n"
