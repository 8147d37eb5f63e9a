"""What the calls that read an answer as a type take besides the type: the arguments of ``create``. For type checkers.

A test compares them with the generated signatures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from typing_extensions import Required

    from .._runtime import Body, Headers, NotGiven, Omit, Query, Timeout
    from ..types.beta.parallel_tool_calls_param import ParallelToolCallsParam
    from ..types.chat.chat_completion_audio_param import ChatCompletionAudioParam
    from ..types.chat.chat_completion_function_call_option_param import ChatCompletionFunctionCallOptionParam
    from ..types.chat.chat_completion_functions_param import ChatCompletionFunctionsParam
    from ..types.chat.chat_completion_message_param import ChatCompletionMessageParam
    from ..types.chat.chat_completion_prediction_content_param import ChatCompletionPredictionContentParam
    from ..types.chat.chat_completion_tool_choice_option_param import ChatCompletionToolChoiceOptionParam
    from ..types.chat.chat_completion_tool_param import ChatCompletionToolParam
    from ..types.chat.completion_create_params import WebSearchOptions
    from ..types.chat.response_modalities_param import ResponseModalitiesParam
    from ..types.chat.service_tier_param import ServiceTierParam
    from ..types.chat_completion_stream_options_param import ChatCompletionStreamOptionsParam
    from ..types.moderation_param_param import ModerationParamParam
    from ..types.prompt_cache_options_param_param import PromptCacheOptionsParamParam
    from ..types.responses.model_ids_shared_param import ModelIdsSharedParam
    from ..types.responses.verbosity_param import VerbosityParam
    from ..types.shared_params.metadata import Metadata
    from ..types.shared_params.reasoning_effort import ReasoningEffort
    from ..types.stop_configuration_param import StopConfigurationParam


class ChatParams(TypedDict, total=False):
    """Arguments of ``chat.completions.create`` but for ``response_format`` and ``stream``."""

    messages: Required[Iterable[ChatCompletionMessageParam]]
    model: Required[ModelIdsSharedParam]
    audio: ChatCompletionAudioParam | Omit | None
    frequency_penalty: float | Omit | None
    function_call: Literal["none", "auto"] | ChatCompletionFunctionCallOptionParam | Omit
    functions: Iterable[ChatCompletionFunctionsParam] | Omit
    logit_bias: Mapping[str, int] | Omit | None
    logprobs: bool | Omit | None
    max_completion_tokens: int | Omit | None
    max_tokens: int | Omit | None
    metadata: Metadata | Omit
    modalities: ResponseModalitiesParam | Omit
    moderation: ModerationParamParam | Omit | None
    n: int | Omit | None
    parallel_tool_calls: ParallelToolCallsParam | Omit
    prediction: ChatCompletionPredictionContentParam | Omit | None
    presence_penalty: float | Omit | None
    prompt_cache_key: str | Omit | None
    prompt_cache_options: PromptCacheOptionsParamParam | Omit
    prompt_cache_retention: Literal["in_memory", "24h"] | Omit | None
    reasoning_effort: ReasoningEffort | Omit
    safety_identifier: str | Omit | None
    seed: int | Omit | None
    service_tier: ServiceTierParam | Omit
    stop: StopConfigurationParam | Omit
    store: bool | Omit | None
    stream_options: ChatCompletionStreamOptionsParam | Omit
    temperature: float | Omit | None
    tool_choice: ChatCompletionToolChoiceOptionParam | Omit
    tools: Iterable[ChatCompletionToolParam] | Omit
    top_logprobs: int | Omit
    top_p: float | Omit | None
    user: str | Omit
    verbosity: VerbosityParam | Omit
    web_search_options: WebSearchOptions | Omit
    extra_headers: Headers | None
    extra_query: Query | None
    extra_body: Body | None
    timeout: Timeout | NotGiven
