"""What a run of tools is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from attrs import field, frozen

if TYPE_CHECKING:
    from ...types.chat import ChatCompletion
    from ...types.responses import Response

StopReason: TypeAlias = Literal["stop", "length", "refusal", "content_filter", "failed", "max_steps", "vetoed"]


@frozen
class ToolCall:
    """What the model wants called.

    Attributes:
        id: To be named by the result.
        name: Of the tool.
        arguments: JSON, as the model wrote it.
        values: The same as values of the annotated types; empty where they do not fit, or there is no such tool.
    """

    id: str
    name: str
    arguments: str
    values: Mapping[str, Any] = field(factory=dict)


@frozen
class ToolResult:
    """What the model was told about a call.

    Attributes:
        call: What it wanted.
        output: What it was told.
        error: Why the call failed, or None.
        called: Whether the function was called.
    """

    call: ToolCall
    output: str
    error: Exception | None = None
    called: bool = True


@frozen
class Usage:
    """Tokens; the last two are parts of the first two."""

    input_tokens: int = 0
    output_tokens: int = 0
    total_tokens: int = 0
    cached_tokens: int = 0
    reasoning_tokens: int = 0

    @classmethod
    def sum(cls, parts: Iterable[Usage]) -> Usage:
        """All of them together."""
        rows = [(u.input_tokens, u.output_tokens, u.total_tokens, u.cached_tokens, u.reasoning_tokens) for u in parts]
        return cls(*(sum(column) for column in zip(*rows, strict=True)))


@frozen
class Step:
    """The model was asked once, and what it wanted called was called.

    Attributes:
        answer: Of the model.
        results: In the order in which it asked for them.
        usage: Of this answer.
    """

    answer: ChatCompletion | Response
    results: tuple[ToolResult, ...]
    usage: Usage


@frozen
class ToolRun:
    """A run from the first question to the last answer.

    Attributes:
        stop_reason: ``stop`` where the model came to its end; ``length``, ``content_filter``, ``refusal`` and
            ``failed`` where its last answer did not; ``max_steps`` where it wanted more; ``vetoed`` where
            ``before_call`` stopped it.
        text: Of the last answer; what it refused with, if it refused.
        messages: The whole transcript: what was passed, each answer and each result, as the API takes them. A run can
            be gone on with by passing them again.
        steps: How often the model was asked, and what came of it.
    """

    stop_reason: StopReason
    text: str
    messages: tuple[Any, ...]
    steps: tuple[Step, ...]
    _parse: Callable[[], Any] = field(repr=False, eq=False)

    @property
    def final(self) -> ChatCompletion | Response:
        """The last answer."""
        return self.steps[-1].answer

    @property
    def usage(self) -> Usage:
        """The tokens of all steps together."""
        return Usage.sum(step.usage for step in self.steps)

    @property
    def results(self) -> tuple[ToolResult, ...]:
        """What was called in all steps, in order."""
        return tuple(result for step in self.steps for result in step.results)

    @property
    def parsed(self) -> Any:
        """The last answer as the type that was asked for; None where none was, or there is no whole answer.

        Raises:
            InvalidDataError: If it does not follow the type.
        """
        return self._parse() if self.stop_reason == "stop" else None
