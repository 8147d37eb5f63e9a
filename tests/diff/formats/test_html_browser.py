"""The HTML report in a browser: it filters, follows links, obeys keys, and shows well on any screen and on paper.

Needs Chromium (``chromium`` of Debian, or Google Chrome). Without one the tests are skipped; they fail instead where
SPECLOOM_NEEDS_BROWSER is set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Locator, Page, expect

from specloom.diff.formats.html import render
from specloom.diff.report import Review
from tests.browsers import launched
from tests.diff.formats.pages import HOSTILE, fingerprints, hostile_review, many, nested_review, shop_review

Open: TypeAlias = Callable[..., Page]

PAGES: Mapping[str, Callable[[], Review]] = {
    "shop": shop_review,
    "hostile": hostile_review,
    "many": lambda: many(300),
    "nested": nested_review,
}
TOTAL = len(shop_review().findings)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser without a window, alone for this module: while it is open no other event loop can run."""
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the pages lie."""
    folder = tmp_path_factory.mktemp("pages")
    for name, review in PAGES.items():
        (folder / f"{name}.html").write_text(render(review()), "utf-8")
    return folder


@pytest.fixture
def go(browser: Browser, folder: Path) -> Iterator[Open]:
    """Opens a page, in a context of its own; whatever it logs or asks of a network is a failure."""
    contexts, complaints = [], list[str]()

    def logged(message: ConsoleMessage) -> None:
        complaints.append(f"{message.type}: {message.text}")

    def failed(error: Error) -> None:
        complaints.append(str(error))

    def open_page(name: str = "shop", fragment: str = "", **options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", logged)
        page.on("pageerror", failed)
        page.on("request", lambda asked: complaints.append(asked.url) if not asked.url.startswith("file:") else None)
        page.goto(f"{(folder / name).as_uri()}.html{fragment}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def shown(page: Page) -> set[str]:
    """Fingerprints of the findings that are shown."""
    return set(page.locator("article:visible").evaluate_all("all => all.map(one => one.id)"))


def of(review: Review, *rules: str) -> set[str]:
    """Fingerprints of the findings of some rules."""
    found = set(fingerprints(review, *rules))
    assert found
    return found


def in_sight(found: Locator) -> bool:
    """Whether the beginning of an element is within the window."""
    inside = "one => { const top = one.getBoundingClientRect().top; return top >= 0 && top < innerHeight }"
    return bool(found.evaluate(inside))


# --- filters --------------------------------------------------------------------------------------------------------


def test_filters_by_text_verdict_rule_and_resource(go: Open) -> None:
    page, review = go(), shop_review()
    everything = shown(page)
    assert everything == {one.fingerprint for one in review.findings}

    page.fill("#filter-text", "NEWPET age")
    expect(page.locator("#shown")).to_have_text(f"1 of {len(everything)} findings shown")
    assert shown(page) == of(review, "property-became-required")
    page.fill("#filter-text", "")
    expect(page.locator("article:visible")).to_have_count(len(everything))

    page.get_by_role("checkbox", name="Breaking").uncheck()
    page.get_by_role("checkbox", name="Safe").uncheck()
    assert shown(page) == of(review, "enum-value-added", "description-changed")
    page.get_by_role("checkbox", name="Documentation only").uncheck()
    assert shown(page) == of(review, "enum-value-added")
    page.click("#clear")
    assert shown(page) == everything

    page.select_option("#filter-breaks", "wire")
    breaking = of(review, "operation-removed", "property-became-optional", "property-became-required")
    assert shown(page) == breaking
    page.select_option("#filter-resource", "orders")
    assert shown(page) == of(review, "property-became-optional")
    page.click("#clear")
    page.select_option("#filter-rule", "python-class-renamed")
    assert shown(page) == of(review, "schema-renamed")
    page.click("#clear")
    page.select_option("#filter-accepted", "only")
    assert shown(page) == of(review, "operation-removed")


def test_a_resource_stands_for_those_within_it(go: Open) -> None:
    page = go("nested")
    page.select_option("#filter-resource", "chat")
    assert shown(page) == {one.fingerprint for one in nested_review().findings[:2]}
    page.select_option("#filter-resource", "chat.completions")
    assert shown(page) == {nested_review().findings[1].fingerprint}


def test_counts_follow_the_filter_and_are_announced(go: Open) -> None:
    page = go()
    status = page.get_by_role("status")
    expect(status).to_have_attribute("aria-live", "polite")
    expect(status).to_have_text(f"{TOTAL} of {TOTAL} findings shown")
    page.select_option("#filter-resource", "orders")
    expect(status).to_have_text(f"3 of {TOTAL} findings shown")
    expect(page.locator("nav [data-count=breaking]")).to_have_text("1")
    expect(page.locator("nav [data-count=accepted]")).to_have_text("0")
    expect(page.locator("main #accepted")).to_be_hidden()
    page.fill("#filter-text", "nothing says this")
    expect(status).to_have_text(f"0 of {TOTAL} findings shown")
    expect(page.get_by_text("No finding fits the filter.")).to_be_visible()


def test_the_address_holds_the_filter(go: Open) -> None:
    page = go()
    page.fill("#filter-text", "pet & name=?")
    page.fill("#filter-text", "pet")
    page.get_by_role("checkbox", name="Safe").uncheck()
    page.select_option("#filter-resource", "pets")
    before = shown(page)
    assert 0 < len(before) < TOTAL
    fragment = page.evaluate("location.hash")
    assert "verdict=breaking%2Cwarning%2Cdocumentation" in fragment

    again = go(fragment=fragment)
    assert shown(again) == before
    assert again.input_value("#filter-text") == "pet"
    assert again.input_value("#filter-resource") == "pets"
    assert not again.get_by_role("checkbox", name="Safe").is_checked()
    again.click("#clear")
    assert again.evaluate("location.hash") == ""


def test_an_address_that_says_nothing_known_hides_nothing(go: Open) -> None:
    page = go(fragment="#resource=nowhere&rule=%3Cimg%3E&breaks=x&more=1")
    assert len(shown(page)) == TOTAL


def test_the_table_of_counts_leads_to_what_it_counts(go: Open) -> None:
    page = go()
    page.get_by_role("link", name="Breaks on the wire").click()
    expect(page.locator("article:visible")).to_have_count(3)
    page.get_by_role("link", name="Warnings").first.click()
    expect(page.locator("article:visible")).to_have_count(1)
    page.go_back()
    expect(page.locator("article:visible")).to_have_count(3)


# --- links ----------------------------------------------------------------------------------------------------------


def test_a_deep_link_leads_to_its_finding_among_thousands(go: Open) -> None:
    review = many(300)
    for one in (review.findings[-1], review.findings[1200], review.findings[0]):
        page = go("many", f"#{one.fingerprint}")
        target = page.locator("article:target")
        expect(target).to_have_id(one.fingerprint)
        expect(target).to_be_in_viewport()
        assert in_sight(target)


def test_a_link_to_a_finding_that_is_filtered_away_shows_it(go: Open) -> None:
    page = go(fragment="#verdict=warning")
    (color,) = fingerprints(shop_review(), "property-added")
    target = page.locator(f'[id="{color}"]')
    expect(target).to_be_hidden()
    page.evaluate(f"location.hash = '{color}'")
    expect(target).to_be_in_viewport()
    assert len(shown(page)) == TOTAL


def test_each_finding_links_to_itself(go: Open) -> None:
    page = go()
    (color,) = fingerprints(shop_review(), "property-added")
    page.get_by_role("link", name=f"Link to finding {color}").click()
    assert page.evaluate("location.hash") == f"#{color}"
    assert in_sight(page.locator("article:target"))


def test_the_command_that_accepts_can_be_copied(go: Open) -> None:
    page = go()
    (name,) = fingerprints(shop_review(), "property-became-optional")
    page.get_by_role("button", name=f"accepts {name}").click()
    expect(page.locator(f'[id="{name}"] button')).to_have_text("Copied")
    page.focus("#filter-text")
    page.keyboard.press("Control+V")
    assert page.input_value("#filter-text") == f'specloom accept {name} --reason "…" --until YYYY-MM-DD'


# --- keys -----------------------------------------------------------------------------------------------------------


def test_the_page_obeys_keys(go: Open) -> None:
    page, review = go(), shop_review()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the findings")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the findings")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()

    page.keyboard.press("/")
    expect(page.locator("#filter-text")).to_be_focused()
    page.keyboard.type("no/w or nowhere")
    assert page.input_value("#filter-text") == "no/w or nowhere"
    expect(page.locator("article:visible")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("#filter-text")).to_have_value("")
    expect(page.locator("article:visible")).to_have_count(TOTAL)

    page.keyboard.type("color")
    expect(page.locator("article:visible")).to_have_count(1)
    page.keyboard.press("Enter")
    (color,) = fingerprints(review, "property-added")
    expect(page.get_by_role("link", name=f"Link to finding {color}")).to_be_focused()
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(outline) == "solid"
    page.keyboard.press("Escape")
    expect(page.locator("article:visible")).to_have_count(TOTAL)


# --- without scripts, on other screens, on paper, from other people --------------------------------------------------


def test_without_a_script_all_is_there_and_no_control_that_does_nothing(go: Open) -> None:
    page = go(java_script_enabled=False)
    assert page.locator("article:visible").count() == TOTAL
    assert page.locator("button:visible, input:visible, select:visible").count() == 0
    page.locator("summary", has_text="operations").first.click()
    assert page.locator("article details[open] li").first.is_visible()


@pytest.mark.parametrize("name", ["shop", "hostile"])
def test_a_narrow_screen_needs_no_scrolling_to_the_side(go: Open, name: str) -> None:
    page = go(name, viewport={"width": 320, "height": 640})
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_background(go: Open, scheme: str) -> None:
    page = go(color_scheme=scheme)
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    found = page.evaluate(CONTRASTS)
    assert len(found) > 8, "few colours were looked at"
    assert {pair: ratio for pair, ratio in found.items() if ratio < 4.5} == {}
    light = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert light == (scheme == "light")


def test_paper_shows_what_is_folded_and_no_controls(go: Open) -> None:
    page = go(color_scheme="dark")
    folded = page.locator("article details li").first
    seen = "one => one.checkVisibility({contentVisibilityAuto: true, contentVisibilityProperty: true})"
    assert not folded.evaluate(seen)
    page.emulate_media(media="print", color_scheme="dark")
    assert folded.evaluate(seen)
    assert page.locator("button:visible, input:visible, select:visible, nav:visible").count() == 0
    assert page.locator("article:visible").count() == TOTAL
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.pdf().startswith(b"%PDF-")


def test_a_hostile_document_runs_nothing(go: Open) -> None:
    page = go("hostile", f"#text={HOSTILE[:20]}")
    assert page.evaluate("typeof hacked") == "undefined"
    assert page.locator("img").count() == 0
    assert "<img src=x onerror" in page.inner_text("h1")
    page.fill("#filter-text", "onerror")
    assert len(shown(page)) >= 3


# For each pair of a text's colour and the colour behind it: the ratio that WCAG 2.2 (1.4.3) defines.
CONTRASTS = """() => {
  const channels = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([red, green, blue]) => {
    const [r, g, b] = [red, green, blue].map(one => one / 255)
      .map(one => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = one => {
    const color = getComputedStyle(one).backgroundColor;
    const alpha = channels(color)[3] ?? 1;
    if (alpha === 1) return color;
    if (alpha !== 0) throw new Error(`half transparent: ${one.outerHTML}`);
    return one.parentElement ? behind(one.parentElement) : "rgb(255, 255, 255)";
  };
  const found = {};
  for (const one of document.body.querySelectorAll("*")) {
    const speaks = [...one.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!speaks || !one.checkVisibility()) continue;
    const [ink, paper] = [getComputedStyle(one).color, behind(one)];
    const [high, low] = [light(channels(ink)), light(channels(paper))].sort((a, b) => b - a);
    found[`${ink} on ${paper} (${one.tagName} ${one.className})`] = (high + 0.05) / (low + 0.05);
  }
  return found;
}"""
