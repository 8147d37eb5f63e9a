"""What is found in training data: each finding with its place, and how to mend it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from attrs import asdict, field, frozen

from .rules import RULES

if TYPE_CHECKING:
    from .tallies import Statistics

Severity: TypeAlias = Literal["error", "warning", "advice"]
Path: TypeAlias = tuple["str | int", ...]
DEFAULT_LISTED = 100


class Issue(NamedTuple):
    """What is wrong with a record, before its place in the file is known."""

    code: str
    path: Path
    """Keys and indexes from the record to the value."""
    problem: str
    at_key: bool = False
    """Whether the key itself is what is wrong."""


@frozen
class Finding:
    """Something in a file or among the parameters of a job that is wrong or could be better.

    Attributes:
        code: What kind of thing it is; the same in every release.
        severity: ``error``: the platform refuses it; ``warning``: probably a mistake; ``advice``: could be better.
        line: Counted from 1; 0 where it concerns the whole.
        column: Counted in characters from 1; 0 where there is none.
        pointer: JSON pointer in the record, such as ``/messages/0/role``.
        problem: What is wrong.
        fix: How to mend it.
    """

    code: str
    severity: Severity
    line: int
    column: int
    pointer: str
    problem: str
    fix: str

    def __str__(self) -> str:
        place = "".join(f"{number}:" for number in (self.line, self.column) if number)
        pointer = f" {self.pointer}" if self.pointer else ""
        return f"{place} {self.severity}: {self.problem} [{self.code}{pointer}]"


def finding(code: str, problem: str, *, line: int = 0, column: int = 0, path: Path = ()) -> Finding:
    """A finding whose severity and mending are those of its kind."""
    rule = RULES[code]
    return Finding(code, rule.severity, line, column, pointer(path), problem, rule.fix)


def pointer(path: Path) -> str:
    """A JSON pointer (RFC 6901)."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


def shown(value: object) -> str:
    """A value for a message: short, on one line."""
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


class Findings:
    """Keeps the first so many findings of each kind, and counts them all.

    Attributes:
        listed: Those that are kept, in the order in which they came.
        totals: How many there were, by code.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.listed: list[Finding] = []
        self.totals: Counter[str] = Counter()

    def wants(self, code: str) -> bool:
        """Count one more of this kind, and tell whether there is room for it."""
        self.totals[code] += 1
        return self.totals[code] <= self.limit

    def keep(self, code: str, problem: str, *, line: int = 0, column: int = 0, path: Path = ()) -> None:
        """Keep a finding that was counted."""
        self.listed.append(finding(code, problem, line=line, column=column, path=path))

    def add(self, code: str, problem: str, *, line: int = 0, column: int = 0) -> None:
        """Count a finding, and keep it while there is room."""
        if self.wants(code):
            self.keep(code, problem, line=line, column=column)


@frozen
class Report:
    """What was found in a file of training data.

    Attributes:
        path: The file.
        kind: ``supervised``, ``preference`` or ``reinforcement``; empty where no record tells.
        records: Lines that are not blank.
        findings: By line; of each code at most as many as were asked for.
        totals: How many there are of each code, listed or not.
        statistics: Of the sound records.
    """

    path: str
    kind: str
    records: int
    findings: tuple[Finding, ...]
    totals: dict[str, int] = field(repr=False)
    statistics: Statistics = field(repr=False)

    @property
    def ok(self) -> bool:
        """Whether there is no error."""
        return not self.count("error")

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The errors among the findings."""
        return tuple(each for each in self.findings if each.severity == "error")

    def count(self, severity: Severity) -> int:
        """How many findings of a severity there are, listed or not."""
        return sum(total for code, total in self.totals.items() if RULES[code].severity == severity)

    def to_dict(self) -> dict[str, Any]:
        """The report as plain values that JSON can hold."""
        return {"ok": self.ok, **asdict(self), "findings": [asdict(each) for each in self.findings]}

    def render(self) -> str:
        """The report as text: each finding with its place, then how to mend each kind, then the numbers."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        names = (("error", "error", "errors"), ("warning", "warning", "warnings"), ("advice", "advice", "advice"))
        counts: list[tuple[int, str, str]] = [(self.count(severity), one, many) for severity, one, many in names]  # type: ignore[arg-type]
        told = [f"{count:,} {one if count == 1 else many}" for count, one, many in counts if count]
        yield f"{self.path}: {self.kind or 'no kind'}, {self.records:,} records, {', '.join(told) or 'nothing found'}"
        yield from (f"{self.path}:{each}" for each in self.findings)
        listed = Counter(each.code for each in self.findings)
        for code, total in self.totals.items():
            if more := total - listed[code]:
                yield f"and {more:,} more of {code}"
        if self.totals:
            yield "To mend:"
            yield from (f"  {code}: {RULES[code].fix}" for code in self.totals)
        yield from self.statistics.lines()
