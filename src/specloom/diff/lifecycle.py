"""When something is to go, and how sure it is to stay: ``x-sunset`` and ``x-stability-level``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from attrs import frozen

from specloom.diff.values import ABSENT, Delta, Json

SUNSET = "x-sunset"
STABILITY = "x-stability-level"
LEVELS = ("draft", "alpha", "beta", "stable")
NOTICE_DAYS = 30
"""Fewer days than that between today and a sunset are too few to move away in."""


@frozen
class Calendar:
    """What time it is for a comparison.

    Attributes:
        today: None where nothing shall depend on it: then no sunset is too early, and none is still ahead.
        notice: Days that callers must be given, at least.
        announced: Whether the new document tells of any sunset, so that a deprecation without one is an omission.
    """

    today: date | None = None
    notice: int = NOTICE_DAYS
    announced: bool = False


def compare_lifecycle(old: Json, new: Json, place: tuple[str, ...], calendar: Calendar) -> Iterator[Delta]:
    """What became of the sunset and the stability of an operation, a parameter or a schema."""
    before, after = old.get(SUNSET, ABSENT), new.get(SUNSET, ABSENT)
    rule = _sunset(before, after, new, calendar) if before != after else ""
    if calendar.announced and after is ABSENT and before is ABSENT and _is_deprecated(new) and not _is_deprecated(old):
        rule = "sunset-missing"
    if rule:
        yield Delta(rule, place, before, after)
    before, after = old.get(STABILITY, ABSENT), new.get(STABILITY, ABSENT)
    if before != after:
        yield Delta(_stability(before, after), place, before, after)


def is_before_sunset(described: Json, calendar: Calendar) -> bool:
    """Whether something was promised to be there today still."""
    end = as_date(described.get(SUNSET))
    return end is not None and calendar.today is not None and calendar.today < end


def is_unstable(described: Json) -> bool:
    """Whether it never was promised to stay."""
    return described.get(STABILITY) in {"draft", "alpha"}


def as_date(value: Any) -> date | None:
    """A day, as ``YYYY-MM-DD`` or with a time of day; None where it is neither."""
    if not isinstance(value, str):
        return value if isinstance(value, date) else None
    try:
        return datetime.fromisoformat(value.replace("Z", "+00:00")).date()
    except ValueError:
        return None


def _sunset(before: Any, after: Any, new: Json, calendar: Calendar) -> str:
    if after is ABSENT:
        return "sunset-deleted" if _is_deprecated(new) else ""
    was, end = as_date(before), as_date(after)
    if end is None:
        return "sunset-invalid"
    if was is not None and end < was:
        return "sunset-earlier"
    if before is ABSENT and calendar.today is not None and (end - calendar.today).days < calendar.notice:
        return "sunset-too-early"
    return "sunset-set"


def _stability(before: Any, after: Any) -> str:
    """Nothing said is stable, and so is what nobody knows: the promise that readers may have heard."""
    if after is not ABSENT and after not in LEVELS:
        return "stability-invalid"
    return "stability-decreased" if _rank(after) < _rank(before) else "stability-increased"


def _rank(level: Any) -> int:
    return LEVELS.index(level) if level in LEVELS else len(LEVELS) - 1


def _is_deprecated(described: Json) -> bool:
    return described.get("deprecated") is True
