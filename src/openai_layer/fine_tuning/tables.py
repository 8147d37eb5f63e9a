"""Reading examples, with their lines, from the files that people have: tables, spreadsheets, JSON, JSON Lines, text.

What is read is held in memory, as the checks look at all examples together.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from ..extras import load_extra
from ..input_errors import InputError
from ..jsonl import read_records

_LONGEST_CELL = 2**31 - 1


class Entry(NamedTuple):
    """A row of a table or a record, and the line at which it begins."""

    line: int
    values: dict[str, Any]


class Table(NamedTuple):
    """What a file holds.

    Attributes:
        columns: Names of the columns, or of all keys that the records have, as they are written.
        entries: Rows or records in their order.
        note: What the reader of a report should know about how it was read; mostly empty.
    """

    columns: list[str]
    entries: list[Entry]
    note: str = ""


def read_table(path: Path, wanted: Collection[str]) -> Table:
    """What a file holds; its ending says how to read it.

    Args:
        path: The file. Text may be UTF-8, or UTF-16 with its mark; JSON Lines are UTF-8.
        wanted: Columns that are looked for, which tell one delimiter from another.

    Raises:
        InputError: If it cannot be read so, or holds nothing; names line and column.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError(f"files of this kind are not read; there are {', '.join(_READERS)}", path=path)
    table = reader(path, wanted)
    if not table.entries:
        raise InputError("it holds no example", path=path)
    return table


def _csv(path: Path, wanted: Collection[str]) -> Table:
    return _delimited(path, wanted, ",;\t")


def _tsv(path: Path, wanted: Collection[str]) -> Table:
    return _delimited(path, wanted, "\t")


def _delimited(path: Path, wanted: Collection[str], delimiters: str) -> Table:
    text = _text(path)
    names = {name.casefold() for name in wanted}

    def rank(delimiter: str) -> tuple[int, int]:
        """How many columns that are looked for it finds, and how many in all."""
        try:
            header = next(_cells(text, delimiter, path), (1, []))[1]
        except InputError:  # quotes that make sense with another one
            return -1, 0
        return len(names & {cell.strip().casefold() for cell in header}), len(header)

    with _long_cells():
        delimiter = max(delimiters, key=rank)  # the first of equals
        return _from_rows(_cells(text, delimiter, path), path)


