"""The code of docs/typed-answers.md, run one block after the other with a model whose answers are written down."""

from __future__ import annotations

from typing import Any

import pytest

import openai_client
from openai_client.testing import MockAPI

from .blocks import DOCS, blocks, run
from .claims import claims


@claims(DOCS / "typed-answers.md", "python")
def test_the_page_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    api = MockAPI()

    def said(text: str, finish: str = "stop") -> dict[str, Any]:
        message = {"role": "assistant", "content": text, "refusal": None}
        return {"id": "c", "choices": [{"index": 0, "finish_reason": finish, "message": message}]}

    recipe = '{"title": "Pancakes", "minutes": 20, "steps": ["Stir.", "Fry."]}'
    api.chat.completions.create.returns(said(recipe), said('{"title": "Pan', "length"))
    part = {"type": "output_text", "text": '{"value": [2, 3, 5]}', "annotations": []}
    api.responses.create.returns({"id": "r", "output": [{"type": "message", "id": "m", "content": [part]}]})
    monkeypatch.setattr(openai_client, "OpenAI", api.client)

    names: dict[str, Any] = {}
    for block in blocks(DOCS / "typed-answers.md", "python"):
        run(DOCS / "typed-answers.md", block, names)

    assert capsys.readouterr().out.splitlines() == [
        "Pancakes 20 2",
        "[2, 3, 5]",
        'only: {"title": "Pan',
        "response_format asks for JSON mode, which",
    ]
    sent = api.chat.completions.create.requests[0].json["response_format"]["json_schema"]["schema"]
    assert sent["properties"]["minutes"] == {"type": "integer", "description": "From start to table."}
    assert len(api.requests) == 3, "what JSON mode would have refused was not sent"
