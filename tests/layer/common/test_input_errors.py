"""What is wrong with a file is said with its place, as editors understand it."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path

import pytest

from openai_client import OpenAIError
from openai_client.lib.input_errors import InputError


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (InputError("it is bad"), "it is bad"),
        (InputError("it is bad", path="a.jsonl"), "a.jsonl: it is bad"),
        (InputError("it is bad", path=Path("a.jsonl"), line=3), "a.jsonl:3: it is bad"),
        (InputError("it is bad", path="a.jsonl", line=3, column=7), "a.jsonl:3:7: it is bad"),
        (InputError("it is bad", line=3, column=7), "line 3:7: it is bad"),
    ],
)
def test_the_place_comes_first(error: InputError, text: str) -> None:
    assert str(error) == text
    assert isinstance(error, (OpenAIError, ValueError))


@pytest.mark.parametrize("way", [copy.copy, lambda error: pickle.loads(pickle.dumps(error))])
def test_it_survives_the_way_to_another_process(way: object) -> None:
    error = InputError("it is bad", path="a.jsonl", line=3, column=7, code="bad")
    same = way(error)  # type: ignore[operator]
    assert (str(same), same.problem, same.path, same.line, same.column, same.code) == (
        "a.jsonl:3:7: it is bad",
        "it is bad",
        "a.jsonl",
        3,
        7,
        "bad",
    )
