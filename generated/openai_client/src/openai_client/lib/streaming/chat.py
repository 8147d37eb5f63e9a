"""Chat completions that are followed while they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from .chat_events import (
    ChatCompletionStreamEvent,
    ChunkEvent,
    ContentDeltaEvent,
    ContentDoneEvent,
    FunctionToolCallArgumentsDeltaEvent,
    FunctionToolCallArgumentsDoneEvent,
    LogprobsContentDeltaEvent,
    LogprobsContentDoneEvent,
    LogprobsRefusalDeltaEvent,
    LogprobsRefusalDoneEvent,
    RefusalDeltaEvent,
    RefusalDoneEvent,
)
from .chat_state import ChatCompletionStreamState
from .event_streams import AsyncEventStream, AsyncStreamManager, EventStream, StreamManager

if TYPE_CHECKING:
    from ..._runtime import AsyncStream, Stream
    from ...types.chat import ChatCompletionChunk
    from ..parsed import ParsedChatCompletion

__all__ = [
    "AsyncChatCompletionStream",
    "AsyncChatCompletionStreamManager",
    "ChatCompletionStream",
    "ChatCompletionStreamEvent",
    "ChatCompletionStreamManager",
    "ChatCompletionStreamState",
    "ChunkEvent",
    "ContentDeltaEvent",
    "ContentDoneEvent",
    "FunctionToolCallArgumentsDeltaEvent",
    "FunctionToolCallArgumentsDoneEvent",
    "LogprobsContentDeltaEvent",
    "LogprobsContentDoneEvent",
    "LogprobsRefusalDeltaEvent",
    "LogprobsRefusalDoneEvent",
    "RefusalDeltaEvent",
    "RefusalDoneEvent",
]

T = TypeVar("T")


class ChatCompletionStream(EventStream["ChatCompletionChunk", "ChatCompletionStreamEvent[T]"], Generic[T]):
    """The events of a chat completion, and the completion itself."""

    def __init__(self, raw: Stream[ChatCompletionChunk], state: ChatCompletionStreamState[T]) -> None:
        super().__init__(raw, state.handle_chunk)
        self._state = state

    @property
    def current_completion_snapshot(self) -> ParsedChatCompletion[T]:
        """All that arrived so far. It grows with the stream: copy it to keep it.

        Raises:
            RuntimeError: If nothing arrived yet.
        """
        return self._state.current_completion_snapshot

    def get_final_completion(self) -> ParsedChatCompletion[T]:
        """Wait for the end of the stream, and return the completion.

        Raises:
            RuntimeError: If nothing arrived.
            LengthFinishReasonError: If an answer was cut off for its length.
            ContentFilterFinishReasonError: If an answer was cut off by a filter.
            InvalidDataError: If a text does not follow the type that was asked for.
        """
        self.until_done()
        return self._state.get_final_completion()


class AsyncChatCompletionStream(AsyncEventStream["ChatCompletionChunk", "ChatCompletionStreamEvent[T]"], Generic[T]):
    """The asynchronous twin of ``ChatCompletionStream``."""

    def __init__(self, raw: AsyncStream[ChatCompletionChunk], state: ChatCompletionStreamState[T]) -> None:
        super().__init__(raw, state.handle_chunk)
        self._state = state

    @property
    def current_completion_snapshot(self) -> ParsedChatCompletion[T]:
        """All that arrived so far; as of ``ChatCompletionStream``."""
        return self._state.current_completion_snapshot

    async def get_final_completion(self) -> ParsedChatCompletion[T]:
        """Wait for the end of the stream, and return the completion; as of ``ChatCompletionStream``."""
        await self.until_done()
        return self._state.get_final_completion()


class ChatCompletionStreamManager(StreamManager[ChatCompletionStream[T]], Generic[T]):
    """To be entered with ``with``: that makes the call, and gives the stream."""


class AsyncChatCompletionStreamManager(AsyncStreamManager[AsyncChatCompletionStream[T]], Generic[T]):
    """To be entered with ``async with``: that makes the call, and gives the stream."""
