"""Text from documents within GitHub's Markdown: as code, as prose, as a block. None of it is ever markup."""

from __future__ import annotations

import re
from typing import Final

from specloom.diff.formats.words import visible

_TICKS: Final = re.compile("`+")
_MARKUP: Final = re.compile(r"[\\`*_\[\]<>|~&$]")
"""What means something within a line; the rest does so at the start of one, where prose never stands."""

# A zero-width space after these keeps GitHub from telling people and other issues that they were named.
_NAMES: Final = re.compile(r"(@|#|://|www\.|GH-)(?=\w)", re.IGNORECASE)
_ZERO_WIDTH: Final = "\u200b"


def size(text: str) -> int:
    """Characters as GitHub counts them: UTF-16 units."""
    return len(text) + sum(one > "\uffff" for one in text)


def code(text: str) -> str:
    """Within a line, in a run of backquotes that is longer than any in the text."""
    line = visible(text) or " "
    ticks = _fence(line, 1)
    space = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{ticks}{space}{line}{space}{ticks}"


def prose(text: str) -> str:
    """Within a line, as words: markup is escaped, and nobody is notified of an @."""
    escaped = _MARKUP.sub(lambda found: _escaped(found[0]), visible(text))
    return _NAMES.sub(lambda found: found[0] + _ZERO_WIDTH, escaped)


def fenced(text: str, language: str) -> str:
    """A block of code in a fence that is longer than any run of backquotes in it."""
    fence = _fence(text, 3)
    return f"{fence}{language}\n{text}\n{fence}"


def _fence(text: str, least: int) -> str:
    longest = max((len(run) for run in _TICKS.findall(text)), default=0)
    return "`" * max(longest + 1, least)


def _escaped(one: str) -> str:
    return {"<": "&lt;", ">": "&gt;", "&": "&amp;"}.get(one, f"\\{one}")
