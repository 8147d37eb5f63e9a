"""JSON that breaks off."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_client.lib.streaming.partial_json import partial_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", None),
        ("{", {}),
        ('{"a', {}),
        ('{"a"', {}),
        ('{"a":', {}),
        ('{"a": tr', {}),
        ('{"a": true', {"a": True}),
        ('{"a": 1', {}),
        ('{"a": 1,', {"a": 1}),
        ('{"a": "b', {"a": "b"}),
        ('{"a": "b\\', {"a": "b"}),
        ('{"a": "b\\u00', {"a": "b"}),
        ('{"a": "b\\ud83d', {"a": "b"}),
        ('{"a": "b\\ud83d\\ude00', {"a": "b😀"}),
        ('{"a": [1, {"b": "c"}, [', {"a": [1, {"b": "c"}, []]}),
        ('["a, b: {', ["a, b: {"]),
        ("[1, 2]", [1, 2]),
        ("] what", None),
        ("[1}", [1]),
        ("no JSON", None),
        ("[" * 100_000, None),
    ],
)
def test_what_can_be_read(text: str, found: Any) -> None:
    assert partial_json(text) == found


@given(VALUES, st.booleans(), st.data())
def test_every_beginning_is_a_part_of_the_whole(value: Any, ascii_only: bool, data: st.DataObject) -> None:
    text = json.dumps([value], ensure_ascii=ascii_only)
    assert partial_json(text) == [value]
    found = partial_json(text[: data.draw(st.integers(1, len(text)))])
    assert is_part(found, [value]), found


def is_part(found: Any, whole: Any) -> bool:
    if isinstance(found, str) and isinstance(whole, str):
        return whole.startswith(found)
    if isinstance(found, list) and isinstance(whole, list):
        return len(found) <= len(whole) and all(is_part(one, other) for one, other in zip(found, whole, strict=False))
    if isinstance(found, dict) and isinstance(whole, dict):
        return all(key in whole and is_part(value, whole[key]) for key, value in found.items())
    return bool(found == whole)
