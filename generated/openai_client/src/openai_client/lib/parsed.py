"""Chat completions whose text was read as a type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ..types.chat.chat_completion import ChatCompletion, Choice
from ..types.chat.chat_completion_message import ChatCompletionMessage
from ..types.chat.chat_completion_message_function_tool_call import ChatCompletionMessageFunctionToolCall, Function
from .finish_errors import ContentFilterFinishReasonError, LengthFinishReasonError
from .function_tools import read_arguments
from .reading import WithReading, recast

if TYPE_CHECKING:
    from ..types.chat import ChatCompletionMessageCustomToolCall
    from .function_tools import Tools
    from .structured import Output

T = TypeVar("T")


class ParsedFunction(WithReading, Function):
    """The function of a tool call."""

    __slots__ = ("_reading",)
    _reading_name = "parsed_arguments"

    @property
    def parsed_arguments(self) -> Any:
        """The arguments as an instance of the tool's type, as plain data if the tool is strict, or None."""
        return self._read


class ParsedFunctionToolCall(ChatCompletionMessageFunctionToolCall):
    """A call of a function that the model asks for."""

    __slots__ = ()

    if TYPE_CHECKING:
        function: ParsedFunction  # pyright: ignore[reportIncompatibleVariableOverride] - nobody sets it to less


class ParsedChatCompletionMessage(WithReading, ChatCompletionMessage, Generic[T]):
    """What the model wrote."""

    __slots__ = ("_reading",)

    if TYPE_CHECKING:
        # Narrower than the base, which a list may not be for a type checker; nobody appends to it.
        tool_calls: list[ParsedFunctionToolCall | ChatCompletionMessageCustomToolCall] | None  # type: ignore[assignment]

    @property
    def parsed(self) -> T | None:
        """The content as the type that was asked for; None where none was, or the model refused."""
        found: T | None = self._read
        return found


class ParsedChoice(Choice, Generic[T]):
    """One of the answers."""

    __slots__ = ()

    if TYPE_CHECKING:
        message: ParsedChatCompletionMessage[T]  # pyright: ignore[reportIncompatibleVariableOverride] - as above


class ParsedChatCompletion(ChatCompletion, Generic[T]):
    """A chat completion whose messages were read as a type."""

    __slots__ = ()

    if TYPE_CHECKING:
        choices: list[ParsedChoice[T]]  # type: ignore[assignment]  # as above


def parse_completion(completion: ChatCompletion, output: Output[T] | None, tools: Tools) -> ParsedChatCompletion[T]:
    """Read what the model wrote.

    Args:
        completion: Its answer.
        output: The type to read messages as; None for not at all.
        tools: The functions whose arguments can be read.

    Raises:
        LengthFinishReasonError: If an answer was cut off for its length.
        ContentFilterFinishReasonError: If an answer was cut off by a filter.
        InvalidDataError: If a text does not follow its type.
    """
    for choice in completion.choices:
        check_finish(choice.finish_reason, completion)
    choices = [_choice(choice, output, tools) for choice in completion.choices]
    return recast(ParsedChatCompletion, completion, choices=choices)


def check_finish(finish_reason: str | None, completion: ChatCompletion) -> None:
    """Refuse an answer that was cut off.

    Raises:
        LengthFinishReasonError: If it was for its length.
        ContentFilterFinishReasonError: If it was by a filter.
    """
    if finish_reason == "length":
        raise LengthFinishReasonError(completion=completion)
    if finish_reason == "content_filter":
        raise ContentFilterFinishReasonError


def _choice(choice: Choice, output: Output[T] | None, tools: Tools) -> ParsedChoice[T]:
    message: ParsedChatCompletionMessage[T] = recast(ParsedChatCompletionMessage, choice.message)
    read_message(message, output, tools)
    return recast(ParsedChoice, choice, message=message)


def read_message(message: ParsedChatCompletionMessage[T], output: Output[T] | None, tools: Tools) -> None:
    """Read the content and the tool calls of a message that is whole.

    Raises:
        InvalidDataError: If a text does not follow its type.
    """
    message._reading = read_content(message.content, message.refusal, output)
    calls: Any = message.tool_calls
    if isinstance(calls, list):
        message.tool_calls = [_call(call, tools) for call in calls]


def read_content(content: str | None, refusal: str | None, output: Output[T] | None) -> T | None:
    """The content of a message as a type; None where there is nothing to read, or the model refused.

    Raises:
        InvalidDataError: If it does not follow the type.
    """
    return None if output is None or refusal or not content else output.decode(content)


def _call(call: Any, tools: Tools) -> Any:
    function = getattr(call, "function", None)
    if getattr(call, "type", None) != "function" or not isinstance(function, Function):
        return call
    arguments = read_arguments(tools, function.name, function.arguments)
    return recast(ParsedFunctionToolCall, call, function=recast(ParsedFunction, function, _reading=arguments))
