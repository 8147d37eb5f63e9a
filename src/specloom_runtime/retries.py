"""Whether a failed call is tried again, and after how long; knows statuses and headers, and sends nothing."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping

MAX_DELAY_ASKED = 120.0
"""Seconds. A server that asks for a longer pause is not asked again: its caller should know rather than wait."""

_FIRST_DELAY = 0.5
_LONGEST_DELAY = 8.0
_JITTER = 0.25
_RETRIED = frozenset({408, 409, 429})
_INFINITIES = frozenset({"inf", "+inf", "infinity", "+infinity"})


class Clock:
    """Time and chance, as retries need them. A test puts its own in the place of a client's."""

    def now(self) -> float:
        """Seconds since the epoch."""
        return time.time()

    def random(self) -> float:
        """A number from 0 up to 1."""
        import random

        return random.random()  # noqa: S311 - spreads requests in time, and guards nothing

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)

    async def sleep_async(self, seconds: float) -> None:
        """Wait, and let other tasks go on."""
        import asyncio

        await asyncio.sleep(seconds)


def should_retry(status: int, headers: Mapping[str, str], now: float) -> bool:
    """Whether an answer with a failure is worth another attempt.

    Args:
        status: Of the answer.
        headers: Of the answer; looked up in lower case.
        now: Seconds since the epoch.
    """
    asked = delay_asked(headers, now)
    if asked is not None and asked > MAX_DELAY_ASKED:
        return False
    said = headers.get("x-should-retry")
    if said in ("true", "false"):
        return said == "true"
    return status in _RETRIED or status >= 500


def delay(taken: int, headers: Mapping[str, str], clock: Clock) -> float:
    """Seconds to wait before the next attempt: what the server asks for, else longer from time to time.

    Args:
        taken: Retries so far.
        headers: Of the answer; empty if there was none.
        clock: Gives time and chance.
    """
    asked = delay_asked(headers, clock.now()) if headers else None
    if asked is not None and 0 < asked <= MAX_DELAY_ASKED:
        return asked
    doubled = _FIRST_DELAY * 2.0 ** min(taken, 10)  # far beyond the longest, and no overflow
    return min(doubled, _LONGEST_DELAY) * (1 - _JITTER * clock.random())


def delay_asked(headers: Mapping[str, str], now: float) -> float | None:
    """The pause that a server asks for, in seconds: ``retry-after-ms``, else ``retry-after`` as seconds or a date."""
    for name, unit in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        seconds = _number(headers.get(name, ""))
        if seconds is not None:
            return seconds / unit if math.isfinite(seconds) else seconds
    text = headers.get("retry-after", "")
    return _seconds_until(text, now) if text else None


def _number(text: str) -> float | None:
    """A number of a header. A word for infinity says nothing; a number too large for a float is still a large one."""
    try:
        value = float(text)
    except ValueError:
        return None
    if math.isnan(value) or text.strip().lower() in _INFINITIES:
        return None
    return value


def _seconds_until(date: str, now: float) -> float | None:
    from email.utils import mktime_tz, parsedate_tz

    try:
        parsed = parsedate_tz(date)
        return None if parsed is None else mktime_tz(parsed) - now
    except (IndexError, OverflowError, TypeError, ValueError):  # all that a made-up date makes it raise
        return None
