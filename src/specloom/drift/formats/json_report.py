"""A check as JSON for other programs. The form only ever grows; a contract is told as ``specloom diff`` tells it."""

from __future__ import annotations

import json
from typing import Any, Final

from attrs import asdict

from specloom.diff.formats import json_report
from specloom.diff.values import ABSENT
from specloom.drift.values import Checked, Difference, Drift
from specloom.drift.words import value
from specloom.problems import Problem

FORMAT: Final = 1
"""Moves when a reader of the old form could no longer read the new one."""


def render(report: Drift) -> str:
    """The whole run as JSON text."""
    return json.dumps(values(report), indent=2, ensure_ascii=False) + "\n"


def values(report: Drift) -> dict[str, Any]:
    """The whole run as plain values."""
    return {
        "format": FORMAT,
        "checked": report.checked.isoformat(timespec="seconds"),
        "status": report.status,
        "apis": [_api(one) for one in report.apis],
    }


def _api(one: Checked) -> dict[str, Any]:
    compared = one.compared
    return {
        "api": one.api,
        "status": one.status,
        "mode": one.mode,
        "counts": {"total": one.total, "breaking": one.breaking},
        "pinned": asdict(one.pinned),
        "live": {"source": one.live.source, "revision": one.live.revision},
        "contract": json_report.report(compared.review) if compared else None,
        "behind": [_difference(difference) for difference in compared.differences] if compared else None,
        "undeployed": None if one.edits is None else list(one.edits.told),
        "unseen": one.edits.unseen if one.edits else "",
        "errors": [_problem(problem) for problem in one.problems],
    }


def _difference(one: Difference) -> dict[str, Any]:
    """A key of a value is left out where there is nothing, for null is a value."""
    both = {"before": one.before, "after": one.after}
    return {
        "about": one.about,
        "name": one.name,
        **{key: value(side, one.name) for key, side in both.items() if side is not ABSENT},
        "old_pointer": one.old_pointer,
        "new_pointer": one.new_pointer,
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {key: part for key, part in asdict(problem).items() if part not in ("", None)}
