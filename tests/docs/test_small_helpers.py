"""The code of docs/small-helpers.md, run one block after the other against answers that are written down."""

from __future__ import annotations

from typing import Any

import pytest

import openai_client
from openai_client.testing import MockAPI

from .blocks import DOCS, blocks, run
from .claims import claims


@claims(DOCS / "small-helpers.md", "python")
def test_the_page_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    api = MockAPI()
    token = {"token": "Heads", "logprob": -0.5, "bytes": None}
    others = [{"token": "Heads", "logprob": -0.5}, {"token": "Tails", "logprob": -1.0}]
    logprobs = {"content": [{**token, "top_logprobs": others}], "refusal": None}
    choice = {"index": 0, "message": {"role": "assistant", "content": "Heads"}, "logprobs": logprobs}
    answer = {"id": "c", "model": "gpt-4o", "choices": [choice], "system_fingerprint": "fp_1"}
    api.chat.completions.create.returns(answer, {**answer, "system_fingerprint": "fp_2"})
    api.chat.completions.list.returns({"data": [{"id": "chat_1", "choices": []}], "has_more": False})
    messages = {"data": [{"id": "msg_1", "role": "user", "content": "Hi"}], "has_more": False}
    api.on("GET", "/chat/completions/{completion_id}/messages").returns(messages)
    scores = {"harassment/threatening": 0.81, "hate": 0.02}
    flags = {"harassment/threatening": True, "hate": False}
    result = {"flagged": True, "categories": flags, "category_scores": scores}
    api.moderations.create.returns({"id": "m", "model": "omni", "results": [result]})
    api.models.list.fails(403, "You have insufficient permissions. Missing scopes: api.model.read. Check your role.")
    monkeypatch.setattr(openai_client, "OpenAI", api.client)

    names: dict[str, Any] = {}
    for block in blocks(DOCS / "small-helpers.md", "python"):
        run(DOCS / "small-helpers.md", block, names)

    lines = capsys.readouterr().out.splitlines()
    assert lines[:-1] == [
        "{'the': 0.25, 'cat': 1.0}",
        "0 Heads 61% {'Heads': -0.5, 'Tails': -1.0}",
        "-0.5",
        "False the vendor changed the model's configuration in between: fp_1, fp_2",
        "chat_1 ['Hi']",
        "True {'harassment/threatening': 0.81}",
        "flagged by moderation: harassment/threatening (0.81)",
        "('api.model.read',)",
    ]
    assert lines[-1].startswith("The API key lacks the permission api.model.read. Give it to the key")
