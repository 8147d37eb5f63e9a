"""Words that the report formats share."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, TypeAlias

from specloom.diff.findings import SAID_UP_TO, backquoted, plain, shortly
from specloom.diff.formats.words import cut, plural, visible
from specloom.diff.values import ABSENT
from specloom.drift.values import Checked, Difference, Drift, State

Quote: TypeAlias = Callable[[str], str]

_SHOWN: Final = 160
_BEFORE: Final = 40
_SECRET: Final = re.compile(r"authorization|api[-_.]?key|token|secret|password|cookie|signature", re.IGNORECASE)
_STATIC: Final = re.compile(r"'.*'", re.DOTALL)
_USERINFO: Final = re.compile(r"(?<=://)[^/@\s]+(?=@)")


def verdict(one: Checked) -> str:
    """``no drift``, ``drift: 3 differences, 1 breaking``, or that it could not be told."""
    if one.status == "same":
        return "no drift"
    found = [f"{plural(one.total, 'difference')}, {one.breaking:,} breaking"] if one.total else []
    found += [f"{plural(len(one.undeployed), 'edit')} not deployed"] if one.undeployed else []
    if one.status == "drift":
        return f"drift: {'; '.join(found)}"
    # What was found stands, but the rest is unknown.
    return f"could not check{'; found so far: ' + '; '.join(found) if found else ''}"


def when(report: Drift) -> str:
    """When it was checked: ``2026-08-21 05:17 UTC``."""
    return f"{report.checked:%Y-%m-%d %H:%M} {report.checked.tzname()}"


def state(one: State) -> str:
    """A side in one line."""
    parts = [cut(one.file, _SHOWN), cut(one.revision, _SHOWN), f"pulled {one.day}" if one.day else ""]
    known = ", ".join(part for part in parts if part)
    source = cut(one.source, _SHOWN)
    return f"{known} from {source}" if known and source else known or source or "unknown"


def behind(one: Difference, quote: Quote = backquoted) -> str:
    """A difference beside the contract, as a sentence after what it is about."""
    if not one.name:
        return "is gone" if one.after is ABSENT else "is new"
    name = quote(visible(one.name))
    before, after = shown(one, quote)
    if one.after is ABSENT:
        return f"no longer has {name}; it was {before}"
    return f"has {name} {after}" + ("; there was none" if one.before is ABSENT else f"; it was {before}")


def shown(one: Difference, quote: Quote = backquoted) -> tuple[str, str]:
    """Both values, short: of long texts the part where they begin to differ, and nothing that looks like a secret."""
    before, after = (value(side, one.name) for side in (one.before, one.after))
    if isinstance(before, str) and isinstance(after, str):
        start = max(0, _alike(before, after) - _BEFORE) if max(len(before), len(after)) > SAID_UP_TO else 0
        before, after = (f"…{side[start:]}" if start else side for side in (before, after))
    return shortly(before, quote), shortly(after, quote)


def value(side: Any, name: str) -> Any:
    """A value as documents have it, but for what looks like a secret: a fixed text under a name that says so."""
    if _SECRET.search(name) and isinstance(side, str) and _STATIC.fullmatch(side):
        return "(not shown)"
    return ABSENT if side is ABSENT else plain(_hidden(side, name))


def _hidden(side: Any, name: str = "") -> Any:
    """A value in which no member looks like a secret, and no address tells a password."""
    if isinstance(side, dict):
        return {key: value(part, str(key)) for key, part in side.items()}
    if isinstance(side, list):
        return [_hidden(part, name) for part in side]
    return _USERINFO.sub("(not shown)", side) if isinstance(side, str) else side


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
