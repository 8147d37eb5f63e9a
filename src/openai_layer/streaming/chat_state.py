"""The chunks of a chat completion, put together: chunk in, events out. It does no I/O."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ..._runtime.codecs import codec
from ..._runtime.models import Model
from ...types.chat.chat_completion import ChoiceLogprobs
from ...types.chat.chat_completion_chunk import ChatCompletionChunk
from ...types.chat.chat_completion_chunk import Choice as ChunkChoice
from ...types.chat.chat_completion_message import FunctionCall
from ...types.chat.chat_completion_message_tool_call_chunk import ChatCompletionMessageToolCallChunk
from ...types.chat.chat_completion_stream_response_delta import ChatCompletionStreamResponseDelta as Delta
from ...types.chat.chat_completion_stream_response_delta import FunctionCall as PieceOfFunctionCall
from ..function_tools import read_arguments
from ..parsed import (
    ParsedChatCompletion,
    ParsedChatCompletionMessage,
    ParsedChoice,
    ParsedFunction,
    ParsedFunctionToolCall,
    check_finish,
    parse_completion,
    read_content,
)
from . import chat_events as events
from .merging import merge_into

if TYPE_CHECKING:
    from ..function_tools import Tools
    from ..structured import Output

T = TypeVar("T")

_EMPTY_MESSAGE = {"role": "assistant", "content": None, "refusal": None}
_EMPTY_CHOICE = {"finish_reason": None, "logprobs": None}


def _slot(cls: type[Model], name: str) -> Callable[[Any], Any]:
    """Reads a field; None if it is absent. Much faster than to ask the model, which looks up what the default is."""
    read = cls.__dict__[name].__get__

    def read_or_none(model: Any) -> Any:
        try:
            return read(model)
        except AttributeError:
            return None

    return read_or_none


_content = _slot(Delta, "content")
_refusal = _slot(Delta, "refusal")
_tool_calls = _slot(Delta, "tool_calls")
_function_call = _slot(Delta, "function_call")
_role = _slot(Delta, "role")
_logprobs = _slot(ChunkChoice, "logprobs")
_finish_reason = _slot(ChunkChoice, "finish_reason")
_KEPT = tuple(
    (name, _slot(ChatCompletionChunk, name)) for name in ("usage", "service_tier", "system_fingerprint", "moderation")
)


class ChatCompletionStreamState(Generic[T]):
    """What has arrived of a chat completion.

    Args:
        output: The type that messages are to follow; None for none.
        tools: The functions whose arguments can be read.
    """

    def __init__(self, output: Output[T] | None = None, tools: Tools | None = None) -> None:
        self._output = output
        self._tools: Tools = tools or {}
        self._snapshot: ParsedChatCompletion[T] | None = None
        self._choices: dict[int, _ChoiceState[T]] = {}

    @property
    def current_completion_snapshot(self) -> ParsedChatCompletion[T]:
        """All that arrived so far. It grows with the stream: copy it to keep it.

        Raises:
            RuntimeError: If nothing arrived yet.
        """
        if self._snapshot is None:
            raise RuntimeError("No chunk of the completion has arrived yet.")
        return self._snapshot

    def get_final_completion(self) -> ParsedChatCompletion[T]:
        """The completion, once its last chunk arrived.

        Raises:
            RuntimeError: If nothing arrived.
            LengthFinishReasonError: If an answer was cut off for its length.
            ContentFilterFinishReasonError: If an answer was cut off by a filter.
            InvalidDataError: If a text does not follow its type.
        """
        return parse_completion(self.current_completion_snapshot, self._output, self._tools)

    def handle_chunk(self, chunk: ChatCompletionChunk) -> list[events.ChatCompletionStreamEvent[T]]:
        """Add a chunk; what it brings.

        Raises:
            LengthFinishReasonError: If it ends an answer that should be read, for its length.
            ContentFilterFinishReasonError: If it ends such an answer by a filter.
            InvalidDataError: If it completes a text that does not follow its type.
        """
        snapshot = self._snapshot
        if snapshot is None:
            snapshot = self._snapshot = _begun(chunk)
        for name, read in _KEPT:
            value = read(chunk)
            if value is not None:
                setattr(snapshot, name, value)
        if chunk._extra:
            codec(ParsedChatCompletion).fill(snapshot, chunk._extra)
        happened: list[events.ChatCompletionStreamEvent[T]] = [events.ChunkEvent(chunk, snapshot)]
        for choice in chunk.choices or ():
            state = self._choices.get(choice.index)
            if state is None:
                state = self._choices[choice.index] = _ChoiceState(choice.index, self._output, self._tools)
                insort(snapshot.choices, state.choice, key=lambda each: each.index)
            state.add(choice, happened)
            if (self._output or self._tools) and state.choice.finish_reason is not None:
                check_finish(state.choice.finish_reason, snapshot)
        return happened


class _ChoiceState(Generic[T]):
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
        delta: object = piece.delta
        if isinstance(delta, Delta):  # compatible servers leave it out of the last chunk
            self._add_delta(delta, happened)
        logprobs = _logprobs(piece)
        if logprobs is not None:
            self._add_logprobs(logprobs, happened)
        if piece._extra:
            codec(ParsedChoice).fill(self.choice, piece._extra)
        finish_reason = _finish_reason(piece)
        if finish_reason is not None:
            self.choice.finish_reason = finish_reason
            if finish_reason not in ("length", "content_filter") or not (self._output or self._tools):
                self._tell_text(happened)
                self._tell_call(happened)

    def _add_delta(self, delta: Delta, happened: list[Any]) -> None:
        content, refusal, role = _content(delta), _refusal(delta), _role(delta)
        if content is not None:
            self._add_content(content, happened)
        if refusal is not None:
            self._add_refusal(refusal, happened)
        for call in _tool_calls(delta) or ():
            self._add_call(call, happened)
        if role is not None:
            self.message.role = role
        function_call = _function_call(delta)
        if function_call is not None:
            self._add_function_call(function_call)
        if delta._extra:
            self._add_unknown(delta._extra)

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
            whole.content = whole.content or []
            whole.content += piece.content
            happened.append(events.LogprobsContentDeltaEvent(piece.content, whole.content))
        if piece.refusal is not None:
            whole.refusal = whole.refusal or []
            whole.refusal += piece.refusal
            happened.append(events.LogprobsRefusalDeltaEvent(piece.refusal, whole.refusal))

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

    def _add_call(self, piece: ChatCompletionMessageToolCallChunk, happened: list[Any]) -> None:
        index = self._index_of(piece)
        if index != self._open_call:
            self._tell_text(happened)
            self._tell_call(happened)
            self._open_call = index
        call = self._calls.get(index)
        if call is None:
            call = self._begin_call(index)
        if piece.id and not call.id:
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

    def _add_function_call(self, piece: PieceOfFunctionCall) -> None:
        whole = self.message.function_call or FunctionCall(name="", arguments="")
        whole.name += piece.name or ""
        whole.arguments += piece.arguments or ""
        self.message.function_call = whole

    def _add_unknown(self, pieces: dict[str, Any]) -> None:
        """Fields that this package does not know in a piece of a message, but perhaps in a message (``audio``)."""
        merge_into(self._unknown, pieces)
        codec(ParsedChatCompletionMessage).fill(self.message, {name: self._unknown[name] for name in pieces})


def _begun(chunk: ChatCompletionChunk) -> ParsedChatCompletion[Any]:
    begun = {"id": chunk.id, "object": "chat.completion", "created": chunk.created, "model": chunk.model}
    return ParsedChatCompletion.from_dict({**begun, "choices": []})
