"""Every page is listed, and every link of the pages leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .blocks import DOCS, FENCE

ROOT = DOCS.parent
PAGES = sorted(DOCS.glob("*.md"))
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def links(page: Path) -> list[str]:
    """What a page links to, without what its code has in brackets."""
    text = re.sub(r"`[^`\n]+`", "", FENCE.sub("", page.read_text("utf-8")))
    return [link for link in _LINK.findall(text) if "://" not in link]


def anchors(page: Path) -> set[str]:
    """The names that GitHub gives to the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_index_lists_every_page() -> None:
    listed = [link for link in links(DOCS / "README.md") if "/" not in link]
    assert sorted(listed) == [page.name for page in PAGES if page.name != "README.md"]


def test_the_readme_links_to_every_page() -> None:
    linked = {link.removeprefix("docs/") for link in links(ROOT / "README.md") if link.startswith("docs/")}
    assert linked >= {page.name for page in PAGES}


@pytest.mark.parametrize("page", [ROOT / "README.md", *PAGES], ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in links(page):
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link
