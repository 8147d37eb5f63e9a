"""What the page shows, with every decision made; the template only writes it down."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final, Literal, TypeAlias

from attrs import frozen

from specloom.diff.advice import ADVICE, migration
from specloom.diff.findings import Finding, PythonChange, plain
from specloom.diff.formats.html.marking import Marked, Piece, marked
from specloom.diff.formats.words import acceptances_said, plural, stated_said, verdict_said, version_said
from specloom.diff.report import Review, Reviewed
from specloom.diff.rules import RULES
from specloom.diff.values import ABSENT, Use, Verdict
from specloom.diff.verdicts import changelog_text

Group: TypeAlias = Literal["breaking", "warning", "safe", "documentation", "accepted"]

GROUPS: Final[Mapping[Group, str]] = {
    "breaking": "Breaking",
    "warning": "Warnings",
    "accepted": "Accepted",
    "safe": "Safe",
    "documentation": "Documentation only",
}
VALUE_UP_TO = 20_000
"""Characters of a value that the page holds; what is cut is counted."""

CHANGELOG_OPEN_UP_TO = 40
"""Lines of a changelog that are shown unasked."""

NO_RESOURCE = "(none)"

_CODE = re.compile(r"`([^`]*)`")


@frozen
class Words:
    """Part of a sentence, as code or not."""

    text: str
    code: bool = False


@frozen
class Pair:
    """Two values side by side; None where a side has nothing."""

    before: Marked | None
    after: Marked | None


@frozen
class PlaceView:
    """Where a finding is on one side: ``openapi.yaml:120`` or empty, and the pointer or empty."""

    line: str
    pointer: str


@frozen
class PythonView:
    """A place in Python that a finding shows in."""

    symbol: str
    verdict: Verdict
    says: tuple[Words, ...]
    reason: str
    values: Pair | None


@frozen
class OperationView:
    """An operation that a finding reaches, and whether by ``request``, by ``response`` or by both."""

    name: str
    operation_id: str
    directions: str


@frozen
class FindingView:
    """One root cause.

    Attributes:
        id: Its fingerprint.
        rules: Ids of all rules in it, for the filter.
        verdict: The graver of its two, or ``documentation``.
        breaks: Where it breaks: ``any`` and ``wire``, ``python`` or both; empty where it does not.
        values: Both sides, or None where Python alone has changed: then its places in Python show them.
        why: The reason for the verdict on the wire, where there is something to explain.
        advice: What to do about it, where something breaks.
        acceptable: Whether there is something in it to accept.
    """

    id: str
    rule: str
    rules: str
    verdict: str
    breaks: str
    resources: str
    about: str
    says: tuple[Words, ...]
    wire: Verdict
    python: Verdict
    old: PlaceView
    new: PlaceView
    values: Pair | None
    python_changes: tuple[PythonView, ...]
    operations: tuple[OperationView, ...]
    reason: str
    why: str
    advice: str
    accepted: str
    acceptable: bool


@frozen
class GroupView:
    """Findings of one verdict."""

    id: Group
    title: str
    findings: tuple[FindingView, ...]


@frozen
class Option:
    """A choice of a filter, and how many findings it leaves."""

    value: str
    count: int


@frozen
class CountRow:
    """A line of the table of counts; ``link`` sets the filter that shows them."""

    says: str
    count: int
    link: str


@frozen
class ChangelogSection:
    """Lines of a changelog under one heading."""

    title: str
    lines: tuple[tuple[Words, ...], ...]


@frozen
class Page:
    """All that the template is given."""

    old: Reviewed
    new: Reviewed
    title: str
    verdict: Verdict
    headline: str
    versions: tuple[tuple[str, str], ...]
    counts: tuple[CountRow, ...]
    notes: tuple[str, ...]
    migration: Mapping[str, tuple[str, ...]]
    migration_said: str
    changelog: tuple[ChangelogSection, ...]
    changelog_text: str
    changelog_said: str
    changelog_open: bool
    groups: tuple[GroupView, ...]
    verdicts: tuple[tuple[str, str], ...]
    resources: tuple[Option, ...]
    rules: tuple[Option, ...]
    total: int
    accepted: int


def page_of(review: Review) -> Page:
    """A review as the page shows it."""
    found = review.findings
    return Page(
        review.old,
        review.new,
        _title(review),
        review.verdict,
        verdict_said(review),
        tuple(_versions(review)),
        tuple(row for row in _counts(review) if row.count),
        tuple(_notes(review)),
        advice := migration(found),
        plural(sum(map(len, advice.values())), "place"),
        tuple(_changelog(review)),
        changelog_text(review.changelog),
        plural(len(review.changelog), "line"),
        len(review.changelog) <= CHANGELOG_OPEN_UP_TO,
        groups := tuple(_groups(review)),
        tuple(
            (name, says)
            for name, says in GROUPS.items()
            if any(one.verdict == name for group in groups for one in group.findings)
        ),
        _options(name for one in found for name in _with_parents(one.resources)),
        _options(rule for one in found for rule in _rules(one)),
        review.counts.total,
        review.counts.accepted,
    )


def _title(review: Review) -> str:
    name = review.new.title or review.old.title or "API"
    versions = dict.fromkeys(version for version in (review.old.version, review.new.version) if version)
    return " ".join((name, " → ".join(versions))).strip()


def _versions(review: Review) -> Iterator[tuple[str, str]]:
    for name, bump in (("Spec version", review.spec), ("Package version", review.package)):
        yield name, f"{version_said(bump)}. {stated_said(bump)}".strip()


def _counts(review: Review) -> Iterator[CountRow]:
    counts = review.counts
    yield CountRow("Breaks calling code", counts.python, "breaks=python")
    yield CountRow("Breaks on the wire", counts.wire, "breaks=wire")
    yield CountRow("Warnings", counts.warnings, "verdict=warning")
    yield CountRow("Safe", counts.safe, "verdict=safe")
    yield CountRow("Documentation only", counts.documentation, "verdict=documentation")
    yield CountRow("Accepted (counted above as well)", counts.accepted, "accepted=only")


def _notes(review: Review) -> Iterator[str]:
    yield from acceptances_said(review, named=len(review.expired) + len(review.unused))
    if review.filtered:
        yield f"{plural(review.filtered, 'finding')} left out by the filters of the command."


def _changelog(review: Review) -> Iterator[ChangelogSection]:
    for section, lines in groupby(review.changelog, key=lambda line: line.section):
        told = (f"{line.resource}: {line}" if line.resource else str(line) for line in lines)
        yield ChangelogSection(section, tuple(_words(text) for text in told))


def _groups(review: Review) -> Iterator[GroupView]:
    sorted_out: dict[Group, list[Finding]] = {name: [] for name in GROUPS}
    for one in review.findings:
        sorted_out[_group(one)].append(one)
    for name, findings in sorted_out.items():
        if findings:
            yield GroupView(name, GROUPS[name], tuple(_finding(review, one) for one in findings))


def _group(finding: Finding) -> Group:
    if finding.verdict == "safe":
        return "documentation" if finding.kind == "documentation" else "safe"
    return "accepted" if finding.accepted else finding.verdict


def _finding(review: Review, one: Finding) -> FindingView:
    rule = RULES.get(one.rule)
    return FindingView(
        one.fingerprint,
        one.rule,
        " ".join(_rules(one)),
        "documentation" if one.kind == "documentation" else one.verdict,
        _breaks(one),
        " ".join(one.resources) or NO_RESOURCE,
        one.about,
        _words(one.says),
        one.wire,
        one.python,
        _place(review.old, one.old_pointer),
        _place(review.new, one.new_pointer),
        None if one.rule.startswith("python-") else _pair(_shown(one.before), _shown(one.after)),
        tuple(_python(change) for change in one.python_changes),
        tuple(_operations(one.uses)),
        one.reason,
        rule.why if rule and one.wire != "safe" else "",
        ADVICE.get(one.rule, "") if one.verdict == "breaking" else "",
        one.accepted,
        one.verdict != "safe",
    )


def _python(change: PythonChange) -> PythonView:
    values = _pair(change.before or None, change.after or None)
    return PythonView(change.symbol, change.verdict, _words(change.says), change.reason, values)


def _pair(before: str | None, after: str | None) -> Pair | None:
    if before is None and after is None:
        return None
    if before is None or after is None:
        return Pair(*(None if side is None else (Piece(_cut(side)),) for side in (before, after)))
    return Pair(*marked(_cut(before), _cut(after)))


def _shown(value: object) -> str | None:
    if value is ABSENT:
        return None
    return value if isinstance(value, str) else json.dumps(plain(value), indent=2, ensure_ascii=False)


def _cut(text: str) -> str:
    more = len(text) - VALUE_UP_TO
    return text if more <= 0 else f"{text[:VALUE_UP_TO]}… ({more:,} characters more)"


def _breaks(finding: Finding) -> str:
    sides = [side for side, verdict in (("wire", finding.wire), ("python", finding.python)) if verdict == "breaking"]
    return " ".join(["any", *sides]) if sides else ""


def _place(side: Reviewed, pointer: str) -> PlaceView:
    line = side.source.line(pointer) if pointer else None
    return PlaceView(f"{side.file or side.label}:{line}" if line else "", pointer)


def _operations(uses: Iterable[Use]) -> Iterator[OperationView]:
    for operation, group in groupby(sorted(uses), key=lambda use: use.operation):
        directions = " and ".join(use.direction for use in group)
        yield OperationView(str(operation), operation.operation_id, directions)


def _rules(finding: Finding) -> tuple[str, ...]:
    return tuple(dict.fromkeys((finding.rule, *(change.rule for change in finding.python_changes))))


def _with_parents(resources: Iterable[str]) -> set[str]:
    """Resources and those that hold them: who chooses ``chat`` wants ``chat.completions`` too."""
    parts = [one.split(".") for one in resources]
    return {".".join(one[: end + 1]) for one in parts for end in range(len(one))} or {NO_RESOURCE}


def _options(values: Iterable[str]) -> tuple[Option, ...]:
    return tuple(Option(*pair) for pair in sorted(Counter(values).items()))


def _words(text: str) -> tuple[Words, ...]:
    """A sentence in parts; what stands in backquotes is code."""
    parts = _CODE.split(text)
    return tuple(Words(part, code=at % 2 == 1) for at, part in enumerate(parts) if part)
