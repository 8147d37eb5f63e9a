"""What a request asks of the mock itself, by headers that no real API knows."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from attrs import frozen

from specloom.mock.message import NUMBER

PREFIX: Final = "x-specloom-mock-"
_ATTEMPT: Final = "x-stainless-retry-count"
_LONGEST: Final = 600.0
_STATUS: Final = re.compile(r"[2-5][0-9]{2}")

Events: TypeAlias = Literal["usual", "all"]


class ControlError(Exception):
    """A header says what cannot be done; the message says what it may hold."""


@frozen
class Controls:
    """What is asked for.

    Attributes:
        status: To answer with; 0 for the usual one.
        retry_after: Value of ``Retry-After``, or empty.
        delay: Seconds to wait before answering.
        drop: Whether to break the connection in the middle of the body.
        variant: Which member of unions to answer with.
        events: Whether a stream also has the events of failures.
    """

    status: int = 0
    retry_after: str = ""
    delay: float = 0.0
    drop: bool = False
    variant: str = ""
    events: Events = "usual"


def read_controls(headers: Mapping[str, str]) -> Controls:
    """The wishes in the headers of a request, whose names are in small letters.

    ``x-specloom-mock-status`` may list several statuses, one for each attempt of a call; the last one stays.

    Raises:
        ControlError: If one of them cannot be met.
    """
    unknown = [name for name in headers if name.startswith(PREFIX) and name.removeprefix(PREFIX) not in _KNOWN]
    if unknown:
        raise ControlError(f"there is no {unknown[0]}; there are {', '.join(f'{PREFIX}{name}' for name in _KNOWN)}")
    given = {name: headers.get(f"{PREFIX}{name}", "").strip() for name in _KNOWN}
    if given["drop"] not in ("", "mid-body"):
        raise ControlError(f"{PREFIX}drop can be mid-body, not {given['drop']!r}")
    if given["events"] not in ("", "usual", "all"):
        raise ControlError(f"{PREFIX}events can be usual or all, not {given['events']!r}")
    return Controls(
        _status(given["status"], headers.get(_ATTEMPT, "")),
        given["retry-after"],
        _delay(given["delay"]),
        given["drop"] == "mid-body",
        given["variant"],
        "all" if given["events"] == "all" else "usual",
    )


_KNOWN: Final = ("status", "retry-after", "delay", "drop", "variant", "events")


def _status(text: str, attempt: str) -> int:
    if not text:
        return 0
    statuses = [part.strip() for part in text.split(",")]
    if not all(_STATUS.fullmatch(part) for part in statuses):
        raise ControlError(f"{PREFIX}status is a status from 200 to 599, or several with commas, not {text!r}")
    number = int(attempt) if NUMBER.fullmatch(attempt) else 0
    return int(statuses[min(number, len(statuses) - 1)])


def _delay(text: str) -> float:
    try:
        seconds = float(text or 0)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds <= _LONGEST:
        raise ControlError(f"{PREFIX}delay is a number of seconds, 0 to {_LONGEST:.0f}, not {text!r}")
    return seconds
