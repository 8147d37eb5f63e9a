"""The built site: every page is found, every link leads somewhere, and nothing comes from anywhere else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

import orders_client
from tests.site.built import Page, pages, site

ROOT = Path(__file__).parents[2]
MADE_BY_SPHINX = ("genindex", "search", "py-modindex", "index")


@pytest.fixture(scope="module")
def folder() -> Path:
    return site()


@pytest.fixture(scope="module")
def found(folder: Path) -> Mapping[Path, Page]:
    return dict(pages(folder))


def test_every_page_is_built(folder: Path) -> None:
    written = list((ROOT / "docs").rglob("*.md"))
    written += [ROOT / "SECURITY.md", ROOT / "CHANGELOG.md", *ROOT.glob("generated/*/docs/*.md")]
    assert len(written) > 60
    built = {path.with_suffix("").relative_to(folder) for path in folder.rglob("*.html")}
    assert {path.with_suffix("").relative_to(ROOT) for path in written} <= built


def test_every_page_is_in_the_navigation(folder: Path, found: Mapping[Path, Page]) -> None:
    front = folder / "docs" / "index.html"
    # Of a page like the list of resources, the sidebar holds those below it as well.
    listed = {(front.parent / urlsplit(link).path).resolve() for link in found[front].navigation}
    missing = [path for path in found if path not in listed and path != front and path.stem not in MADE_BY_SPHINX]
    assert missing == []


def test_links_lead_somewhere(found: Mapping[Path, Page]) -> None:
    broken = []
    for path, page in found.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme in ("http", "https", "mailto"):
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            place = unquote(parts.fragment)
            if not target.is_file() or (place and target in found and place not in found[target].ids):
                broken.append((path.name, link))
    assert broken == []


def test_no_link_leads_to_the_source_of_a_page(found: Mapping[Path, Page]) -> None:
    assert [(path.name, link) for path, page in found.items() for link in page.links
            if urlsplit(link).scheme == "" and urlsplit(link).path.endswith(".md")] == []  # fmt: skip


def test_nothing_is_loaded_from_elsewhere(folder: Path, found: Mapping[Path, Page]) -> None:
    loads = {(path.name, load) for path, page in found.items() for load in page.loads}
    assert len({load for _, load in loads}) > 5, "few things are loaded"
    assert [one for one in loads if urlsplit(one[1]).scheme not in ("", "data") or one[1].startswith("//")] == []
    styles = "\n".join(path.read_text("utf-8") for path in folder.rglob("*.css"))
    assert re.findall(r"""(?:url\(|@import)\s*['"]?(?:https?:)?//[^)'"]+""", styles) == []


def test_what_every_package_exports_is_described(found: Mapping[Path, Page], folder: Path) -> None:
    described = {name.rpartition(".")[2] for name in found[folder / "docs/reference/client-python.html"].ids}
    values = {name: getattr(orders_client, name) for name in orders_client.__all__}
    runtime = {value.__name__ for value in values.values()
               if isinstance(value, type) and "._runtime" in value.__module__}  # fmt: skip
    assert len(runtime) > 20
    assert runtime - described == set()
