"""Responses whose text was read as a type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ..types.conversations.output_text_content import OutputTextContent
from ..types.responses.response import Response
from ..types.responses.response_function_tool_call import ResponseFunctionToolCall
from ..types.responses.response_output_message import ResponseOutputMessage
from .function_tools import read_arguments
from .parsed_items import (
    ParsedResponseFunctionToolCall,
    ParsedResponseOutputItem,
    ParsedResponseOutputMessage,
    ParsedResponseOutputText,
)
from .reading import recast

if TYPE_CHECKING:
    from .function_tools import Tools
    from .structured import Output

T = TypeVar("T")


class ParsedResponse(Response, Generic[T]):
    """A response whose messages were read as a type."""

    __slots__ = ()

    if TYPE_CHECKING:
        output: list[ParsedResponseOutputItem[T]]  # type: ignore[assignment]  # as above

    @property
    def output_parsed(self) -> T | None:
        """The first text that was read as the type that was asked for; None where there is none."""
        for item in self.output:
            for part in item.content if isinstance(item, ParsedResponseOutputMessage) else ():
                if isinstance(part, ParsedResponseOutputText) and part.parsed is not None:
                    found: T = part.parsed
                    return found
        return None


def parse_response(response: Response, output: Output[T] | None, tools: Tools) -> ParsedResponse[T]:
    """Read what the model wrote; what is not whole stays unread.

    Args:
        response: Its answer.
        output: The type to read messages as; None for not at all.
        tools: The functions whose arguments can be read.

    Raises:
        InvalidDataError: If a text does not follow its type.
    """
    items: Any = response.output
    if not isinstance(items, list):  # answers are decoded without being checked
        return recast(ParsedResponse, response)
    return recast(ParsedResponse, response, output=[_item(item, output, tools) for item in items])


def _item(item: Any, output: Output[T] | None, tools: Tools) -> Any:
    whole = getattr(item, "status", None) != "incomplete"
    if isinstance(item, ResponseOutputMessage) and isinstance(item.content, list):
        parts = [_part(part, output if whole else None) for part in item.content]
        return recast(ParsedResponseOutputMessage, item, content=parts)
    if isinstance(item, ResponseFunctionToolCall):
        arguments = read_arguments(tools if whole else {}, item.name, item.arguments)
        return recast(ParsedResponseFunctionToolCall, item, _reading=arguments)
    return item


def _part(part: Any, output: Output[T] | None) -> Any:
    if not isinstance(part, OutputTextContent):
        return part
    value = output.decode(part.text) if output and part.text else None
    return recast(ParsedResponseOutputText, part, _reading=value)
