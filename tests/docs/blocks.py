"""The blocks of code in a page of the documentation."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import yaml

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_LOADERS: dict[str, Callable[[str], Any]] = {"json": json.loads, "toml": tomllib.loads, "yaml": yaml.safe_load}

TAKEN: set[tuple[Path, int]] = set()
"""Page and line of each block that was used since a test with claims began (see claims.py)."""


class Block(NamedTuple):
    """A fenced block, the line of the page at which its code begins, and the heading above it."""

    language: str
    line: int
    code: str
    page: Path
    section: str

    @property
    def place(self) -> tuple[Path, int]:
        """What tells it from all other blocks."""
        return self.page, self.line


def blocks(page: Path, *languages: str, section: str | None = None) -> list[Block]:
    """The blocks of a page in their order, of these languages or of all, below one heading or anywhere."""
    text = page.read_text("utf-8")
    bare = FENCE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    headings = [(match.start(), match[1]) for match in _HEADING.finditer(bare)]

    assert section is None or section in [title for _, title in headings], f"{page.name} has no {section!r}"

    def above(position: int) -> str:
        return next((title for start, title in reversed(headings) if start < position), "")

    found = [
        Block(
            match[1], text.count("\n", 0, match.start(2)) + 1, match[2].rstrip("\n") + "\n", page, above(match.start())
        )
        for match in FENCE.finditer(text)
    ]
    return [
        block for block in found if (not languages or block.language in languages) and section in (None, block.section)
    ]


def take(block: Block) -> str:
    """The code of a block that the test now uses; a block that is only looked for is not used."""
    TAKEN.add(block.place)
    return block.code


def load(block: Block) -> Any:
    """What a block of JSON, TOML or YAML holds."""
    return _LOADERS[block.language](take(block))


def run(page: Path, block: Block, names: dict[str, object]) -> None:
    """Run a block of Python; a traceback shows the page and its line."""
    code = "\n" * (block.line - 1) + take(block)
    exec(compile(code, str(page), "exec", dont_inherit=True), names)
