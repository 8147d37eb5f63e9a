"""The server, and a caller that runs every case in both colours by a clock that nobody waits for."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from openai_client import AsyncOpenAI, OpenAI
from tests.clock import StoppedClock

from .serving import Service, serving


class Caller:
    """Makes calls with a client of one colour."""

    def __init__(self, url: str, *, is_async: bool) -> None:
        self.url = url
        self.is_async = is_async
        self.clock = StoppedClock()

    def __call__(self, use: Callable[[Any], Any], **options: Any) -> Any:
        """What ``use(client)`` returns, awaited where it has to be."""
        options = {"api_key": "sk-test", "base_url": self.url, "max_retries": 0, **options}
        if not self.is_async:
            with OpenAI(**options) as client:
                client._clock = self.clock
                return use(client)

        async def run() -> Any:
            async with AsyncOpenAI(**options) as client:
                client._clock = self.clock
                found = use(client)
                return await found if inspect.isawaitable(found) else found

        return asyncio.run(run())


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as found:
        yield found


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def call(request: pytest.FixtureRequest, service: Service) -> Caller:
    return Caller(service.url, is_async=request.param)
