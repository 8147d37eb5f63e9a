"""The events of a response, put together: event in, event out that says more. It does no I/O."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ..parsed_responses import ParsedResponse, parse_response
from ..reading import recast
from .response_events import (
    ResponseCompletedEvent,
    ResponseFunctionCallArgumentsDeltaEvent,
    ResponseTextDeltaEvent,
    ResponseTextDoneEvent,
)

if TYPE_CHECKING:
    from ...types.responses import ResponseStreamEvent as PlainEvent
    from ..function_tools import Tools
    from ..structured import Output
    from .response_event_types import ResponseStreamEvent

T = TypeVar("T")


class ResponseStreamState(Generic[T]):
    """What has arrived of a response.

    Args:
        output: The type that messages are to follow; None for none.
        tools: The functions whose arguments can be read.
        starting_after: Number of the last event that is not wanted; of a stream that is resumed.
    """

    def __init__(
        self, output: Output[T] | None = None, tools: Tools | None = None, starting_after: int | None = None
    ) -> None:
        self._output = output
        self._tools: Tools = tools or {}
        self._starting_after = -1 if starting_after is None else starting_after
        self._texts: dict[tuple[int, int], str] = {}
        self._arguments: dict[int, str] = {}
        self._final: ParsedResponse[T] | None = None
        self._handlers: dict[str, Callable[[Any], Any]] = {
            "response.output_item.added": self._item_added,
            "response.content_part.added": self._part_added,
            "response.output_text.delta": self._text_delta,
            "response.output_text.done": self._text_done,
            "response.function_call_arguments.delta": self._arguments_delta,
            "response.completed": self._completed,
            "response.incomplete": self._ended,
            "response.failed": self._ended,
        }

    def get_final_response(self) -> ParsedResponse[T]:
        """The response, once its last event arrived.

        Raises:
            RuntimeError: If the stream ended without it.
        """
        if self._final is None:
            raise RuntimeError("The stream ended before the response did: no `response.completed` event arrived.")
        return self._final

    def handle_event(self, event: PlainEvent) -> tuple[ResponseStreamEvent[T], ...]:
        """Add an event; what it is, all told.

        Raises:
            InvalidDataError: If it completes a text that does not follow its type.
        """
        handle = self._handlers.get(event.type)
        told: Any = event if handle is None else handle(event)
        number: object = getattr(event, "sequence_number", None)
        return () if isinstance(number, int) and number <= self._starting_after else (told,)

    def _item_added(self, event: Any) -> Any:
        arguments = getattr(event.item, "arguments", None)
        if isinstance(arguments, str):
            self._arguments[event.output_index] = arguments
        return event

    def _part_added(self, event: Any) -> Any:
        text = getattr(event.part, "text", None)
        if isinstance(text, str):
            self._texts[event.output_index, event.content_index] = text
        return event

    def _text_delta(self, event: Any) -> Any:
        place = event.output_index, event.content_index
        self._texts[place] = snapshot = self._texts.get(place, "") + event.delta
        return recast(ResponseTextDeltaEvent, event, _reading=snapshot)

    def _text_done(self, event: Any) -> Any:
        parsed = self._output.decode(event.text) if self._output and event.text else None
        return recast(ResponseTextDoneEvent, event, _reading=parsed)

    def _arguments_delta(self, event: Any) -> Any:
        self._arguments[event.output_index] = snapshot = self._arguments.get(event.output_index, "") + event.delta
        return recast(ResponseFunctionCallArgumentsDeltaEvent, event, _reading=snapshot)

    def _completed(self, event: Any) -> Any:
        self._final = parse_response(event.response, self._output, self._tools)
        return recast(ResponseCompletedEvent, event, response=self._final)

    def _ended(self, event: Any) -> Any:
        """It failed, or broke off: what there is cannot be read."""
        self._final = parse_response(event.response, None, {})
        return event
