"""Streams whose events are made from those of another stream: the same for whatever is put together."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    import httpx
    from typing_extensions import Self

    from ..._runtime import AsyncStream, Stream

C = TypeVar("C")
E = TypeVar("E")
S = TypeVar("S", bound="EventStream[Any, Any]")
A = TypeVar("A", bound="AsyncEventStream[Any, Any]")


class EventStream(Generic[C, E]):
    """Events, as they come. Close it, or use it in a ``with`` statement, to end it early.

    Attributes:
        response: The answer that carries the events.
    """

    response: httpx.Response

    def __init__(self, raw: Stream[C], feed: Callable[[C], Iterable[E]]) -> None:
        self.response = raw.response
        self._raw = raw
        self._feed = feed
        self._events = self._read()

    def __iter__(self) -> Iterator[E]:
        return self._events

    def __next__(self) -> E:
        return next(self._events)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the stream and give its connection back."""
        self._raw.close()

    def until_done(self) -> Self:
        """Wait for the end of the stream."""
        for _ in self._events:
            pass
        return self

    def _read(self) -> Iterator[E]:
        feed = self._feed
        try:
            for raw in self._raw:
                yield from feed(raw)
        finally:
            self._raw.close()


class AsyncEventStream(Generic[C, E]):
    """Events, as they come; the asynchronous twin of ``EventStream``.

    Attributes:
        response: The answer that carries the events.
    """

    response: httpx.Response

    def __init__(self, raw: AsyncStream[C], feed: Callable[[C], Iterable[E]]) -> None:
        self.response = raw.response
        self._raw = raw
        self._feed = feed
        self._events = self._read()

    def __aiter__(self) -> AsyncIterator[E]:
        return self._events

    async def __anext__(self) -> E:
        return await self._events.__anext__()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """End the stream and give its connection back."""
        await self._raw.close()

    async def until_done(self) -> Self:
        """Wait for the end of the stream."""
        async for _ in self._events:
            pass
        return self

    async def _read(self) -> AsyncIterator[E]:
        feed = self._feed
        try:
            async for raw in self._raw:
                for event in feed(raw):
                    yield event
        finally:
            await self._raw.close()


class StreamManager(Generic[S]):
    """A call that is made when a ``with`` statement is entered, and whose stream ends with it."""

    def __init__(self, call: Callable[[], S]) -> None:
        self._call = call
        self._stream: S | None = None

    def __enter__(self) -> S:
        self._stream = self._call()
        return self._stream

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream is not None:
            self._stream.close()


class AsyncStreamManager(Generic[A]):
    """A call that is made when an ``async with`` statement is entered, and whose stream ends with it."""

    def __init__(self, call: Callable[[], Awaitable[A]]) -> None:
        self._call = call
        self._stream: A | None = None

    async def __aenter__(self) -> A:
        self._stream = await self._call()
        return self._stream

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream is not None:
            await self._stream.close()
