"""The benchmark of the layer: its cases do the same work on the same file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scripts.bench_layer import Found, make_file, ratio
from scripts.layer_probe import CASES


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data.jsonl"
    make_file(path, 0.05)
    return path


def test_every_case_reads_the_whole_file(data: Path) -> None:
    lines = data.read_bytes().splitlines()
    found = {case: probe(str(data)) for case, probe in CASES.items()}
    assert {records for _, records, _ in found.values()} == {len(lines)}
    assert all(seconds > 0 for seconds, _, _ in found.values())
    # Messages have 4 tokens each around their contents, and an example 3 for the answer.
    around = sum(4 * len(json.loads(line)["messages"]) + 3 for line in lines)
    assert found["validate"][2] == found["tiktoken alone"][2] + around


def test_the_file_is_the_same_in_every_run(data: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.jsonl"
    assert make_file(again, 0.05) == data.stat().st_size >= 50_000
    assert again.read_bytes() == data.read_bytes()


def test_a_file_with_mistakes_is_no_measurement(data: Path) -> None:
    data.write_bytes(data.read_bytes() + b"oops\n")
    with pytest.raises(SystemExit, match="invalid-json"):
        CASES["validate"](str(data))


def test_the_ratio_is_that_of_the_times() -> None:
    found = {"validate": Found(3, 100, 1, 1), "tiktoken alone": Found(2, 90, 1, 1)}
    assert ratio(found) == 1.5
