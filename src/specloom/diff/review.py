"""Two prepared sides in, one review out: filters, severities and acceptances applied, places found in the sources."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase

from attrs import evolve, field, frozen

from specloom.diff.compare import compare
from specloom.diff.findings import Finding, PythonChange, findings_of
from specloom.diff.lifecycle import Calendar
from specloom.diff.locate import Source
from specloom.diff.matching import operations as operations_of
from specloom.diff.python import compare_plans
from specloom.diff.python_surface import Side
from specloom.diff.report import Counts, Place, Review, Reviewed
from specloom.diff.resources import Resources
from specloom.diff.values import Change, Json, Operation, Verdict
from specloom.diff.verdicts import bump, changelog, package_level, spec_level
from specloom.plan.parsed import Parsed
from specloom.plan.values import Plan

__all__ = ["Counts", "Place", "Review", "ReviewSide", "Reviewed", "Settings", "make_review"]


@frozen(eq=False)
class ReviewSide:
    """One side of a review, read and planned.

    Attributes:
        label: What the reader calls it: a file, a URL, ``main:openapi.json``.
        text: The source as it was read, in UTF-8.
        document: What the text holds, before it was prepared.
        prepared: The same in normal form.
        parsed: What was read of the normal form.
        plan: The package made of it.
        file: Path of the document in the repository, with ``/``; empty where it is no file of it.
        package_version: Version of the package that is made of it, where it is known.
    """

    label: str
    text: bytes
    document: Json
    prepared: Json
    parsed: Parsed
    plan: Plan
    file: str = ""
    package_version: str = ""


@frozen
class Settings:
    """What a user has set. Patterns are those of shells: ``*``, ``?``, ``[...]``.

    Attributes:
        severities: Verdicts by rule id, or by ``ID:request`` and ``ID:response``; of rules about Python as well.
        paths: Findings that reach one of these paths are kept; all where there are none.
        not_paths: Paths that do not count.
        operations: The same for operations, by operationId or ``GET /pets``.
        not_operations: Operations that do not count.
        rules: Rules that are told; all where there are none.
        not_rules: Rules that are not told.
    """

    severities: Mapping[str, Verdict] = field(factory=dict)
    paths: tuple[str, ...] = ()
    not_paths: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()
    not_operations: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    not_rules: tuple[str, ...] = ()

    def told(self, rule: str) -> bool:
        """Whether findings of a rule are told."""
        return _kept((rule,), self.rules, self.not_rules)

    def counts(self, operation: Operation) -> bool:
        """Whether an operation counts."""
        names = (operation.operation_id, str(operation))
        return _kept((operation.path,), self.paths, self.not_paths) and _kept(
            names, self.operations, self.not_operations
        )

    @property
    def narrowed(self) -> bool:
        """Whether only some operations are asked for, so that what reaches none of them is left out."""
        return bool(self.paths or self.operations)


def make_review(
    old: ReviewSide,
    new: ReviewSide,
    *,
    settings: Settings | None = None,
    accepted: Mapping[str, str] | None = None,
    expired: Collection[str] = (),
    calendar: Calendar | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> Review:
    """Compare two sides.

    Args:
        old: What was.
        new: What is.
        settings: Severities and filters.
        accepted: Reasons by fingerprint, of acceptances that hold today.
        expired: Fingerprints of those whose date has passed.
        calendar: What day it is, for sunsets; without one none is too early.
        clock: Seconds, to tell how long it took.
    """
    start = clock()
    settings, accepted = settings or Settings(), accepted or {}
    compared = compare(old.prepared, new.prepared, calendar or Calendar())
    python = compare_plans(Side(old.parsed, old.plan), Side(new.parsed, new.plan), compared)
    every = findings_of(compared.changes, python)
    known = {one.fingerprint for one in every}
    sources = Source(old.document, old.text), Source(new.document, new.text)
    resources = Resources(old.plan, new.plan)
    operations = {str(one.operation): one.operation for side in (old, new) for one in operations_of(side.prepared)}
    told = tuple(
        evolve(
            one,
            old_pointer=sources[0].pointer(one.subject, one.old_pointer, lone=not one.new_pointer),
            new_pointer=sources[1].pointer(one.subject, one.new_pointer, lone=not one.old_pointer),
            resources=resources.of(one.subject, one.uses),
            accepted=accepted.get(one.fingerprint, ""),
        )
        for one in (every if settings == Settings() else _chosen(compared.changes, python, operations, settings))
    )
    before, after = _reviewed(old, sources[0]), _reviewed(new, sources[1])
    return Review(
        before,
        after,
        told,
        bump(spec_level(told), before.version, after.version),
        bump(package_level(told), old.package_version, new.package_version),
        changelog(told),
        tuple(sorted(known.intersection(expired))),
        tuple(sorted({*accepted, *expired} - known)),
        len(every) - len(told),
        clock() - start,
    )


def _reviewed(side: ReviewSide, source: Source) -> Reviewed:
    info = side.prepared.get("info", {})
    return Reviewed(side.label, str(info.get("title", "")), str(info.get("version", "")), side.file, source)


def _chosen(
    changes: Iterable[Change],
    python: Iterable[PythonChange],
    operations: Mapping[str, Operation],
    settings: Settings,
) -> Iterator[Finding]:
    """The findings that filters leave; an operation that does not count is no reason for a verdict either."""
    kept, gone = [], set()
    for change in changes:
        if settings.told(change.rule):
            uses = tuple(use for use in change.uses if settings.counts(use.operation))
            if not uses and (change.uses or settings.narrowed):
                gone.add(change.subject)
            kept.append(evolve(change, uses=uses))
    told = [one for one in python if settings.told(one.rule)]
    for one in findings_of(kept, told, settings.severities):
        operation = operations.get(one.subject.name) if one.subject.kind == "operation" else None
        if operation is not None and not one.uses:
            counts = settings.counts(operation)
        else:
            counts = one.subject not in gone and (bool(one.uses) or not settings.narrowed)
        if counts:
            yield one


def _kept(names: Iterable[str], include: Iterable[str], exclude: Iterable[str]) -> bool:
    found = tuple(names)
    if any(fnmatchcase(name, pattern) for pattern in exclude for name in found):
        return False
    wanted = tuple(include)
    return not wanted or any(fnmatchcase(name, pattern) for pattern in wanted for name in found)
