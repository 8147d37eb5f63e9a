"""JSON Lines: what is written is read again, and each mistake has its place."""

from __future__ import annotations

import codecs
import io
import json
import math
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_client.lib import jsonl
from openai_client.lib.input_errors import InputError
from openai_client.lib.jsonl import dump_line, parse_line, read_lines, read_records, write_lines

Write = Callable[[bytes], Path]

VALUES: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(content: bytes) -> Path:
        path = tmp_path / "data.jsonl"
        path.write_bytes(content)
        return path

    return written


def mistake(text: bytes) -> InputError:
    with pytest.raises(InputError) as caught:
        parse_line(text, "data.jsonl", 7)
    return caught.value


@given(st.lists(VALUES, max_size=5))
def test_what_is_written_is_read_again(values: list[Any]) -> None:
    file = io.BytesIO()
    try:
        assert write_lines(file, values) == len(values)
    except UnicodeEncodeError:  # a lone surrogate
        assert any("\\ud" in json.dumps(value) for value in values)
        return
    lines = file.getvalue().splitlines(keepends=True)
    assert [line[-1:] for line in lines] == [b"\n"] * len(values)
    assert [parse_line(line, "", 1) for line in lines] == values


@pytest.mark.parametrize("value", [math.nan, math.inf, [-math.inf]])
def test_what_json_does_not_know_is_not_written(value: object) -> None:
    with pytest.raises(ValueError, match="JSON"):
        dump_line(value)


def test_other_scripts_are_written_as_they_are() -> None:
    assert dump_line({"c": "天気"}) == '{"c":"天気"}\n'.encode()


def test_lines_have_numbers_and_places_and_blank_ones_count(write: Write) -> None:
    content = b'{"a": 1}\r\n\n \t \n  [2] \n"last"'
    lines = list(read_lines(write(content)))
    assert [(line.number, line.text) for line in lines] == [(1, b'{"a": 1}'), (4, b"  [2]"), (5, b'"last"')]
    assert [content[line.start :].startswith(line.text) for line in lines] == [True, True, True]


def test_a_mark_of_utf8_is_passed_over(write: Write) -> None:
    content = codecs.BOM_UTF8 + b"1\n2\n"
    assert [(line.start, line.text) for line in read_lines(write(content))] == [(3, b"1"), (5, b"2")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_other_encodings_are_named(encoding: str, write: Write) -> None:
    with pytest.raises(InputError, match="UTF-8") as caught:
        list(read_lines(write('{"a": 1}\n'.encode(encoding))))
    assert (caught.value.code, caught.value.line, caught.value.column) == ("not-utf-8", 1, 1)


@pytest.mark.parametrize("content", [b"", b"\n\r\n \t\n", codecs.BOM_UTF8])
def test_a_file_without_lines_is_an_error(content: bytes, write: Write) -> None:
    with pytest.raises(InputError, match=r"data\.jsonl: the file is empty") as caught:
        list(read_lines(write(content)))
    assert caught.value.code == "no-records"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.jsonl: cannot read it \(No such file") as caught:
        list(read_lines(tmp_path / "none.jsonl"))
    assert isinstance(caught.value.__cause__, FileNotFoundError)


def test_a_line_without_end_is_not_read_into_memory(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "MAX_LINE", 10)
    path = write(b"1\n" + b"2" * 9 + b"\n" + b"3" * 11 + b"\n")
    lines = read_lines(path)
    assert [next(lines).text, len(next(lines).text)] == [b"1", 9]
    with pytest.raises(InputError, match="longer than") as caught:
        next(lines)
    assert (caught.value.line, caught.value.code) == (3, "too-long-line")


def test_who_reads_tells_how_far_it_is(write: Write) -> None:
    told: list[int] = []
    list(read_lines(write(b"1\n\n22\n3"), on_read=told.append))
    assert told == [2, 3, 6, 7]


def test_reading_goes_on_after_a_line_that_is_no_json(write: Write) -> None:
    first, second, third = read_records(write(b'{"a": 1}\n{"a": 1}]]}\n{"a": 2}\n'))
    assert (first.value, third.value, third.number, third.size) == ({"a": 1}, {"a": 2}, 3, 8)
    assert second.value is None
    assert str(second.error).endswith("data.jsonl:2:9: the record ends before ']]}': a bracket too many")


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        ('{"a": 1}]]}', 9, "a bracket too many"),
        ('{"a": 1},', 9, "a comma after the record"),
        ('{"a": 1} {"b": 2}', 10, "a second value begins on the same line"),
        ("{", 2, "goes on in the next line"),
        ("[", 2, "goes on in the next line"),
        ('{"a": "b', 7, "does not end on this line"),
        ('{"a": [1, 2', 12, "cut off"),
        ('{"a": ', 7, "cut off"),
        ('{"a": [1}', 9, "'}' does not fit here"),
        ("{'a': 1}", 2, "a single quote"),
        ('{"é": nope}', 7, "expecting value"),
        ('  {"a": nope}', 9, "expecting value"),
        ('{"a": "NaN", "b": NaN}', 19, "NaN is no JSON"),
        ('{"\\"Infinity": [-Infinity]}', 17, "-Infinity is no JSON"),
        ('{"a": "\t"}', 8, "invalid control character"),
    ],
)
def test_each_mistake_has_its_column(text: str, column: int, said: str) -> None:
    error = mistake(text.encode())
    assert said in error.problem
    assert (error.line, error.column, error.code) == (7, column, "invalid-json")


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [(b'{"\xc3\xa9": "\xff"}', 8, "byte 0xff is no UTF-8"), (b'{"a": "\xe5\xa4', 8, "cut off")],
)
def test_bytes_that_are_no_text_have_their_column(text: bytes, column: int, said: str) -> None:
    error = mistake(text)
    assert said in error.problem
    assert (error.column, error.code) == (column, "not-utf-8")


def test_what_would_break_python_is_an_error_as_well() -> None:
    digits = "9" * (sys.get_int_max_str_digits() + 1)
    error = mistake(f'{{"a": "{digits}", "b": {digits}}}'.encode())
    assert "too many digits" in error.problem
    assert error.column == len(digits) + 16
    assert "too deep" in mistake(b"[" * 200_000 + b"]" * 200_000).problem


@given(st.text())
def test_a_line_is_json_exactly_when_python_says_so(text: str) -> None:
    encoded = text.encode("utf-8", "surrogatepass")
    try:
        wanted = json.loads(encoded.decode(), parse_constant=lambda name: 1 / 0)
    except (ValueError, ZeroDivisionError):
        assert mistake(encoded).column >= 1
    else:
        assert parse_line(encoded, "", 1) == wanted
