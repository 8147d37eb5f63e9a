"""A review of two documents, as all report formats read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal, TypeAlias

from attrs import field, frozen

from specloom.diff.findings import Finding
from specloom.diff.locate import Source
from specloom.diff.values import Verdict
from specloom.diff.verdicts import Bump, ChangelogLine, bump

Gate: TypeAlias = Literal["wire", "python", "any", "none"]


@frozen
class Reviewed:
    """One side of a review.

    Attributes:
        label: What the reader calls it: a file, a URL, ``main:openapi.json``.
        title: Title of the API.
        version: Version of the API, as the document states it.
        file: Path of the document in the repository, with ``/``; empty where it is no file of it.
        source: Finds lines and pointers in the text.
    """

    label: str
    title: str = ""
    version: str = ""
    file: str = ""
    source: Source = field(factory=Source, eq=False, repr=False)


@frozen
class Counts:
    """How many findings there are of each kind.

    Attributes:
        python: That break code written against the package.
        wire: That break clients on the wire.
        breaking: That break either or both.
        warnings: That break nothing, and may do something else than before.
        safe: The rest, words left out.
        documentation: Words alone.
        accepted: Of the breaking ones and warnings, those that somebody has accepted.
        total: Of all; ``breaking + warnings + safe + documentation``.
    """

    python: int = 0
    wire: int = 0
    breaking: int = 0
    warnings: int = 0
    safe: int = 0
    documentation: int = 0
    accepted: int = 0
    total: int = 0


@frozen
class Place:
    """Where in a document something is.

    Attributes:
        side: Which document.
        pointer: JSON pointer in it.
        line: Counted from 1; None where it is not known.
        gone: Whether it is in the old document alone.
    """

    side: Reviewed
    pointer: str
    line: int | None
    gone: bool = False


@frozen
class Review:
    """What a new document changes.

    Attributes:
        findings: All root causes, the gravest first.
        spec: How far the version of the document must move.
        package: How far that of the package must.
        changelog: What to tell users of the package.
        expired: Fingerprints of acceptances whose date has passed; their findings count again.
        unused: Fingerprints of acceptances that no finding bears.
        filtered: Findings that filters left out.
        seconds: How long it took, 0 where nobody measured.
    """

    old: Reviewed
    new: Reviewed
    findings: tuple[Finding, ...] = ()
    spec: Bump = field(factory=lambda: bump("none"))
    package: Bump = field(factory=lambda: bump("none"))
    changelog: tuple[ChangelogLine, ...] = ()
    expired: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    filtered: int = 0
    seconds: float = 0.0
    counts: Counts = field(init=False)

    @counts.default
    def _counts(self) -> Counts:
        return count(self.findings)

    @property
    def verdict(self) -> Verdict:
        """The gravest of all findings that nobody has accepted."""
        left = Counter(one.verdict for one in self.findings if not one.accepted)
        return "breaking" if left["breaking"] else "warning" if left["warning"] else "safe"

    def hits(self, gate: Gate) -> tuple[Finding, ...]:
        """The breaking findings that a gate stops at; accepted ones pass."""
        return tuple(one for one in self.findings if not one.accepted and _stops(one, gate))

    def place(self, finding: Finding) -> Place:
        """Where a reader looks a finding up: in the new document, or in the old one if it has nothing of the kind."""
        gone = bool(finding.old_pointer and not finding.new_pointer)
        side, pointer = (self.old, finding.old_pointer) if gone else (self.new, finding.new_pointer)
        return Place(side, pointer, side.source.line(pointer) if pointer else None, gone)

    def place_now(self, finding: Finding) -> Place:
        """Where in the new document; the nearest that is left of it where it is gone."""
        pointer = finding.new_pointer or self.new.source.nearest(finding.old_pointer or "#")
        return Place(self.new, pointer, self.new.source.line(pointer))


def count(findings: Iterable[Finding]) -> Counts:
    """How many there are of each kind."""
    all_ = list(findings)
    plain = [one for one in all_ if one.verdict == "safe"]
    words = sum(one.kind == "documentation" for one in plain)
    return Counts(
        sum(one.python == "breaking" for one in all_),
        sum(one.wire == "breaking" for one in all_),
        sum(one.verdict == "breaking" for one in all_),
        sum(one.verdict == "warning" for one in all_),
        len(plain) - words,
        words,
        sum(bool(one.accepted) and one.verdict != "safe" for one in all_),
        len(all_),
    )


def _stops(finding: Finding, gate: Gate) -> bool:
    verdicts = {"wire": (finding.wire,), "python": (finding.python,), "any": (finding.wire, finding.python)}
    return "breaking" in verdicts.get(gate, ())
