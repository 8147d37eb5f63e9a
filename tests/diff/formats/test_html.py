"""The HTML report as text: what it holds, and that no document can make it anything else."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib.resources import files

from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from specloom.diff.formats import html
from specloom.diff.formats.html import render
from specloom.diff.formats.html.finding_view import VALUE_UP_TO
from specloom.diff.formats.html.marking import COMPARED_UP_TO, Piece, marked
from specloom.diff.formats.words import verdict_said
from specloom.diff.report import Review
from tests.diff.formats.made import REVIEWS, TEXTS
from tests.diff.formats.pages import HOSTILE, Page, fingerprints, hostile_review, shop_review
from tests.diff.shop import add_color, drop_name, reviewed

BUILD = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "link",
        "style",
        "script",
        "body",
        "header",
        "main",
        "nav",
        "section",
        "article",
    ),
    *("footer", "h1", "h2", "h3", "p", "div", "span", "strong", "code", "pre", "kbd", "del", "ins", "a", "ul", "li"),
    *("dl", "dt", "dd", "table", "caption", "tbody", "tr", "th", "td", "figure", "figcaption", "details", "summary"),
    *("label", "input", "fieldset", "legend", "select", "option", "button"),
}
"""All tags that the page is made of."""

# --- what it says ---------------------------------------------------------------------------------------------------


def test_the_page_tells_each_finding_once_with_both_verdicts() -> None:
    review = shop_review()
    page = Page(render(review))
    assert {one["id"] for one in page.named("article")} == {one.fingerprint for one in review.findings}
    text = page.text()
    for one in review.findings:
        assert one.message.replace("`", "") in text
        for operation in {str(use.operation) for use in one.uses}:
            assert operation in text
        for change in one.python_changes:
            assert change.symbol in text
            assert change.before in text
            assert change.after in text
    assert text.count("wire: breaking") == review.counts.wire


def test_sides_versions_and_counts_stand_first() -> None:
    review = shop_review()
    counts = review.counts
    text = " ".join(Page(render(review)).text().split())
    head = text[: text.index("Changelog entry")]
    assert "Shop 1.2.3" in head
    assert "Before old.json version 1.2.3" in head
    assert "After new.json version 1.2.3" in head
    assert verdict_said(review) in head
    assert "Spec version major, 1.2.3 → 2.0.0" in head
    assert f"Breaks calling code {counts.python}" in head
    assert f"Breaks on the wire {counts.wire}" in head
    assert "Accepted (counted above as well) 1" in head


def test_places_have_pointer_and_line() -> None:
    review = shop_review()
    (gone,) = (one for one in review.findings if one.rule == "operation-removed")
    line = review.old.source.line(gone.old_pointer)
    assert f"old.json:{line} #/paths/~1pets~1{{id}}/delete" in Page(render(review)).text()
    (color,) = (one for one in review.findings if one.rule == "property-added")
    line = review.new.source.line(color.new_pointer)
    assert f"spec/shop.json:{line} {color.new_pointer}" in Page(render(review)).text()


def test_an_accepted_finding_tells_why_and_is_not_offered_again() -> None:
    review = shop_review()
    page = render(review)
    (gone,) = fingerprints(review, "operation-removed")
    (name,) = fingerprints(review, "property-became-optional")
    assert "Nobody ever called it." in page
    assert f"specloom accept {gone}" not in page
    assert f"specloom accept {name}" in page
    assert "specloom accept" not in render(reviewed(add_color))


def test_no_difference_is_told_without_controls() -> None:
    page = Page(render(reviewed()))
    assert "Nothing has changed." in page.text()
    assert page.named("article", "input", "select", "nav") == []


def test_a_yes_that_becomes_a_no_is_told_in_words_alone() -> None:
    missing = reviewed(drop_name)
    page = Page(render(evolve(missing, findings=tuple(evolve(one, python_changes=()) for one in missing.findings))))
    assert "Pet.name may be missing" in page.text("h3", "code")
    assert not page.named("figure")
    assert Page(render(reviewed(add_color))).named("figure")


def test_a_huge_value_is_cut_and_the_rest_counted() -> None:
    review = shop_review()
    long = "x" * (VALUE_UP_TO + 1_234)
    page = render(evolve(review, findings=(evolve(review.findings[0], after=long),)))
    assert "x" * VALUE_UP_TO + "… (1,234 characters more)" in page
    assert long not in page


# --- what no document can do ----------------------------------------------------------------------------------------


def test_everything_is_in_the_page_and_only_its_own_script_may_run() -> None:
    page = Page(render(hostile_review()))
    (script,), (style,) = page.named("script"), page.named("style")
    assert (script, style) == ({"type": "module"}, {})
    policy = next(one["content"] for one in page.named("meta") if "http-equiv" in one) or ""
    assert policy.startswith("default-src 'none'; ")
    for kind, tag, name in (("style-src", "style", "page.css"), ("script-src", "script", "page.js")):
        assert page.text(tag) == files(html).joinpath(name).read_text("utf-8")
        digest = base64.b64encode(hashlib.sha256(page.text(tag).encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}'" in policy
    for _, attributes in page.elements:
        assert not {name for name in attributes if name.startswith("on") or name in {"src", "style", "srcset"}}
        assert (attributes.get("href") or "#").startswith(("#", "data:,"))
    assert "url(" not in page.text("style")
    assert "@import" not in page.text("style")


def test_hostile_text_is_shown_as_it_is() -> None:
    review = hostile_review()
    page = Page(render(review))
    assert not page.named("img")
    shown = HOSTILE.replace("\u202e", r"\u202e").replace("\x1b", r"\x1b")
    assert page.text("h1").startswith(f"Shop {shown}")
    assert page.text("p").count(shown) >= review.counts.accepted


@given(REVIEWS.filter(lambda review: len(review.findings) <= 20))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_review_gives_a_page_of_the_same_build(review: Review) -> None:
    html = render(review)
    page = Page(html)
    assert page.open == []
    html.encode()  # no half of a surrogate pair
    assert re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202e\ufffe]", html) is None
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert len(page.named("article")) == len(review.findings)
    assert {tag for tag, _ in page.elements} <= BUILD


# --- marks ----------------------------------------------------------------------------------------------------------


def test_only_what_differs_is_marked() -> None:
    before, after = marked("limit: int | None | Omit = omit", "limit: int | Omit = omit")
    assert "".join(piece.text for piece in before if piece.differs) == " | None"
    assert after == (Piece("limit: int | Omit = omit"),)


def test_texts_with_nothing_in_common_are_marked_whole() -> None:
    assert marked("alloy, ash", "VoiceIdsShared") == ((Piece("alloy, ash", True),), (Piece("VoiceIdsShared", True),))


def test_long_texts_are_marked_between_their_ends() -> None:
    words = [f"word{number}" for number in range(COMPARED_UP_TO)]
    before = " ".join(words)
    after = " ".join([*words[:10], "other", *words[11:]])
    assert [piece for side in marked(before, after) for piece in side if piece.differs] == [
        Piece("word10", True),
        Piece("other", True),
    ]


@given(TEXTS | st.text("ab {}", max_size=30), TEXTS | st.text("ab {}", max_size=30), st.sampled_from([1, 2000]))
def test_pieces_are_the_text_and_unmarked_ones_are_on_both_sides(before: str, after: str, times: int) -> None:
    before, after = before * times, after + before * (times - 1)
    pieces = marked(before, after)
    assert tuple("".join(piece.text for piece in side) for side in pieces) == (before, after)
    left, right = ("".join(piece.text for piece in side if not piece.differs) for side in pieces)
    assert left == right
    if before != after:
        assert any(piece.differs for side in pieces for piece in side)
