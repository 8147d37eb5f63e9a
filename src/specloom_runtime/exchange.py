"""How a call goes, as a generator that does no I/O.

It yields what is to be done (``Ask``, ``Send``, ``Read``, ``Close``, ``Sleep``) and is sent what came of it; a shell
that is synchronous or asynchronous does the doing. All decisions about credentials, redirects, failures, statuses and
further attempts are made here, once.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any, Protocol, TypeAlias

import httpx

from . import auth, bounds, contents, logs, retries
from .call_values import Request, Source
from .errors import APIConnectionError, APITimeoutError, SDKError, status_error
from .request import url_with_query
from .retries import Clock

RETRIES_TAKEN = "retries_taken"
"""Under this name the ``extensions`` of a response hold how many attempts went before it."""
STRICT = "strict"
"""Under this name they hold whether an answer that is not as its type says is an error."""

OPERATION = "operation"
"""Under this name the ``extensions`` of a request hold the path of its operation, as a template."""

_NO_HEADERS = httpx.Headers()


class Ask:
    """Call a function (one of the user that gives a key) and send back its result.

    Attributes:
        blocking: Whether it may take long and is not to hold up an event loop.
    """

    __slots__ = ("blocking", "function")

    def __init__(self, function: Callable[[], object], *, blocking: bool = False) -> None:
        self.function = function
        self.blocking = blocking


class Signing(Protocol):
    """What signs an attempt when all of it is known."""

    def feed(self, chunk: bytes) -> None:
        """Take the next piece of the body."""
        ...

    def sign(self, request: httpx.Request) -> None:
        """Make the request that is sent: with the body that was taken, and signed."""
        ...


class Send:
    """Send an attempt and send back the response, its content not yet read.

    Attributes:
        request: What the call asks for.
        verb: Of this attempt: a redirect may make it another one.
        url: Whole, with its query.
        headers: With credentials.
        with_body: Whether the body goes along.
        start: Where a body that is an open file begins.
        signing: Is given the body and the request before it is sent, or None.
        foreign: Whether a redirect led it to another server, which gets no credentials, of the HTTP client neither.
        sent: The attempt as httpx sees it; the shell puts it here.
    """

    __slots__ = ("foreign", "headers", "request", "sent", "signing", "start", "url", "verb", "with_body")

    def __init__(self, request: Request, url: str, headers: dict[str, str], start: int | None) -> None:
        self.request = request
        self.verb = request.verb
        self.url = url
        self.headers = headers
        self.with_body = True
        self.start = start
        self.signing: Signing | None = None
        self.sent: httpx.Request | None = None
        self.foreign = False

    @property
    def auth(self) -> Any:
        """What of the HTTP client's own ``auth`` counts."""
        return None if self.foreign else httpx.USE_CLIENT_DEFAULT

    def attempted(self) -> httpx.Request:
        """The attempt as httpx sees it, or something like it where it did not come to that."""
        return self.sent or httpx.Request(self.verb, self.url)


class Read:
    """Read the content of a response; what may be ``cut`` only as far as it tells of a failure."""

    __slots__ = ("cut", "response")

    def __init__(self, response: httpx.Response, *, cut: bool = False) -> None:
        self.response = response
        self.cut = cut


class Close:
    """Drop a response without reading its content."""

    __slots__ = ("response",)

    def __init__(self, response: httpx.Response) -> None:
        self.response = response


class Sleep:
    """Wait for some seconds."""

    __slots__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds


Step: TypeAlias = Ask | Send | Read | Close | Sleep
Exchange: TypeAlias = Generator[Step, Any, httpx.Response]


def exchange(request: Request, *, stream: bool, clock: Clock, redirects: int) -> Exchange:
    """The steps of one call; returns the response of a call that went well, its content read unless ``stream``.

    Args:
        request: What to ask for.
        stream: Whether the caller reads the content.
        clock: Gives time and chance.
        redirects: How many to follow.

    Raises:
        APITimeoutError: If no answer came in time.
        APIConnectionError: If no answer came.
        APIStatusError: If the answer has another status than 2xx.
        SDKError: If the request cannot be written.
    """
    start = contents.position(request.content)
    taken = 0
    renewed = False
    while True:
        attempt = yield from _attempt(request, start, taken, clock)
        answered: httpx.Headers = _NO_HEADERS
        try:
            response = yield from _followed(attempt, redirects)
            if response.is_success:
                if not stream:
                    yield Read(response)
                response.extensions[RETRIES_TAKEN] = taken
                response.extensions[STRICT] = request.strict
                return response
        except SDKError:
            raise
        except Exception as error:  # whatever it is, no answer came; it stays the cause
            logs.failure(attempt.verb, attempt.url, error, request.secrets)
            passing = not isinstance(error, httpx.UnsupportedProtocol)
            note = _last_word(attempt, taken, passing=passing)
            if note is not None:
                raise connection_error(error, attempt.attempted(), note) from error
        else:
            response.extensions[RETRIES_TAKEN] = taken
            if response.status_code == 401 and not renewed and auth.discard(request.credentials):
                # A short-lived key was taken back early. Asking for another is no retry: nothing was done yet.
                renewed = True
                if not request.read_once():
                    yield from _dropped(response) if stream else _read_leniently(response)
                    continue
            passing = retries.should_retry(response.status_code, response.headers, clock.now())
            note = _last_word(attempt, taken, passing=passing)
            if note is not None:
                yield from _read_leniently(response)
                raise status_error(response, note + auth.explained(request.credentials, response, clock.now()))
            # What was read leaves a connection that can serve again; of a stream nobody knows how long it is.
            yield from _dropped(response) if stream else _read_leniently(response)
            answered = response.headers
        seconds = retries.delay(taken, answered, clock)
        logs.retry(attempt.verb, attempt.url, seconds, request.secrets)
        yield Sleep(seconds)
        taken += 1


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


