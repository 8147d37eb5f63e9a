"""The code of docs/bulk.md, run one block after the other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.layer.bulk.serving import embedder

from .blocks import DOCS, blocks, run
from .claims import claims


@claims(DOCS / "bulk.md", "python")
def test_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.txt").write_text("hello world\none two three\n")
    example = {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}
    (tmp_path / "data" / "a.jsonl").write_text(f"{json.dumps(example)}\n" * 12)
    names: dict[str, Any] = {}
    with embedder() as service:
        monkeypatch.setenv("OPENAI_BASE_URL", service.url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
        for block in blocks(DOCS / "bulk.md", "python"):
            run(DOCS / "bulk.md", block, names)
    assert capsys.readouterr().out.splitlines() == ["5", "data/a.jsonl 12"]
    assert [list(vector) for vector in names["table"]["embedding"]] == [[5.0, 1.0]] * 3
    assert (tmp_path / "vectors.db").exists()
