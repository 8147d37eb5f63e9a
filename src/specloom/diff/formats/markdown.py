"""A review as the comment of a pull request: what breaks first, and never longer than a comment may be.

Blocks are taken in the order of their weight until the room is used up; what is left out is counted. Everything that
comes from a document is quoted by ``formats.quoting``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from specloom.diff.advice import migration
from specloom.diff.findings import Finding, PythonChange, said
from specloom.diff.formats.quoting import code, fenced, prose, size
from specloom.diff.formats.words import (
    OPERATIONS_NAMED,
    acceptances_said,
    chosen,
    cut,
    grouped,
    headline,
    operations,
    place_said,
    plural,
    reached,
    some,
    stated_said,
    verdict_said,
    verdicts_said,
    version_said,
)
from specloom.diff.report import Review
from specloom.diff.rules import RULES
from specloom.diff.verdicts import NAMED_IN_A_LINE, changelog_text

MARKER: Final = "<!-- specloom-diff -->"
"""First line of a report, by which its comment is found and updated in place."""
LIMIT: Final = 60_000
"""Characters that a report may have, as GitHub counts them (UTF-16); a comment may have 65,536."""

# How the room is shared: what a part leaves over goes to those after it.
_FULL: Final = 30_000
_BREAKING: Final = 40_000
_MIGRATION: Final = 5_000
_CHANGELOG: Final = 4_000
_SLACK: Final = 400
_PYTHON_SHOWN: Final = 5
_PLACES_SHOWN: Final = 40
_PYTHON_LINE: Final = 300


def render(review: Review, *, limit: int = LIMIT) -> str:
    """The review as GitHub's Markdown, of at most ``limit`` characters (4,000 are needed for the frame)."""
    room = _Room(limit - _SLACK)
    head = room.keep("\n".join(_head(review)))
    tail = room.keep("\n".join(_tail(review)))
    parts = [
        head,
        _breaking(room, review),
        _migration(room, review),
        _warnings(room, review),
        _accepted(room, review),
        _safe(room, review),
        _changelog(room, review),
        tail,
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


class _Room:
    """Characters that are left."""

    def __init__(self, characters: int) -> None:
        self.left = characters

    def keep(self, text: str) -> str:
        """Take a text in, whatever its length."""
        self.left -= size(text) + 2
        return text

    def fill(self, blocks: Iterable[str], most: int) -> list[str]:
        """Take in blocks as long as they fit."""
        taken: list[str] = []
        left = min(self.left, most)
        for block in blocks:
            left -= size(block) + 2
            if left < 0:
                break
            taken.append(self.keep(block))
        return taken


def _head(review: Review) -> Iterator[str]:
    yield MARKER
    yield f"## API review: {headline(review)}"
    yield ""
    yield f"**{verdict_said(review)}**"
    yield ""
    for name, bump in (("Spec", review.spec), ("Package", review.package)):
        stated = stated_said(bump)
        yield f"- {name} version: **{prose(version_said(bump))}**.{' ' if stated else ''}{prose(stated)}"
    yield f"- {code(cut(review.old.label, 200))} → {code(cut(review.new.label, 200))}"
    if review.findings:
        yield ""
        yield from _table(review)


def _table(review: Review) -> Iterator[str]:
    counts = review.counts
    yield "| Changes | |"
    yield "|:--|--:|"
    yield f"| Breaks calling code | {counts.python:,} |"
    yield f"| Breaks on the wire | {counts.wire:,} |"
    yield f"| Warnings | {counts.warnings:,} |"
    yield f"| Safe | {counts.safe:,} |"
    yield f"| Documentation only | {counts.documentation:,} |"
    if counts.accepted:
        yield f"| Accepted (counted above as well) | {counts.accepted:,} |"


# --- what breaks, what warns ----------------------------------------------------------------------------------------


def _breaking(room: _Room, review: Review) -> str:
    """Each root cause whole, then in one line, then counted."""
    groups = grouped(chosen(review.findings, "breaking"))
    if not groups:
        return ""
    heading = room.keep(f"### Breaking ({sum(map(len, groups)):,})")
    whole = room.fill((_block(review, group) for group in groups), _FULL)
    rest = [one for group in groups[len(whole) :] for one in group]
    return "\n\n".join([heading, *whole, *_lines(room, review, rest, _BREAKING - _FULL, "breaking change")])


def _warnings(room: _Room, review: Review) -> str:
    found = chosen(review.findings, "warning")
    if not found:
        return ""
    heading = room.keep(f"### Warnings ({len(found):,})")
    return "\n\n".join([heading, *_lines(room, review, found, room.left, "warning")])


def _lines(room: _Room, review: Review, findings: Sequence[Finding], most: int, noun: str) -> list[str]:
    """One line for each, as many as fit; the rest counted."""
    taken = room.fill((_line(review, one) for one in findings), most)
    left = len(findings) - len(taken)
    parts = ["\n".join(taken)] if taken else []
    return [*parts, room.keep(f"*{plural(left, noun)} more not shown.*")] if left else parts


def _line(review: Review, finding: Finding) -> str:
    place = review.place(finding)
    shown = f" ({code(place_said(place))})" if place.pointer else ""
    return f"- {code(finding.fingerprint)} {_sentence(finding)}{shown}"


def _block(review: Review, group: tuple[Finding, ...]) -> str:
    return "\n".join(_one(review, group[0]) if len(group) == 1 else _several(review, group))


def _one(review: Review, finding: Finding) -> Iterator[str]:
    yield f"#### {_sentence(finding)}"
    yield ""
    yield f"- {verdicts_said(finding)}; rule {code(finding.rule)}; fingerprint {code(finding.fingerprint)}"
    if finding.reason:
        yield f"- Because {prose(cut(finding.reason, 200))}"
    yield from _reach(finding)
    place = review.place(finding)
    if place.pointer:
        yield f"- {code(place_said(place))} {code(cut(place.pointer, 300))}"
    shown = [one for one in finding.python_changes if one.verdict != "safe"] or list(finding.python_changes)
    for change in shown[:_PYTHON_SHOWN]:
        yield from _python(finding, change)
    if len(shown) > _PYTHON_SHOWN:
        yield f"\n*And {plural(len(shown) - _PYTHON_SHOWN, 'place')} more in Python.*"


def _several(review: Review, group: tuple[Finding, ...]) -> Iterator[str]:
    first = group[0]
    yield f"#### {plural(len(group), 'place')}: each {_says(first)}"
    yield ""
    yield f"- {verdicts_said(first)}; rule {code(first.rule)}"
    yield from _reach(first)
    for one in group[:_PLACES_SHOWN]:
        yield f"- {code(one.fingerprint)} {code(cut(one.about, 200))} ({code(place_said(review.place(one)))})"
    if len(group) > _PLACES_SHOWN:
        yield f"- *and {plural(len(group) - _PLACES_SHOWN, 'place')} more*"


def _reach(finding: Finding) -> Iterator[str]:
    if reached(finding):
        named = [code(cut(one, 120)) for one in operations(finding.uses)]
        yield f"- {reached(finding)}: {some(named, OPERATIONS_NAMED)}"


def _python(finding: Finding, change: PythonChange) -> Iterator[str]:
    yield ""
    if (change.symbol, change.says) != (finding.about, finding.says):
        yield f"{code(cut(change.symbol, 200))} {prose(cut(change.says, 300))}"
        yield ""
    lines = [f"{sign} {cut(text, _PYTHON_LINE)}" for sign, text in (("-", change.before), ("+", change.after)) if text]
    if lines:
        yield fenced("\n".join(lines), "diff")


def _sentence(finding: Finding) -> str:
    return f"{code(cut(finding.about, 200))} {_says(finding)}"


def _says(finding: Finding) -> str:
    rule = RULES.get(finding.rule)
    if rule is None:
        return prose(cut(finding.says, 300))
    return said(rule.says, finding.before, finding.after, code)


# --- the rest -------------------------------------------------------------------------------------------------------


def _migration(room: _Room, review: Review) -> str:
    advised = migration(review.findings)
    if not advised:
        return ""
    heading = room.keep("### Migration")
    lines = [
        f"- {advice}: {some([code(cut(one, 200)) for one in names], NAMED_IN_A_LINE)}."
        for advice, names in advised.items()
    ]
    taken = room.fill(lines, _MIGRATION)
    left = len(lines) - len(taken)
    return "\n".join([heading, "", *taken, *([room.keep(f"- *and {plural(left, 'step')} more*")] if left else [])])


def _accepted(room: _Room, review: Review) -> str:
    found = [one for one in review.findings if one.accepted and one.verdict != "safe"]
    lines = (f"{_line(review, one)}: {prose(cut(one.accepted, 300))}" for one in found)
    return _folded(room, plural(len(found), "accepted finding"), lines, len(found))


def _safe(room: _Room, review: Review) -> str:
    found = [one for one in review.findings if one.verdict == "safe"]
    counts = review.counts
    title = f"{plural(counts.safe, 'safe change')}, {counts.documentation:,} of words alone"
    return _folded(room, title, (_line(review, one) for one in found), len(found))


def _folded(room: _Room, title: str, lines: Iterable[str], number: int) -> str:
    """Lines that open at a click, as many as fit; the rest counted."""
    if not number:
        return ""
    opening = room.keep(f"<details><summary>{title}</summary>")
    closing = room.keep("</details>")
    most = room.left - _CHANGELOG if room.left > 2 * _CHANGELOG else room.left // 2
    taken = room.fill(lines, most)
    if number > len(taken):
        taken.append(room.keep(f"- *{number - len(taken):,} more not shown*"))
    return "\n".join([opening, "", *taken, "", closing])


def _changelog(room: _Room, review: Review) -> str:
    text = changelog_text(review.changelog)
    if not text:
        return ""
    opening = room.keep("<details><summary>Changelog entry</summary>")
    closing = room.keep("</details>")
    lines = text.splitlines()
    taken = room.fill((cut(line, 1000) for line in lines), room.left - 100)
    if len(taken) < len(lines):
        left = sum(line.startswith("- ") for line in lines[len(taken) :])
        taken.append(room.keep(f"- and {plural(left, 'line')} more"))
    return "\n".join([opening, "", fenced("\n".join(taken), "markdown"), "", closing]) if taken else ""


def _tail(review: Review) -> Iterator[str]:
    for sentence in acceptances_said(review):
        yield f"> {prose(sentence)}"
        yield ""
    if review.filtered:
        yield f"> {plural(review.filtered, 'finding')} left out by filters."
        yield ""
    if any(one.verdict != "safe" and not one.accepted for one in review.findings):
        yield "To accept a finding, with its fingerprint:"
        yield ""
        yield fenced('specloom accept FINGERPRINT --reason "why it is fine" --until 2030-12-31', "sh")
