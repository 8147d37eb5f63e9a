"""Responses whose content was not read yet, and the ``with`` statements that they live in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from os import PathLike
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from .errors import StreamAlreadyConsumed
from .raw import BaseAPIResponse, RawResponse

if TYPE_CHECKING:
    import httpx

    from .call_values import Arguments
    from .operation import Endpoint
    from .raw import Reading

T = TypeVar("T")
U = TypeVar("U")
R = TypeVar("R", bound="APIResponse[Any]")
AsyncR = TypeVar("AsyncR", bound="AsyncAPIResponse[Any]")


@contextmanager
def _reading(response: httpx.Response) -> Iterator[None]:
    """Failures of the HTTP library come out as errors of this package.

    Raises:
        StreamAlreadyConsumed: If the content is gone.
        APIConnectionError: If the connection broke.
    """
    import httpx

    from .exchange import translated

    try:
        with translated(response.request):
            yield
    except httpx.StreamConsumed as error:
        raise StreamAlreadyConsumed from error


class APIResponse(BaseAPIResponse[T]):
    """A response whose content is read when asked for: whole, in pieces, or parsed."""

    @overload
    def parse(self, *, to: type[U]) -> U: ...
    @overload
    def parse(self, *, to: None = None) -> T: ...
    def parse(self, *, to: Any = None) -> Any:
        """What the method would have returned; asked again, the same object.

        Args:
            to: Something else to make of the content: a model class, ``dict``, ``list``, ``str``, ``object`` for any
                JSON, ``Stream[Event]``, ``BinaryResponse`` or ``httpx.Response``.

        Raises:
            APIResponseValidationError: If the content should be JSON and is not.
            APIConnectionError: If the rest of the response did not come.
        """
        if not self._is_live(to):
            self.read()
        return self._parse(to)

    def read(self) -> bytes:
        """All bytes, which are kept.

        Raises:
            StreamAlreadyConsumed: If they were iterated over before.
            APIResponseValidationError: If they are more than ``bounds.MAX_ANSWER_BYTES``.
            APIConnectionError: If the rest of the response did not come.
        """
        from . import bounds

        with _reading(self.http_response):
            return bounds.read(self.http_response)

    def text(self) -> str:
        """All bytes as text."""
        self.read()
        return self.http_response.text

    def json(self) -> object:
        """All bytes as JSON data. Raises ValueError if they are none."""
        self.read()
        data: object = self.http_response.json()
        return data

    def iter_bytes(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """The bytes in pieces, as they come or of ``chunk_size``."""
        with _reading(self.http_response):
            yield from self.http_response.iter_bytes(chunk_size)

    def iter_text(self, chunk_size: int | None = None) -> Iterator[str]:
        """The text in pieces, as they come or of ``chunk_size``."""
        with _reading(self.http_response):
            yield from self.http_response.iter_text(chunk_size)

    def iter_lines(self) -> Iterator[str]:
        """The text line by line."""
        with _reading(self.http_response):
            yield from self.http_response.iter_lines()

    def stream_to_file(self, file: str | PathLike[str], *, chunk_size: int | None = None) -> None:
        """Write the bytes to a file as they come, replacing what it holds."""
        with open(file, "wb") as target:
            for piece in self.iter_bytes(chunk_size):
                target.write(piece)

    def close(self) -> None:
        """Give the connection back."""
        self.http_response.close()


class AsyncAPIResponse(BaseAPIResponse[T]):
    """A response whose content is read when asked for; the asynchronous twin of ``APIResponse``."""

    @overload
    async def parse(self, *, to: type[U]) -> U: ...
    @overload
    async def parse(self, *, to: None = None) -> T: ...
    async def parse(self, *, to: Any = None) -> Any:
        """What the method would have returned; arguments and errors are those of ``APIResponse.parse``."""
        if not self._is_live(to):
            await self.read()
        return self._parse(to)

    async def read(self) -> bytes:
        """All bytes, which are kept. Raises what ``APIResponse.read`` raises."""
        from . import bounds

        with _reading(self.http_response):
            return await bounds.aread(self.http_response)

    async def text(self) -> str:
        """All bytes as text."""
        await self.read()
        return self.http_response.text

    async def json(self) -> object:
        """All bytes as JSON data. Raises ValueError if they are none."""
        await self.read()
        data: object = self.http_response.json()
        return data

    async def iter_bytes(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        """The bytes in pieces, as they come or of ``chunk_size``."""
        with _reading(self.http_response):
            async for piece in self.http_response.aiter_bytes(chunk_size):
                yield piece

    async def iter_text(self, chunk_size: int | None = None) -> AsyncIterator[str]:
        """The text in pieces, as they come or of ``chunk_size``."""
        with _reading(self.http_response):
            async for piece in self.http_response.aiter_text(chunk_size):
                yield piece

    async def iter_lines(self) -> AsyncIterator[str]:
        """The text line by line."""
        with _reading(self.http_response):
            async for line in self.http_response.aiter_lines():
                yield line

    async def stream_to_file(self, file: str | PathLike[str], *, chunk_size: int | None = None) -> None:
        """Write the bytes to a file as they come, replacing what it holds."""
        with open(file, "wb") as target:
            async for piece in self.iter_bytes(chunk_size):
                target.write(piece)

    async def close(self) -> None:
        """Give the connection back."""
        await self.http_response.aclose()


class ResponseContextManager(Generic[R]):
    """Makes the call where its ``with`` block begins, and gives the connection back where it ends."""

    def __init__(self, call: Callable[[], R]) -> None:
        self._call = call
        self._response: R | None = None

    def __enter__(self) -> R:
        self._response = self._call()
        return self._response

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._response is not None:
            self._response.close()


class AsyncResponseContextManager(Generic[AsyncR]):
    """Makes the call where its ``async with`` block begins, and gives the connection back where it ends."""

    def __init__(self, call: Callable[[], Awaitable[AsyncR]]) -> None:
        self._call = call
        self._response: AsyncR | None = None

    async def __aenter__(self) -> AsyncR:
        self._response = await self._call()
        return self._response

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._response is not None:
            await self._response.close()


def call_whole(
    send: Callable[..., httpx.Response],
    operation: Endpoint,
    arguments: Arguments,
    mode: str,
    reading: Reading[T],
) -> RawResponse[T] | APIResponse[T]:
    """Make a call and hand out the whole response.

    Args:
        send: The client's way to send.
        operation: What to call ...
        arguments: ... with what.
        mode: How to hand it out, see ``RAW_HEADER``.
        reading: What it means.
    """
    response = send(operation, arguments, stream=reading.live or mode == "stream")
    return RawResponse(response, reading) if mode == "true" else APIResponse(response, reading)


async def call_whole_async(
    send: Callable[..., Awaitable[httpx.Response]],
    operation: Endpoint,
    arguments: Arguments,
    mode: str,
    reading: Reading[T],
) -> RawResponse[T] | AsyncAPIResponse[T]:
    """The asynchronous twin of ``call_whole``."""
    response = await send(operation, arguments, stream=reading.live or mode == "stream")
    return RawResponse(response, reading) if mode == "true" else AsyncAPIResponse(response, reading)
