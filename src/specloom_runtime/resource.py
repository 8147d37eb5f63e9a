"""What the resource classes of a package are made of: each of their methods is one call of one of these."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

from .binary import BinaryResponse
from .call_values import Arguments
from .modes import AsyncRaw, AsyncStreaming, Raw, Streaming, mode_asked, unasked
from .omit import Omit, omit
from .operation import BinaryOperation, Endpoint, Operation, PageOperation, StreamOperation
from .respond import answer
from .views import View

if TYPE_CHECKING:
    import httpx
    from typing_extensions import Unpack

    from .call_values import Parts
    from .client import AsyncClient, SyncClient
    from .pages import AsyncPage, AsyncPaginator, PageSource, SyncPage
    from .streams import AsyncStream, Stream

T = TypeVar("T")
E = TypeVar("E")
SyncP = TypeVar("SyncP", bound="SyncPage[Any]")
AsyncP = TypeVar("AsyncP", bound="AsyncPage[Any]")


class SyncResource:
    """A group of operations, called synchronously."""

    _makes_resources = True
    """What tells ``with_response`` that the classes right below are generated ones."""

    if not TYPE_CHECKING:  # generated classes declare them, each with its own operations
        with_raw_response = View(Raw)
        with_streaming_response = View(Streaming)

    def __init__(self, client: SyncClient) -> None:
        self._client = client

    def _request(
        self,
        operation: Operation[T],
        **parts: Unpack[Parts],
    ) -> T:
        arguments = Arguments(**parts)
        if mode := mode_asked(arguments.extra[0]):
            return self._whole(mode, operation, arguments, lambda response: answer(response, operation))
        return answer(self._client._send(operation, arguments), operation)

    @overload
    def _stream(
        self,
        operation: StreamOperation[T, E],
        *,
        stream: Literal[True],
        **parts: Unpack[Parts],
    ) -> Stream[E]: ...
    @overload
    def _stream(
        self,
        operation: StreamOperation[T, E],
        *,
        stream: Literal[False] | Omit | None = ...,
        **parts: Unpack[Parts],
    ) -> T: ...
    @overload
    def _stream(
        self,
        operation: StreamOperation[T, E],
        *,
        stream: bool | Omit | None = ...,
        **parts: Unpack[Parts],
    ) -> T | Stream[E]: ...
    def _stream(
        self,
        operation: StreamOperation[T, E],
        *,
        stream: bool | Omit | None = omit,
        **parts: Unpack[Parts],
    ) -> T | Stream[E]:
        from .streams import EventReader, Stream

        arguments = Arguments(**parts)

        def value(response: httpx.Response) -> T | Stream[E]:
            if not stream:
                return answer(response, operation)
            reader: EventReader[E] = EventReader(operation, response.request, self._client._settings.done)
            return Stream(response, reader)

        if mode := mode_asked(arguments.extra[0]):
            return self._whole(mode, operation, arguments, value, live=bool(stream))
        return value(self._client._send(operation, arguments, stream=bool(stream)))

    def _page(
        self,
        operation: PageOperation[T],
        page: Callable[[PageSource[T]], SyncP],
        **parts: Unpack[Parts],
    ) -> SyncP:
        from .pages import PageSource

        arguments = Arguments(**parts)
        if mode := mode_asked(arguments.extra[0]):
            following = unasked(arguments)
            return self._whole(
                mode,
                operation,
                arguments,
                lambda response: page(PageSource(self._client, operation, following, response)),
            )
        response = self._client._send(operation, arguments)
        return page(PageSource(self._client, operation, arguments, response))

    def _binary(
        self,
        operation: BinaryOperation,
        **parts: Unpack[Parts],
    ) -> BinaryResponse:
        arguments = Arguments(**parts)
        if mode := mode_asked(arguments.extra[0]):
            return self._whole(mode, operation, arguments, BinaryResponse)
        return BinaryResponse(self._client._send(operation, arguments))

    def _whole(
        self,
        mode: str,
        operation: Endpoint,
        arguments: Arguments,
        value: Callable[[httpx.Response], T],
        *,
        live: bool = False,
    ) -> T:
        """The whole response. Typed as its ``value``, as methods are; whoever asks for a response knows what comes."""
        from .raw import Reading
        from .streaming import call_whole

        reading = Reading(value, self._client._settings.done, live=live)
        whole: Any = call_whole(self._client._send, operation, arguments, mode, reading)
        return whole  # type: ignore[no-any-return]  # see above


class AsyncResource:
    """A group of operations, called asynchronously."""

    _makes_resources = True

    if not TYPE_CHECKING:  # generated classes declare them, each with its own operations
        with_raw_response = View(AsyncRaw)
        with_streaming_response = View(AsyncStreaming)

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def _request(
        self,
        operation: Operation[T],
        **parts: Unpack[Parts],
    ) -> T:
        arguments = Arguments(**parts)
        if mode := mode_asked(arguments.extra[0]):
            return await self._whole(mode, operation, arguments, lambda response: answer(response, operation))
        return answer(await self._client._send(operation, arguments), operation)

    @overload
    async def _stream(
        self,
        operation: StreamOperation[T, E],
        *,
        stream: Literal[True],
        **parts: Unpack[Parts],
    ) -> AsyncStream[E]: ...
    @overload
    async def _stream(
        self,
        operation: StreamOperation[T, E],
        *,
        stream: Literal[False] | Omit | None = ...,
        **parts: Unpack[Parts],
    ) -> T: ...
    @overload
    async def _stream(
        self,
        operation: StreamOperation[T, E],
        *,
        stream: bool | Omit | None = ...,
        **parts: Unpack[Parts],
    ) -> T | AsyncStream[E]: ...
    async def _stream(
        self,
        operation: StreamOperation[T, E],
        *,
        stream: bool | Omit | None = omit,
        **parts: Unpack[Parts],
    ) -> T | AsyncStream[E]:
        from .streams import AsyncStream, EventReader

        arguments = Arguments(**parts)

        def value(response: httpx.Response) -> T | AsyncStream[E]:
            if not stream:
                return answer(response, operation)
            reader: EventReader[E] = EventReader(operation, response.request, self._client._settings.done)
            return AsyncStream(response, reader)

        if mode := mode_asked(arguments.extra[0]):
            return await self._whole(mode, operation, arguments, value, live=bool(stream))
        return value(await self._client._send(operation, arguments, stream=bool(stream)))

    def _page(
        self,
        operation: PageOperation[T],
        page: Callable[[PageSource[T]], AsyncP],
        **parts: Unpack[Parts],
    ) -> AsyncPaginator[T, AsyncP]:
        from .pages import AsyncPaginator, PageSource

        arguments = Arguments(**parts)
        if mode := mode_asked(arguments.extra[0]):
            following = unasked(arguments)
            first: Any = self._whole(
                mode,
                operation,
                arguments,
                lambda response: page(PageSource(self._client, operation, following, response)),
            )
            return first  # type: ignore[no-any-return]  # to be awaited, as what it stands in for
        return AsyncPaginator(self._client, operation, arguments, page)

    async def _binary(
        self,
        operation: BinaryOperation,
        **parts: Unpack[Parts],
    ) -> BinaryResponse:
        arguments = Arguments(**parts)
        if mode := mode_asked(arguments.extra[0]):
            return await self._whole(mode, operation, arguments, BinaryResponse)
        return BinaryResponse(await self._client._send(operation, arguments))

    async def _whole(
        self,
        mode: str,
        operation: Endpoint,
        arguments: Arguments,
        value: Callable[[httpx.Response], T],
        *,
        live: bool = False,
    ) -> T:
        """The whole response. Typed as its ``value``, as methods are; whoever asks for a response knows what comes."""
        from .raw import Reading
        from .streaming import call_whole_async

        reading = Reading(value, self._client._settings.done, live=live)
        whole: Any = await call_whole_async(self._client._send, operation, arguments, mode, reading)
        return whole  # type: ignore[no-any-return]  # see above
