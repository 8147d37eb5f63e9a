"""The comment of a pull request: its form, its limit, and that nothing of a document becomes markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from specloom.diff.formats.markdown import LIMIT, MARKER, render
from specloom.diff.formats.quoting import code, fenced, prose, size
from specloom.diff.report import Review
from tests.diff.formats.made import AWKWARD, LONG, REVIEWS, printed
from tests.diff.shop import add_color, add_status, drop_delete, drop_name, other_words, rename_order, reviewed

PATIENT = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=[phase for phase in Phase if phase is not Phase.shrink],  # of thousands of findings it takes minutes
)
EXPECTED = Path(__file__).parent / "expected.md"
PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
OUR_HTML = re.compile(r"<!-- specloom-diff -->|<details>|</details>|<summary>[0-9A-Za-z, ]*</summary>|\s+")


def inline(text: str) -> Iterator[Token]:
    """All tokens, those within lines too."""
    for token in PARSER.parse(text):
        yield token
        yield from token.children or ()


def without_html(text: str) -> str:
    """What is left of HTML when ours is taken out."""
    return OUR_HTML.sub("", "".join(token.content for token in inline(text) if token.type.startswith("html")))


def names_somebody(text: str) -> list[str]:
    """What GitHub would link outside of code: people, issues, addresses."""
    words = " ".join(token.content for token in inline(text) if token.type == "text")
    return re.findall(r"@\w+|#\d+|\bGH-\d+|https?://\w+|www\.\w+", words)


def test_a_small_report_reads_as_expected() -> None:
    review = reviewed(drop_name, drop_delete, add_color, add_status, other_words, rename_order)
    assert render(review) == EXPECTED.read_text(encoding="utf-8")


def test_no_changes_are_told_in_a_word() -> None:
    text = render(reviewed())
    assert text.startswith(f"{MARKER}\n## API review: no changes\n\n**Nothing has changed.**")
    assert "Breaking" not in text
    assert "accept" not in text


def test_accepted_findings_are_folded_and_do_not_count_as_breaking() -> None:
    (breaking,) = reviewed(drop_name).findings
    text = render(reviewed(drop_name, accepted={breaking.fingerprint: "only <b>@us</b>"}, expired=["1" * 12]))
    assert "### Breaking" not in text
    assert "<summary>1 accepted finding</summary>" in text
    assert "Nothing breaks that is not accepted." in text
    assert "1 acceptance is of no use: no finding bears it (111111111111)." in text
    assert names_somebody(text) == []


@PATIENT
@given(REVIEWS)
def test_a_comment_fits_and_counts_whatever_the_input(review: Review) -> None:
    text = render(review)
    assert size(text) <= LIMIT
    assert text.startswith(MARKER)
    for name, heading, end in (
        ("breaking", "### Breaking", "breaking change"),
        ("warning", "### Warnings", "warning"),
    ):
        open_ = [one for one in review.findings if one.verdict == name and not one.accepted]
        section = part(text, heading)
        assert bool(section) == bool(open_)
        if open_:
            assert section.startswith(f"{heading} ({len(open_):,})")
            assert told(review, section) + hidden(section, end) == len(open_)
    safe = [one for one in review.findings if one.verdict == "safe"]
    if safe:
        section = text[text.index("<summary>" + summary(review)) :].partition("\n</details>")[0]
        assert told(review, section) + hidden(section, "") == len(safe)


@PATIENT
@given(REVIEWS)
def test_nothing_of_a_document_becomes_markup(review: Review) -> None:
    text = render(review)
    assert without_html(text) == ""
    kinds = {token.type for token in inline(text)}
    assert not kinds & {"link_open", "image", "s_open", "hr", "ordered_list_open", "code_block"}
    assert names_somebody(text) == []
    assert text.isprintable() or {one for one in text if not one.isprintable()} <= {"\n", "\u200b"}
    tables = sum(token.type == "table_open" for token in inline(text))
    assert tables == bool(review.findings)


def test_thousands_of_breaking_changes_are_shown_in_part_and_counted_in_full() -> None:
    (one,) = reviewed(drop_delete).findings
    review = reviewed()
    many = tuple(evolve(one, fingerprint=printed(number), about=f"GET /{number}") for number in range(2000))
    text = render(Review(review.old, review.new, many))
    section = part(text, "### Breaking")
    assert LIMIT // 2 < size(text) <= LIMIT
    assert 20 < told(Review(review.old, review.new, many), section) < 2000
    assert told(Review(review.old, review.new, many), section) + hidden(section, "breaking change") == 2000


def part(text: str, heading: str) -> str:
    """The section under a heading."""
    lines = text.splitlines()
    start = next((at for at, line in enumerate(lines) if line.startswith(f"{heading} (")), None)
    if start is None:
        return ""
    ends = [at for at, line in enumerate(lines) if at > start and re.match(r"### |<details>|To accept a|> ", line)]
    return "\n".join(lines[start : ends[0] if ends else None])


def told(review: Review, section: str) -> int:
    """Findings whose fingerprints are shown."""
    return len({one.fingerprint for one in review.findings if f"`{one.fingerprint}`" in section})


def hidden(section: str, noun: str) -> int:
    """Findings that are counted instead."""
    found = re.findall(rf"\*(?:and )?([\d,]+) (?:{noun}s? more not shown\.|places? more|more not shown)\*", section)
    return sum(int(number.replace(",", "")) for number in found)


def summary(review: Review) -> str:
    counts = review.counts
    return f"{counts.safe:,} safe change{'' if counts.safe == 1 else 's'}, {counts.documentation:,} of words alone"


@given(LONG)
def test_code_is_one_span_of_code(text: str) -> None:
    (paragraph,) = [token for token in PARSER.parse(f"before {code(text)} after") if token.type == "inline"]
    assert [token.type for token in paragraph.children or ()] == ["text", "code_inline", "text"]


@given(LONG)
def test_prose_is_text_and_nothing_else(text: str) -> None:
    tokens = {token.type for token in inline(f"x {prose(text)}")}
    assert tokens <= {"paragraph_open", "paragraph_close", "inline", "text", "text_special"}
    assert names_somebody(f"x {prose(text)}") == []


@given(st.lists(st.sampled_from(AWKWARD)).map("".join))
def test_a_fence_ends_where_we_end_it(text: str) -> None:
    body = text.replace("\x00", "").replace("\r", "")
    tokens = PARSER.parse(fenced(body, "diff"))
    assert [token.type for token in tokens] == ["fence"]


def test_the_frame_alone_is_small() -> None:
    review = reviewed(drop_name, drop_delete)
    assert size(render(review, limit=4000)) <= 4000


@pytest.mark.parametrize("limit", [4_000, 8_000, 20_000, 60_000])
def test_the_gravest_come_first_into_a_small_room(limit: int) -> None:
    def many(document: dict[str, dict[str, dict[str, dict[str, object]]]]) -> None:
        new = document["components"]["schemas"]["NewPet"]
        fields = {f"field{number}": {"type": "string"} for number in range(300)}
        new["properties"] = {**fields, "name": {"type": "string"}}

    text = render(reviewed(many, drop_delete, add_color), limit=limit)
    assert size(text) <= limit
    assert "`DELETE /pets/{id}` is gone" in text
