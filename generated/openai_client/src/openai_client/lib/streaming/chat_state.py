"""The chunks of a chat completion, put together: chunk in, events out. It does no I/O."""

from __future__ import annotations

from bisect import insort
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ..._runtime.codecs import codec
from ...types.chat.chat_completion_chunk import ChatCompletionChunk
from ..parsed import ParsedChatCompletion, check_finish, parse_completion
from . import chat_events as events
from .chat_choice import ChoiceState, slot

if TYPE_CHECKING:
    from ..function_tools import Tools
    from ..structured import Output

T = TypeVar("T")

_KEPT = tuple(
    (name, slot(ChatCompletionChunk, name)) for name in ("usage", "service_tier", "system_fingerprint", "moderation")
)
"""What a chunk says of the whole completion; the last word counts."""


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
        self._choices: dict[int, ChoiceState[T]] = {}

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
            try:
                value = read(chunk)
            except AttributeError:
                continue
            if value is not None:
                setattr(snapshot, name, value)
        unknown = chunk._extra
        if unknown:
            codec(ParsedChatCompletion).fill(snapshot, unknown)
        happened: list[events.ChatCompletionStreamEvent[T]] = [events.ChunkEvent(chunk, snapshot)]
        for choice in chunk.choices or ():
            state = self._choices.get(choice.index)
            if state is None:
                state = self._choices[choice.index] = ChoiceState(choice.index, self._output, self._tools)
                insort(snapshot.choices, state.choice, key=lambda each: each.index)
            state.add(choice, happened)
            if (self._output or self._tools) and state.choice.finish_reason is not None:
                check_finish(state.choice.finish_reason, snapshot)
        return happened


def _begun(chunk: ChatCompletionChunk) -> ParsedChatCompletion[Any]:
    begun = {"id": chunk.id, "object": "chat.completion", "created": chunk.created, "model": chunk.model}
    return ParsedChatCompletion.from_dict({**begun, "choices": []})
