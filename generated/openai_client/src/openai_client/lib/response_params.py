"""What the calls that read a response as a type take besides the type: the arguments of ``create``. For type checkers.

A test compares them with the generated signatures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .._runtime import Body, Headers, NotGiven, Omit, Query, Timeout
    from ..types.context_management_param_param import ContextManagementParamParam
    from ..types.graders.grader_inputs_param import GraderInputsParam
    from ..types.include_enum_param import IncludeEnumParam
    from ..types.moderation_param_param import ModerationParamParam
    from ..types.prompt_cache_options_param_param import PromptCacheOptionsParamParam
    from ..types.prompt_param import PromptParam
    from ..types.realtime.conversation_item_param import ConversationItemParam
    from ..types.response_stream_options_param import ResponseStreamOptionsParam
    from ..types.responses.model_ids_responses_param import ModelIdsResponsesParam
    from ..types.responses.response_text_config_param import ResponseTextConfigParam
    from ..types.responses.service_tier_param import ServiceTierParam
    from ..types.responses.tool_choice_param_param import ToolChoiceParamParam
    from ..types.responses.tools_array_param import ToolsArrayParam
    from ..types.shared_params.metadata import Metadata
    from ..types.shared_params.reasoning import Reasoning


class ResponseParams(TypedDict, total=False):
    """Arguments of ``responses.create`` but for ``stream``."""

    background: bool | Omit | None
    context_management: Iterable[ContextManagementParamParam] | Omit | None
    conversation: ConversationItemParam | Omit | None
    include: Iterable[IncludeEnumParam] | Omit | None
    input: GraderInputsParam | Omit
    instructions: str | Omit | None
    max_output_tokens: int | Omit | None
    max_tool_calls: int | Omit | None
    metadata: Metadata | Omit
    model: ModelIdsResponsesParam | Omit
    moderation: ModerationParamParam | Omit | None
    parallel_tool_calls: bool | Omit | None
    previous_response_id: str | Omit | None
    prompt: PromptParam | Omit
    prompt_cache_key: str | Omit | None
    prompt_cache_options: PromptCacheOptionsParamParam | Omit
    prompt_cache_retention: Literal["in_memory", "24h"] | Omit | None
    reasoning: Reasoning | Omit | None
    safety_identifier: str | Omit | None
    service_tier: ServiceTierParam | Omit
    store: bool | Omit | None
    stream_options: ResponseStreamOptionsParam | Omit
    temperature: float | Omit | None
    text: ResponseTextConfigParam | Omit
    tool_choice: ToolChoiceParamParam | Omit
    tools: ToolsArrayParam | Omit
    top_logprobs: int | Omit
    top_p: float | Omit | None
    truncation: Literal["auto", "disabled"] | Omit | None
    user: str | Omit
    extra_headers: Headers | None
    extra_query: Query | None
    extra_body: Body | None
    timeout: Timeout | NotGiven
