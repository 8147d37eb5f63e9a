"""Chat completions that are read as types, and followed while they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, overload

from .._runtime import omit
from .._runtime.with_response import single_call
from ..resources.chat import completions as generated
from .json_mode import check_chat, checked_create, checked_create_async

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from typing_extensions import Unpack

    from .._runtime import (
        APIResponse,
        AsyncAPIResponse,
        AsyncResponseContextManager,
        Omit,
        RawResponse,
        ResponseContextManager,
    )
    from .._runtime.with_response import AsyncRaw, AsyncStreaming, Mode, Raw, Streaming
    from ..types.chat.completion_create_params import ResponseFormat
    from .chat_params import ChatParams
    from .parsed import ParsedChatCompletion
    from .streaming.chat import AsyncChatCompletionStreamManager, ChatCompletionStreamManager

T = TypeVar("T")


class Completions(generated.Completions):
    """Operations under ``chat.completions``."""

    with_raw_response: CompletionsWithResponse[Raw]
    with_streaming_response: CompletionsWithResponse[Streaming]

    if not TYPE_CHECKING:
        create = checked_create(generated.Completions.create, check_chat)

    @overload
    def parse(self, *, response_format: type[T], **params: Unpack[ChatParams]) -> ParsedChatCompletion[T]: ...
    @overload
    def parse(
        self, *, response_format: ResponseFormat | Omit = omit, **params: Unpack[ChatParams]
    ) -> ParsedChatCompletion[None]: ...
    @single_call
    def parse(
        self, *, response_format: type[T] | ResponseFormat | Omit = omit, **params: Unpack[ChatParams]
    ) -> ParsedChatCompletion[Any]:
        """Ask a model for the next message of a chat, and read it as a type.

        ``POST /chat/completions``

        Args:
            response_format: The type: a pydantic model class, dataclass, attrs class, TypedDict or NamedTuple, or a
                type made of these and plain ones. It is sent as a strict JSON schema, and ``message.parsed`` is a
                value of it. A format as ``create`` takes it is sent as it is.
            params: The other arguments of ``create``. Arguments of tools made by ``pydantic_function_tool`` and of
                strict ones are read as well.

        Raises:
            LengthFinishReasonError: If the answer was cut off for its length.
            ContentFilterFinishReasonError: If the answer was cut off by a filter.
            InvalidDataError: If the answer does not follow the type.
            TypeError: If the type has no strict JSON schema.
        """
        from .._runtime.raw import then
        from .parsed import parse_completion
        from .typed_calls import chat_call

        call = chat_call("chat.completions.parse", response_format, params)
        answer = self.create(**call.arguments)
        return then(answer, lambda completion: parse_completion(completion, call.output, call.tools))

    @overload
    def stream(self, *, response_format: type[T], **params: Unpack[ChatParams]) -> ChatCompletionStreamManager[T]: ...
    @overload
    def stream(
        self, *, response_format: ResponseFormat | Omit = omit, **params: Unpack[ChatParams]
    ) -> ChatCompletionStreamManager[None]: ...
    def stream(
        self, *, response_format: type[T] | ResponseFormat | Omit = omit, **params: Unpack[ChatParams]
    ) -> ChatCompletionStreamManager[Any]:
        """Ask a model for the next message of a chat, and follow it while it is written.

        ``POST /chat/completions``

        ::

            with client.chat.completions.stream(messages=messages, model=model) as stream:
                for event in stream:
                    if event.type == "content.delta":
                        print(event.delta, end="")
                completion = stream.get_final_completion()

        Args:
            response_format: As for ``parse``.
            params: The other arguments of ``create``.

        Raises:
            TypeError: If the type has no strict JSON schema.
        """
        from .streaming.chat import ChatCompletionStream, ChatCompletionStreamManager, ChatCompletionStreamState
        from .typed_calls import chat_call

        call = chat_call("chat.completions.stream", response_format, params)

        def start() -> ChatCompletionStream[Any]:
            state = ChatCompletionStreamState[Any](call.output, call.tools)
            return ChatCompletionStream(self.create(**call.arguments, stream=True), state)

        return ChatCompletionStreamManager(start)


class AsyncCompletions(generated.AsyncCompletions):
    """Operations under ``chat.completions``; every call is awaited."""

    with_raw_response: CompletionsWithResponse[AsyncRaw]
    with_streaming_response: CompletionsWithResponse[AsyncStreaming]

    if not TYPE_CHECKING:
        create = checked_create_async(generated.AsyncCompletions.create, check_chat)

    @overload
    async def parse(self, *, response_format: type[T], **params: Unpack[ChatParams]) -> ParsedChatCompletion[T]: ...
    @overload
    async def parse(
        self, *, response_format: ResponseFormat | Omit = omit, **params: Unpack[ChatParams]
    ) -> ParsedChatCompletion[None]: ...
    @single_call
    async def parse(
        self, *, response_format: type[T] | ResponseFormat | Omit = omit, **params: Unpack[ChatParams]
    ) -> ParsedChatCompletion[Any]:
        """Ask a model for the next message of a chat, and read it as a type.

        Arguments and answer are those of ``Completions.parse``.
        """
        from .._runtime.raw import then
        from .parsed import parse_completion
        from .typed_calls import chat_call

        call = chat_call("chat.completions.parse", response_format, params)
        answer = await self.create(**call.arguments)
        return then(answer, lambda completion: parse_completion(completion, call.output, call.tools))

    @overload
    def stream(
        self, *, response_format: type[T], **params: Unpack[ChatParams]
    ) -> AsyncChatCompletionStreamManager[T]: ...
    @overload
    def stream(
        self, *, response_format: ResponseFormat | Omit = omit, **params: Unpack[ChatParams]
    ) -> AsyncChatCompletionStreamManager[None]: ...
    def stream(
        self, *, response_format: type[T] | ResponseFormat | Omit = omit, **params: Unpack[ChatParams]
    ) -> AsyncChatCompletionStreamManager[Any]:
        """Ask a model for the next message of a chat, and follow it while it is written.

        Arguments are those of ``Completions.stream``; enter what it returns with ``async with``.
        """
        from .streaming.chat import (
            AsyncChatCompletionStream,
            AsyncChatCompletionStreamManager,
            ChatCompletionStreamState,
        )
        from .typed_calls import chat_call

        call = chat_call("chat.completions.stream", response_format, params)

        async def start() -> AsyncChatCompletionStream[Any]:
            state = ChatCompletionStreamState[Any](call.output, call.tools)
            return AsyncChatCompletionStream(await self.create(**call.arguments, stream=True), state)

        return AsyncChatCompletionStreamManager(start)


if TYPE_CHECKING:

    class CompletionsWithResponse(generated.CompletionsWithResponse[Mode]):
        @overload
        def parse(
            self: CompletionsWithResponse[Raw], *, response_format: type[T], **params: Unpack[ChatParams]
        ) -> RawResponse[ParsedChatCompletion[T]]: ...
        @overload
        def parse(
            self: CompletionsWithResponse[Raw],
            *,
            response_format: ResponseFormat | Omit = omit,
            **params: Unpack[ChatParams],
        ) -> RawResponse[ParsedChatCompletion[None]]: ...
        @overload
        def parse(
            self: CompletionsWithResponse[Streaming], *, response_format: type[T], **params: Unpack[ChatParams]
        ) -> ResponseContextManager[APIResponse[ParsedChatCompletion[T]]]: ...
        @overload
        def parse(
            self: CompletionsWithResponse[Streaming],
            *,
            response_format: ResponseFormat | Omit = omit,
            **params: Unpack[ChatParams],
        ) -> ResponseContextManager[APIResponse[ParsedChatCompletion[None]]]: ...
        @overload
        def parse(
            self: CompletionsWithResponse[AsyncRaw], *, response_format: type[T], **params: Unpack[ChatParams]
        ) -> Awaitable[RawResponse[ParsedChatCompletion[T]]]: ...
        @overload
        def parse(
            self: CompletionsWithResponse[AsyncRaw],
            *,
            response_format: ResponseFormat | Omit = omit,
            **params: Unpack[ChatParams],
        ) -> Awaitable[RawResponse[ParsedChatCompletion[None]]]: ...
        @overload
        def parse(
            self: CompletionsWithResponse[AsyncStreaming], *, response_format: type[T], **params: Unpack[ChatParams]
        ) -> AsyncResponseContextManager[AsyncAPIResponse[ParsedChatCompletion[T]]]: ...
        @overload
        def parse(
            self: CompletionsWithResponse[AsyncStreaming],
            *,
            response_format: ResponseFormat | Omit = omit,
            **params: Unpack[ChatParams],
        ) -> AsyncResponseContextManager[AsyncAPIResponse[ParsedChatCompletion[None]]]: ...
        def parse(self, **params: Any) -> object: ...
