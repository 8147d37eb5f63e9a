"""Training data is looked over before it is uploaded: a file of any size, in one pass and little memory."""

from __future__ import annotations

from os import PathLike, fspath
from pathlib import Path
from typing import Any, Literal

from attrs import define, field

from ..._runtime import SDKError
from ..input_errors import InputError
from ..jsonl import Line, parse_line, read_lines
from ..progress_bars import progress_bar
from .checks_records import check_record
from .findings import DEFAULT_LISTED, Findings, Report
from .places import offset_of
from .records import Kind, kind_of_file
from .rules import ADVISED_EXAMPLES, MAX_FILE, MAX_UPLOAD, MIN_EXAMPLES, RULES
from .seen import MOST, Seen
from .tallies import Statistics, Tally


def validate(
    path: str | PathLike[str],
    *,
    kind: Kind | Literal["auto"] = "auto",
    model: str | None = None,
    token_limit: int | None = None,
    max_findings: int | None = None,
    progress: bool = False,
) -> Report:
    """Look over a file of training data.

    Args:
        path: The file, JSON Lines.
        kind: What it is for; by rule, what most of the first hundred records are for.
        model: What is to be trained; then tokens are counted, which needs tiktoken.
        token_limit: Tokens of an example that the model is trained on, instead of what is known about it.
        max_findings: How many findings of each code to list, 100 by rule; all are counted.
        progress: Whether to show a bar on the terminal; needs the package rich.

    Raises:
        InputError: If the file cannot be read. What is wrong in it is in the report.
    """
    findings = Findings(DEFAULT_LISTED if max_findings is None else max_findings)
    tally = _tally(model, token_limit, findings)
    size = _look_at(Path(path), findings)
    reading = _Reading(fspath(path), findings, tally)
    found: Kind | Literal[""] = ""
    try:
        found = kind_of_file(path) if kind == "auto" else kind
        with progress_bar(f"Validating {Path(path).name}", size, unit="bytes", show=progress) as show:
            for line in read_lines(path, on_read=show):
                reading.take(line, found or "supervised")
    except InputError as error:
        if error.code not in RULES:
            raise
        findings.add(error.code, error.problem, line=error.line, column=error.column)
    reading.finish()
    listed = sorted(findings.listed, key=lambda each: (each.line, each.column))
    return Report(fspath(path), found, reading.records, tuple(listed), dict(findings.totals), tally.result())


def statistics(
    path: str | PathLike[str],
    *,
    model: str,
    kind: Kind | Literal["auto"] = "auto",
    token_limit: int | None = None,
    progress: bool = False,
) -> Statistics:
    """The numbers of a file of training data, tokens included; ``validate`` with a model makes them as well.

    Raises:
        InputError: If the file cannot be read.
        SDKError: If tokens cannot be counted: tiktoken is missing, or its data, or the model is not known.
    """
    from .record_tokens import token_counter

    token_counter(model)
    return validate(path, kind=kind, model=model, token_limit=token_limit, progress=progress).statistics


def _tally(model: str | None, limit: int | None, findings: Findings) -> Tally:
    if model is None:
        return Tally()
    from .record_tokens import example_limit, token_counter

    try:
        return Tally(model, limit or example_limit(model), token_counter(model))
    except SDKError as error:
        findings.add("tokens-not-counted", str(error))
        return Tally()


def _look_at(path: Path, findings: Findings) -> int:
    """The size of the file in bytes; findings that need no reading."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            if file.read(3) == b"\xef\xbb\xbf":
                findings.add("byte-order-mark", "the file begins with a byte-order mark", line=1, column=1)
    except OSError as error:
        raise InputError(f"cannot read it ({error.strerror})", path=path) from error
    if size > MAX_UPLOAD:
        findings.add("file-too-large-for-parts", f"the file has {size:,} bytes; an upload has {MAX_UPLOAD:,} at most")
    elif size > MAX_FILE:
        findings.add("file-too-large", f"the file has {size:,} bytes; files.create takes {MAX_FILE:,}")
    return size


@define
class _Reading:
    """What is known while the lines go by."""

    path: str
    findings: Findings
    tally: Tally
    records: int = 0
    seen: Seen = field(factory=Seen)

    def take(self, line: Line, kind: Kind) -> None:
        """Look over one line."""
        self.records += 1
        if before := self.seen.before(line.text, line.number):
            self.findings.add("duplicate-record", f"the same as line {before}", line=line.number, column=1)
        try:
            record = parse_line(line.text, self.path, line.number)
        except InputError as error:
            self.findings.add(error.code, error.problem, line=line.number, column=error.column)
            return
        if self._is_sound(record, kind, line):
            try:
                tokens = self.tally.add(record)
            except SDKError as error:
                self.findings.add("tokens-not-counted", str(error), line=line.number, column=1)
                return
            if self.tally.limit and tokens > self.tally.limit:
                problem = f"{tokens:,} tokens; the model is trained on {self.tally.limit:,} of an example"
                self.findings.add("too-many-tokens", problem, line=line.number, column=1)

    def _is_sound(self, record: Any, kind: Kind, line: Line) -> bool:
        sound = True
        text = ""
        for issue in check_record(record, kind):
            sound = sound and RULES[issue.code].severity != "error"
            if self.findings.wants(issue.code):
                text = text or line.text.decode()
                column = offset_of(text, issue.path, at_key=issue.at_key) + 1
                self.findings.keep(issue.code, issue.problem, line=line.number, column=column, path=issue.path)
        return sound

    def finish(self) -> None:
        """What can only be told at the end."""
        if 0 < self.records < MIN_EXAMPLES:
            self.findings.add("too-few-examples", f"{self.records} records")
        elif 0 < self.records < ADVISED_EXAMPLES:
            self.findings.add("few-examples", f"{self.records} records")
        if self.seen.full:
            self.findings.add("duplicates-not-checked", f"duplicates were looked for in {MOST:,} records only")
