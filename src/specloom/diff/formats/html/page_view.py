"""A review as the page shows it, with every decision made; the template only writes it down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final, Literal, TypeAlias

from attrs import frozen

from specloom.diff.advice import migration
from specloom.diff.findings import Finding
from specloom.diff.formats.html.finding_view import (
    NO_RESOURCE,
    FindingView,
    Kind,
    Words,
    finding_view,
    kind,
    rules,
    words,
)
from specloom.diff.formats.words import acceptances_said, plural, stated_said, verdict_said, version_said
from specloom.diff.report import Review, Reviewed
from specloom.diff.values import Verdict
from specloom.diff.verdicts import changelog_text

Group: TypeAlias = Literal[Kind, "accepted"]

GROUPS: Final[Mapping[Group, str]] = {
    "breaking": "Breaking",
    "warning": "Warnings",
    "accepted": "Accepted",
    "safe": "Safe",
    "documentation": "Documentation only",
}

CHANGELOG_OPEN_UP_TO = 40
"""Lines of a changelog that are shown unasked."""


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
    kinds: tuple[tuple[str, str], ...]
    resources: tuple[Option, ...]
    rules: tuple[Option, ...]
    total: int
    accepted: int


def page_of(review: Review) -> Page:
    """A review as the page shows it."""
    found = review.findings
    kinds = {kind(one) for one in found}
    advice = migration(found)
    return Page(
        old=review.old,
        new=review.new,
        title=_title(review),
        verdict=review.verdict,
        headline=verdict_said(review),
        versions=tuple(_versions(review)),
        counts=tuple(row for row in _counts(review) if row.count),
        notes=tuple(_notes(review)),
        migration=advice,
        migration_said=plural(sum(map(len, advice.values())), "place"),
        changelog=tuple(_changelog(review)),
        changelog_text=changelog_text(review.changelog),
        changelog_said=plural(len(review.changelog), "line"),
        changelog_open=len(review.changelog) <= CHANGELOG_OPEN_UP_TO,
        groups=tuple(_groups(review)),
        kinds=tuple((name, GROUPS[name]) for name in GROUPS if name in kinds),
        resources=_options(name for one in found for name in _with_parents(one.resources)),
        rules=_options(rule for one in found for rule in rules(one)),
        total=review.counts.total,
        accepted=review.counts.accepted,
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
        yield ChangelogSection(section, tuple(words(text) for text in told))


def _groups(review: Review) -> Iterator[GroupView]:
    sorted_out: dict[Group, list[Finding]] = {name: [] for name in GROUPS}
    for one in review.findings:
        sorted_out[_group(one)].append(one)
    for name, findings in sorted_out.items():
        if findings:
            yield GroupView(name, GROUPS[name], tuple(finding_view(review, one) for one in findings))


def _group(finding: Finding) -> Group:
    found = kind(finding)
    return "accepted" if finding.accepted and found in {"breaking", "warning"} else found


def _with_parents(resources: Iterable[str]) -> set[str]:
    """Resources and those that hold them: who chooses ``chat`` wants ``chat.completions`` too."""
    parts = [one.split(".") for one in resources]
    return {".".join(one[: end + 1]) for one in parts for end in range(len(one))} or {NO_RESOURCE}


def _options(values: Iterable[str]) -> tuple[Option, ...]:
    return tuple(Option(*pair) for pair in sorted(Counter(values).items()))
