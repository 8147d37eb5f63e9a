"""What a response holds whose text was read as a type: items that were read instead of the plain ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from ..types.conversations.output_text_content import OutputTextContent
from ..types.conversations.refusal_content import RefusalContent
from ..types.responses.response_function_tool_call import ResponseFunctionToolCall
from ..types.responses.response_output_message import ResponseOutputMessage
from .reading import WithReading

if TYPE_CHECKING:
    from ..types.additional_tools import AdditionalTools
    from ..types.image_gen_tool_call import ImageGenToolCall
    from ..types.local_shell_tool_call import LocalShellToolCall
    from ..types.local_shell_tool_call_output import LocalShellToolCallOutput
    from ..types.mcp_approval_response_resource import MCPApprovalResponseResource
    from ..types.mcp_list_tools import MCPListTools
    from ..types.mcp_tool_call import MCPToolCall
    from ..types.program import Program
    from ..types.program_output import ProgramOutput
    from ..types.realtime.realtime_mcp_approval_request import RealtimeMcpApprovalRequest
    from ..types.responses.response_apply_patch_tool_call import ResponseApplyPatchToolCall
    from ..types.responses.response_apply_patch_tool_call_output import ResponseApplyPatchToolCallOutput
    from ..types.responses.response_code_interpreter_tool_call import ResponseCodeInterpreterToolCall
    from ..types.responses.response_compaction_item import ResponseCompactionItem
    from ..types.responses.response_computer_tool_call import ResponseComputerToolCall
    from ..types.responses.response_computer_tool_call_output_item import ResponseComputerToolCallOutputItem
    from ..types.responses.response_custom_tool_call import ResponseCustomToolCall
    from ..types.responses.response_custom_tool_call_output_item import ResponseCustomToolCallOutputItem
    from ..types.responses.response_file_search_tool_call import ResponseFileSearchToolCall
    from ..types.responses.response_function_shell_tool_call import ResponseFunctionShellToolCall
    from ..types.responses.response_function_shell_tool_call_output import ResponseFunctionShellToolCallOutput
    from ..types.responses.response_function_tool_call_output_item import ResponseFunctionToolCallOutputItem
    from ..types.responses.response_function_web_search import ResponseFunctionWebSearch
    from ..types.responses.response_reasoning_item import ResponseReasoningItem
    from ..types.responses.response_tool_search_call import ResponseToolSearchCall
    from ..types.responses.response_tool_search_output_item import ResponseToolSearchOutputItem

T = TypeVar("T")


class ParsedResponseOutputText(WithReading, OutputTextContent, Generic[T]):
    """Text that the model wrote."""

    __slots__ = ("_reading",)

    @property
    def parsed(self) -> T | None:
        """The text as the type that was asked for; None where none was, or the text is not whole."""
        found: T | None = self._read
        return found


class ParsedResponseFunctionToolCall(WithReading, ResponseFunctionToolCall):
    """A call of a function that the model asks for."""

    __slots__ = ("_reading",)
    _reading_name = "parsed_arguments"

    @property
    def parsed_arguments(self) -> Any:
        """The arguments as an instance of the tool's type, as plain data if the tool is strict, or None."""
        return self._read


ParsedContent: TypeAlias = ParsedResponseOutputText[T] | RefusalContent


class ParsedResponseOutputMessage(ResponseOutputMessage, Generic[T]):
    """A message that the model wrote."""

    __slots__ = ()

    if TYPE_CHECKING:
        # Narrower than the base, which a list may not be for a type checker; nobody appends to it.
        content: list[ParsedContent[T]]  # type: ignore[assignment]


if TYPE_CHECKING:
    ParsedResponseOutputItem: TypeAlias = (
        ParsedResponseOutputMessage[T]
        | ParsedResponseFunctionToolCall
        | ResponseFileSearchToolCall
        | ResponseFunctionToolCallOutputItem
        | ResponseFunctionWebSearch
        | ResponseComputerToolCall
        | ResponseComputerToolCallOutputItem
        | ResponseReasoningItem
        | Program
        | ProgramOutput
        | ResponseToolSearchCall
        | ResponseToolSearchOutputItem
        | AdditionalTools
        | ResponseCompactionItem
        | ImageGenToolCall
        | ResponseCodeInterpreterToolCall
        | LocalShellToolCall
        | LocalShellToolCallOutput
        | ResponseFunctionShellToolCall
        | ResponseFunctionShellToolCallOutput
        | ResponseApplyPatchToolCall
        | ResponseApplyPatchToolCallOutput
        | MCPToolCall
        | MCPListTools
        | RealtimeMcpApprovalRequest
        | MCPApprovalResponseResource
        | ResponseCustomToolCall
        | ResponseCustomToolCallOutputItem
    )
else:
    ParsedResponseOutputItem = Any
