"""The pages of a built site, read as a browser would: their links, and the places that links may lead to."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest

_LOADS = {"script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src", "audio": "src"}
_LOADED_LINKS = frozenset({"stylesheet", "icon", "preload", "preconnect", "dns-prefetch", "manifest"})


def site() -> Path:
    """The folder of the site that ``nox -s docs`` has built; skips where none is named."""
    named = os.environ.get("SPECLOOM_SITE")
    if not named:
        pytest.skip("SPECLOOM_SITE names no built site; nox -s docs builds one and looks at it")
    folder = Path(named).resolve()
    assert (folder / "docs" / "index.html").is_file(), f"{folder} holds no site"
    return folder


class Page(HTMLParser):
    """One page.

    Attributes:
        ids: Places that a link may lead to.
        links: Where its links lead, as they are written.
        loads: What it loads by itself: scripts, styles, pictures.
        navigation: Those of the links that are in the sidebar.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids = set[str]()
        self.links = list[str]()
        self.loads = list[str]()
        self.navigation = list[str]()
        self._sidebar = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        values: Mapping[str, str] = {name: value or "" for name, value in attrs}
        self.ids |= {values[name] for name in ("id", "name") if name in values}
        if tag in _LOADS and _LOADS[tag] in values:
            self.loads.append(values[_LOADS[tag]])
        if tag == "link" and _LOADED_LINKS & set(values.get("rel", "").split()):
            self.loads.append(values["href"])
        if tag == "div" and (self._sidebar or "sidebar-tree" in values.get("class", "").split()):
            self._sidebar += 1
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
            if self._sidebar:
                self.navigation.append(values["href"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "div" and self._sidebar:
            self._sidebar -= 1


def pages(folder: Path) -> Iterator[tuple[Path, Page]]:
    """Every page of a site, with its path."""
    for path in sorted(folder.rglob("*.html")):
        if "_static" not in path.relative_to(folder).parts:
            yield path, Page(path.read_text("utf-8"))
