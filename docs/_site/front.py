"""The navigation, read from the lists of links on the front page and on pages like it, so that it is written once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FRONT: Final = "docs/index"
HUBS: Final = (FRONT, "generated/openai_client/README", "generated/orders_client/README")
"""Pages whose links are the navigation below them; on the first the headings above the links stand in it too."""

_HEADING = re.compile(r"^## (?P<title>.+)$")
_ENTRY = re.compile(r"^(?:- |\| )\[(?P<title>[^\]]+)\]\((?P<path>[^)#:]+\.md)\)")
_REDIRECT: Final = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>specloom</title>
<link rel="icon" href="_static/icon.svg">
<meta http-equiv="refresh" content="0; url=docs/index.html">
<a href="docs/index.html">specloom</a>
</html>
"""


def setup(app: Sphinx) -> None:
    """Take part in a build."""
    app.connect("source-read", _with_navigation)
    app.connect("build-finished", _redirect)


def navigation(text: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each section of a page that has a list of links to pages, with their titles and paths."""
    section, entries = "", list[tuple[str, str]]()
    for line in text.splitlines():
        if heading := _HEADING.match(line):
            if entries:
                yield section, entries
            section, entries = heading["title"], []
        elif entry := _ENTRY.match(line):
            entries.append((entry["title"].strip("`"), entry["path"]))
    if entries:
        yield section, entries


def _with_navigation(app: Sphinx, docname: str, source: list[str]) -> None:
    if docname not in HUBS:
        return
    trees = []
    for section, entries in navigation(source[0]):
        caption = f":caption: {section}\n" if docname == FRONT else ""
        listed = "\n".join(f"{title} <{path}>" for title, path in entries)
        trees.append(f"```{{toctree}}\n:hidden:\n{caption}\n{listed}\n```\n")
    source[0] += "\n" + "\n".join(trees)


def _redirect(app: Sphinx, error: Exception | None) -> None:
    """Pages lie where their sources lie; who opens the folder of the site is led to the front page."""
    if error is None and app.builder.format == "html":
        Path(app.outdir, "index.html").write_text(_REDIRECT, "utf-8")