def _cells(text: str, delimiter: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, with the line at which each begins: a quoted text may have several."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problem = f"{error}: a quote is not closed, or is not doubled inside a quoted text"
            raise InputError(problem, path=path, line=line) from error
        if cells:
            yield line, cells


def _from_rows(rows: Iterable[tuple[int, Sequence[str]]], path: Path, note: str = "") -> Table:
    """The first row names the columns."""
    numbered = iter(rows)
    line, header = next(numbered, (1, []))
    columns = [name.strip() for name in header]
    doubled = next((name for name in columns if name and columns.count(name) > 1), None)
    if doubled is not None:
        raise InputError(f"two columns are named {doubled!r}", path=path, line=line)
    entries = []
    for line, cells in numbered:
        if any(cells[len(columns) :]):
            problem = f"{len(cells)} cells, but there are {len(columns)} columns; quote a text that has the delimiter"
            raise InputError(problem, path=path, line=line)
        padded = [*cells, *[""] * (len(columns) - len(cells))]
        entries.append(Entry(line, {name: cell for name, cell in zip(columns, padded, strict=False) if name}))
    return Table([name for name in columns if name], entries, note)


def _xlsx(path: Path, wanted: Collection[str]) -> Table:
    openpyxl = load_extra("openpyxl", extra="tables", purpose="reading a spreadsheet")
    try:
        with closing(openpyxl.load_workbook(path, read_only=True, data_only=True)) as book:
            return _sheet(book, path)
    except InputError:
        raise
    except OSError as error:
        raise InputError(f"cannot read it ({error.strerror})", path=path) from error
    except (KeyError, ValueError, SyntaxError, zipfile.BadZipFile) as error:
        raise InputError(f"it is no workbook ({error})", path=path) from error


def _sheet(book: Any, path: Path) -> Table:
    """The first sheet of a workbook."""
    sheet, *others = book.worksheets
    sheet.reset_dimensions()  # some programs write wrong ones, and rows would be missing
    values = enumerate(sheet.iter_rows(values_only=True), 1)
    rows = ((line, [_cell(cell) for cell in row]) for line, row in values if any(cell is not None for cell in row))
    listed = ", ".join(repr(each.title) for each in others)
    note = f"only the first sheet, {sheet.title!r}, was read; there is also {listed}" if others else ""
    return _from_rows(rows, path, note)


def _cell(value: object) -> str:
    """A cell as a person reads it."""
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _json(path: Path, wanted: Collection[str]) -> Table:
    text = _text(path)
    if not text.lstrip().startswith("["):
        return _jsonl(path, wanted)  # many files of this name are JSON Lines
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        problem = error.msg[:1].lower() + error.msg[1:]
        raise InputError(problem, path=path, line=error.lineno, column=error.colno) from error
    except RecursionError:
        raise InputError("it is nested too deep to be read", path=path, line=1, column=1) from None
    return _from_records(_elements(text), path)


def _elements(text: str) -> Iterator[tuple[int, object]]:
    """The elements of an array, with the line at which each begins. The text is known to be JSON."""
    decoder, position, line = json.JSONDecoder(), text.index("[") + 1, 1
    counted = 0
    while True:
        while text[position] in " \t\r\n,":
            position += 1
        if text[position] == "]":
            return
        line += text.count("\n", counted, position)
        counted = position
        value, position = decoder.raw_decode(text, position)
        yield line, value


def _jsonl(path: Path, wanted: Collection[str]) -> Table:
    def values() -> Iterator[tuple[int, object]]:
        for record in read_records(path):
            if record.error is not None:
                raise record.error
            yield record.number, record.value

    return _from_records(values(), path)


def _from_records(values: Iterable[tuple[int, object]], path: Path) -> Table:
    columns: dict[str, None] = {}
    entries = []
    for line, value in values:
        if not isinstance(value, dict):
            kind = type(value).__name__
            raise InputError(f"an example is an object with names and values, not a {kind}", path=path, line=line)
        columns.update(dict.fromkeys(value))
        entries.append(Entry(line, value))
    return Table(list(columns), entries)


def _txt(path: Path, wanted: Collection[str]) -> Table:
    """Each line that is not blank is a completion, without a prompt."""
    lines = enumerate(io.StringIO(_text(path)), 1)
    entries = [Entry(line, {"prompt": "", "completion": text.rstrip("\r\n")}) for line, text in lines if text.strip()]
    return Table(["prompt", "completion"], entries)


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read it ({error.strerror})", path=path) from error
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            text = content.decode("utf-16")
        except UnicodeDecodeError as error:
            raise InputError(f"it is broken UTF-16 ({error.reason})", path=path) from error
    else:
        text = _utf8(content, path)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise InputError("it holds zero bytes; if it is UTF-16, save it as UTF-8", path=path, line=line)
    if not text.strip():
        raise InputError("the file is empty", path=path)
    return text


def _utf8(content: bytes, path: Path) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        column = len(before.rpartition(b"\n")[2].decode("utf-8-sig")) + 1
        problem = f"byte 0x{content[error.start]:02x} is no UTF-8; save the file as UTF-8"
        raise InputError(problem, path=path, line=before.count(b"\n") + 1, column=column) from error


@contextmanager
def _long_cells() -> Iterator[None]:
    """Texts of any length in a cell, where the csv module takes 131,072 characters; its limit is put back."""
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


_Reader: TypeAlias = Callable[[Path, Collection[str]], Table]

_READERS: dict[str, _Reader] = {
    ".csv": _csv,
    ".tsv": _tsv,
    ".xlsx": _xlsx,
    ".json": _json,
    ".jsonl": _jsonl,
    ".txt": _txt,
}
