"""A clock that nobody waits for."""

from __future__ import annotations

from typing import Any

from specloom_runtime.retries import Clock


class FakeClock(Clock):
    """Time passes when something sleeps, and chance is what the test says.

    Attributes:
        slept: The pauses that were asked for.
    """

    def __init__(self, *, now: float = 1_700_000_000.0, chance: float = 0.0) -> None:
        self.slept: list[float] = []
        self._now = now
        self._chance = chance

    def now(self) -> float:
        return self._now

    def random(self) -> float:
        return self._chance

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self._now += seconds

    async def sleep_async(self, seconds: float) -> None:
        self.sleep(seconds)


def clocked(client: Any, clock: FakeClock) -> Any:
    """A client that lives by a clock of the test."""
    client._clock = clock
    return client
