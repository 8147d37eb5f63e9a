"""Findings and reviews made of any texts, as hostile as documents may be."""

from __future__ import annotations

import hashlib
from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from specloom.diff.findings import Finding, PythonChange
from specloom.diff.report import Review, Reviewed
from specloom.diff.rules import RULES
from specloom.diff.values import ABSENT, DIRECTIONS, Operation, Subject, Use
from specloom.diff.verdicts import bump, changelog, package_level, spec_level

AWKWARD = (
    "`", "```", "|", "\n", "\r\n", "<b>", "</details>", "<!--", "-->", "@octocat", "#123", "GH-1", "https://evil.test/a",
    "![x](y)", "[a](b)", "*", "_", "~~", "&amp;", "\\", "::error::", "%0A", "]]>", "\x1b[31m", "\u202e", "\ud800",
    "\x00", "\ufffe", "🐱", "$x$", "- ", "# ", "1. ", "{before}", " ", "name", "é", "\t",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(AWKWARD), max_size=6).map("".join) | st.text(max_size=12)
LONG = TEXTS | st.builds(lambda text, times: text * times, TEXTS, st.integers(1, 300))
VERDICTS: Any = st.sampled_from(["breaking", "warning", "safe"])
VALUES = st.just(ABSENT) | st.none() | LONG | st.lists(LONG, max_size=3) | st.dictionaries(TEXTS, TEXTS, max_size=2)

OPERATIONS = st.builds(Operation, st.sampled_from(["get", "post", "webhook"]), LONG, TEXTS)
USES = st.builds(Use, OPERATIONS, st.sampled_from(DIRECTIONS))
SUBJECTS = st.builds(
    Subject,
    st.sampled_from(["schema", "operation", "security", "document"]),
    LONG,
    st.tuples() | st.tuples(TEXTS, TEXTS),
)
PYTHON_CHANGES = st.builds(
    PythonChange,
    st.sampled_from(["python-field-retyped", "python-method-removed", "python-class-added"]),
    SUBJECTS, LONG, LONG, LONG, VERDICTS, LONG, TEXTS,
)  # fmt: skip
FINDINGS = st.builds(
    Finding,
    fingerprint=st.just("0" * 12),
    rule=st.sampled_from([*RULES, "python-class-renamed"]),
    subject=SUBJECTS,
    about=LONG,
    says=LONG,
    wire=VERDICTS,
    python=VERDICTS,
    before=VALUES,
    after=VALUES,
    uses=st.lists(USES, max_size=8).map(tuple),
    old_pointer=st.sampled_from(["", "#", "#/a~1`b`|"]),
    new_pointer=st.sampled_from(["", "#", "#/a~1`b`|"]),
    reason=TEXTS,
    python_changes=st.lists(PYTHON_CHANGES, max_size=3).map(tuple),
    accepted=st.just("") | TEXTS,
)
SIDES = st.builds(Reviewed, LONG, TEXTS, TEXTS, TEXTS)


def printed(number: int) -> str:
    """A fingerprint that no other number has."""
    return hashlib.sha256(str(number).encode()).hexdigest()[:12]


def _review(old: Reviewed, new: Reviewed, found: list[Finding], times: int, unused: list[str]) -> Review:
    findings = tuple(
        evolve(one, fingerprint=printed(number), about=f"{one.about}{number // max(len(found), 1)}")
        for number, one in enumerate(found * times)
    )
    spec = bump(spec_level(findings), old.version, new.version)
    return Review(old, new, findings, spec, bump(package_level(findings), "0.1.0"), changelog(findings),
                  tuple(unused), tuple(unused), len(unused))  # fmt: skip


def reviews(*times: int) -> st.SearchStrategy[Review]:
    """Reviews of a few findings, each so many times over."""
    return st.builds(_review, SIDES, SIDES, st.lists(FINDINGS, max_size=5), st.sampled_from(times),
                     st.lists(TEXTS, max_size=12))  # fmt: skip


SMALL = reviews(1, 2)
REVIEWS = reviews(1, 2, 40, 200)
