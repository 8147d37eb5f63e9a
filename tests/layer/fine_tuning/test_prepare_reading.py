"""Every kind of file is read, and what is wrong with one is told with its place."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_client.lib.fine_tuning.examples import Example, read_examples
from openai_client.lib.fine_tuning.tables import read_table
from openai_client.lib.input_errors import InputError

WANTED = ("prompt", "completion")
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


def read(path: Path, prompt: str | None = None, completion: str | None = None) -> list[Example]:
    table = read_table(path, (prompt or "prompt", completion or "completion"))
    return read_examples(table, path, prompt, completion).examples


def save(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_with_any_delimiter_and_mark(delimiter: str, encoding: str, tmp_path: Path) -> None:
    text = "prompt{0}completion\r\nÄpfel, grün; süß?{0}ja\r\n".format(delimiter)  # noqa: UP032 - a template
    if delimiter != "\t":
        text = text.replace("Äpfel, grün; süß?", '"Äpfel, grün; süß?"')
    path = save(tmp_path, "data.csv", text.encode(encoding))
    assert read(path) == [Example(2, "Äpfel, grün; süß?", "ja")]


def test_the_delimiter_is_the_one_that_finds_the_columns(tmp_path: Path) -> None:
    path = save(tmp_path, "data.csv", '"first, second, third";completion;prompt\nx;b;a\n')
    assert read(path) == [Example(2, "a", "b")]
    assert read(save(tmp_path, "tab.tsv", "prompt\tcompletion\na,b\tc;d\n")) == [Example(2, "a,b", "c;d")]


def test_quoted_lines_are_counted(tmp_path: Path) -> None:
    path = save(tmp_path, "data.csv", 'prompt,completion\n"a\nb ""c""",1\n\nd,2\n"e\r\n\r\nf",3\ng,4\n')
    assert read(path) == [
        Example(2, 'a\nb "c"', "1"),
        Example(5, "d", "2"),
        Example(6, "e\r\n\r\nf", "3"),
        Example(9, "g", "4"),
    ]


def test_a_cell_may_be_long_and_the_limit_of_others_stays(tmp_path: Path) -> None:
    path = save(tmp_path, "data.csv", f"prompt,completion\na,{'x' * 200_000}\n")
    before = csv.field_size_limit(5_000)
    try:
        assert len(read(path)[0].completion) == 200_000
        assert csv.field_size_limit() == 5_000
    finally:
        csv.field_size_limit(before)


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=6), st.sampled_from(",;\t"))
def test_property_what_csv_writes_is_read(tmp_path_factory: Any, pairs: list[tuple[str, str]], delimiter: str) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([WANTED, *pairs])
    path = save(tmp_path_factory.mktemp("csv"), "data.csv", buffer.getvalue())
    assert [(example.prompt, example.completion) for example in read(path)] == pairs


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=6), st.sampled_from([None, 2]))
def test_property_arrays_and_lines_of_json(
    tmp_path_factory: Any, pairs: list[tuple[str, str]], indent: int | None
) -> None:
    folder = tmp_path_factory.mktemp("json")
    records = [dict(zip(WANTED, pair, strict=True)) for pair in pairs]
    array = save(folder, "data.json", json.dumps(records, indent=indent, ensure_ascii=False))
    lines = save(folder, "data.jsonl", "".join(json.dumps(record) + "\n" for record in records))
    expected = [(number, *pair) for number, pair in enumerate(pairs, 1)]
    assert [example[:3] for example in read(lines)] == expected
    found = read(array)
    assert [(example.prompt, example.completion) for example in found] == pairs
    text = array.read_text("utf-8").split("\n")
    if indent:
        assert all(text[example.line - 1].strip() == "{" for example in found)


def test_a_json_file_that_is_json_lines(tmp_path: Path) -> None:
    path = save(tmp_path, "data.json", '{"prompt":"a","completion":1}\n{"prompt":null,"completion":true}\n')
    assert read(path) == [Example(1, "a", "1"), Example(2, "", "true")]


def test_each_line_of_a_text_is_a_completion(tmp_path: Path) -> None:
    assert read(save(tmp_path, "data.txt", "one\n\n two \r\nthree")) == [
        Example(1, "", "one"),
        Example(3, "", " two "),
        Example(4, "", "three"),
    ]


def workbook(path: Path, rows: list[list[object]], *others: str) -> Path:
    import openpyxl

    book: Any = openpyxl.Workbook()
    book.active.title = "Data"
    for row in rows:
        book.active.append(row)
    for name in others:
        book.create_sheet(name)
    book.save(path)
    return path


def test_a_spreadsheet(tmp_path: Path) -> None:
    import datetime

    moment = datetime.datetime(2024, 5, 6, 7, 8)
    rows: list[list[object]] = [["Prompt", "completion", None], ["a\nb", 3.0], [], [moment, None], [2.5, True]]
    path = workbook(tmp_path / "data.xlsx", rows, "Old", "Older")
    assert read(path) == [
        Example(2, "a\nb", "3"),
        Example(4, "2024-05-06 07:08:00", ""),
        Example(5, "2.5", "True"),
    ]
    assert read_table(path, WANTED).note == "only the first sheet, 'Data', was read; there is also 'Old', 'Older'"


