"""A server of raw bytes and the two clients of the flagship package."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from openai_client import AsyncOpenAI, OpenAI
from tests.runtime.wire import WireServer


@pytest.fixture
def wire() -> Iterator[WireServer]:
    made = WireServer()
    yield made
    made.close()


Call = Callable[..., Any]


@pytest.fixture(params=["sync", "async"])
def call(request: pytest.FixtureRequest, wire: WireServer) -> Call:
    """Does something with a client; what is awaitable is awaited, and a stream taken to its end."""

    def run(task: Callable[[Any], Any], **options: Any) -> Any:
        given: dict[str, Any] = {"api_key": "sk-secret", "base_url": wire.url, "max_retries": 0, **options}
        if request.param == "sync":
            with OpenAI(**given) as client:
                found = task(client)
                return list(found) if hasattr(found, "__next__") else found

        async def main() -> Any:
            async with AsyncOpenAI(**given) as client:
                found = await task(client)
                return [event async for event in found] if hasattr(found, "__anext__") else found

        return asyncio.run(main())

    return run


def model(client: Any) -> Any:
    """A call that is answered with JSON."""
    return client.models.retrieve("m")


def events(client: Any) -> Any:
    """A call that is answered with a stream."""
    return client.chat.completions.create(model="m", messages=[{"role": "user", "content": "x"}], stream=True)


def file(client: Any) -> Any:
    """A call that is answered with bytes."""
    return client.files.content("f")
