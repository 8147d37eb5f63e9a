"""The two shells that drive an exchange with httpx, and nothing else: they decide nothing.

Importing this module imports httpx, so a client does it at its first call.
"""

from __future__ import annotations

import inspect
from contextlib import ExitStack
from typing import Any

import httpx

from .exchange import Ask, Exchange, Read, Send, exchange
from .omit import is_given
from .request import Request

LIMITS = httpx.Limits(max_connections=1000, max_keepalive_connections=100)


class SyncTransport:
    """Sends requests through an ``httpx.Client``."""

    def __init__(self, http: httpx.Client) -> None:
        self.http = http

    def run(self, request: Request, *, stream: bool = False) -> httpx.Response:
        """Make a call. Raises what ``exchange`` raises."""
        steps: Exchange = exchange(request, stream=stream)
        try:
            step = next(steps)
            while True:
                try:
                    outcome = self._perform(step)
                except Exception as error:  # noqa: BLE001 - whether it ends the call is for the exchange to say
                    step = steps.throw(error)
                else:
                    step = steps.send(outcome)
        except StopIteration as stop:
            response: httpx.Response = stop.value
            return response

    def _perform(self, step: Ask | Send | Read) -> object:
        if isinstance(step, Send):
            with ExitStack() as files:
                return self.http.send(http_request(self.http, step, files), stream=step.stream)
        if isinstance(step, Read):
            return step.response.read()
        return step.function()


class AsyncTransport:
    """Sends requests through an ``httpx.AsyncClient``."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    async def run(self, request: Request, *, stream: bool = False) -> httpx.Response:
        """Make a call. Raises what ``exchange`` raises."""
        steps: Exchange = exchange(request, stream=stream)
        try:
            step = next(steps)
            while True:
                try:
                    outcome = await self._perform(step)
                except Exception as error:  # noqa: BLE001 - whether it ends the call is for the exchange to say
                    step = steps.throw(error)
                else:
                    step = steps.send(outcome)
        except StopIteration as stop:
            response: httpx.Response = stop.value
            return response

    async def _perform(self, step: Ask | Send | Read) -> object:
        if isinstance(step, Send):
            with ExitStack() as files:
                return await self.http.send(http_request(self.http, step, files), stream=step.stream)
        if isinstance(step, Read):
            return await step.response.aread()
        answer = step.function()
        return await answer if inspect.isawaitable(answer) else answer


def http_request(http: httpx.Client | httpx.AsyncClient, step: Send, files: ExitStack) -> httpx.Request:
    """An attempt as httpx sends it; files that it opens are closed with ``files``."""
    request = step.request
    options: dict[str, Any] = {}
    if is_given(request.timeout):
        options["timeout"] = request.timeout
    if request.parts is not None:
        options["files"] = [part.open(files) for part in request.parts]
    elif request.content is not None:
        options["content"] = request.content
    built = http.build_request(request.verb, step.url, headers=step.headers, **options)
    for name in request.removed_headers:
        built.headers.pop(name, None)
    return built
