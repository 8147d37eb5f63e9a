"""The built site in a browser: it shows well on any screen, light and dark, finds things, and asks no other host."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeAlias

import pytest
from playwright.sync_api import Browser, Page, expect

from specloom import __version__
from tests.browsers import launched
from tests.site.built import pages, site

Open: TypeAlias = Callable[..., Page]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    """The address of the site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site())))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser(served: str) -> Iterator[Browser]:
    """A browser for this module; asked for after the site, so that none is opened where there is no site."""
    with launched() as browser:
        yield browser


@pytest.fixture
def go(browser: Browser, served: str) -> Iterator[Open]:
    """Opens a page; whatever it logs, or asks of another host, is a failure."""
    contexts, complaints = [], list[str]()

    def open_page(name: str, base: str = served, **options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda asked: complaints.extend([asked.url] * (not asked.url.startswith((base, "data:")))))
        page.goto(f"{base}/{name}.html")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_needs_scrolling_to_the_side(go: Open, served: str, width: int) -> None:
    page = go("docs/index", viewport={"width": width, "height": 800})
    names = [path.relative_to(site()).as_posix() for path, _ in pages(site()) if path.parent != site()]
    names += ["CHANGELOG.html", "SECURITY.html", "genindex.html", "search.html"]
    wide = []
    for name in names:
        page.goto(f"{served}/{name}")
        if page.evaluate("document.scrollingElement.scrollWidth") > width:
            wide.append(name)
    assert len(names) > 60
    assert wide == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_follow_the_scheme_of_the_system(go: Open, scheme: str) -> None:
    page = go("docs/index", color_scheme=scheme)
    channels = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number)")
    assert (sum(channels) > 380) == (scheme == "light")
    picture = page.get_by_alt_text("From a document")
    assert picture.evaluate("one => one.complete && one.naturalWidth") == 800


def test_pictures_follow_the_scheme_that_is_chosen_on_the_page(go: Open) -> None:
    def picture(page: Page) -> bytes:
        return page.get_by_alt_text("prepare turns").screenshot()

    dark = picture(go("docs/design", color_scheme="dark"))
    page = go("docs/design", color_scheme="light")
    light = picture(page)
    assert light != dark
    page.evaluate("localStorage.setItem('theme', 'dark')")
    page.reload()
    assert picture(page) == dark


def test_code_in_tables_has_joints_that_are_not_copied(go: Open) -> None:
    code = go("docs/glossary").locator("td code", has_text="src/specloom/document/load.py").first
    assert code.locator("wbr").count() == 3
    assert code.inner_text() == "src/specloom/document/load.py"


def test_folders_of_the_repository_are_words_and_files_can_be_had(go: Open) -> None:
    table = go("CONTRIBUTING").locator("table", has_text="may import")
    expect(table.get_by_text("document", exact=True).first).to_be_visible()
    assert table.get_by_role("link", name="document", exact=True).count() == 0
    assert "legible.py" in str(table.get_by_role("link", name="legible", exact=True).get_attribute("href"))


def test_the_folder_of_the_site_leads_to_the_front_page(go: Open) -> None:
    page = go("index")
    expect(page).to_have_title(f"specloom {__version__}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("specloom")


@pytest.mark.parametrize("words", [("fingerprint", "Accepting"), ("Retry-After", "behave")])
def test_search_finds_words(go: Open, words: tuple[str, str]) -> None:
    page = go("docs/index", viewport={"width": 1280, "height": 800})
    page.fill("input[name=q]", words[0])
    page.press("input[name=q]", "Enter")
    results = page.locator("ul.search li")
    expect(results.first).to_be_visible()
    expect(page.locator("#search-results")).to_contain_text(words[1])


def test_search_works_without_a_server(go: Open) -> None:
    page = go("docs/index", base=site().as_uri(), viewport={"width": 1280, "height": 800})
    page.fill("input[name=q]", "drift")
    page.press("input[name=q]", "Enter")
    expect(page.locator("ul.search li").first).to_be_visible()


def test_the_menu_opens_on_a_phone(go: Open) -> None:
    page = go("docs/index", viewport={"width": 390, "height": 800})
    entry = page.locator(".sidebar-tree").get_by_role("link", name="Commands", exact=True)
    expect(entry).not_to_be_in_viewport()
    page.locator(".mobile-header label[for=__navigation]").click()
    entry.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("The commands of specloom")
