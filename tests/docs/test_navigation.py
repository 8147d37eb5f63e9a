"""The front page of the site lists every page, and links lead somewhere on GitHub too. The site itself: tests/site."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs._site.front import FRONT, HUBS, navigation

from .blocks import DOCS
from .links import anchors, links

ROOT = DOCS.parent
PAGES = [
    *sorted(DOCS.rglob("*.md")),
    *sorted(ROOT.glob("generated/*/README.md")),
    *sorted(ROOT.glob("generated/*/docs/*.md")),
    *(page for name in ("CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md") if (page := ROOT / name).exists()),
]


def listed(hub: str) -> list[Path]:
    """The pages that a page like the front page lists."""
    page = ROOT / f"{hub}.md"
    entries = [path for _, entries in navigation(page.read_text("utf-8")) for _, path in entries]
    return [(page.parent / path).resolve() for path in entries]


def test_every_page_is_listed_once() -> None:
    found = [page for hub in HUBS for page in listed(hub)]
    assert sorted(found) == sorted(page for page in PAGES if page != ROOT / f"{FRONT}.md"), "list it in docs/index.md"


def test_sections_and_titles_are_read_from_lists_and_tables() -> None:
    text = (
        "# T\n\n- [No](no.md)\n\n## A\n\ntext [x](x.md)\n- [One](one.md): it\n- [Out](https://a.test/b.md)\n\n## B\n"
    )
    text += "| [`two`](docs/two.md) | 2 |\n- [Part](one.md#part)\n"
    expected = [("", [("No", "no.md")]), ("A", [("One", "one.md")]), ("B", [("two", "docs/two.md")])]
    assert list(navigation(text)) == expected


@pytest.mark.parametrize("page", [ROOT / "README.md", *PAGES], ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere_on_github(page: Path) -> None:
    for link in links(page):
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        assert not anchor or target.suffix != ".md" or anchor in anchors(target), link
