"""``client.get``, ``post`` and so on: the doors to operations that a package has no method for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeVar, overload

from .adhoc_calls import Call
from .modes import AsyncRaw, AsyncStreaming, Raw, Streaming, mode_asked
from .settings import ClientSettings
from .views import View

if TYPE_CHECKING:
    import httpx
    from typing_extensions import Unpack

    from .adhoc_calls import RequestOptions, Sent
    from .call_values import Arguments, Surroundings
    from .operation import Endpoint
    from .pages import AsyncPage, AsyncPaginator, SyncPage

T = TypeVar("T")
S = TypeVar("S")
SyncP = TypeVar("SyncP", bound="SyncPage[Any]")
AsyncP = TypeVar("AsyncP", bound="AsyncPage[Any]")


class SyncVerbs:
    """Calls of operations that the package has no method for, synchronously."""

    _settings: ClassVar[ClientSettings]

    if not TYPE_CHECKING:  # generated clients declare them, each with its own resources
        with_raw_response = View(Raw)
        with_streaming_response = View(Streaming)

    if TYPE_CHECKING:

        def _send(self, operation: Endpoint, arguments: Arguments, *, stream: bool = False) -> httpx.Response: ...

        def _surroundings(self) -> Surroundings: ...

    @overload
    def get(
        self,
        path: str,
        *,
        cast_to: type[T],
        options: RequestOptions | None = ...,
        stream: Literal[False] = ...,
    ) -> T: ...
    @overload
    def get(
        self,
        path: str,
        *,
        cast_to: object,
        options: RequestOptions | None = ...,
        stream: Literal[True],
        stream_cls: type[S],
    ) -> S: ...
    def get(
        self,
        path: str,
        *,
        cast_to: Any,
        options: RequestOptions | None = None,
        stream: bool = False,
        stream_cls: Any = None,
    ) -> Any:
        """Call GET on a path.

        Args:
            path: Relative to the base URL, or a whole URL.
            cast_to: What the answer becomes: a model class, ``dict``, ``list``, ``str``, ``object`` for any JSON,
                ``type(None)``, ``BinaryResponse`` or ``httpx.Response``.
            options: Headers, query parameters and so on of this call.
            stream: Whether the answer is a stream of events.
            stream_cls: Then: ``Stream[Event]``, where an event becomes an ``Event``.

        Raises:
            SDKError: As for any other call.
        """
        call = Call("GET", path, cast_to, stream_cls if stream else None, options=options)
        return self._call(call)

    @overload
    def post(
        self,
        path: str,
        *,
        cast_to: type[T],
        stream: Literal[False] = ...,
        **sent: Unpack[Sent],
    ) -> T: ...
    @overload
    def post(
        self,
        path: str,
        *,
        cast_to: object,
        stream: Literal[True],
        stream_cls: type[S],
        **sent: Unpack[Sent],
    ) -> S: ...
    def post(
        self,
        path: str,
        *,
        cast_to: Any,
        stream: bool = False,
        stream_cls: Any = None,
        **sent: Unpack[Sent],
    ) -> Any:
        """Call POST on a path.

        Args:
            path: Relative to the base URL, or a whole URL.
            cast_to: What the answer becomes: a model class, ``dict``, ``list``, ``str``, ``object`` for any JSON,
                ``type(None)``, ``BinaryResponse`` or ``httpx.Response``.
            stream: Whether the answer is a stream of events.
            stream_cls: Then: ``Stream[Event]``, where an event becomes an ``Event``.
            sent: Body, files, and options of this call.

        Raises:
            SDKError: As for any other call.
        """
        call = Call("POST", path, cast_to, stream_cls if stream else None, **sent)
        return self._call(call)

    def put(self, path: str, *, cast_to: type[T], **sent: Unpack[Sent]) -> T:
        """Call PUT on a path; arguments and errors are those of ``post``."""
        answered: T = self._call(Call("PUT", path, cast_to, **sent))
        return answered

    def patch(self, path: str, *, cast_to: type[T], **sent: Unpack[Sent]) -> T:
        """Call PATCH on a path; arguments and errors are those of ``post``."""
        answered: T = self._call(Call("PATCH", path, cast_to, **sent))
        return answered

    def delete(self, path: str, *, cast_to: type[T], **sent: Unpack[Sent]) -> T:
        """Call DELETE on a path; arguments and errors are those of ``post``."""
        answered: T = self._call(Call("DELETE", path, cast_to, **sent))
        return answered

    def get_api_list(
        self,
        path: str,
        *,
        model: type[T],
        page: type[SyncP],
        body: object = None,
        options: RequestOptions | None = None,
        method: str = "get",
    ) -> SyncP:
        """Fetch the first page of a list that the package has no method for.

        Args:
            path: Relative to the base URL, or a whole URL.
            model: What an item becomes.
            page: How one page leads to the next: ``SyncCursorPage[Model]``.
            body: Sent as JSON.
            options: Headers, query parameters and so on of this call.
            method: Its verb.

        Raises:
            SDKError: As for any other call.
        """
        from .adhoc import ad_hoc
        from .pages import PageSource

        call = Call(method.upper(), path, model, body=body, options=options)
        operation, arguments = ad_hoc(call, self._surroundings().options)
        return page(PageSource(self, operation, arguments, self._send(operation, arguments)))

    def _call(self, call: Call) -> Any:
        from .adhoc import ad_hoc, outcome

        operation, arguments = ad_hoc(call, self._surroundings().options)
        streamed = call.stream_cls is not None

        def value(response: httpx.Response) -> Any:
            return outcome(response, operation, call, self._settings.done)

        if mode := mode_asked(arguments.extra[0]):
            from .raw import Reading
            from .streaming import call_whole

            reading = Reading(value, self._settings.done, live=streamed)
            return call_whole(self._send, operation, arguments, mode, reading)
        return value(self._send(operation, arguments, stream=streamed))


class AsyncVerbs:
    """Calls of operations that the package has no method for, asynchronously."""

    _settings: ClassVar[ClientSettings]

    if not TYPE_CHECKING:  # generated clients declare them, each with its own resources
        with_raw_response = View(AsyncRaw)
        with_streaming_response = View(AsyncStreaming)

    if TYPE_CHECKING:

        async def _send(
            self, operation: Endpoint, arguments: Arguments, *, stream: bool = False
        ) -> httpx.Response: ...

        def _surroundings(self) -> Surroundings: ...

    @overload
    async def get(
        self,
        path: str,
        *,
        cast_to: type[T],
        options: RequestOptions | None = ...,
        stream: Literal[False] = ...,
    ) -> T: ...
    @overload
    async def get(
        self,
        path: str,
        *,
        cast_to: object,
        options: RequestOptions | None = ...,
        stream: Literal[True],
        stream_cls: type[S],
    ) -> S: ...
    async def get(
        self,
        path: str,
        *,
        cast_to: Any,
        options: RequestOptions | None = None,
        stream: bool = False,
        stream_cls: Any = None,
    ) -> Any:
        """Call GET on a path.

        Args:
            path: Relative to the base URL, or a whole URL.
            cast_to: What the answer becomes: a model class, ``dict``, ``list``, ``str``, ``object`` for any JSON,
                ``type(None)``, ``BinaryResponse`` or ``httpx.Response``.
            options: Headers, query parameters and so on of this call.
            stream: Whether the answer is a stream of events.
            stream_cls: Then: ``AsyncStream[Event]``, where an event becomes an ``Event``.

        Raises:
            SDKError: As for any other call.
        """
        call = Call("GET", path, cast_to, stream_cls if stream else None, options=options)
        return await self._call(call)

    @overload
    async def post(
        self,
        path: str,
        *,
        cast_to: type[T],
        stream: Literal[False] = ...,
        **sent: Unpack[Sent],
    ) -> T: ...
    @overload
    async def post(
        self,
        path: str,
        *,
        cast_to: object,
        stream: Literal[True],
        stream_cls: type[S],
        **sent: Unpack[Sent],
    ) -> S: ...
    async def post(
        self,
        path: str,
        *,
        cast_to: Any,
        stream: bool = False,
        stream_cls: Any = None,
        **sent: Unpack[Sent],
    ) -> Any:
        """Call POST on a path.

        Args:
            path: Relative to the base URL, or a whole URL.
            cast_to: What the answer becomes: a model class, ``dict``, ``list``, ``str``, ``object`` for any JSON,
                ``type(None)``, ``BinaryResponse`` or ``httpx.Response``.
            stream: Whether the answer is a stream of events.
            stream_cls: Then: ``AsyncStream[Event]``, where an event becomes an ``Event``.
            sent: Body, files, and options of this call.

        Raises:
            SDKError: As for any other call.
        """
        call = Call("POST", path, cast_to, stream_cls if stream else None, **sent)
        return await self._call(call)

    async def put(self, path: str, *, cast_to: type[T], **sent: Unpack[Sent]) -> T:
        """Call PUT on a path; arguments and errors are those of ``post``."""
        answered: T = await self._call(Call("PUT", path, cast_to, **sent))
        return answered

    async def patch(self, path: str, *, cast_to: type[T], **sent: Unpack[Sent]) -> T:
        """Call PATCH on a path; arguments and errors are those of ``post``."""
        answered: T = await self._call(Call("PATCH", path, cast_to, **sent))
        return answered

    async def delete(self, path: str, *, cast_to: type[T], **sent: Unpack[Sent]) -> T:
        """Call DELETE on a path; arguments and errors are those of ``post``."""
        answered: T = await self._call(Call("DELETE", path, cast_to, **sent))
        return answered

    def get_api_list(
        self,
        path: str,
        *,
        model: type[T],
        page: type[AsyncP],
        body: object = None,
        options: RequestOptions | None = None,
        method: str = "get",
    ) -> AsyncPaginator[T, AsyncP]:
        """A list that the package has no method for: ``await`` it for its first page, or iterate over its items.

        Arguments are those of the synchronous client; ``page`` is an ``AsyncCursorPage[Model]`` or the like.
        """
        from .adhoc import ad_hoc
        from .pages import AsyncPaginator

        call = Call(method.upper(), path, model, body=body, options=options)
        operation, arguments = ad_hoc(call, self._surroundings().options)
        return AsyncPaginator(self, operation, arguments, page)

    async def _call(self, call: Call) -> Any:
        from .adhoc import ad_hoc, outcome

        operation, arguments = ad_hoc(call, self._surroundings().options)
        streamed = call.stream_cls is not None

        def value(response: httpx.Response) -> Any:
            return outcome(response, operation, call, self._settings.done)

        if mode := mode_asked(arguments.extra[0]):
            from .raw import Reading
            from .streaming import call_whole_async

            reading = Reading(value, self._settings.done, live=streamed)
            return await call_whole_async(self._send, operation, arguments, mode, reading)
        return value(await self._send(operation, arguments, stream=streamed))