def connection_error(error: Exception, request: httpx.Request, note: str = "") -> APIConnectionError:
    """What callers see of a failure of the HTTP library; ``note`` is put behind the message."""
    if isinstance(error, httpx.TimeoutException):
        return APITimeoutError(request, note)
    return APIConnectionError(message=f"Connection error.{note}", request=request)


def _attempt(request: Request, start: int | None, taken: int, clock: Clock) -> Generator[Step, Any, Send]:
    """The request with its credentials, which are asked for anew."""
    headers, query = dict(request.headers), dict(request.query)
    signing: Any = None
    for credential in request.credentials:
        value = credential.value
        if isinstance(value, Source):
            value = credential.used = yield from value.obtain(credential, request, clock)
        elif callable(value):
            value = auth.checked_answer(credential.option, (yield Ask(value)))
        if credential.option.kind == "sigv4":
            signing = value
        else:
            auth.apply(credential.option, value, headers, query)
    if request.retry_header:
        headers[request.retry_header] = str(taken)
    send = Send(request, url_with_query(request, query), headers, start)
    send.signing = signing
    logs.attempt(send.verb, send.url, headers, taken=taken, secrets=request.secrets)
    return send


def _followed(attempt: Send, redirects: int) -> Generator[Step, Any, httpx.Response]:
    """The answer to an attempt, or the one that it leads to. A signed one leads nowhere: it is for one place."""
    history: list[httpx.Response] = []
    while True:
        response: httpx.Response = yield attempt
        logs.answer(attempt.verb, attempt.url, response.status_code, response.headers, attempt.request.secrets)
        response.history = history
        try:
            bounds.guard(response)
        except SDKError:
            yield Close(response)
            raise
        if response.next_request is None or not redirects or attempt.signing is not None:
            return response
        yield from _read_leniently(response)
        if len(history) == redirects:
            raise httpx.TooManyRedirects("Exceeded maximum allowed redirects.", request=response.request)
        history = [*history, response]
        attempt = _redirected(attempt, response.request, response.next_request)


def _redirected(attempt: Send, came: httpx.Request, target: httpx.Request) -> Send:
    """The attempt at its next place; credentials go along to the same server only.

    Raises:
        APIConnectionError: If the place is not encrypted though this one is, or the body would have to go along and
            cannot.
    """
    if came.url.scheme == "https" and target.url.scheme == "http":
        raise APIConnectionError(
            message=f"Redirected from https to http, to {target.url.host}: not followed.", request=came
        )
    headers = attempt.headers
    foreign = attempt.foreign or not _same_server(came.url, target.url)
    if foreign:
        headers = {name: value for name, value in headers.items() if not attempt.request.hides(name)}
    again = Send(attempt.request, str(target.url), headers, attempt.start)
    again.foreign = foreign
    again.verb = target.method
    again.with_body = attempt.with_body and target.method == came.method
    if again.with_body:
        once = attempt.request.read_once()
        if once:
            raise APIConnectionError(message=f"Redirected, but {once}.", request=target)
    else:
        again.headers = {name: value for name, value in headers.items() if name.lower() != "content-type"}
    return again


def _same_server(one: httpx.URL, other: httpx.URL) -> bool:
    """Whether a redirect stays where it was; going from http to https of the same host is staying."""
    if one.host != other.host:
        return False
    if (one.scheme, one.port) == (other.scheme, other.port):
        return True
    return (one.scheme, one.port, other.scheme, other.port) == ("http", None, "https", None)


def _last_word(attempt: Send, taken: int, *, passing: bool) -> str | None:
    """What a failure has to say about further attempts, mostly nothing; None if there is to be one.

    Args:
        attempt: What failed.
        taken: Retries so far.
        passing: Whether the failure may be over soon.
    """
    request = attempt.request
    if not passing or taken >= request.max_retries:
        return ""
    once = request.read_once()
    if not once:
        return None
    logs.given_up(attempt.verb, attempt.url, once, request.secrets)
    return f" (not tried again: {once})"


def _dropped(response: httpx.Response) -> Generator[Step, Any, None]:
    yield Close(response)


def _read_leniently(response: httpx.Response) -> Generator[Step, Any, None]:
    """Read what an answer says about a failure. Its status is known, so the call is over even if the rest is lost."""
    try:
        yield Read(response, cut=True)
    except Exception as error:  # noqa: BLE001 - as in exchange
        logs.failure(response.request.method, str(response.request.url), error, ())
