"""A finding as the page shows it, with every decision made; the template only writes it down."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Literal, TypeAlias

from attrs import frozen

from specloom.diff.advice import ADVICE
from specloom.diff.findings import Finding, PythonChange, plain
from specloom.diff.formats.html.marking import Marked, Piece, marked
from specloom.diff.report import Review, Reviewed
from specloom.diff.rules import RULES
from specloom.diff.values import ABSENT, Use, Verdict

Kind: TypeAlias = Literal["breaking", "warning", "safe", "documentation"]

VALUE_UP_TO = 20_000
"""Characters of a value that the page holds; what is cut is counted."""

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
        kind: Its graver verdict, or ``documentation``.
        breaks: Where it breaks: ``any`` and ``wire``, ``python`` or both; empty where it does not.
        values: Both sides, or None where they tell nothing that is not told anyway.
        why: The reason for the verdict on the wire, where there is something to explain.
        advice: What to do about it, where something breaks.
        acceptable: Whether there is something in it to accept.
    """

    id: str
    rule: str
    rules: str
    kind: Kind
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


def finding_view(review: Review, one: Finding) -> FindingView:
    """A finding as the page shows it."""
    rule = RULES.get(one.rule)
    return FindingView(
        id=one.fingerprint,
        rule=one.rule,
        rules=" ".join(rules(one)),
        kind=kind(one),
        breaks=_breaks(one),
        resources=" ".join(one.resources) or NO_RESOURCE,
        about=one.about,
        says=words(one.says),
        wire=one.wire,
        python=one.python,
        old=_place(review.old, one.old_pointer),
        new=_place(review.new, one.new_pointer),
        values=_values(one),
        python_changes=tuple(_python(change) for change in one.python_changes),
        operations=tuple(_operations(one.uses)),
        reason=one.reason,
        why=rule.why if rule and one.wire != "safe" else "",
        advice=ADVICE.get(one.rule, "") if one.verdict == "breaking" else "",
        accepted=one.accepted,
        acceptable=one.verdict != "safe",
    )


def kind(finding: Finding) -> Kind:
    """The graver verdict of a finding, or ``documentation`` where words alone have changed."""
    return "documentation" if finding.kind == "documentation" and finding.verdict == "safe" else finding.verdict


def _breaks(finding: Finding) -> str:
    sides = [side for side, verdict in (("wire", finding.wire), ("python", finding.python)) if verdict == "breaking"]
    return " ".join(["any", *sides]) if sides else ""


def _python(change: PythonChange) -> PythonView:
    values = _pair(change.before or None, change.after or None)
    return PythonView(change.symbol, change.verdict, words(change.says), change.reason, values)


def _values(finding: Finding) -> Pair | None:
    """Both sides; not where Python alone has changed, for its places show them, nor a yes and a no that the sentence
    says in better words."""
    if finding.rule.startswith("python-"):
        return None
    if isinstance(finding.before, bool) and isinstance(finding.after, bool) and "{" not in RULES[finding.rule].says:
        return None
    return _pair(_shown(finding.before), _shown(finding.after))


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


def _place(side: Reviewed, pointer: str) -> PlaceView:
    line = side.source.line(pointer) if pointer else None
    return PlaceView(f"{side.file or side.label}:{line}" if line else "", pointer)


def _operations(uses: Iterable[Use]) -> Iterator[OperationView]:
    for operation, group in groupby(sorted(uses), key=lambda use: use.operation):
        directions = " and ".join(use.direction for use in group)
        yield OperationView(str(operation), operation.operation_id, directions)


def rules(finding: Finding) -> tuple[str, ...]:
    """Ids of all rules in a finding, its own first."""
    return tuple(dict.fromkeys((finding.rule, *(change.rule for change in finding.python_changes))))


def words(text: str) -> tuple[Words, ...]:
    """A sentence in parts; what stands in backquotes is code."""
    parts = _CODE.split(text)
    return tuple(Words(part, code=at % 2 == 1) for at, part in enumerate(parts) if part)
