"""Responses that are followed while they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from .event_streams import AsyncEventStream, AsyncStreamManager, EventStream, StreamManager
from .response_event_types import ResponseStreamEvent
from .response_events import (
    ResponseCompletedEvent,
    ResponseFunctionCallArgumentsDeltaEvent,
    ResponseTextDeltaEvent,
    ResponseTextDoneEvent,
)
from .response_state import ResponseStreamState

if TYPE_CHECKING:
    from ..._runtime import AsyncStream, Stream
    from ...types.responses import ResponseStreamEvent as PlainEvent
    from ..parsed_responses import ParsedResponse

__all__ = [
    "AsyncResponseStream",
    "AsyncResponseStreamManager",
    "ResponseCompletedEvent",
    "ResponseFunctionCallArgumentsDeltaEvent",
    "ResponseStream",
    "ResponseStreamEvent",
    "ResponseStreamManager",
    "ResponseStreamState",
    "ResponseTextDeltaEvent",
    "ResponseTextDoneEvent",
]

T = TypeVar("T")


class ResponseStream(EventStream["PlainEvent", "ResponseStreamEvent[T]"], Generic[T]):
    """The events of a response, and the response itself."""

    def __init__(self, raw: Stream[PlainEvent], state: ResponseStreamState[T]) -> None:
        super().__init__(raw, state.handle_event)
        self._state = state

    def get_final_response(self) -> ParsedResponse[T]:
        """Wait for the end of the stream, and return the response: completed, incomplete or failed.

        Raises:
            RuntimeError: If the stream ended before the response did.
            InvalidDataError: If a text does not follow the type that was asked for.
        """
        self.until_done()
        return self._state.get_final_response()


class AsyncResponseStream(AsyncEventStream["PlainEvent", "ResponseStreamEvent[T]"], Generic[T]):
    """The asynchronous twin of ``ResponseStream``."""

    def __init__(self, raw: AsyncStream[PlainEvent], state: ResponseStreamState[T]) -> None:
        super().__init__(raw, state.handle_event)
        self._state = state

    async def get_final_response(self) -> ParsedResponse[T]:
        """Wait for the end of the stream, and return the response; as of ``ResponseStream``."""
        await self.until_done()
        return self._state.get_final_response()


class ResponseStreamManager(StreamManager[ResponseStream[T]], Generic[T]):
    """To be entered with ``with``: that makes the call, and gives the stream."""


class AsyncResponseStreamManager(AsyncStreamManager[AsyncResponseStream[T]], Generic[T]):
    """To be entered with ``async with``: that makes the call, and gives the stream."""
