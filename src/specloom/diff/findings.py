"""Changes with their verdicts, as reports show them: the gravest first, each under a fingerprint that lasts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, takewhile
from typing import Any, Literal

from attrs import evolve, field, frozen

from specloom.diff.rules import RULES, Rule, wire_verdict
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
        about: What the sentence is said of: the subject, or what callers name where only Python has changed.
        says: The rest of the sentence, with values in backquotes.
        wire: What it means to clients on the wire.
        python: What it means to code written against the package.
        uses: Operations that it reaches.
        python_changes: The places in Python that it shows in.
        accepted: Why it was accepted, where it was.
        resources: Those of the package whose methods it reaches (``chat.completions``), sorted.
    """

    fingerprint: str
    rule: str
    subject: Subject
    about: str
    says: str
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
    resources: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        """What happened, one sentence with its subject."""
        return f"{self.about} {self.says}"

    @property
    def resource(self) -> str:
        """What all its resources have in common: ``chat`` for ``chat.completions`` and ``chat.runs``; may be empty."""
        levels = zip(*(one.split(".") for one in self.resources), strict=False)
        return ".".join(level[0] for level in takewhile(lambda level: len(set(level)) == 1, levels))

    @property
    def verdict(self) -> Verdict:
        """The graver of the two."""
        return worst(self.wire, self.python)

    @property
    def kind(self) -> Literal["change", "documentation"]:
        """Whether anything but words has changed."""
        return "documentation" if self.rule == "description-changed" else "change"


_UNTYPED = (
    "description-", "bound-", "pattern-", "multiple-of-", "unique-items-", "assertion-", "default-", "idle-default-",
    "format-", "sunset-", "stability-", "deprecated-",
)  # fmt: skip
"""Rules of what annotations of Python do not show."""


def findings_of(
    changes: Iterable[Change], python: Iterable[PythonChange] = (), severities: Mapping[str, Verdict] | None = None
) -> tuple[Finding, ...]:
    """Join what is found on the wire with what it means in Python, the gravest first.

    Args:
        changes: What is found on the wire.
        python: What is found in Python.
        severities: Verdicts that stand instead of ours: by rule id, or by ``ID:request`` and ``ID:response``.
    """
    judge = _Judge(severities or {})
    waiting: dict[Subject, list[PythonChange]] = {}
    for one in python:
        waiting.setdefault(one.subject, []).append(one)
    # What changed in Python goes with the change that types can tell, never with words.
    ordered = sorted(changes, key=lambda change: change.rule.startswith(_UNTYPED))
    found = [
        _joined(judge, change, tuple(_taken(waiting, change)) if change.rule != "description-changed" else ())
        for change in ordered
    ]
    found += [_python_only(judge, tuple(group)) for group in waiting.values()]
    return tuple(sorted(_merged(found), key=lambda one: (-SEVERITY[one.verdict], -SEVERITY[one.wire], one.kind)))


def fingerprint(rule: str, subject: Subject, before: object, after: object) -> str:
    """Of a change: rule, subject and both values, spelled in one way; 12 hexadecimal digits of their SHA-256."""
    text = json.dumps([rule, subject.kind, subject.name, subject.place, plain(before), plain(after)], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def backquoted(text: str) -> str:
    """As messages quote values."""
    return f"`{text}`"


def said(template: str, before: object, after: object, quote: Callable[[str], str] = backquoted) -> str:
    """The sentence of a rule with both sides put in."""
    return template.format(before=shortly(before, quote), after=shortly(after, quote))


def shortly(value: object, quote: Callable[[str], str] = backquoted) -> str:
    """A value within a sentence: quoted, JSON cut to ``SAID_UP_TO`` characters; of a long list the rest is counted."""
    if value is ABSENT:
        return "nothing"
    if isinstance(value, list) and value:
        texts = [_cut(_spelled(one)) for one in value]
        fit = max(1, sum(length <= SAID_UP_TO for length in accumulate(len(text) + 4 for text in texts)))
        rest = [f"{len(texts) - fit} more"] if len(texts) > fit else []
        return listed([*(quote(text) for text in texts[:fit]), *rest])
    return quote(_cut(_spelled(value)))


def listed(texts: Sequence[str]) -> str:
    """``a, b and c``."""
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"


def plain(value: object) -> object:
    """A value as documents have it: without our own remarks, None for ABSENT."""
    if value is ABSENT:
        return None
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items() if not str(key).startswith("x-specloom-")}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return value


def _merged(found: Iterable[Finding]) -> Iterable[Finding]:
    """The same change of the same subject once: components of several places may have become one."""
    kept: dict[str, Finding] = {}
    for one in found:
        known = kept.get(one.fingerprint)
        kept[one.fingerprint] = one if known is None else evolve(
            known,
            wire=worst(known.wire, one.wire),
            python=worst(known.python, one.python),
            uses=tuple(sorted({*known.uses, *one.uses})),
            python_changes=(*known.python_changes, *one.python_changes),
        )  # fmt: skip
    return kept.values()


@frozen
class _Judge:
    """Says how grave things are; what a user has set comes first."""

    severities: Mapping[str, Verdict]

    def wire(self, change: Change) -> Verdict:
        return wire_verdict(change, self._rule(RULES[change.rule])) if self.severities else wire_verdict(change)

    def python(self, change: PythonChange) -> PythonChange:
        return evolve(change, verdict=self.severities.get(change.rule, change.verdict))

    def _rule(self, rule: Rule) -> Rule:
        both = self.severities.get(rule.id)
        return evolve(
            rule,
            request=self.severities.get(f"{rule.id}:request", both or rule.request),
            response=self.severities.get(f"{rule.id}:response", both or rule.response),
        )


def _taken(waiting: dict[Subject, list[PythonChange]], change: Change) -> Iterator[PythonChange]:
    for subject in (change.subject, *change.copies):
        yield from waiting.pop(subject, ())


def _joined(judge: _Judge, change: Change, python: tuple[PythonChange, ...]) -> Finding:
    python = tuple(judge.python(one) for one in python)
    return Finding(
        fingerprint(change.rule, change.subject, change.before, change.after),
        change.rule,
        change.subject,
        str(change.subject),
        said(RULES[change.rule].says, change.before, change.after),
        judge.wire(change),
        worst(*(one.verdict for one in python)),
        change.before,
        change.after,
        change.uses,
        change.old_pointer,
        change.new_pointer,
        change.reason,
        python,
    )


def _python_only(judge: _Judge, python: tuple[PythonChange, ...]) -> Finding:
    # Chosen by our verdicts, whatever a user has set: the fingerprint hangs on it.
    first = max(python, key=lambda one: SEVERITY[one.verdict])
    return Finding(
        fingerprint(first.rule, first.subject, first.before, first.after),
        first.rule,
        first.subject,
        first.symbol,
        first.says,
        "safe",
        worst(*(judge.python(one).verdict for one in python)),
        first.before or ABSENT,
        first.after or ABSENT,
        reason=first.reason,
        python_changes=tuple(judge.python(one) for one in python),
    )


def _spelled(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(plain(value), ensure_ascii=False)


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SAID_UP_TO else f"{text[: SAID_UP_TO - 1]}…"
