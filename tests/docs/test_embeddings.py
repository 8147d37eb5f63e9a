"""The page on embeddings is run, block after block."""

from __future__ import annotations

from pathlib import Path

import pytest

import openai_client
from openai_client.lib.embed import recommend
from tests.layer.embed.words import WordAPI

from .blocks import DOCS, blocks, run
from .claims import claims

PAGE = DOCS / "embeddings.md"


@claims(PAGE, "python")
def test_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    words = WordAPI()
    message = {"role": "assistant", "content": "Sweden won it [1]."}
    words.api.chat.completions.create.returns({"id": "c", "choices": [{"index": 0, "message": message}]})
    monkeypatch.setattr(openai_client, "OpenAI", words.client)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    said = []
    for block in blocks(PAGE, "python"):
        run(PAGE, block, names)
        said.append(capsys.readouterr().out)
    told = "".join(said)
    assert "(5, 64) float32" in told
    assert "texts 0 to 4: (5, 64)" in told
    assert said[2].splitlines()[0].endswith("Coffee tasted burnt and stale")
    assert "(5, 16)" in told
    assert "'coffee', 'coffee'" in told
    assert "accuracy" in told
    assert "['good']" in told
    assert (tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")
    assert "Sweden won it [1].\n  curling.md:1-3" in told
    assert "The slope was icy." in told
    (same,) = recommend(names["vectors"], 0, top=1)  # through CSV and back
    assert f"[Hit(position={same.position}, score=" in said[-1]
