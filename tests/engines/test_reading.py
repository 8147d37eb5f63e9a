"""Reading without the engines gives what the engines give."""

from __future__ import annotations

from pathlib import Path

import pytest

from specloom.document.load import load_text
from specloom.engines import parse
from specloom.engines.reading import read_parsed
from specloom.prepare import prepare

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    ROOT / "spec/openai/openapi.json",
    *sorted((ROOT / "tests/documents").glob("*.*l")),
    *sorted((ROOT / "tests/documents").glob("*.json")),
    *sorted((ROOT / "tests/golden").glob("*/openapi.*")),
]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_both_ways_read_the_same(path: Path) -> None:
    prepared = prepare(load_text(path.read_bytes(), path.name), path.name)
    wanted, got = parse(prepared), read_parsed(prepared)
    assert got.endpoints == wanted.endpoints
    assert got.models == wanted.models
    assert got.params == wanted.params
    assert list(got.models) == list(wanted.models)
