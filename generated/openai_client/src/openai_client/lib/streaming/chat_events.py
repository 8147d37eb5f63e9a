"""What happens while a chat completion is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, TypeAlias, TypeVar

from attrs import define

from .partial_json import partial_json

if TYPE_CHECKING:
    from ...types.chat import ChatCompletionChunk, ChatCompletionTokenLogprob
    from ..parsed import ParsedChatCompletion

T = TypeVar("T")


@define
class ChunkEvent(Generic[T]):
    """A chunk arrived; other events say what was in it.

    Attributes:
        chunk: As it came.
        snapshot: All that arrived so far. It grows with the stream: copy it to keep it.
    """

    type: ClassVar[Literal["chunk"]] = "chunk"
    chunk: ChatCompletionChunk
    snapshot: ParsedChatCompletion[T]


@define
class ContentDeltaEvent:
    """The model wrote on.

    Attributes:
        delta: What is new.
        snapshot: The message so far.
        structured: Whether the message is to follow a type, and so is JSON.
    """

    type: ClassVar[Literal["content.delta"]] = "content.delta"
    delta: str
    snapshot: str
    structured: bool = False

    @property
    def parsed(self) -> Any:
        """What can be read of the message so far, as plain data; None unless it is to follow a type."""
        return partial_json(self.snapshot) if self.structured else None


@define
class ContentDoneEvent(Generic[T]):
    """The message is whole.

    Attributes:
        content: All of it.
        parsed: It as the type that was asked for; None where none was.
    """

    type: ClassVar[Literal["content.done"]] = "content.done"
    content: str
    parsed: T | None


@define
class RefusalDeltaEvent:
    """The model refuses, and says on why: what is new, and all so far."""

    type: ClassVar[Literal["refusal.delta"]] = "refusal.delta"
    delta: str
    snapshot: str


@define
class RefusalDoneEvent:
    """The refusal is whole."""

    type: ClassVar[Literal["refusal.done"]] = "refusal.done"
    refusal: str


@define
class FunctionToolCallArgumentsDeltaEvent:
    """The model wrote on the arguments of a function call.

    Attributes:
        name: Of the function.
        index: Of the call among those of the message.
        arguments: All so far.
        arguments_delta: What is new.
        structured: Whether the tool has a type or is strict, so that the arguments can be read.
    """

    type: ClassVar[Literal["tool_calls.function.arguments.delta"]] = "tool_calls.function.arguments.delta"
    name: str
    index: int
    arguments: str
    arguments_delta: str
    structured: bool = False

    @property
    def parsed_arguments(self) -> Any:
        """What can be read of the arguments so far, as plain data; None where nobody knows what they are."""
        return partial_json(self.arguments) if self.structured else None


@define
class FunctionToolCallArgumentsDoneEvent:
    """The arguments of a function call are whole.

    Attributes:
        name: Of the function.
        index: Of the call among those of the message.
        arguments: All of them, as text.
        parsed_arguments: They as the type of the tool, as plain data if it is strict, or None.
    """

    type: ClassVar[Literal["tool_calls.function.arguments.done"]] = "tool_calls.function.arguments.done"
    name: str
    index: int
    arguments: str
    parsed_arguments: Any


@define
class LogprobsContentDeltaEvent:
    """Log probabilities of what the model wrote: the new ones, and all so far."""

    type: ClassVar[Literal["logprobs.content.delta"]] = "logprobs.content.delta"
    content: list[ChatCompletionTokenLogprob]
    snapshot: list[ChatCompletionTokenLogprob]


@define
class LogprobsContentDoneEvent:
    """All log probabilities of the message."""

    type: ClassVar[Literal["logprobs.content.done"]] = "logprobs.content.done"
    content: list[ChatCompletionTokenLogprob]


@define
class LogprobsRefusalDeltaEvent:
    """Log probabilities of a refusal: the new ones, and all so far."""

    type: ClassVar[Literal["logprobs.refusal.delta"]] = "logprobs.refusal.delta"
    refusal: list[ChatCompletionTokenLogprob]
    snapshot: list[ChatCompletionTokenLogprob]


@define
class LogprobsRefusalDoneEvent:
    """All log probabilities of the refusal."""

    type: ClassVar[Literal["logprobs.refusal.done"]] = "logprobs.refusal.done"
    refusal: list[ChatCompletionTokenLogprob]


ChatCompletionStreamEvent: TypeAlias = (
    ChunkEvent[T]
    | ContentDeltaEvent
    | ContentDoneEvent[T]
    | RefusalDeltaEvent
    | RefusalDoneEvent
    | FunctionToolCallArgumentsDeltaEvent
    | FunctionToolCallArgumentsDoneEvent
    | LogprobsContentDeltaEvent
    | LogprobsContentDoneEvent
    | LogprobsRefusalDeltaEvent
    | LogprobsRefusalDoneEvent
)
