"""Responses that are read as types, and followed while they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, overload

from .._runtime import omit
from .._runtime.with_response import single_call
from ..resources import responses as generated
from .json_mode import check_response, checked_create, checked_create_async
from .realtime.responses_connect import AsyncResponsesConnect, ResponsesConnect

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
    from .parsed_responses import ParsedResponse
    from .response_params import ResponseParams
    from .streaming.responses import AsyncResponseStreamManager, ResponseStreamManager

T = TypeVar("T")


class Responses(ResponsesConnect, generated.Responses):
    """Operations under ``responses``."""

    with_raw_response: ResponsesWithResponse[Raw]
    with_streaming_response: ResponsesWithResponse[Streaming]

    if not TYPE_CHECKING:
        create = checked_create(generated.Responses.create, check_response)

    @overload
    def parse(self, *, text_format: type[T], **params: Unpack[ResponseParams]) -> ParsedResponse[T]: ...
    @overload
    def parse(self, *, text_format: Omit = omit, **params: Unpack[ResponseParams]) -> ParsedResponse[None]: ...
    @single_call
    def parse(self, *, text_format: type[T] | Omit = omit, **params: Unpack[ResponseParams]) -> ParsedResponse[Any]:
        """Ask a model for a response, and read it as a type.

        ``POST /responses``

        Args:
            text_format: The type: a pydantic model class, dataclass, attrs class, TypedDict or NamedTuple, or a type
                made of these and plain ones. It is sent as a strict JSON schema, and ``output_parsed`` is a value of
                it.
            params: The other arguments of ``create``. Arguments of tools made by ``pydantic_function_tool`` and of
                strict ones are read as well.

        Raises:
            InvalidDataError: If the answer does not follow the type.
            TypeError: If the type has no strict JSON schema, or ``text`` has a format as well.
        """
        from .._runtime.raw import then
        from .parsed_responses import parse_response
        from .typed_calls import response_call

        call = response_call("responses.parse", text_format, params)
        answer = self.create(**call.arguments)
        return then(answer, lambda response: parse_response(response, call.output, call.tools))

    @overload
    def stream(
        self,
        *,
        text_format: type[T],
        response_id: str | Omit = omit,
        starting_after: int | Omit = omit,
        **params: Unpack[ResponseParams],
    ) -> ResponseStreamManager[T]: ...
    @overload
    def stream(
        self,
        *,
        text_format: Omit = omit,
        response_id: str | Omit = omit,
        starting_after: int | Omit = omit,
        **params: Unpack[ResponseParams],
    ) -> ResponseStreamManager[None]: ...
    def stream(
        self,
        *,
        text_format: type[T] | Omit = omit,
        response_id: str | Omit = omit,
        starting_after: int | Omit = omit,
        **params: Unpack[ResponseParams],
    ) -> ResponseStreamManager[Any]:
        """Ask a model for a response and follow it while it is written, or go on following one.

        ``POST /responses``, or ``GET /responses/{response_id}``

        Args:
            text_format: As for ``parse``.
            response_id: ID of a response that is being written in the background, to go on following it.
            starting_after: Number of the last event of it that arrived; with ``response_id`` only.
            params: The other arguments of ``create``; with ``response_id`` only ``include``, ``tools`` and what any
                call takes.

        Raises:
            TypeError: If the type has no strict JSON schema, or ``text`` has a format as well.
            ValueError: If arguments for a new response come with ``response_id``, or ``starting_after`` without it.
        """
        from .streaming.responses import ResponseStream, ResponseStreamManager
        from .typed_calls import response_stream_call

        call = response_stream_call(text_format, response_id, starting_after, params)

        def start() -> ResponseStream[Any]:
            follow = self.retrieve if call.resumes else self.create
            return ResponseStream(follow(**call.arguments, stream=True), call.state())

        return ResponseStreamManager(start)


class AsyncResponses(AsyncResponsesConnect, generated.AsyncResponses):
    """Operations under ``responses``; every call is awaited."""

    with_raw_response: ResponsesWithResponse[AsyncRaw]
    with_streaming_response: ResponsesWithResponse[AsyncStreaming]

    if not TYPE_CHECKING:
        create = checked_create_async(generated.AsyncResponses.create, check_response)

    @overload
    async def parse(self, *, text_format: type[T], **params: Unpack[ResponseParams]) -> ParsedResponse[T]: ...
    @overload
    async def parse(self, *, text_format: Omit = omit, **params: Unpack[ResponseParams]) -> ParsedResponse[None]: ...
    @single_call
    async def parse(
        self, *, text_format: type[T] | Omit = omit, **params: Unpack[ResponseParams]
    ) -> ParsedResponse[Any]:
        """Ask a model for a response, and read it as a type.

        Arguments and answer are those of ``Responses.parse``.
        """
        from .._runtime.raw import then
        from .parsed_responses import parse_response
        from .typed_calls import response_call

        call = response_call("responses.parse", text_format, params)
        answer = await self.create(**call.arguments)
        return then(answer, lambda response: parse_response(response, call.output, call.tools))

    @overload
    def stream(
        self,
        *,
        text_format: type[T],
        response_id: str | Omit = omit,
        starting_after: int | Omit = omit,
        **params: Unpack[ResponseParams],
    ) -> AsyncResponseStreamManager[T]: ...
    @overload
    def stream(
        self,
        *,
        text_format: Omit = omit,
        response_id: str | Omit = omit,
        starting_after: int | Omit = omit,
        **params: Unpack[ResponseParams],
    ) -> AsyncResponseStreamManager[None]: ...
    def stream(
        self,
        *,
        text_format: type[T] | Omit = omit,
        response_id: str | Omit = omit,
        starting_after: int | Omit = omit,
        **params: Unpack[ResponseParams],
    ) -> AsyncResponseStreamManager[Any]:
        """Ask a model for a response and follow it while it is written, or go on following one.

        Arguments are those of ``Responses.stream``; enter what it returns with ``async with``.
        """
        from .streaming.responses import AsyncResponseStream, AsyncResponseStreamManager
        from .typed_calls import response_stream_call

        call = response_stream_call(text_format, response_id, starting_after, params)

        async def start() -> AsyncResponseStream[Any]:
            follow = self.retrieve if call.resumes else self.create
            return AsyncResponseStream(await follow(**call.arguments, stream=True), call.state())

        return AsyncResponseStreamManager(start)


if TYPE_CHECKING:

    class ResponsesWithResponse(generated.ResponsesWithResponse[Mode]):
        @overload
        def parse(
            self: ResponsesWithResponse[Raw], *, text_format: type[T], **params: Unpack[ResponseParams]
        ) -> RawResponse[ParsedResponse[T]]: ...
        @overload
        def parse(
            self: ResponsesWithResponse[Raw], *, text_format: Omit = omit, **params: Unpack[ResponseParams]
        ) -> RawResponse[ParsedResponse[None]]: ...
        @overload
        def parse(
            self: ResponsesWithResponse[Streaming], *, text_format: type[T], **params: Unpack[ResponseParams]
        ) -> ResponseContextManager[APIResponse[ParsedResponse[T]]]: ...
        @overload
        def parse(
            self: ResponsesWithResponse[Streaming], *, text_format: Omit = omit, **params: Unpack[ResponseParams]
        ) -> ResponseContextManager[APIResponse[ParsedResponse[None]]]: ...
        @overload
        def parse(
            self: ResponsesWithResponse[AsyncRaw], *, text_format: type[T], **params: Unpack[ResponseParams]
        ) -> Awaitable[RawResponse[ParsedResponse[T]]]: ...
        @overload
        def parse(
            self: ResponsesWithResponse[AsyncRaw], *, text_format: Omit = omit, **params: Unpack[ResponseParams]
        ) -> Awaitable[RawResponse[ParsedResponse[None]]]: ...
        @overload
        def parse(
            self: ResponsesWithResponse[AsyncStreaming], *, text_format: type[T], **params: Unpack[ResponseParams]
        ) -> AsyncResponseContextManager[AsyncAPIResponse[ParsedResponse[T]]]: ...
        @overload
        def parse(
            self: ResponsesWithResponse[AsyncStreaming], *, text_format: Omit = omit, **params: Unpack[ResponseParams]
        ) -> AsyncResponseContextManager[AsyncAPIResponse[ParsedResponse[None]]]: ...
        def parse(self, **params: Any) -> object: ...
