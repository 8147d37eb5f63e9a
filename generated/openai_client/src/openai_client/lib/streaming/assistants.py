"""Runs of assistants that are followed while they go on."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .assistant_state import AssistantStreamState, Told

if TYPE_CHECKING:
    from ..._runtime import AsyncStream, Stream
    from ...types.beta import AssistantStreamEvent
    from ...types.beta.threads import ImageFile, Message, MessageDelta, Run, Text, TextDelta
    from ...types.beta.threads.runs import RunStep, RunStepDelta, ToolCall
    from ...types.beta.threads.runs.tool_call_delta_object import ToolCall as ToolCallDelta

H = TypeVar("H", bound="AssistantEventHandler")
A = TypeVar("A", bound="AsyncAssistantEventHandler")

_SHARED = "An event handler follows one stream. Make a new one for each."


class _Handler:
    """What handlers of both colours know of the run that they follow."""

    def __init__(self) -> None:
        self._state = AssistantStreamState()

    @property
    def current_event(self) -> AssistantStreamEvent | None:
        """The event that arrived last."""
        return self._state.current_event

    @property
    def current_run(self) -> Run | None:
        """The run as it was last told of."""
        return self._state.current_run

    @property
    def current_run_step_snapshot(self) -> RunStep | None:
        """The step that is being taken, as far as it is known."""
        return self._state.current_run_step_snapshot

    @property
    def current_message_snapshot(self) -> Message | None:
        """The message that is being written, as far as it is."""
        return self._state.current_message_snapshot

    def _final_run(self) -> Run:
        if self._state.current_run is None:
            raise RuntimeError("The stream told of no run.")
        return self._state.current_run


class AssistantEventHandler(_Handler):
    """Follows a run: derive from it and override the methods of what you want to hear of.

    Or iterate over it: it gives the events.
    """

    def __init__(self) -> None:
        super().__init__()
        self._stream: Stream[AssistantStreamEvent] | None = None
        self._events: Iterator[AssistantStreamEvent] = iter(())
        self.text_deltas: Iterator[str] = self._texts()
        """The pieces of text that the assistant writes, as they come."""

    def _init(self, stream: Stream[AssistantStreamEvent]) -> None:
        if self._stream is not None:
            raise RuntimeError(_SHARED)
        self._stream = stream
        self._events = self._follow(stream)

    def __iter__(self) -> Iterator[AssistantStreamEvent]:
        return self._events

    def __next__(self) -> AssistantStreamEvent:
        return next(self._events)

    def close(self) -> None:
        """End the stream and give its connection back."""
        if self._stream is not None:
            self._stream.close()

    def until_done(self) -> None:
        """Wait for the end of the stream."""
        for _ in self._events:
            pass

    def get_final_run(self) -> Run:
        """Wait for the end of the stream, and return the run.

        Raises:
            RuntimeError: If the stream told of none.
        """
        self.until_done()
        return self._final_run()

    def get_final_run_steps(self) -> list[RunStep]:
        """Wait for the end of the stream, and return the steps of the run."""
        self.until_done()
        return list(self._state.steps.values())

    def get_final_messages(self) -> list[Message]:
        """Wait for the end of the stream, and return the messages that the assistant wrote."""
        self.until_done()
        return list(self._state.messages.values())

    def _follow(self, stream: Stream[AssistantStreamEvent]) -> Iterator[AssistantStreamEvent]:
        try:
            for event in stream:
                for told in self._state.handle_event(event):
                    self._tell(told)
                yield event
        except Exception as error:
            if _is_timeout(error):
                self.on_timeout()
            self.on_exception(error)
            raise
        finally:
            stream.close()
            self.on_end()

    def _tell(self, told: Told) -> None:
        name, arguments = told
        getattr(self, name)(*arguments)

    def _texts(self) -> Iterator[str]:
        for event in self:
            yield from _texts_of(event)

    def on_end(self) -> None:
        """The stream ended, whether well or not."""

    def on_event(self, event: AssistantStreamEvent) -> None:
        """An event arrived; called before the other methods."""

    def on_run_step_created(self, run_step: RunStep) -> None:
        """A step was begun."""

    def on_run_step_delta(self, delta: RunStepDelta, snapshot: RunStep) -> None:
        """A step went on: what is new, and the step so far."""

    def on_run_step_done(self, run_step: RunStep) -> None:
        """A step ended."""

    def on_tool_call_created(self, tool_call: ToolCall) -> None:
        """A tool call was begun."""

    def on_tool_call_delta(self, delta: ToolCallDelta, snapshot: ToolCall) -> None:
        """A tool call went on: what is new, and the call so far."""

    def on_tool_call_done(self, tool_call: ToolCall) -> None:
        """A tool call is whole."""

    def on_exception(self, exception: Exception) -> None:
        """The stream broke off; the exception is raised afterwards."""

    def on_timeout(self) -> None:
        """The server fell silent; ``on_exception`` is called as well."""

    def on_message_created(self, message: Message) -> None:
        """A message was begun."""

    def on_message_delta(self, delta: MessageDelta, snapshot: Message) -> None:
        """A message went on: what is new, and the message so far."""

    def on_message_done(self, message: Message) -> None:
        """A message is whole."""

    def on_text_created(self, text: Text) -> None:
        """A text of a message was begun."""

    def on_text_delta(self, delta: TextDelta, snapshot: Text) -> None:
        """A text went on: what is new, and the text so far."""

    def on_text_done(self, text: Text) -> None:
        """A text is whole."""

    def on_image_file_done(self, image_file: ImageFile) -> None:
        """An image of a message is there."""


class AsyncAssistantEventHandler(_Handler):
    """The asynchronous twin of ``AssistantEventHandler``: its methods are awaited."""

    def __init__(self) -> None:
        super().__init__()
        self._stream: AsyncStream[AssistantStreamEvent] | None = None
        self._events: AsyncIterator[AssistantStreamEvent] = _nothing()
        self.text_deltas: AsyncIterator[str] = self._texts()
        """The pieces of text that the assistant writes, as they come."""

    def _init(self, stream: AsyncStream[AssistantStreamEvent]) -> None:
        if self._stream is not None:
            raise RuntimeError(_SHARED)
        self._stream = stream
        self._events = self._follow(stream)

    def __aiter__(self) -> AsyncIterator[AssistantStreamEvent]:
        return self._events

    async def __anext__(self) -> AssistantStreamEvent:
        return await self._events.__anext__()

    async def close(self) -> None:
        """End the stream and give its connection back."""
        if self._stream is not None:
            await self._stream.close()

    async def until_done(self) -> None:
        """Wait for the end of the stream."""
        async for _ in self._events:
            pass

    async def get_final_run(self) -> Run:
        """Wait for the end of the stream, and return the run; as of ``AssistantEventHandler``."""
        await self.until_done()
        return self._final_run()

    async def get_final_run_steps(self) -> list[RunStep]:
        """Wait for the end of the stream, and return the steps of the run."""
        await self.until_done()
        return list(self._state.steps.values())

    async def get_final_messages(self) -> list[Message]:
        """Wait for the end of the stream, and return the messages that the assistant wrote."""
        await self.until_done()
        return list(self._state.messages.values())

    async def _follow(self, stream: AsyncStream[AssistantStreamEvent]) -> AsyncIterator[AssistantStreamEvent]:
        try:
            async for event in stream:
                for told in self._state.handle_event(event):
                    await self._tell(told)
                yield event
        except Exception as error:
            if _is_timeout(error):
                await self.on_timeout()
            await self.on_exception(error)
            raise
        finally:
            await stream.close()
            await self.on_end()

    async def _tell(self, told: Told) -> None:
        name, arguments = told
        await getattr(self, name)(*arguments)

    async def _texts(self) -> AsyncIterator[str]:
        async for event in self:
            for text in _texts_of(event):
                yield text

    async def on_end(self) -> None:
        """The stream ended, whether well or not."""

    async def on_event(self, event: AssistantStreamEvent) -> None:
        """An event arrived; called before the other methods."""

    async def on_run_step_created(self, run_step: RunStep) -> None:
        """A step was begun."""

    async def on_run_step_delta(self, delta: RunStepDelta, snapshot: RunStep) -> None:
        """A step went on: what is new, and the step so far."""

    async def on_run_step_done(self, run_step: RunStep) -> None:
        """A step ended."""

    async def on_tool_call_created(self, tool_call: ToolCall) -> None:
        """A tool call was begun."""

    async def on_tool_call_delta(self, delta: ToolCallDelta, snapshot: ToolCall) -> None:
        """A tool call went on: what is new, and the call so far."""

    async def on_tool_call_done(self, tool_call: ToolCall) -> None:
        """A tool call is whole."""

    async def on_exception(self, exception: Exception) -> None:
        """The stream broke off; the exception is raised afterwards."""

    async def on_timeout(self) -> None:
        """The server fell silent; ``on_exception`` is called as well."""

    async def on_message_created(self, message: Message) -> None:
        """A message was begun."""

    async def on_message_delta(self, delta: MessageDelta, snapshot: Message) -> None:
        """A message went on: what is new, and the message so far."""

    async def on_message_done(self, message: Message) -> None:
        """A message is whole."""

    async def on_text_created(self, text: Text) -> None:
        """A text of a message was begun."""

    async def on_text_delta(self, delta: TextDelta, snapshot: Text) -> None:
        """A text went on: what is new, and the text so far."""

    async def on_text_done(self, text: Text) -> None:
        """A text is whole."""

    async def on_image_file_done(self, image_file: ImageFile) -> None:
        """An image of a message is there."""


class AssistantStreamManager(Generic[H]):
    """To be entered with ``with``: that makes the call, and gives the handler of its events."""

    def __init__(self, call: Callable[[], Stream[AssistantStreamEvent]], handler: H) -> None:
        self._call = call
        self._handler = handler

    def __enter__(self) -> H:
        self._handler._init(self._call())
        return self._handler

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._handler.close()


class AsyncAssistantStreamManager(Generic[A]):
    """To be entered with ``async with``: that makes the call, and gives the handler of its events."""

    def __init__(self, call: Callable[[], Awaitable[AsyncStream[AssistantStreamEvent]]], handler: A) -> None:
        self._call = call
        self._handler = handler

    async def __aenter__(self) -> A:
        self._handler._init(await self._call())
        return self._handler

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._handler.close()


def _texts_of(event: Any) -> Iterator[str]:
    if event.event == "thread.message.delta":
        for piece in event.data.delta.content or ():
            if piece.type == "text" and piece.text is not None and piece.text.value:
                yield piece.text.value


def _is_timeout(error: Exception) -> bool:
    import asyncio

    from ..._runtime.errors import APITimeoutError

    return isinstance(error, (APITimeoutError, TimeoutError, asyncio.TimeoutError))


async def _nothing() -> AsyncIterator[Any]:
    for _ in ():
        yield
