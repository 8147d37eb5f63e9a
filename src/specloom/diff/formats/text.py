"""A review for a terminal: the verdict first, then what breaks, what warns, and how much else there is.

Colours are the command's: a segment names its style, and ``render`` joins segments without any.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Literal, TypeAlias

from attrs import frozen

from specloom.diff.advice import migration
from specloom.diff.findings import Finding, PythonChange, listed
from specloom.diff.formats.words import (
    OPERATIONS_NAMED,
    acceptances_said,
    chosen,
    cut,
    grouped,
    operations,
    place_said,
    plural,
    reached,
    some,
    stated_said,
    verdict_said,
    verdicts_said,
    version_said,
    visible,
)
from specloom.diff.report import Counts, Review
from specloom.diff.verdicts import NAMED_IN_A_LINE

Style: TypeAlias = Literal["plain", "heading", "breaking", "warning", "safe", "removed", "added", "dim"]

PYTHON_SHOWN = 6
"""Places in Python that a finding shows; the rest is counted."""
_LONGEST = 2000


@frozen
class Segment:
    """A piece of text in one style."""

    text: str
    style: Style = "plain"


def render(review: Review, *, width: int = 100, everything: bool = False) -> str:
    """The review as plain text.

    Args:
        review: The review.
        width: Characters that fit in a line; words that are longer stand over.
        everything: Whether safe changes are listed rather than counted.
    """
    return "".join(one.text for one in segments(review, width=width, everything=everything))


def segments(review: Review, *, width: int = 100, everything: bool = False) -> Iterator[Segment]:
    """The same in pieces, for a terminal to colour."""
    page = _Page(max(width, 40))
    yield from _head(page, review)
    yield from _findings(page, review, "Breaking", chosen(review.findings, "breaking"))
    yield from _findings(page, review, "Warnings", chosen(review.findings, "warning"))
    yield from _migration(page, review)
    accepted = [one for one in review.findings if one.accepted and one.verdict != "safe"]
    if accepted:
        yield from page.heading(f"Accepted ({len(accepted):,})")
        for one in accepted:
            yield from page.line(f"{one.fingerprint} {one.message}: {one.accepted}", 2, "dim")
    yield from _rest(page, review, everything)
    said = acceptances_said(review)
    yield from page.blank() if said else ()
    for sentence in said:
        yield from page.line(sentence, 0, "warning")


class _Page:
    """Lines that fit."""

    def __init__(self, width: int) -> None:
        self._width = width

    def line(self, text: str, indent: int, style: Style = "plain") -> Iterator[Segment]:
        left, further = " " * indent, " " * (indent + 2)
        lines = textwrap.wrap(cut(text, _LONGEST), self._width, initial_indent=left, subsequent_indent=further,
                              break_long_words=False, break_on_hyphens=False)  # fmt: skip
        for one in lines:
            spaces = len(one) - len(one.lstrip())
            yield Segment(one[:spaces])
            yield Segment(one[spaces:], style)
            yield Segment("\n")

    def heading(self, text: str, style: Style = "heading") -> Iterator[Segment]:
        yield Segment("\n")
        yield from self.line(text, 0, style)

    def blank(self) -> Iterator[Segment]:
        yield Segment("\n")


def _head(page: _Page, review: Review) -> Iterator[Segment]:
    yield from page.line(verdict_said(review), 0, review.verdict)
    for name, bump in (("Spec", review.spec), ("Package", review.package)):
        stated = stated_said(bump)
        yield from page.line(f"{name} version: {version_said(bump)}.{' ' if stated else ''}{stated}", 0)
    yield from page.line(f"{review.old.label} → {review.new.label}", 0, "dim")
    if review.findings:
        yield from page.blank()
    for number, says, style in _counts(review.counts) if review.findings else ():
        yield Segment(f"{number:>7,} ")
        yield Segment(says, style)
        yield Segment("\n")


def _counts(counts: Counts) -> Iterator[tuple[int, str, Style]]:
    """What there is, and what breaks though it be nothing."""
    for number, verb in ((counts.python, "calling code"), (counts.wire, "clients on the wire")):
        yield number, f"{'breaks' if number == 1 else 'break'} {verb}", "breaking" if number else "dim"
    rest: tuple[tuple[int, str, Style], ...] = (
        (counts.warnings, "warning" if counts.warnings == 1 else "warnings", "warning"),
        (counts.safe, "safe", "safe"),
        (counts.documentation, "documentation only", "dim"),
        (counts.accepted, "accepted", "dim"),
    )
    yield from (row for row in rest if row[0])


def _findings(page: _Page, review: Review, heading: str, findings: list[Finding]) -> Iterator[Segment]:
    if findings:
        yield from page.heading(f"{heading} ({len(findings):,})")
    for group in grouped(findings):
        yield from page.blank()
        yield from _finding(page, review, group[0]) if len(group) == 1 else _group(page, review, group)


def _group(page: _Page, review: Review, group: tuple[Finding, ...]) -> Iterator[Segment]:
    first = group[0]
    yield from page.line(f"{plural(len(group), 'place')}: each {first.says}", 2, first.verdict)
    yield from page.line(f"{verdicts_said(first)}, {first.rule}", 4, "dim")
    yield from _reach(page, first)
    for one in group:
        yield from page.line(f"{one.fingerprint} {one.about} ({place_said(review.place(one))})", 4)


def _reach(page: _Page, finding: Finding) -> Iterator[Segment]:
    if reached(finding):
        yield from page.line(f"{reached(finding)}: {some(operations(finding.uses), OPERATIONS_NAMED)}", 4)


def _finding(page: _Page, review: Review, finding: Finding) -> Iterator[Segment]:
    yield from page.line(finding.message, 2, finding.verdict)
    yield from page.line(f"{verdicts_said(finding)}, {finding.rule}, {finding.fingerprint}", 4, "dim")
    if finding.reason:
        yield from page.line(f"because {finding.reason}", 4)
    yield from _reach(page, finding)
    place = review.place(finding)
    if place.pointer:
        yield from page.line(f"{place_said(place)} {place.pointer}", 4, "dim")
    shown = [one for one in finding.python_changes if one.verdict != "safe"] or list(finding.python_changes)
    for change in shown[:PYTHON_SHOWN]:
        yield from _python(page, finding, change)
    if len(shown) > PYTHON_SHOWN:
        yield from page.line(f"and {plural(len(shown) - PYTHON_SHOWN, 'place')} more in Python", 4, "dim")


def _python(page: _Page, finding: Finding, change: PythonChange) -> Iterator[Segment]:
    message = f"{change.symbol} {change.says}"
    if message != finding.message:
        yield from page.line(message, 4)
    if change.before:
        yield from page.line(f"- {change.before}", 6, "removed")
    if change.after:
        yield from page.line(f"+ {change.after}", 6, "added")


def _migration(page: _Page, review: Review) -> Iterator[Segment]:
    advised = migration(review.findings)
    if advised:
        yield from page.heading("What to do")
    for advice, names in advised.items():
        yield from page.line(f"{advice}: {some([visible(one) for one in names], NAMED_IN_A_LINE)}.", 2)


def _rest(page: _Page, review: Review, everything: bool) -> Iterator[Segment]:
    safe = [one for one in review.findings if one.verdict == "safe"]
    if safe and everything:
        yield from page.heading(f"Safe ({len(safe):,})")
        for one in safe:
            yield from page.line(f"{one.fingerprint} {one.message}", 2, "dim" if one.kind != "change" else "safe")
    elif safe:
        counts = review.counts
        parts = [plural(counts.safe, "safe change")] if counts.safe else []
        parts += [f"{plural(counts.documentation, 'change')} of words alone"] if counts.documentation else []
        yield from page.blank()
        yield from page.line(f"Not listed: {listed(parts)}.", 0, "dim")
    if review.filtered:
        yield from page.line(f"Left out by filters: {plural(review.filtered, 'finding')}.", 0, "dim")
