"""How a call goes, as a generator that does no I/O.

It yields what is to be done (``Ask``, ``Send``, ``Read``) and is sent what came of it; a shell that is synchronous
or asynchronous does the doing. All decisions about credentials, failures and statuses are made here, once.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

import httpx

from . import auth
from .errors import APIConnectionError, APITimeoutError, status_error
from .request import Request, url_with_query


class Ask:
    """Call a function of the user (one that gives a key) and send back its result."""

    __slots__ = ("function",)

    def __init__(self, function: Callable[[], object]) -> None:
        self.function = function


class Send:
    """Send an attempt and send back the response; its content is read unless ``stream``."""

    __slots__ = ("headers", "request", "stream", "url")

    def __init__(self, request: Request, url: str, headers: dict[str, str], *, stream: bool) -> None:
        self.request = request
        self.url = url
        self.headers = headers
        self.stream = stream


class Read:
    """Read the content of a response that was sent for as a stream."""

    __slots__ = ("response",)

    def __init__(self, response: httpx.Response) -> None:
        self.response = response


Step: TypeAlias = Ask | Send | Read
Exchange: TypeAlias = Generator[Step, Any, httpx.Response]


def exchange(request: Request, *, stream: bool) -> Exchange:
    """The steps of one call; returns the response of a call that went well.

    Raises:
        APITimeoutError: If no answer came in time.
        APIConnectionError: If no answer came.
        APIStatusError: If the answer has another status than 2xx.
    """
    attempt = yield from _attempt(request, stream=stream)
    try:
        response: httpx.Response = yield attempt
        if not response.is_success and stream:
            yield Read(response)
    except httpx.HTTPError as error:
        raise connection_error(error, error.request) from error
    if not response.is_success:
        raise status_error(response)
    return response


@contextmanager
def translated(request: httpx.Request) -> Iterator[None]:
    """Failures of the HTTP library while an answer is read come out as errors of this package.

    Raises:
        APITimeoutError: If the rest of the answer did not come in time.
        APIConnectionError: If the connection broke.
    """
    try:
        yield
    except httpx.HTTPError as error:
        raise connection_error(error, request) from error


def connection_error(error: httpx.HTTPError, request: httpx.Request) -> APIConnectionError:
    """What callers see of a failure of the HTTP library."""
    if isinstance(error, httpx.TimeoutException):
        return APITimeoutError(request)
    return APIConnectionError(request=request)


def _attempt(request: Request, *, stream: bool) -> Generator[Step, Any, Send]:
    """The request with its credentials."""
    headers, query = dict(request.headers), dict(request.query)
    for credential in request.credentials:
        value = credential.value
        if callable(value):
            value = yield Ask(value)
        auth.apply(credential.option, value, headers, query)
    return Send(request, url_with_query(request, query), headers, stream=stream)
