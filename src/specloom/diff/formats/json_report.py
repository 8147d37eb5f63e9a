"""A review as JSON for other programs. The form is ``report.schema.json``, beside this module; it only ever grows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Final

from attrs import asdict

from specloom.diff.findings import Finding, PythonChange, plain
from specloom.diff.report import Review, Reviewed
from specloom.diff.values import ABSENT, DIRECTIONS, Operation
from specloom.diff.verdicts import Bump, changelog_text

FORMAT: Final = 1
"""Moves when a reader of the old form could no longer read the new one."""


def render(review: Review) -> str:
    """The review as JSON text."""
    return json.dumps(report(review), indent=2, ensure_ascii=False) + "\n"


def schema() -> dict[str, Any]:
    """The JSON Schema of reports."""
    text = (files("specloom.diff.formats") / "report.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def report(review: Review) -> dict[str, Any]:
    """The review as plain values."""
    return {
        "format": FORMAT,
        "old": _side(review.old),
        "new": _side(review.new),
        "verdict": review.verdict,
        "versions": {"spec": _bump(review.spec), "package": _bump(review.package)},
        "counts": asdict(review.counts),
        "findings": [_finding(review, one) for one in review.findings],
        "changelog": {
            "lines": [{**asdict(line), "names": list(line.names)} for line in review.changelog],
            "markdown": changelog_text(review.changelog),
        },
        "acceptances": {"expired": list(review.expired), "unused": list(review.unused)},
        "filtered": review.filtered,
        "seconds": round(review.seconds, 3),
    }


def _side(side: Reviewed) -> dict[str, Any]:
    return {"label": side.label, "title": side.title, "version": side.version, "file": side.file}


def _bump(bump: Bump) -> dict[str, Any]:
    return {**asdict(bump), "enough": bump.enough}


def _finding(review: Review, finding: Finding) -> dict[str, Any]:
    place = review.place(finding)
    return {
        "fingerprint": finding.fingerprint,
        "rule": finding.rule,
        "verdict": finding.verdict,
        "wire": finding.wire,
        "python": finding.python,
        "kind": finding.kind,
        "message": finding.message,
        "subject": {
            "kind": finding.subject.kind, "name": finding.subject.name, "place": list(finding.subject.place),
        },
        **_values(finding),
        "operations": _operations(finding),
        "resources": list(finding.resources),
        "old_pointer": finding.old_pointer,
        "new_pointer": finding.new_pointer,
        "place": {
            "side": "old" if place.gone else "new",
            "file": place.side.file,
            "pointer": place.pointer,
            "line": place.line,
        },
        "reason": finding.reason,
        "accepted": finding.accepted,
        "python_changes": [_python(one) for one in finding.python_changes],
    }  # fmt: skip


def _values(finding: Finding) -> Mapping[str, Any]:
    """Both sides; a key is left out where there is nothing, for null is a value."""
    both = {"before": finding.before, "after": finding.after}
    return {key: plain(value) for key, value in both.items() if value is not ABSENT}


def _operations(finding: Finding) -> list[dict[str, Any]]:
    found: dict[Operation, set[str]] = {}
    for use in finding.uses:
        found.setdefault(use.operation, set()).add(use.direction)
    return [
        {
            "verb": operation.verb,
            "path": operation.path,
            "operation_id": operation.operation_id,
            "directions": [one for one in DIRECTIONS if one in directions],
        }
        for operation, directions in found.items()
    ]


def _python(change: PythonChange) -> dict[str, Any]:
    return {
        "rule": change.rule,
        "symbol": change.symbol,
        "verdict": change.verdict,
        "says": change.says,
        "before": change.before,
        "after": change.after,
        "reason": change.reason,
    }
