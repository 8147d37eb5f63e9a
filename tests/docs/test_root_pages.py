"""The pages that one sees first: their code runs, and what their commands name is there."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

import openai_client
from openai_client.testing import MockAPI, RecordedRequest

from .blocks import DOCS, ROOT, blocks, run
from .checked import check_all
from .claims import claims

FRONTS = [page for page in (ROOT / "README.md", DOCS / "index.md") if blocks(page, "python")]
COMMANDS = ("bash", "console")
PAGES = [page for page in [*sorted(ROOT.glob("*.md")), DOCS / "index.md"] if blocks(page, *COMMANDS)]


@claims(PAGES, *COMMANDS)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_commands_name_is_there(page: Path) -> None:
    for block in blocks(page, *COMMANDS):
        check_all(block)


def hello(request: RecordedRequest) -> httpx.Response:
    """A chat that says hello, streamed if it was asked to."""
    said = {"role": "assistant", "content": "Hello."}
    if not request.json.get("stream"):
        return httpx.Response(200, json={"choices": [{"index": 0, "finish_reason": "stop", "message": said}]})
    chunk = json.dumps({"choices": [{"index": 0, "delta": said}]})
    text = f"data: {chunk}\n\ndata: [DONE]\n\n"
    return httpx.Response(200, headers={"content-type": "text/event-stream"}, text=text)


@claims(FRONTS, "python")
@pytest.mark.parametrize("page", FRONTS, ids=lambda page: page.name)
def test_the_code_runs(page: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    api = MockAPI()
    api.chat.completions.create.answers(hello)
    monkeypatch.setattr(openai_client, "OpenAI", api.client)
    for block in blocks(page, "python"):
        run(page, block, {})
    assert capsys.readouterr().out.strip() == "Hello."
