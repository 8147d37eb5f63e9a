"""A clock that nobody waits for."""

from __future__ import annotations

from openai_client._runtime.retries import Clock


class StoppedClock(Clock):
    """Time passes when something sleeps.

    Attributes:
        slept: The pauses that were asked for.
        interrupt: Raised by a sleep, once it is set.
    """

    def __init__(self) -> None:
        self.slept: list[float] = []
        self.time = 1_700_000_000.0
        self.interrupt: BaseException | None = None

    def now(self) -> float:
        return self.time

    def random(self) -> float:
        return 0.0

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds
        if self.interrupt is not None:
            raise self.interrupt

    async def sleep_async(self, seconds: float) -> None:
        self.sleep(seconds)
