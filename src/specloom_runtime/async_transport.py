"""The shell that drives an exchange with httpx in an event loop.

Apart from its twin because asyncio takes a tenth of the time that a first call takes, which a program without an event
loop need not spend.
"""

from __future__ import annotations

import asyncio
import inspect
from contextlib import ExitStack

import httpx

from . import bounds
from .call_values import Request
from .errors import WrongEventLoopError
from .exchange import Ask, Exchange, Read, Send, Sleep, Step, exchange
from .retries import Clock
from .transport import body_of, check_open, http_request, redirects


class AsyncTransport:
    """Sends requests through an ``httpx.AsyncClient``.

    Args:
        http: Sends.
        bound: Whether its connections belong to the event loop that used it first.
    """

    def __init__(self, http: httpx.AsyncClient, *, bound: bool) -> None:
        self.http = http
        self._bound = bound
        self._loop: asyncio.AbstractEventLoop | None = None

    async def run(self, request: Request, *, stream: bool, clock: Clock) -> httpx.Response:
        """Make a call. Raises what ``exchange`` raises, and WrongEventLoopError."""
        self._check_loop(request)
        steps: Exchange = exchange(request, stream=stream, clock=clock, redirects=redirects(self.http))
        try:
            step = next(steps)
            while True:
                try:
                    outcome = await self._perform(step, clock)
                except Exception as error:  # noqa: BLE001 - whether it ends the call is for the exchange to say
                    step = steps.throw(error)
                else:
                    step = steps.send(outcome)
        except StopIteration as stop:
            response: httpx.Response = stop.value
            return response
        finally:
            steps.close()  # a call that is broken off gives back at once what it holds for others

    def _check_loop(self, request: Request) -> None:
        loop = asyncio.get_running_loop()
        if self._loop is None:
            self._loop = loop
        elif self._bound and self._loop is not loop:
            raise self._wrong_loop(request)

    def _wrong_loop(self, request: Request) -> WrongEventLoopError:
        return WrongEventLoopError(
            f"{request.verb} {request.operation.path} was not sent: this client was first used in another event "
            "loop, which its connections belong to. Make one client for each event loop, and close it there."
        )

    async def _perform(self, step: Step, clock: Clock) -> object:
        if isinstance(step, Send):
            return await self._send(step)
        if isinstance(step, Read):
            return await bounds.aread(step.response, cut=step.cut)
        if isinstance(step, Ask):
            answer = await asyncio.to_thread(step.function) if step.blocking else step.function()
            return await answer if inspect.isawaitable(answer) else answer
        if isinstance(step, Sleep):
            await clock.sleep_async(step.seconds)
        else:
            await step.response.aclose()
        return None

    async def _send(self, step: Send) -> httpx.Response:
        check_open(self.http)
        with ExitStack() as files:
            step.sent = http_request(self.http, step, files, is_async=True)
            if step.signing is not None:
                async for chunk in body_of(step.sent):
                    step.signing.feed(chunk)
                step.signing.sign(step.sent)
            try:
                response = await self.http.send(step.sent, auth=step.auth, stream=True, follow_redirects=False)
            except RuntimeError as error:
                if self._loop is not asyncio.get_running_loop():
                    raise self._wrong_loop(step.request) from error
                raise
            return bounds.limit_cookies(self.http, response)
