"""Every block of code in the documentation is used by a test.

Tests say which blocks they use (claims.py), and fail where they do not; here what they say is held against the pages.
"""

from __future__ import annotations

import importlib
import re
from functools import cache
from pathlib import Path

import pytest

from .blocks import FENCE, ROOT, Block, blocks
from .claims import CLAIMS

PAGES = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "generated/*/README.md", "generated/*/docs/**/*.md", "scripts/**/*.md")
    for path in ROOT.glob(pattern)
)
PICTURES = ("", "mermaid")
"""What nobody can run: a picture made of letters, or drawn from words."""

_ITEM = re.compile(r"^\s*([-*]|\d+\.) ")


@cache
def _import_claims() -> None:
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        if re.search(r"^from .*\bclaims import claims$", path.read_text("utf-8"), re.MULTILINE):
            importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


def _unclaimed(page: Path) -> list[Block]:
    _import_claims()
    claimed = {block.place for claim in CLAIMS if claim.page == page for block in claim.blocks()}
    return [block for block in blocks(page) if block.place not in claimed and block.language not in PICTURES]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_block_of_a_page_is_claimed_by_a_test(page: Path) -> None:
    assert [f"line {block.line}: {block.language}, {block.code.splitlines()[0]}" for block in _unclaimed(page)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_piece_of_code_of_a_page_is_such_a_block(page: Path) -> None:
    """A fence that is indented, of tildes, or never closed is one that no test sees; so is code that is indented."""
    rest = FENCE.sub("", page.read_text("utf-8"))
    assert [line for line in rest.splitlines() if re.match(r"\s*(```|~~~)", line)] == []
    for part in rest.split("\n\n"):
        first = part.strip("\n").partition("\n")[0]
        assert not first.startswith("    ") or _ITEM.match(first), f"indented code: {first}"


def test_claims_are_about_pages_that_are_looked_at() -> None:
    _import_claims()
    assert {claim.page for claim in CLAIMS} - set(PAGES) == set()


def test_cases_that_share_a_claim_are_as_many_as_its_blocks() -> None:
    _import_claims()
    shared = [claim for claim in CLAIMS if claim.each]
    assert shared
    for claim in shared:
        (cases,) = [mark.args[1] for mark in claim.test.pytestmark if mark.name == "parametrize"]  # type: ignore[attr-defined] # pytest puts it there
        assert len(cases) * claim.each == len(claim.blocks()), f"{claim.page.name}: {claim.test.__name__}"
