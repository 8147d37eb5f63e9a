"""JSON Lines, read one line at a time: files of any size in little memory, and each mistake with its place."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterable, Iterator
from os import PathLike
from pathlib import Path
from typing import IO, Any, NamedTuple, TypeAlias

from .input_errors import InputError

MAX_LINE = 64 * 1024 * 1024
"""Bytes; a longer line is no record, and would fill the memory."""

_SPACE = b" \t\r\n"

OnRead: TypeAlias = Callable[[int], object]


class Line(NamedTuple):
    """One line that is not blank, with its place."""

    number: int
    """Counted from 1, blank lines included."""
    start: int
    """Byte in the file at which it begins."""
    text: bytes


class Record(NamedTuple):
    """One line that is JSON, or what is wrong with it."""

    number: int
    value: Any
    error: InputError | None
    size: int
    """Bytes of the line."""


def read_lines(path: str | PathLike[str], *, on_read: OnRead | None = None) -> Iterator[Line]:
    """The lines of a file that are not blank, without their ends.

    A byte-order mark of UTF-8 is passed over.

    Args:
        path: The file.
        on_read: Told how many bytes were read so far, after each line.

    Raises:
        InputError: If the file cannot be read, is UTF-16 or UTF-32, or holds no line at all.
    """
    name = Path(path)
    try:
        file = name.open("rb")
    except OSError as error:
        raise InputError(f"cannot read it ({error.strerror})", path=name) from error
    with file:
        position = _skip_mark(file, name)
        found = False
        for number, text in enumerate(_bounded(file, name), 1):
            if text.strip():
                found = True
                yield Line(number, position, text.rstrip(_SPACE))  # what is ahead stays: columns count from there
            position += len(text)
            if on_read is not None:
                on_read(position)
    if not found:
        raise InputError("the file is empty", path=name, code="no-records")


def read_records(path: str | PathLike[str], *, on_read: OnRead | None = None) -> Iterator[Record]:
    """Each line as JSON; a line that is none comes with its error, and reading goes on.

    Raises:
        InputError: As ``read_lines``.
    """
    for line in read_lines(path, on_read=on_read):
        try:
            yield Record(line.number, parse_line(line.text, path, line.number), None, len(line.text))
        except InputError as error:
            yield Record(line.number, None, error, len(line.text))


def parse_line(text: bytes, path: str | PathLike[str], number: int) -> Any:
    """The value of one line.

    Raises:
        InputError: If it is not JSON in UTF-8, or says ``NaN`` or ``Infinity``; names line and column.
    """

    def error(problem: str, at: int, code: str = "invalid-json") -> InputError:
        return InputError(problem, path=path, line=number, column=at + 1, code=code)

    try:
        decoded = text.decode()
    except UnicodeDecodeError as cause:
        problem = f"byte 0x{text[cause.start]:02x} is no UTF-8; save the file as UTF-8"
        if cause.reason == "unexpected end of data":
            problem = "the record is cut off: the line ends in the middle of a character"
        raise error(problem, len(text[: cause.start].decode()), "not-utf-8") from cause
    try:
        return _DECODER.decode(decoded)
    except json.JSONDecodeError as cause:
        raise error(_explained(cause, decoded), cause.pos) from cause
    except _ConstantError as cause:
        raise error(f"{cause} is no JSON; write null or a number", _outside_texts(decoded, str(cause))) from None
    except RecursionError:
        raise error("it is nested too deep to be read", 0) from None
    except ValueError as cause:  # Python has a limit, never below 640, so that no number keeps it busy
        raise error("an integer has too many digits to be read", _outside_texts(decoded, r"\d{640,}")) from cause


def dump_line(value: object) -> bytes:
    """One value as a line, its end included: compact, in UTF-8, other scripts as they are.

    Raises:
        ValueError: If it holds NaN or infinity.
        TypeError: If it holds what JSON has no form for.
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode() + b"\n"


def write_lines(file: IO[bytes], values: Iterable[object]) -> int:
    """Write values as lines, and tell how many they were."""
    count = 0
    for value in values:
        file.write(dump_line(value))
        count += 1
    return count


class _ConstantError(Exception):
    """A constant that Python reads and JSON does not know."""


def _no_constant(name: str) -> object:
    raise _ConstantError(name)


_DECODER = json.JSONDecoder(parse_constant=_no_constant)


def _outside_texts(line: str, pattern: str) -> int:
    """Where something first stands that is no part of a text."""
    found = re.finditer(rf'"(?:[^"\\]|\\.)*"|{pattern}', line)
    return next((match.start() for match in found if match[0][0] != '"'), 0)


def _skip_mark(file: IO[bytes], path: Path) -> int:
    """Where the text begins: after a mark of UTF-8, if there is one."""
    start = file.read(4)
    for mark, name in (
        (codecs.BOM_UTF32_LE, "UTF-32"),
        (codecs.BOM_UTF32_BE, "UTF-32"),
        (codecs.BOM_UTF16_LE, "UTF-16"),
        (codecs.BOM_UTF16_BE, "UTF-16"),
    ):
        if start.startswith(mark):
            raise InputError(f"the file is {name}; save it as UTF-8", path=path, line=1, column=1, code="not-utf-8")
    if b"\0" in start:
        problem = "the file holds zero bytes; if it is UTF-16, save it as UTF-8"
        raise InputError(problem, path=path, line=1, column=1, code="not-utf-8")
    length = len(codecs.BOM_UTF8) if start.startswith(codecs.BOM_UTF8) else 0
    file.seek(length)
    return length


def _bounded(file: IO[bytes], path: Path) -> Iterator[bytes]:
    number = 0
    while text := file.readline(MAX_LINE + 1):
        number += 1
        if len(text) > MAX_LINE:
            problem = f"the line is longer than {MAX_LINE // 2**20} MiB; JSON Lines has one record on each line"
            raise InputError(problem, path=path, line=number, code="too-long-line")
        yield text


def _explained(error: json.JSONDecodeError, text: str) -> str:
    """What Python says, and what is behind it where that can be told."""
    rest = text[error.pos :].strip()
    if error.msg == "Extra data":
        if rest[:1] in {"}", "]"}:
            return f"the record ends before {rest[:20]!r}: a bracket too many"
        if rest.startswith(","):
            return "a comma after the record: in JSON Lines each record has a line to itself, and nothing between"
        return f"a second value begins on the same line: {rest[:20]!r}"
    if text in {"[", "{"}:
        return "the value goes on in the next line; JSON Lines has each record on one line"
    if error.msg.startswith("Unterminated string"):
        return "the text that begins here does not end on this line"
    if not rest:
        return "the record is cut off: the line ends in the middle of it"
    if rest[:1] in {"}", "]"}:
        return f"{rest[:1]!r} does not fit here: brackets that do not match, or a comma before it"
    if rest[:1] == "'":
        return "a single quote; JSON has double quotes"
    return error.msg[:1].lower() + error.msg[1:]
