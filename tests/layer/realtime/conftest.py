"""A server, and clients of both colours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from openai_client import AsyncOpenAI, OpenAI
from openai_client.lib.realtime.async_connection import AsyncConnection
from openai_client.lib.realtime.connection import Connection

from .talks import Awaitable, Server, running


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as server:
        yield server


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def make_client(request: pytest.FixtureRequest, server: Server) -> Callable[..., Any]:
    def make(**options: Any) -> Any:
        options = {"api_key": "sk-1", "base_url": server.url, **options}
        return AsyncOpenAI(**options) if request.param else Awaitable(OpenAI(**options))

    return make


@pytest.fixture
def client(make_client: Callable[..., Any]) -> Any:
    return make_client()


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses between attempts, which take no time."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(Connection, "_sleep", staticmethod(slept.append))
    monkeypatch.setattr(AsyncConnection, "_sleep", staticmethod(sleep))
    return slept
