"""Pieces of data that nobody knows, put together."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from openai_client.lib.streaming.merging import merge_into


@pytest.mark.parametrize(
    ("before", "piece", "after"),
    [
        ({}, {"a": "x"}, {"a": "x"}),
        ({"a": "x"}, {"a": "y"}, {"a": "xy"}),
        ({"a": "x"}, {"a": None}, {"a": "x"}),
        ({"a": None}, {"a": "y"}, {"a": "y"}),
        ({"a": 1}, {"a": 2}, {"a": 2}),
        ({"id": "x", "type": "t"}, {"id": "y", "type": "t"}, {"id": "y", "type": "t"}),
        ({"a": {"b": "x"}}, {"a": {"b": "y", "c": 1}}, {"a": {"b": "xy", "c": 1}}),
        ({"a": [1]}, {"a": [2]}, {"a": [1, 2]}),
        (
            {"a": [{"index": 1, "b": "x"}, {"index": 0, "b": "y"}]},
            {"a": [{"index": 0, "b": "z"}, {"index": 2, "b": "w"}]},
            {"a": [{"index": 1, "b": "x"}, {"index": 0, "b": "yz"}, {"index": 2, "b": "w"}]},
        ),
        ({"a": "x"}, {"a": {"b": 1}}, {"a": {"b": 1}}),
    ],
)
def test_pieces_are_added(before: dict[str, Any], piece: dict[str, Any], after: dict[str, Any]) -> None:
    untouched = copy.deepcopy(piece)
    merge_into(before, piece)
    assert before == after
    assert piece == untouched


def test_nothing_is_shared_with_a_piece() -> None:
    whole: dict[str, Any] = {"a": [{"index": 0, "b": {"c": "x"}}]}
    piece = {"a": [{"index": 1, "b": {"c": "y"}}], "d": {"e": [{"f": 1}]}}
    untouched = copy.deepcopy(piece)
    merge_into(whole, piece)
    merge_into(whole, piece)
    whole["d"]["e"][0]["f"] = 2
    assert piece == untouched
    assert whole["a"][1]["b"] == {"c": "yy"}
