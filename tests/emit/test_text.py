"""Quoting: whatever a document says stays text."""

from __future__ import annotations

import ast
import itertools

from hypothesis import given
from hypothesis import strategies as st

from specloom.emit.text import comment, docstring, fit, literal, sentence, split_commas

AWKWARD = '"\\\n {'


@given(st.text())
def test_any_text_survives_as_a_literal(text: str) -> None:
    assert ast.literal_eval(literal(text)) == text


def test_every_short_string_of_awkward_characters_survives() -> None:
    for length in range(6):
        for characters in itertools.product(AWKWARD, repeat=length):
            text = "".join(characters)
            assert ast.literal_eval(literal(text)) == text
            quoted = docstring(text, 4)
            if quoted:
                assert ast.literal_eval(quoted).split() == text.split()


@given(st.text())
def test_a_docstring_is_one_string_and_holds_the_words(text: str) -> None:
    quoted = docstring(text, 4)
    source = f"def f():\n    {quoted or 'pass'}\n"
    (function,) = ast.parse(source).body
    assert isinstance(function, ast.FunctionDef)
    assert len(function.body) == 1


@given(st.text())
def test_a_comment_never_leaves_its_line(text: str) -> None:
    assert "\n" not in comment(text)
    assert ast.parse(f"# {comment(text)}\n").body == []


def test_bidirectional_controls_are_shown_and_not_sent() -> None:
    assert literal("a\u202eb") == '"a\\u202eb"'
    assert "\u202e" not in docstring("a\u202eb")


def test_the_first_sentence_is_found() -> None:
    assert sentence("Make a pet. It may bark.") == "Make a pet."
    assert sentence("See e.g. the manual") == "See e.g. the manual."
    assert sentence("") == ""


def test_long_expressions_break_inside_their_bracket() -> None:
    text = fit("x: ", 'Literal["aaaa", "b,b"] | None', " = None", indent=4, width=24)
    assert text == 'x: Literal[\n        "aaaa", "b,b"\n    ] | None = None'
    text = fit("x: ", 'Literal["aaaa", "b,b"] | None', " = None", indent=4, width=20)
    assert text == 'x: Literal[\n        "aaaa",\n        "b,b",\n    ] | None = None'


@given(st.lists(st.text(max_size=5), min_size=1, max_size=6), st.integers(5, 40))
def test_breaking_changes_no_value(values: list[str], width: int) -> None:
    for value in (values, tuple(values), [tuple(values), values]):
        laid_out = fit("x = ", repr(value), indent=0, width=width)
        assert ast.literal_eval(laid_out.removeprefix("x = ")) == value


def test_commas_inside_brackets_and_strings_do_not_split() -> None:
    assert split_commas('a, b[c, d], "e, f", {g: (h, i)}') == ["a", "b[c, d]", '"e, f"', "{g: (h, i)}"]


def test_every_short_text_is_split_where_no_string_and_no_bracket_is_open() -> None:
    for length in range(7):
        for characters in itertools.product("\"'\\,([)", repeat=length):
            text = "".join(characters)
            assert split_commas(text) == _split_by_hand(text)


def _split_by_hand(text: str) -> list[str]:
    """The same, character by character."""
    parts, quote, depth, skipped = [""], "", 0, False
    for character in text:
        inside = bool(quote)
        if skipped:
            skipped = False
        elif inside:
            skipped = character == "\\"
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        else:
            depth += (character in "([") - (character in ")")
            if character == "," and depth == 0:
                parts.append("")
                continue
        parts[-1] += character
    return [part.strip() for part in parts if part.strip()]
