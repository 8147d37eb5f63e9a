"""The rows of docs/seeds.md, each with its command or code."""

from __future__ import annotations

import re
from typing import NamedTuple

from tests.docs.blocks import DOCS

PAGE = DOCS / "seeds.md"
HEADER = "| row | notes | what it was | what to do now | code |"
_BELOW = re.compile(r"^#### ([\w-]+)\n\n```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMANDS = ("specloom ", "openai-client ", "pip ")


class Row(NamedTuple):
    """A row of a table.

    Attributes:
        id: Its first cell.
        notes: Numbers of the notes that have it.
        now: What the page says that one should do.
        link: Where the last cell leads, if the code is below the table.
        language: ``python``, ``bash``, or empty where there is no code.
        code: What the page shows.
        line: Of the page, where the code begins.
    """

    id: str
    notes: list[int]
    now: str
    link: str
    language: str
    code: str
    line: int


def blocks_below(text: str) -> dict[str, tuple[str, str, int]]:
    """The blocks under headings that are ids: language, code and the line at which it begins."""
    return {match[1]: (match[2], match[3], text.count("\n", 0, match.start(3)) + 1) for match in _BELOW.finditer(text)}


def rows() -> list[Row]:
    """All rows of the page in their order."""
    text = PAGE.read_text("utf-8")
    below = blocks_below(text)
    return [
        _row(line, number, below) for number, line in enumerate(text.splitlines(), start=1) if line.startswith("| `")
    ]


def _row(line: str, number: int, below: dict[str, tuple[str, str, int]]) -> Row:
    first, notes, _, now, cell = (part.strip() for part in line.strip("|").split(" | "))
    id, numbers = first.strip("`"), [int(each) for each in notes.split(", ")]
    if cell == "none":
        return Row(id, numbers, now, "", "", "", number)
    if link := re.fullmatch(r"\[below\]\(#([\w-]+)\)", cell):
        return Row(id, numbers, now, link[1], *below[link[1]])
    code = re.fullmatch(r"`([^`]+)`", cell)
    assert code is not None, f"line {number}: no code in {cell!r}"
    return Row(id, numbers, now, "", "bash" if code[1].startswith(_COMMANDS) else "python", code[1], number)
