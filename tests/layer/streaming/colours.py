"""One test for both colours: it is written asynchronously, and what is synchronous is wrapped."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx

from openai_client import AsyncOpenAI, OpenAI

COLOURS = ["sync", "async"]


class Sent:
    """A client of one colour, and the requests that it sent to answers that are made up."""

    def __init__(self, colour: str, answer: Callable[[httpx.Request], httpx.Response]) -> None:
        self.requests: list[httpx.Request] = []

        def recorded(request: httpx.Request) -> httpx.Response:
            self.requests.append(request)
            return answer(request)

        transport = httpx.MockTransport(recorded)
        self.client: Any = (
            OpenAI(api_key="sk-test", max_retries=0, http_client=httpx.Client(transport=transport))
            if colour == "sync"
            else AsyncOpenAI(api_key="sk-test", max_retries=0, http_client=httpx.AsyncClient(transport=transport))
        )

    @property
    def request(self) -> httpx.Request:
        """The only request."""
        (request,) = self.requests
        return request


async def ready(value: Any) -> Any:
    """What a call returns, in either colour."""
    return await value if inspect.isawaitable(value) else value


@asynccontextmanager
async def opened(manager: Any) -> AsyncIterator[Any]:
    """A context manager of either colour, entered."""
    if hasattr(manager, "__aenter__"):
        async with manager as entered:
            yield entered
    else:
        with manager as entered:
            yield entered


async def each(stream: Any) -> AsyncIterator[Any]:
    """The events of a stream of either colour."""
    if hasattr(stream, "__aiter__"):
        async for event in stream:
            yield event
    else:
        for event in stream:
            yield event


async def all_of(stream: Any) -> list[Any]:
    """All events of a stream of either colour."""
    return [event async for event in each(stream)]
