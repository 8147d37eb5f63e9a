"""One answer of a chat completion, put together from its pieces. It does no I/O."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from ..._runtime.codecs import codec
from ..._runtime.models import Model
from ..._runtime.storage import Storage
from ...types.chat.chat_completion import ChoiceLogprobs
from ...types.chat.chat_completion_chunk import Choice as ChunkChoice
from ...types.chat.chat_completion_message import FunctionCall
from ...types.chat.chat_completion_message_tool_call_chunk import ChatCompletionMessageToolCallChunk
from ...types.chat.chat_completion_stream_response_delta import ChatCompletionStreamResponseDelta as Delta
from ...types.chat.chat_completion_stream_response_delta import FunctionCall as PieceOfFunctionCall
from ..function_tools import read_arguments
from ..parsed import (
    ParsedChatCompletionMessage,
    ParsedChoice,
    ParsedFunction,
    ParsedFunctionToolCall,
    read_content,
)
from . import chat_events as events
from .merging import merge_into

if TYPE_CHECKING:
    from ..function_tools import Tools
    from ..structured import Output

T = TypeVar("T")

Parts: TypeAlias = tuple[tuple[Callable[[Any], Any], Callable[[Any, Any, list[Any]], None]], ...]
"""Slots of a model, each with what is done with its value. To read a slot and to find it empty is several times faster
than to ask the model, which looks up what the default of an absent field is."""

_EMPTY_MESSAGE = {"role": "assistant", "content": None, "refusal": None}
_EMPTY_CHOICE = {"finish_reason": None, "logprobs": None}


class ChoiceState(Generic[T]):
    """One of the answers."""

    def __init__(self, index: int, output: Output[T] | None, tools: Tools) -> None:
        self.message: ParsedChatCompletionMessage[T] = ParsedChatCompletionMessage.from_dict(_EMPTY_MESSAGE)
        self.choice: ParsedChoice[T] = ParsedChoice.from_dict({"index": index, **_EMPTY_CHOICE})
        self.choice.message = self.message
        self._output = output
        self._tools = tools
        self._calls: dict[int, ParsedFunctionToolCall] = {}
        self._open_call: int | None = None
        self._told: set[str] = set()
        self._unknown: dict[str, Any] = {}

    def add(self, piece: ChunkChoice, happened: list[Any]) -> None:
        """Add a piece; what it brings is added to what happened."""
        delta: object = piece.delta
        if isinstance(delta, Delta):  # compatible servers leave it out of the last chunk
            self._add_parts(_OF_A_DELTA, delta, happened)
        self._add_parts(_OF_A_CHOICE, piece, happened)

    def _add_parts(self, parts: Parts, piece: Model, happened: list[Any]) -> None:
        for read, add in parts:
            try:
                value = read(piece)
            except AttributeError:
                continue
            if value is not None:
                add(self, value, happened)

    def _add_role(self, role: Any, happened: list[Any]) -> None:
        self.message.role = role

    def _add_finish(self, finish_reason: Any, happened: list[Any]) -> None:
        self.choice.finish_reason = finish_reason
        if finish_reason not in ("length", "content_filter") or not (self._output or self._tools):
            self._tell_text(happened)
            self._tell_call(happened)

    def _add_unknown_of_choice(self, pieces: dict[str, Any], happened: list[Any]) -> None:
        codec(ParsedChoice).fill(self.choice, pieces)

    # --- text -----------------------------------------------------------------------------------------------------

    def _add_content(self, content: str, happened: list[Any]) -> None:
        message = self.message
        before = message.content
        message.content = snapshot = content if before is None else before + content
        happened.append(events.ContentDeltaEvent(content, snapshot, self._output is not None))

    def _add_refusal(self, refusal: str, happened: list[Any]) -> None:
        message = self.message
        before = message.refusal
        message.refusal = snapshot = refusal if before is None else before + refusal
        happened.append(events.RefusalDeltaEvent(refusal, snapshot))

    def _add_logprobs(self, piece: Any, happened: list[Any]) -> None:
        if self.choice.logprobs is None:
            self.choice.logprobs = ChoiceLogprobs.from_dict({"content": None, "refusal": None})
        whole = self.choice.logprobs
        if piece.content is not None:
            whole.content = content = whole.content or []
            content += piece.content
            happened.append(events.LogprobsContentDeltaEvent(piece.content, content))
        if piece.refusal is not None:
            whole.refusal = refusal = whole.refusal or []
            refusal += piece.refusal
            happened.append(events.LogprobsRefusalDeltaEvent(piece.refusal, refusal))

    def _tell_text(self, happened: list[Any]) -> None:
        """Say what texts are whole, once."""
        message, logprobs = self.message, self.choice.logprobs
        if message.content is not None and self._first_time("content"):
            parsed = read_content(message.content, message.refusal, self._output)
            happened.append(events.ContentDoneEvent(message.content, parsed))
        if message.refusal is not None and self._first_time("refusal"):
            happened.append(events.RefusalDoneEvent(message.refusal))
        if logprobs is None:
            return
        if logprobs.content is not None and self._first_time("logprobs.content"):
            happened.append(events.LogprobsContentDoneEvent(logprobs.content))
        if logprobs.refusal is not None and self._first_time("logprobs.refusal"):
            happened.append(events.LogprobsRefusalDoneEvent(logprobs.refusal))

    def _first_time(self, what: str) -> bool:
        if what in self._told:
            return False
        self._told.add(what)
        return True

    # --- tool calls -----------------------------------------------------------------------------------------------

    def _add_calls(self, pieces: list[ChatCompletionMessageToolCallChunk], happened: list[Any]) -> None:
        for piece in pieces:
            self._add_call(piece, happened)

    def _add_call(self, piece: ChatCompletionMessageToolCallChunk, happened: list[Any]) -> None:
        index = self._index_of(piece)
        if index != self._open_call:
            self._tell_text(happened)
            self._tell_call(happened)
            self._open_call = index
        call = self._calls.get(index)
        if call is None:
            call = self._begin_call(index)
        if piece.id:
            call.id = piece.id
        if piece.type:
            call.type = piece.type
        if piece._extra:
            codec(ParsedFunctionToolCall).fill(call, piece._extra)
        if piece.function is None:
            return
        function = call.function
        function.name += piece.function.name or ""
        arguments = piece.function.arguments
        if arguments is not None:
            function.arguments += arguments
            structured = function.name in self._tools
            happened.append(
                events.FunctionToolCallArgumentsDeltaEvent(
                    function.name, index, function.arguments, arguments, structured
                )
            )

    def _index_of(self, piece: ChatCompletionMessageToolCallChunk) -> int:
        """Its index; of servers that send none, calls are told apart by their ids."""
        index: int | None = piece.index
        if index is not None:
            return index
        for known, call in self._calls.items():
            if call.id == piece.id:
                return known
        if piece.id or self._open_call is None:
            return max(self._calls, default=-1) + 1
        return self._open_call

    def _begin_call(self, index: int) -> ParsedFunctionToolCall:
        call = self._calls[index] = ParsedFunctionToolCall.from_dict({"id": "", "type": "function"})
        call.function = ParsedFunction.from_dict({"name": "", "arguments": ""})
        self.message.tool_calls = [self._calls[each] for each in sorted(self._calls)]
        return call

    def _tell_call(self, happened: list[Any]) -> None:
        """Say that the call at hand is whole."""
        if self._open_call is None:
            return
        function = self._calls[self._open_call].function
        function._reading = read_arguments(self._tools, function.name, function.arguments)
        happened.append(
            events.FunctionToolCallArgumentsDoneEvent(
                function.name, self._open_call, function.arguments, function.parsed_arguments
            )
        )
        self._open_call = None

    # --- the rest -------------------------------------------------------------------------------------------------

    def _add_function_call(self, piece: PieceOfFunctionCall, happened: list[Any]) -> None:
        whole = self.message.function_call or FunctionCall(name="", arguments="")
        whole.name += piece.name or ""
        whole.arguments += piece.arguments or ""
        self.message.function_call = whole

    def _add_unknown(self, pieces: dict[str, Any], happened: list[Any]) -> None:
        """Fields that this package does not know in a piece of a message, but perhaps in a message (``audio``)."""
        merge_into(self._unknown, pieces)
        codec(ParsedChatCompletionMessage).fill(self.message, {name: self._unknown[name] for name in pieces})


def slot(cls: type[Storage], name: str) -> Callable[[Any], Any]:
    """Reads a field of a model; an AttributeError if it is absent."""
    read: Callable[[Any], Any] = cls.__dict__[name].__get__
    return read


_OF_A_DELTA: Parts = (
    (slot(Delta, "content"), ChoiceState._add_content),
    (slot(Delta, "refusal"), ChoiceState._add_refusal),
    (slot(Delta, "tool_calls"), ChoiceState._add_calls),
    (slot(Delta, "role"), ChoiceState._add_role),
    (slot(Delta, "function_call"), ChoiceState._add_function_call),
    (slot(Storage, "_extra"), ChoiceState._add_unknown),
)
_OF_A_CHOICE: Parts = (
    (slot(ChunkChoice, "logprobs"), ChoiceState._add_logprobs),
    (slot(Storage, "_extra"), ChoiceState._add_unknown_of_choice),
    (slot(ChunkChoice, "finish_reason"), ChoiceState._add_finish),
)
