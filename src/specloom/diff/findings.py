"""Changes with their verdicts, as reports show them: the gravest first, each under a fingerprint that lasts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from attrs import field, frozen

from specloom.diff.rules import RULES, wire_verdict
from specloom.diff.values import ABSENT, SEVERITY, Change, Subject, Use, Verdict, worst

SAID_UP_TO = 120
"""Characters of a value within a sentence; reports show it whole beside."""


@frozen
class PythonChange:
    """What a change means to code that is written against the package.

    Attributes:
        rule: Id of the rule (``python-...``).
        subject: That of the wire change which it goes with, so that both meet in one finding.
        symbol: What callers name: ``client.pets.list``, ``pets_client.types.Pet``.
        before: Python text of the old side, or empty.
        after: Python text of the new side, or empty.
        verdict: Whether such code still runs and type-checks.
        says: What happened, as a sentence after the symbol.
        reason: Why it is taken for what it is, where that is a guess ("looks like").
    """

    rule: str
    subject: Subject
    symbol: str
    before: str
    after: str
    verdict: Verdict
    says: str
    reason: str = ""


@frozen
class Finding:
    """One root cause with both verdicts.

    Attributes:
        fingerprint: 12 hexadecimal digits; the same for the same change in other commits, whatever its wording.
        rule: Of the wire change, or of the Python change where nothing changed on the wire.
        message: What happened, one sentence with its subject.
        wire: What it means to clients on the wire.
        python: What it means to code written against the package.
        uses: Operations that it reaches.
        python_changes: The places in Python that it shows in.
        accepted: Why it was accepted, where it was.
    """

    fingerprint: str
    rule: str
    subject: Subject
    message: str
    wire: Verdict
    python: Verdict
    before: Any = ABSENT
    after: Any = ABSENT
    uses: tuple[Use, ...] = ()
    old_pointer: str = ""
    new_pointer: str = ""
    reason: str = ""
    python_changes: tuple[PythonChange, ...] = field(default=())
    accepted: str = ""

    @property
    def verdict(self) -> Verdict:
        """The graver of the two."""
        return worst(self.wire, self.python)

    @property
    def kind(self) -> Literal["change", "documentation"]:
        """Whether anything but words has changed."""
        return "documentation" if self.rule == "description-changed" else "change"


def findings_of(changes: Iterable[Change], python: Iterable[PythonChange] = ()) -> tuple[Finding, ...]:
    """Join what is found on the wire with what it means in Python, the gravest first."""
    waiting: dict[Subject, list[PythonChange]] = {}
    for one in python:
        waiting.setdefault(one.subject, []).append(one)
    # Words go last: what changed in Python has another cause where there is one.
    ordered = sorted(changes, key=lambda change: change.rule == "description-changed")
    found = [
        _joined(change, tuple(_taken(waiting, change)) if change.rule != "description-changed" else ())
        for change in ordered
    ]
    found += [_python_only(tuple(group)) for group in waiting.values()]
    return tuple(sorted(found, key=lambda one: (-SEVERITY[one.verdict], -SEVERITY[one.wire], one.kind)))


def fingerprint(rule: str, subject: Subject, before: object, after: object) -> str:
    """Of a change: rule, subject and both values, spelled in one way; 12 hexadecimal digits of their SHA-256."""
    text = json.dumps([rule, subject.kind, subject.name, subject.place, _plain(before), _plain(after)], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def said(template: str, before: object, after: object) -> str:
    """The sentence of a rule with both sides put in."""
    return template.format(before=shortly(before), after=shortly(after))


def shortly(value: object) -> str:
    """A value within a sentence: texts in backquotes, JSON cut to ``SAID_UP_TO`` characters."""
    if value is ABSENT:
        return "nothing"
    if isinstance(value, list):
        return _cut(", ".join(shortly(one) for one in value))
    text = value if isinstance(value, str) else json.dumps(_plain(value), ensure_ascii=False)
    return f"`{_cut(text)}`"


def _taken(waiting: dict[Subject, list[PythonChange]], change: Change) -> Iterator[PythonChange]:
    for subject in (change.subject, *change.copies):
        yield from waiting.pop(subject, ())


def _joined(change: Change, python: tuple[PythonChange, ...]) -> Finding:
    return Finding(
        fingerprint(change.rule, change.subject, change.before, change.after),
        change.rule,
        change.subject,
        f"{change.subject} {said(RULES[change.rule].says, change.before, change.after)}",
        wire_verdict(change),
        worst(*(one.verdict for one in python)),
        change.before,
        change.after,
        change.uses,
        change.old_pointer,
        change.new_pointer,
        change.reason,
        python,
    )


def _python_only(python: tuple[PythonChange, ...]) -> Finding:
    first = max(python, key=lambda one: SEVERITY[one.verdict])
    return Finding(
        fingerprint(first.rule, first.subject, first.before, first.after),
        first.rule,
        first.subject,
        f"{first.symbol} {first.says}",
        "safe",
        worst(*(one.verdict for one in python)),
        first.before or ABSENT,
        first.after or ABSENT,
        reason=first.reason,
        python_changes=python,
    )


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SAID_UP_TO else f"{text[: SAID_UP_TO - 1]}…"


def _plain(value: object) -> object:
    if value is ABSENT:
        return None
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items() if not str(key).startswith("x-specloom-")}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value
