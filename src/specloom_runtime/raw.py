"""Calls that give the whole response: its headers, status and bytes beside what the method would return."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    import datetime

    import httpx

T = TypeVar("T")
U = TypeVar("U")


class Reading(Generic[T]):
    """What the response to a call means.

    Attributes:
        value: From a response to what the method returns.
        live: Whether that reads the content itself, event by event, so that nobody else must.
        done: Data of the event that ends a stream.
    """

    __slots__ = ("done", "live", "value")

    def __init__(self, value: Callable[[httpx.Response], T], done: str, *, live: bool = False) -> None:
        self.value = value
        self.live = live
        self.done = done


class BaseAPIResponse(Generic[T]):
    """A response, and what it means.

    Attributes:
        http_response: The response as the HTTP library gives it.
    """

    http_response: httpx.Response

    def __init__(self, response: httpx.Response, reading: Reading[T]) -> None:
        self.http_response = response
        self._reading = reading
        self._parsed: dict[object, Any] = {}

    def __repr__(self) -> str:
        return f"<{type(self).__name__} [{self.status_code} {self.http_response.reason_phrase}]>"

    @property
    def headers(self) -> httpx.Headers:
        """The headers of the response."""
        return self.http_response.headers

    @property
    def http_request(self) -> httpx.Request:
        """The request that it answers, the last one if it was sent more than once."""
        return self.http_response.request

    @property
    def status_code(self) -> int:
        """The status."""
        return self.http_response.status_code

    @property
    def url(self) -> httpx.URL:
        """Where the response came from, after redirects."""
        return self.http_response.url

    @property
    def method(self) -> str:
        """The verb of the request."""
        return self.http_request.method

    @property
    def http_version(self) -> str:
        """``HTTP/1.1``."""
        return self.http_response.http_version

    @property
    def elapsed(self) -> datetime.timedelta:
        """From sending the request to the end of the response, which must have been read."""
        return self.http_response.elapsed

    @property
    def is_closed(self) -> bool:
        """Whether the connection was given back."""
        return self.http_response.is_closed

    @property
    def request_id(self) -> str | None:
        """The ``x-request-id`` header, to quote when asking for help."""
        found: str | None = self.http_response.headers.get("x-request-id")
        return found

    @property
    def retries_taken(self) -> int:
        """How often the request was sent again before this response came."""
        from .exchange import RETRIES_TAKEN

        taken: int = self.http_response.extensions.get(RETRIES_TAKEN, 0)
        return taken

    def _then(self, change: Callable[[Any], Any]) -> None:
        value = self._reading.value
        self._reading = Reading(lambda response: change(value(response)), self._reading.done, live=self._reading.live)

    def _is_live(self, to: object) -> bool:
        from .adhoc import is_stream

        return self._reading.live if to is None else is_stream(to)

    def _parse(self, to: Any) -> Any:
        if to not in self._parsed:
            self._parsed[to] = self._parse_anew(to)
        return self._parsed[to]

    def _parse_anew(self, to: Any) -> Any:
        if to is None:
            return self._reading.value(self.http_response)
        from .adhoc import read_as

        return read_as(self.http_response, to, self._reading.done)


class RawResponse(BaseAPIResponse[T]):
    """A response whose content was read; that of a call with ``stream=True`` is read as its events are taken."""

    @property
    def content(self) -> bytes:
        """The bytes."""
        return self.http_response.content

    @property
    def text(self) -> str:
        """The bytes as text."""
        return self.http_response.text

    @overload
    def parse(self, *, to: type[U]) -> U: ...
    @overload
    def parse(self, *, to: None = None) -> T: ...
    def parse(self, *, to: Any = None) -> Any:
        """What the method would have returned; asked again, the same object.

        Args:
            to: Something else to make of the content: a model class, ``dict``, ``list``, ``str``, ``object`` for any
                JSON, ``Stream[Event]``, ``BinaryResponse`` or ``httpx.Response``.

        Raises:
            APIResponseValidationError: If the content should be JSON and is not.
        """
        return self._parse(to)


def then(outcome: T, change: Callable[[T], U]) -> U:
    """What a call returned, changed; where the whole response was asked for, what its ``parse()`` returns.

    For methods that do something to the answer of a generated one::

        return then(super().create(..., extra_headers=extra_headers), add_usage)
    """
    answered: Any = outcome
    if isinstance(answered, BaseAPIResponse):
        answered._then(change)
        unchanged: Any = answered
        return unchanged  # type: ignore[no-any-return]  # the caller asked for a response and expects one
    return change(outcome)
