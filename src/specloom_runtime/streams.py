"""Answers that come as a stream of events."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .errors import APIError, StreamError
from .operation import Endpoint
from .sse import ServerSentEvent, SSEDecoder

if TYPE_CHECKING:
    import httpx
    from typing_extensions import Self

E = TypeVar("E")


class EventReader(Generic[E]):
    """What the bytes of a stream mean; the same for both kinds of stream.

    Attributes:
        done: Whether the stream said that it has ended.
    """

    def __init__(self, operation: Endpoint, request: httpx.Request, done: str) -> None:
        self.done = False
        self._sse = SSEDecoder()
        self._decode = operation.decoder(operation.event)
        self._envelope = operation.envelope
        self._request = request
        self._done_data = done
        self._beginning: bytes | None = b""  # until an event comes

    def feed(self, chunk: bytes) -> list[ServerSentEvent]:
        """The events that a piece of the stream completes, up to the one that says it has ended.

        Raises:
            StreamError: If an event is too large.
        """
        events = self._sse.feed(chunk)
        if self._beginning is not None:
            self._beginning = None if events else self._beginning[:200] + chunk[:200]
        for at, event in enumerate(events):
            if event.data == self._done_data:
                self.done = True
                return events[:at]
        return events

    def finish(self, response: httpx.Response) -> None:
        """Say so if what has ended was no stream of events: a page of a proxy, or JSON.

        Raises:
            StreamError: If it had no event, and another content type.
        """
        kind = response.headers.get("content-type", "no content type")
        if self._beginning and "event-stream" not in kind:
            raise StreamError(f"expected a stream of events but received {kind}: {self._beginning[:200]!r}")

    def decode(self, event: ServerSentEvent) -> E:
        """What an event says.

        Raises:
            APIError: If it reports an error.
            StreamError: If it is not JSON.
        """
        try:
            data: Any = json.loads(event.data)
        except (ValueError, RecursionError) as error:
            why = "nested too deeply" if isinstance(error, RecursionError) else f"not JSON ({error})"
            raise StreamError(f"an event of the stream is {why}: {event.data[:200]!r}") from error
        if type(data) is dict and data.get("error"):
            raise self._reported(data["error"])
        if self._envelope:
            data = {"event": event.event, "data": data}
        decoded: Any = data if self._decode is None else self._decode(data)
        typed: E = decoded
        return typed

    def _reported(self, error: object) -> APIError:
        message = error.get("message") if isinstance(error, dict) else error
        if not isinstance(message, str) or not message:
            message = "An error occurred during streaming"
        return APIError(message, self._request, body=error)


class Stream(Generic[E]):
    """Events, one after the other, as they come. Close it, or use it in a ``with`` statement, to end it early.

    Attributes:
        response: The answer that carries the events.
    """

    response: httpx.Response

    def __init__(self, response: httpx.Response, reader: EventReader[E]) -> None:
        self.response = response
        self._reader = reader
        self._events = self._read()

    def __next__(self) -> E:
        return next(self._events)

    def __iter__(self) -> Iterator[E]:
        return self._events

    def _read(self) -> Iterator[E]:
        from .exchange import translated

        reader = self._reader
        try:
            with translated(self.response.request):
                for chunk in self.response.iter_bytes():
                    for event in reader.feed(chunk):
                        if event.data:
                            yield reader.decode(event)
                    if reader.done:
                        return
                reader.finish(self.response)
        finally:
            self.response.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the stream and give its connection back."""
        self.response.close()


class AsyncStream(Generic[E]):
    """Events, one after the other, as they come; the asynchronous twin of ``Stream``.

    Attributes:
        response: The answer that carries the events.
    """

    response: httpx.Response

    def __init__(self, response: httpx.Response, reader: EventReader[E]) -> None:
        self.response = response
        self._reader = reader
        self._events = self._read()

    async def __anext__(self) -> E:
        return await self._events.__anext__()

    def __aiter__(self) -> AsyncIterator[E]:
        return self._events

    async def _read(self) -> AsyncIterator[E]:
        from .exchange import translated

        reader = self._reader
        try:
            with translated(self.response.request):
                async for chunk in self.response.aiter_bytes():
                    for event in reader.feed(chunk):
                        if event.data:
                            yield reader.decode(event)
                    if reader.done:
                        return
                reader.finish(self.response)
        finally:
            await self.response.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """End the stream and give its connection back."""
        await self.response.aclose()
