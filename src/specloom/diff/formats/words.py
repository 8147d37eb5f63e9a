"""Words that report formats share. Whatever comes from a document is made visible: no report carries its control
characters to a terminal or a web page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from specloom.diff.findings import Finding, listed
from specloom.diff.report import Place, Review
from specloom.diff.values import Use, Verdict
from specloom.diff.verdicts import Bump
from specloom.legible import legible

OPERATIONS_NAMED = 4
"""Operations that a finding names; the rest is counted."""


def visible(text: str) -> str:
    """One line: white space is single spaces, and what does not print is written as an escape."""
    return legible(" ".join(text.split()))


def cut(text: str, limit: int) -> str:
    """Made visible, and at most so many characters."""
    line = visible(text)
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def some(names: Sequence[str], number: int) -> str:
    """``a, b and 3 more``: so many names, and how many there are besides."""
    rest = [f"{len(names) - number:,} more"] if len(names) > number else []
    return listed([*names[:number], *rest])


def plural(number: int, one: str, many: str = "") -> str:
    """``1 change``, ``2,000 changes``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def verdict_said(review: Review) -> str:
    """What the new document does to those who use the old one, in a sentence or two."""
    left = [one for one in review.findings if not one.accepted]
    python = sum(one.python == "breaking" for one in left)
    wire = sum(one.wire == "breaking" for one in left)
    warnings = sum(one.verdict == "warning" for one in left)
    parts = [f"{plural(python, 'change')} {_verb(python, 'break')} calling code"] if python else []
    if wire:
        parts.append(f"{wire:,} {_verb(wire, 'break')} clients on the wire" if python
                     else f"{plural(wire, 'change')} {_verb(wire, 'break')} clients on the wire")  # fmt: skip
    if parts:
        return f"{listed(parts)}."
    if not review.findings:
        return "Nothing that the filters leave has changed." if review.filtered else "Nothing has changed."
    accepted = " that is not accepted" if review.counts.accepted else ""
    if warnings:
        said = "1 change may act" if warnings == 1 else f"{warnings:,} changes may act"
        return f"Nothing breaks{accepted}; {said} otherwise than before."
    if review.counts.documentation == review.counts.total:
        return "Only words have changed."
    return f"Nothing breaks{accepted}."


def headline(review: Review) -> str:
    """The verdict as one word or two."""
    if not review.findings:
        return "no changes"
    return {"breaking": "breaking", "warning": "warnings", "safe": "safe"}[review.verdict]


def version_said(bump: Bump) -> str:
    """How far a version must move: ``major, 1.4.0 → 2.0.0``."""
    if bump.level == "none":
        return "as it is"
    if not bump.proposed:
        return bump.level
    early = "; before 1.0, so the minor part moves" if bump.early else ""
    return f"{bump.level}, {visible(bump.current)} → {bump.proposed}{early}"


def stated_said(bump: Bump) -> str:
    """Whether the new side says a version that is high enough; empty where there is nothing to say."""
    if not bump.proposed or bump.level == "none" or not bump.stated:
        return ""
    stated = cut(bump.stated, 40)
    return f"It says {stated} already." if bump.enough else f"It still says {stated}."


def acceptances_said(review: Review, named: int = 8) -> list[str]:
    """What is wrong with acceptances, each in a sentence."""
    counts = "has expired, so that its finding counts again", "have expired, so that their findings count again"
    unused = "is of no use: no finding bears it", "are of no use: no finding bears them"
    told = [(review.expired, *counts), (review.unused, *unused)]
    return [
        f"{plural(len(prints), 'acceptance')} {one if len(prints) == 1 else many} ({some(prints, named)})."
        for prints, one, many in told
        if prints
    ]


def verdicts_said(finding: Finding) -> str:
    """Both verdicts of a finding in a few words."""
    return f"wire {finding.wire}, Python {finding.python}"


def where(uses: Iterable[Use]) -> str:
    """In which part of operations a change is met."""
    directions = {use.direction for use in uses}
    if len(directions) != 1:
        return ""
    return "requests" if "request" in directions else "answers"


def operations(uses: Iterable[Use]) -> list[str]:
    """The operations that a change reaches, each once."""
    return list(dict.fromkeys(visible(str(use.operation)) for use in uses))


def reached(finding: Finding) -> str:
    """What a finding reaches, ready for the names to follow: ``answers of 4 operations``.

    Empty where nothing is, or no more than the very operation that the finding is about.
    """
    names = operations(finding.uses)
    if not names or names == [visible(finding.about)]:
        return ""
    part = where(finding.uses)
    return f"{part} of {plural(len(names), 'operation')}" if part else plural(len(names), "operation")


def place_said(place: Place) -> str:
    """``spec/openapi.yaml:17``, with the label of the old side where only that one has it."""
    name = cut(place.side.label if place.gone else place.side.file or place.side.label, 200)
    return f"{name}:{place.line}" if place.line else name


def chosen(findings: Iterable[Finding], verdict: Verdict) -> list[Finding]:
    """Those of a verdict that nobody has accepted."""
    return [one for one in findings if one.verdict == verdict and not one.accepted]


def _verb(number: int, verb: str) -> str:
    return f"{verb}s" if number == 1 else verb


def grouped(findings: Iterable[Finding]) -> list[tuple[Finding, ...]]:
    """Findings in groups that one block tells: the same of several subjects, in the same operations.

    What shows in Python stands alone, for its lines differ.
    """
    groups: dict[object, list[Finding]] = {}
    for one in findings:
        alone = one.reason or any(change.verdict != "safe" for change in one.python_changes)
        key = one.fingerprint if alone else (one.rule, one.says, one.wire, one.python, one.uses)
        groups.setdefault(key, []).append(one)
    return [tuple(group) for group in groups.values()]