def test_a_spreadsheet_that_says_it_is_smaller_is_read_whole(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "whole.xlsx", [["prompt", "completion"], ["a", "b"], ["c", "d"]])
    wrong = tmp_path / "wrong.xlsx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(wrong, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            assert name != "xl/worksheets/sheet1.xml" or b'ref="A1:B3"' in content
            target.writestr(name, content.replace(b'ref="A1:B3"', b'ref="A1:A1"'))
    assert read(wrong) == read(whole) == [Example(2, "a", "b"), Example(3, "c", "d")]


def test_columns_are_found_by_name_and_told_apart_from_others(tmp_path: Path) -> None:
    path = save(tmp_path, "data.csv", "id,PROMPT ,Completion\n1,a,b\n")
    reading = read_examples(read_table(path, WANTED), path, None, None)
    assert reading.renamed == {"PROMPT": "prompt", "Completion": "completion"}
    assert reading.extra == ["id"]
    named = save(tmp_path, "named.csv", "question,answer\na,b\n")
    reading = read_examples(read_table(named, ("question", "answer")), named, "question", "answer")
    assert (reading.renamed, reading.extra, reading.examples) == ({}, [], [Example(2, "a", "b")])


CHAT = '{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}'
PAIR = '{"prompt":"a","completion":"b"}'


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.csv", b"", ": the file is empty"),
        ("a.csv", b"\xef\xbb\xbf \n", ": the file is empty"),
        ("a.csv", b"prompt,completion\n", ": it holds no example"),
        (
            "a.csv",
            b"question,answer\n1,2\n",
            ":1: there is no column 'prompt'; columns: 'question', 'answer'; name",
        ),
        ("a.csv", b"prompt,completion\na,b,c\n", ":2: 3 cells, but there are 2 columns; quote"),
        ("a.csv", b"prompt,prompt\na,b\n", ":1: two columns are named 'prompt'"),
        ("a.csv", b'prompt,completion\na,b\n"c\nd,e\n', ":3: .*a quote is not closed"),
        ("a.csv", b'prompt,completion\n"a"b,c\n', ":2: .*a quote is not closed, or is not doubled"),
        ("a.csv", "prompt,completion\nä,b\nÖl,\xe9\n".encode("cp1252"), ":2:1: byte 0xe4 is no UTF-8"),
        ("a.csv", "prompt,completion\nä,".encode() + b"\xe9\n", ":2:3: byte 0xe9 is no UTF-8; save the file as UTF-8"),
        ("a.csv", "prompt,completion\na,b\n".encode("utf-16-le"), ":1: it holds zero bytes; if it is UTF-16"),
        ("a.csv", b"\xff\xfea\0b", ": it is broken UTF-16"),
        ("a.doc", b"x", ": files of this kind are not read; there are .csv, .tsv, .xlsx, .json, .jsonl, .txt"),
        ("a.xlsx", b"no zip", ": it is no workbook"),
        ("a.json", b'[{"prompt": "a",\n "completion" 1}]', ":2:15: expecting ':' delimiter"),
        ("a.json", b"[1]", ":1: an example is an object with names and values, not a int"),
        ("a.json", b"[]", ": it holds no example"),
        ("a.json", b"[" * 200_000, ":1:1: it is nested too deep"),
        ("a.jsonl", f"{PAIR}\n{CHAT}}}]]}}\n".encode(), ":2:80: the record ends before '}]]}'"),
        ("a.jsonl", f"{PAIR}\n{CHAT}\n".encode(), ":2: this is a chat, and line 1 is prompt and completion"),
        ("a.jsonl", f"{CHAT}\n\n{PAIR}\n".encode(), ":3: this is prompt and completion, and line 1 is a chat"),
        ("a.jsonl", f'{PAIR}\n{{"prompt":"a"}}\n'.encode(), ":2: the record has no 'completion'; it has 'prompt'"),
        ("a.jsonl", b'{"prompt":"a","completion":["b"]}', ":1: 'completion' is a text, not an array"),
        ("a.jsonl", f"{PAIR}\n".encode("utf-16"), ":1:1: the file is UTF-16; save it as UTF-8"),
    ],
)
def test_what_cannot_be_read_says_where(name: str, content: bytes, problem: str, tmp_path: Path) -> None:
    path = save(tmp_path, name, content)
    with pytest.raises(InputError, match=problem) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}:")
    assert path.read_bytes() == content


@pytest.mark.parametrize("name", ["gone.csv", "gone.xlsx", "gone.jsonl"])
def test_a_file_that_is_not_there(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot read it \(No such file"):
        read(tmp_path / name)


def test_records_are_told_apart_by_question_and_answer(tmp_path: Path) -> None:
    called = '{"messages":[{"role":"assistant","tool_calls":[]}]}'
    preference = '{"input":{"messages":[]},"preferred_output":[1],"non_preferred_output":[2]}'
    path = save(tmp_path, "data.jsonl", f'{CHAT}\n{called}\n{preference}\n{{"messages":[]}}\n')
    examples = read(path)
    assert [example.completion for example in examples[:2]] == ["b", '{"role": "assistant", "tool_calls": []}']
    assert examples[2].prompt == '{"messages": []}'
    assert examples[0].record == json.loads(CHAT)
