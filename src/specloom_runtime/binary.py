"""Answers that are bytes: files, audio, archives."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from os import PathLike
from typing import TYPE_CHECKING, Any

from .errors import StreamAlreadyConsumed

if TYPE_CHECKING:
    import httpx


class BinaryResponse:
    """The bytes of an answer.

    Attributes:
        response: The answer itself.
    """

    response: httpx.Response

    def __init__(self, response: httpx.Response) -> None:
        self.response = response

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.response!r})"

    @property
    def content(self) -> bytes:
        """The bytes."""
        return self.response.content

    @property
    def text(self) -> str:
        """The bytes as text."""
        return self.response.text

    @property
    def encoding(self) -> str | None:
        """The encoding that ``text`` is read with."""
        return self.response.encoding

    @property
    def charset_encoding(self) -> str | None:
        """The encoding that the ``Content-Type`` header names."""
        return self.response.charset_encoding

    def json(self, **options: Any) -> Any:
        """The bytes as JSON data; ``options`` are those of ``json.loads``."""
        return self.response.json(**options)

    def read(self) -> bytes:
        """The bytes, read to their end."""
        from . import bounds

        return bounds.read(self.response)

    def iter_bytes(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """The bytes in pieces."""
        return self.response.iter_bytes(chunk_size)

    def iter_text(self, chunk_size: int | None = None) -> Iterator[str]:
        """The text in pieces."""
        return self.response.iter_text(chunk_size)

    def iter_lines(self) -> Iterator[str]:
        """The text line by line."""
        return self.response.iter_lines()

    def iter_raw(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """The bytes in pieces as they were sent, not decompressed.

        Raises:
            StreamAlreadyConsumed: If they were decompressed when they were read.
        """
        return self.iter_bytes(chunk_size) if self._kept_as_sent() else self.response.iter_raw(chunk_size)

    def _kept_as_sent(self) -> bool:
        if not self.response.is_stream_consumed:
            return False
        if "content-encoding" in self.response.headers:
            raise StreamAlreadyConsumed
        return True

    def write_to_file(self, file: str | PathLike[str]) -> None:
        """Write the bytes to a file, replacing what it holds."""
        self.stream_to_file(file)

    def stream_to_file(self, file: str | PathLike[str], *, chunk_size: int | None = None) -> None:
        """Write the bytes to a file in pieces, replacing what it holds."""
        with open(file, "wb") as target:
            for piece in self.response.iter_bytes(chunk_size):
                target.write(piece)

    def close(self) -> None:
        """Give the connection back, unless that was done when all was read."""
        if not self.response.is_closed:
            self.response.close()

    async def aread(self) -> bytes:
        """The bytes, read to their end."""
        from . import bounds

        return await bounds.aread(self.response)

    async def aiter_bytes(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        """The bytes in pieces."""
        async for piece in self.response.aiter_bytes(chunk_size):
            yield piece

    async def aiter_text(self, chunk_size: int | None = None) -> AsyncIterator[str]:
        """The text in pieces."""
        async for piece in self.response.aiter_text(chunk_size):
            yield piece

    async def aiter_lines(self) -> AsyncIterator[str]:
        """The text line by line."""
        async for line in self.response.aiter_lines():
            yield line

    async def aiter_raw(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        """The bytes in pieces as they were sent, not decompressed; raises what ``iter_raw`` raises."""
        pieces = self.aiter_bytes(chunk_size) if self._kept_as_sent() else self.response.aiter_raw(chunk_size)
        async for piece in pieces:
            yield piece

    async def astream_to_file(self, file: str | PathLike[str], *, chunk_size: int | None = None) -> None:
        """Write the bytes to a file in pieces, replacing what it holds."""
        with open(file, "wb") as target:
            async for piece in self.response.aiter_bytes(chunk_size):
                target.write(piece)

    async def aclose(self) -> None:
        """Give the connection back, unless that was done when all was read."""
        if not self.response.is_closed:
            await self.response.aclose()
