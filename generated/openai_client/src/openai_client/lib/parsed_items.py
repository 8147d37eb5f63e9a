"""What a response that was read holds, for type checkers: the items that were read instead of the plain ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from typing import TypeAlias

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
    from .parsed_responses import ParsedResponseFunctionToolCall, ParsedResponseOutputMessage

T = TypeVar("T")

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
