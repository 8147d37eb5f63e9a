"""The shell that drives an exchange with httpx, and what its asynchronous twin shares with it. They decide nothing.

Importing this module imports httpx, so a client does it at its first call.
"""

from __future__ import annotations

from contextlib import ExitStack
from functools import lru_cache
from typing import Any

import httpx

from . import bounds
from .call_values import Request
from .contents import streamed
from .errors import ClientClosedError, RequestEncodingError
from .exchange import OPERATION, Ask, Exchange, Read, Send, Sleep, Step, exchange
from .omit import NotGiven
from .retries import Clock


class SyncTransport:
    """Sends requests through an ``httpx.Client``."""

    def __init__(self, http: httpx.Client) -> None:
        self.http = http

    def run(self, request: Request, *, stream: bool, clock: Clock) -> httpx.Response:
        """Make a call. Raises what ``exchange`` raises."""
        steps: Exchange = exchange(request, stream=stream, clock=clock, redirects=redirects(self.http))
        try:
            step = next(steps)
            while True:
                try:
                    outcome = self._perform(step, clock)
                except Exception as error:  # noqa: BLE001 - whether it ends the call is for the exchange to say
                    step = steps.throw(error)
                else:
                    step = steps.send(outcome)
        except StopIteration as stop:
            response: httpx.Response = stop.value
            return response
        finally:
            steps.close()  # a call that is broken off gives back at once what it holds for others

    def _perform(self, step: Step, clock: Clock) -> object:
        if isinstance(step, Send):
            return self._send(step)
        if isinstance(step, Read):
            return bounds.read(step.response, cut=step.cut)
        if isinstance(step, Ask):
            return step.function()
        if isinstance(step, Sleep):
            clock.sleep(step.seconds)
        else:
            step.response.close()
        return None

    def _send(self, step: Send) -> httpx.Response:
        check_open(self.http)
        with ExitStack() as files:
            step.sent = http_request(self.http, step, files, is_async=False)
            if step.signing is not None:
                for chunk in body_of(step.sent):
                    step.signing.feed(chunk)
                step.signing.sign(step.sent)
            response = self.http.send(step.sent, auth=step.auth, stream=True, follow_redirects=False)
            return bounds.limit_cookies(self.http, response)


def redirects(http: httpx.Client | httpx.AsyncClient) -> int:
    """How many redirects to follow."""
    return http.max_redirects if http.follow_redirects else 0


def check_open(http: httpx.Client | httpx.AsyncClient) -> None:
    """Refuse a client of httpx that its owner closed.

    Raises:
        ClientClosedError: If it is closed.
    """
    if http.is_closed:
        raise ClientClosedError("Cannot send a request, as the HTTP client has been closed.")


def http_request(
    http: httpx.Client | httpx.AsyncClient, step: Send, files: ExitStack, *, is_async: bool
) -> httpx.Request:
    """An attempt as httpx sends it; files that it opens are closed with ``files``.

    Raises:
        RequestEncodingError: If a file cannot be opened, or httpx cannot write the request.
    """
    request = step.request
    body = _body(step, files, is_async=is_async) if step.with_body else {}
    limit = http.timeout if isinstance(request.timeout, NotGiven) else request.timeout
    extensions = {"timeout": httpx.Timeout(limit).as_dict(), OPERATION: request.operation.path}
    try:
        if not step.foreign and (http.params or http.cookies):
            built = http.build_request(step.verb, step.url, headers=step.headers, extensions=extensions, **body)
        else:
            # The same without what httpx looks through for parameters and cookies of its client.
            headers = _joined(http.headers, step)
            built = httpx.Request(step.verb, _url(step.url), headers=headers, extensions=extensions, **body)
    except (httpx.InvalidURL, TypeError, ValueError) as error:
        # Without the URL's query, which may hold a key.
        raise RequestEncodingError(f"{step.verb} {request.operation.path} cannot be written: {error}") from error
    for name in request.removed_headers:
        built.headers.pop(name, None)
    return built


def body_of(request: httpx.Request) -> Any:
    """The pieces of a body, for a loop of the colour of the client that it is for."""
    return request.stream


class _Files(list[Any]):
    """The parts of a form. Without parts it is still a form, which httpx would send as no body at all."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return True


def _body(step: Send, files: ExitStack, *, is_async: bool) -> dict[str, Any]:
    request = step.request
    if request.parts is not None:
        return {"files": _Files(part.open(files) for part in request.parts)}
    if isinstance(request.content, bytes):
        return {"content": request.content}
    if request.content is None:
        return {}
    content, length = streamed(request.content, step.start, files, is_async=is_async)
    if length is not None:
        step.headers = {**step.headers, "Content-Length": str(length)}
    return {"content": content}


def _joined(usual: httpx.Headers, step: Send) -> list[tuple[bytes, bytes]]:
    """Headers of the HTTP client that the attempt does not have itself, then those of the attempt."""
    own = step.headers
    names = {name.lower().encode("ascii") for name in own}
    joined = [(name, value) for name, value in usual.raw if name.lower() not in names]
    if step.foreign:
        joined = [(name, value) for name, value in joined if not step.request.hides(name.decode("latin-1"))]
    joined += [(name.encode("ascii"), value.encode("ascii")) for name, value in own.items()]
    return joined


def _url(text: str) -> httpx.URL:
    """A URL; taken apart once only, unless it has a query, which may be long or hold a key."""
    return httpx.URL(text) if "?" in text else _bare_url(text)


@lru_cache(maxsize=512)
def _bare_url(text: str) -> httpx.URL:
    return httpx.URL(text)
