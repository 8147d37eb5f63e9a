"""The blocks of code in a page of the documentation."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

DOCS = Path(__file__).parents[2] / "docs"
FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """A fenced block and the line of the page at which its code begins."""

    language: str
    line: int
    code: str


def blocks(page: Path, *languages: str) -> list[Block]:
    """The blocks of a page in their order, of these languages or of all."""
    text = page.read_text("utf-8")
    found = [
        Block(match[1], text.count("\n", 0, match.start(2)) + 1, match[2].rstrip("\n") + "\n")
        for match in FENCE.finditer(text)
    ]
    return [block for block in found if not languages or block.language in languages]


def run(page: Path, block: Block, names: dict[str, object]) -> None:
    """Run a block of Python; a traceback shows the page and its line."""
    code = "\n" * (block.line - 1) + block.code
    exec(compile(code, str(page), "exec", dont_inherit=True), names)
