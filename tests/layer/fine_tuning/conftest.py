"""An API in the process, and a caller that runs every case with both kinds of client, by a clock that never waits."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from typing import Any

import pytest

from openai_client.testing import MockAPI
from tests.clock import StoppedClock


class Caller:
    """Calls a function of the layer, or its asynchronous twin, with a client that ``api`` answers."""

    def __init__(self, *, is_async: bool) -> None:
        self.is_async = is_async
        self.api = MockAPI()
        self.clock = StoppedClock()

    def __call__(self, function: Callable[..., Any], *arguments: Any, max_retries: int = 0, **named: Any) -> Any:
        client: Any = (self.api.async_client if self.is_async else self.api.client)(max_retries=max_retries)
        client._clock = self.clock
        if not self.is_async:
            return function(client, *arguments, **named)
        twin = getattr(inspect.getmodule(function), f"{function.__name__}_async")
        return asyncio.run(twin(client, *arguments, **named))


@pytest.fixture(params=["sync", "async"])
def call(request: pytest.FixtureRequest) -> Caller:
    return Caller(is_async=request.param == "async")
