"""Texts of a folder in passages that know where they come from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from os import PathLike
from pathlib import Path
from typing import NamedTuple

from ..input_errors import InputError
from .lengths import Lengths

SUFFIXES = (".md", ".txt")
_BLANK_LINES = re.compile(r"\n[ \t]*\n")


class Passage(NamedTuple):
    """A part of a document."""

    source: str
    """The file, below the folder, with forward slashes."""
    first_line: int
    """Counted from 1."""
    last_line: int
    text: str

    @property
    def place(self) -> str:
        """``notes/a.md:3-9``."""
        lines = f"{self.first_line}-{self.last_line}" if self.last_line > self.first_line else str(self.first_line)
        return f"{self.source}:{lines}"


def read_folder(folder: str | PathLike[str], *, suffixes: Sequence[str] = SUFFIXES) -> Iterator[tuple[str, str]]:
    """The documents below a folder with their names, in the order of these; hidden files and folders are left out.

    Raises:
        InputError: If the folder is none, holds no document with any text, or a document is not UTF-8.
    """
    root = Path(folder)
    if not root.is_dir():
        raise InputError("there is no such folder", path=root)
    found = False
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root)
        if path.suffix.lower() not in suffixes or not path.is_file() or any(part[0] == "." for part in name.parts):
            continue
        text = _decoded(path)
        if text.strip():
            found = True
            yield name.as_posix(), text
    if not found:
        raise InputError(f"the folder holds no text in files that end in {' or '.join(suffixes)}", path=root)


def passages(source: str, text: str, lengths: Lengths, max_tokens: int) -> Iterator[Passage]:
    """A document in passages of about so many tokens at most.

    Whole paragraphs as far as they fit, else whole lines, else parts of a line. A heading of Markdown begins a new
    passage, unless the one before is still short.

    Raises:
        RankFileError: If tokens cannot be counted on this machine.
    """
    gathered: list[Passage] = []
    total = 0
    for unit in _units(source, text, lengths, max_tokens):
        tokens = lengths.exact(unit.text + "\n")
        new_section = unit.text.startswith("#") and total > max_tokens // 4
        if gathered and (total + tokens > max_tokens or new_section):
            yield _joined(gathered)
            gathered, total = [], 0
        gathered.append(unit)
        total += tokens
    if gathered:
        yield _joined(gathered)


def _decoded(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read it ({error.strerror})", path=path) from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problem = f"byte 0x{content[error.start]:02x} is no UTF-8; save the file as UTF-8"
        raise InputError(problem, path=path, line=line) from error
    if "\0" in text:
        raise InputError("the file holds zero bytes: it is no text, or is UTF-16; save it as UTF-8", path=path)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _units(source: str, text: str, lengths: Lengths, max_tokens: int) -> Iterator[Passage]:
    """Paragraphs, and lines or parts of lines of those that are too long."""
    for line, paragraph in _paragraphs(text):
        if lengths.exact(paragraph) <= max_tokens:
            yield Passage(source, line, line + paragraph.count("\n"), paragraph)
            continue
        for number, one in enumerate(paragraph.split("\n"), line):
            parts = lengths.cut(one, max_tokens) if lengths.exact(one) > max_tokens else [one]
            yield from (Passage(source, number, number, part) for part in parts if part.strip())


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Paragraphs, and the lines at which they begin."""
    line = 1
    for part in _BLANK_LINES.split(text):
        stripped = part.strip("\n")
        if stripped.strip():
            yield line + len(part) - len(part.lstrip("\n")), stripped
        line += part.count("\n") + 2


def _joined(units: Sequence[Passage]) -> Passage:
    text = units[0].text
    for before, unit in pairwise(units):
        gap = unit.first_line - before.last_line
        text += ("\n\n" if gap > 1 else "\n" * gap) + unit.text
    return Passage(units[0].source, units[0].first_line, units[-1].last_line, text)
