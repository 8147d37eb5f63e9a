"""The code of docs/batches.md, run one block after the other against a Batch API in memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import openai_client
from tests.layer.batches.service import BatchService

from .blocks import DOCS, blocks, run
from .claims import claims


@claims(DOCS / "batches.md", "python")
def test_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    service = BatchService()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(openai_client, "OpenAI", service.client)
    content = '{"name": "Paris", "country": "France"}'
    service.answer = lambda url, body: {"id": "c", "choices": [{"index": 0, "message": {"content": content}}]}
    names: dict[str, Any] = {}
    for block in blocks(DOCS / "batches.md", "python"):
        run(DOCS / "batches.md", block, names)
    assert names["city"].name == "Paris"
    assert [request.custom_id for request in names["requests"]] == ["comment-1"]
    assert capsys.readouterr().out.splitlines() == [
        f"question-0 {content}",
        f"question-1 {content}",
        "batch_1 completed None",
        "question-0 200",
        "question-1 200",
    ]
