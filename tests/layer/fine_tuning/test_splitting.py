"""What is held back for validation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_client.lib.fine_tuning.preparation import prepare
from openai_client.lib.fine_tuning.splitting import divided, held_back
from openai_client.lib.input_errors import InputError

from .making import lines, pairs


def test_a_split_makes_two_files(tmp_path: Path) -> None:
    rows = [(f"mail {n}", "spam" if n % 2 else "ham") for n in range(50)]
    made = prepare(pairs(tmp_path, rows), repairs=[], split="auto")
    assert (made.train, made.valid) == (tmp_path / "data_prepared_train.jsonl", tmp_path / "data_prepared_valid.jsonl")
    assert (made.examples, made.held_back) == (40, 10) == (len(lines(made.train)), len(lines(made.valid)))
    again = prepare(pairs(tmp_path, rows), repairs=[], split="auto", output=tmp_path / "again.jsonl")
    other = prepare(pairs(tmp_path, rows), repairs=[], split="auto", seed=1, output=tmp_path / "other.jsonl")
    assert again.valid == tmp_path / "again_valid.jsonl"
    assert lines(again.valid) == lines(made.valid) != lines(other.valid)
    assert "10 examples for validation" in made.text()


def test_auto_splits_classifications_only(tmp_path: Path) -> None:
    sums = [(f"What is {n} plus {n}?", f"{n} and {n} make {2 * n}") for n in range(1, 13)]
    made = prepare(pairs(tmp_path, sums), repairs=[], split="auto")
    assert (made.valid, made.examples, made.held_back) == (None, 12, 0)


@pytest.mark.parametrize(
    ("count", "split", "expected"),
    [
        (50, "auto", 10),
        (10_000, "auto", 1000),
        (4, "auto", 1),
        (10, 0.25, 2),
        (2, 0.001, 1),
        (2, 0.999, 1),
        (9, None, 0),
    ],
)
def test_how_many_are_held_back(count: int, split: Any, expected: int) -> None:
    assert held_back(count, split, classification=True) == expected


@pytest.mark.parametrize("split", [0, 1, 1.5, -0.1, True, "half", float("nan")])
def test_a_share_that_makes_no_sense(split: Any) -> None:
    with pytest.raises(InputError, match="split is the share for validation"):
        held_back(10, split, classification=False)


def test_one_example_cannot_be_split() -> None:
    with pytest.raises(InputError, match="1 example is too few for two files"):
        held_back(1, 0.5, classification=False)


@given(st.lists(st.integers(0, 5), max_size=30), st.data())
def test_property_a_split_loses_and_doubles_nothing(items: list[int], data: st.DataObject) -> None:
    count, seed = data.draw(st.integers(0, len(items))), data.draw(st.integers())
    train, valid = divided(list(enumerate(items)), count, seed=seed)
    assert len(valid) == count
    assert sorted(train + valid) == list(enumerate(items))
    assert train == sorted(train)
    assert valid == sorted(valid)
