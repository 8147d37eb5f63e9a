"""JSON pointers lead where they say."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specloom.document.pointers import join, resolve, split

_tokens = st.lists(st.text(alphabet="a~/01%# ü\n"), max_size=4)


@given(_tokens)
def test_any_keys_survive_the_way_through_a_pointer(tokens: list[str]) -> None:
    document: Any = "found"
    for token in reversed(tokens):
        document = {token: document}
    # A $ref is a URI, where % is written %25.
    pointer = join("#", *tokens).replace("%", "%25")
    assert split(pointer) == tokens
    assert resolve(document, pointer) == "found"
    assert resolve(document, "#" + quote(join("#", *tokens)[1:])) == "found"


def test_arrays_are_entered_by_number_only() -> None:
    document = {"a": ["x", "y"]}
    assert resolve(document, "#/a/1") == "y"
    for nowhere in ("#/a/2", "#/a/-1", "#/a/01", "#/a/x", "#/b", "#/a/0/x"):
        with pytest.raises(LookupError):
            resolve(document, nowhere)


def test_what_starts_otherwise_is_no_pointer() -> None:
    with pytest.raises(ValueError, match="no JSON pointer"):
        resolve({}, "#anchor")
