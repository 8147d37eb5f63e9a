"""A review as GitHub workflow commands: remarks beside the lines of the new document that they are about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from specloom.diff.findings import Finding
from specloom.diff.formats.words import OPERATIONS_NAMED, cut, operations, reached, some, verdict_said, visible
from specloom.diff.report import Review

_COMMANDS: Final = {"breaking": "error", "warning": "warning"}
_LONGEST: Final = 1000


def render(review: Review) -> str:
    """A line for each finding that breaks or warns, the gravest first, and one for the whole; accepted ones are notes.

    GitHub shows ten errors and ten warnings of a step; the first are the ones to see.
    """
    return "".join(f"{line}\n" for line in _lines(review))


def _lines(review: Review) -> Iterator[str]:
    for finding in review.findings:
        if finding.verdict != "safe":
            yield _line(review, finding)
    yield f"::notice title=API review::{_message(verdict_said(review))}"


def _line(review: Review, finding: Finding) -> str:
    command = "notice" if finding.accepted else _COMMANDS[finding.verdict]
    place = review.place_now(finding)
    properties = {"file": place.side.file, "line": str(place.line or "")} if place.side.file else {}
    properties["title"] = _title(finding)
    told = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value)
    return f"::{command} {told}::{_message(_said(finding))}"


def _title(finding: Finding) -> str:
    if finding.accepted:
        return "Accepted"
    broken = [name for name, verdict in (("the wire", finding.wire), ("calling code", finding.python))
              if verdict == "breaking"]  # fmt: skip
    return f"Breaks {' and '.join(broken)}" if broken else "May act otherwise"


def _said(finding: Finding) -> str:
    parts = [cut(finding.message, _LONGEST)]
    if reached(finding):
        parts.append(f"{reached(finding)}: {some(operations(finding.uses), OPERATIONS_NAMED)}")
    parts += [cut(f"{one.symbol} {one.says}", _LONGEST) for one in finding.python_changes if one.verdict != "safe"][:4]
    if finding.accepted:
        parts.append(f"accepted: {cut(finding.accepted, _LONGEST)}")
    return "\n".join([*parts, f"{finding.rule}, {finding.fingerprint}"])


def _message(text: str) -> str:
    lines = "\n".join(visible(line) for line in text.split("\n"))
    return lines.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(visible(text)).replace(":", "%3A").replace(",", "%2C")
