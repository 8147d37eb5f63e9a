"""Events of a response that say more than what the API sent: what was put together so far, and what was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from ...types.responses import response_completed_event, response_text_delta_event, response_text_done_event
from ...types.responses import response_function_call_arguments_delta_event as arguments_delta_event
from ..reading import WithReading

if TYPE_CHECKING:
    from ..parsed_responses import ParsedResponse

T = TypeVar("T")


class ResponseTextDeltaEvent(WithReading, response_text_delta_event.ResponseTextDeltaEvent):
    """The model wrote on."""

    __slots__ = ("_reading",)
    _reading_name = "snapshot"

    @property
    def snapshot(self) -> str:
        """The text so far; of a stream that was resumed, since then."""
        text: str = self._read
        return text


class ResponseTextDoneEvent(WithReading, response_text_done_event.ResponseTextDoneEvent, Generic[T]):
    """A text is whole."""

    __slots__ = ("_reading",)

    @property
    def parsed(self) -> T | None:
        """The text as the type that was asked for; None where none was."""
        found: T | None = self._read
        return found


class ResponseFunctionCallArgumentsDeltaEvent(
    WithReading, arguments_delta_event.ResponseFunctionCallArgumentsDeltaEvent
):
    """The model wrote on the arguments of a function call."""

    __slots__ = ("_reading",)
    _reading_name = "snapshot"

    @property
    def snapshot(self) -> str:
        """The arguments so far; of a stream that was resumed, since then."""
        text: str = self._read
        return text


class ResponseCompletedEvent(response_completed_event.ResponseCompletedEvent, Generic[T]):
    """The response is whole."""

    __slots__ = ()

    if TYPE_CHECKING:
        response: ParsedResponse[T]  # pyright: ignore[reportIncompatibleVariableOverride] - nobody sets it to less
