"""The code of docs/tools.md, run one block after the other with a model whose answers are written down."""

from __future__ import annotations

from typing import Any

import pytest

import openai_client
from tests.layer.tools.scripts import Chat, Responses, call

from .blocks import DOCS, blocks, run
from .claims import claims

SEOUL = '{"city": "Seoul", "temperature": 21, "unit": "celsius"}'
TOKYO = '{"city": "Tokyo", "temperature": 21, "unit": "celsius"}'


@claims(DOCS / "tools.md", "python")
def test_the_page_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    chat, responses = Chat(), Responses()
    both = call("current_weather", "1", city="Seoul", unit=None), call("current_weather", "2", city="Tokyo")
    chat.says(None, *both).says("Mild in both.")  # in one go
    chat.says(None, *both).says("Mild, both.")  # step by step
    chat.says(None, call("delete_file", path="notes.txt")).says("There is none.")
    chat.says(None, call("delete_file", path="/etc"))  # nothing more is asked
    chat.says(None, call("population", "1", city="Seoul"), both[1]).says("Many.")
    responses.api = chat.api
    responses.create = chat.api.responses.create
    responses.says(None, call("current_weather", city="Seoul")).says("Mild there.")
    monkeypatch.setattr(openai_client, "OpenAI", chat.api.client)
    monkeypatch.setattr(openai_client, "AsyncOpenAI", chat.api.async_client)

    names: dict[str, Any] = {}
    for block in blocks(DOCS / "tools.md", "python"):
        run(DOCS / "tools.md", block, names)

    assert capsys.readouterr().out.splitlines() == [
        "Mild in both.",
        "stop 2 28",
        "Mild, both.",
        "Error: FileNotFoundError: notes.txt",
        "vetoed Not called: the user wants to look at this first",
        "Mild there.",
        "Many.",
    ]
    requests = chat.create.requests
    assert [text for _, text in chat.told(requests[1])] == [SEOUL, TOKYO]
    assert [text for _, text in chat.told(requests[3])] == [SEOUL, TOKYO], "by hand it is the same"
    assert [text for _, text in chat.told(requests[-1])][-2:] == ["9600000", TOKYO]
