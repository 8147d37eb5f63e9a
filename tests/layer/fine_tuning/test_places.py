"""The place of a value in its JSON is where json itself reads it from."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_client.lib.fine_tuning.findings import pointer
from openai_client.lib.fine_tuning.places import offset_of

VALUES: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=20,
)


def every_path(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Any]]:
    members: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(path, value), *(found for step, inner in members for found in every_path(inner, (*path, step)))]


@given(VALUES, st.sampled_from([None, 0, 2, "\t"]), st.booleans(), st.sampled_from(["", " ", "\n\t "]))
def test_every_value_and_key_is_found(value: Any, indent: Any, ascii_only: bool, ahead: str) -> None:
    text = ahead + json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    for path, wanted in every_path(value):
        found, _ = json.JSONDecoder().raw_decode(text, offset_of(text, path))
        assert found == wanted
        if path and isinstance(path[-1], str):
            key, end = json.JSONDecoder().raw_decode(text, offset_of(text, path, at_key=True))
            assert key == path[-1]
            assert text[end:].lstrip().startswith(":")


@pytest.mark.parametrize(
    ("text", "path", "at_key", "place"),
    [
        ('{"a": {"b": 1}}', ("a", "c"), False, 6),
        ('{"a": {"b": 1}}', ("a", "c"), True, 6),
        ('{"a": [1]}', ("a", 1), False, 6),
        ('{"a": 1}', ("a", "b", "c"), False, 6),
        ('{"a": 1}', ("a", 0), False, 6),
        ('{"a": 1, "a": 2}', ("a",), False, 14),
        ('{"a": 1, "a": 2}', ("a",), True, 9),
        ('{"\\u0061": 1}', ("a",), False, 11),
        ("{}", ("a",), False, 0),
        ("[]", (0,), False, 0),
    ],
)
def test_of_what_is_missing_the_holder_counts_and_of_two_keys_the_last(
    text: str, path: tuple[str | int, ...], at_key: bool, place: int
) -> None:
    assert offset_of(text, path, at_key=at_key) == place


def test_pointers_are_escaped() -> None:
    assert pointer(("a/b", 0, "c~d", "")) == "/a~1b/0/c~0d/"
