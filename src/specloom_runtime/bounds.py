"""What of an answer is kept, whatever its server sends: not more than a limit, and never unpacked far beyond it.

Importing this module imports httpx.
"""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx

from .errors import APIResponseValidationError

MAX_ANSWER_BYTES = 1024**3
"""Bytes of an answer that is kept as a whole, unpacked: above the largest files that APIs hand out in one piece. What
is read in pieces (streams, ``with_streaming_response``) has no limit. May be set to another number at any time."""

MAX_ERROR_BYTES = 1024**2
"""Bytes that are read of an answer that reports a failure or leads elsewhere; the rest is dropped."""

MAX_COOKIES = 180
"""Cookies that a client keeps; one more and all of them go. RFC 6265 (6.1) asks for 50 of a domain."""

# Packed bytes that are unpacked at a time. They become 4 MB with deflate (1,032 times as much at most) and some 16 MB
# with zstd (blocks of 128 KiB from 4 bytes), 80 MB with brotli (16 MiB from some 13 bytes).
_SLICES = {"gzip": 4096, "deflate": 4096, "zstd": 512}
_SMALLEST_SLICE = 64


class _Sliced(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A packed body in small pieces, as httpx unpacks each piece at once."""

    def __init__(self, stream: Any, size: int) -> None:
        self._stream = stream
        self._size = size

    def _cut(self, piece: bytes) -> Iterator[bytes]:
        return (piece[at : at + self._size] for at in range(0, len(piece), self._size))

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._stream:
            yield from self._cut(piece)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._stream:
            for part in self._cut(piece):
                yield part

    def close(self) -> None:
        self._stream.close()

    async def aclose(self) -> None:
        await self._stream.aclose()


def guard(response: httpx.Response) -> None:
    """Make an answer safe to read: its body is unpacked in small pieces, and its text is text.

    Raises:
        APIResponseValidationError: If its body was packed more than once, which no honest server does: 64 kB of it
            could become 64 GB in one step.
    """
    headers = response.headers
    if "charset" in (kind := headers.get("content-type", "")) and "utf-8" not in kind.lower():
        _check_charset(response)
    if "content-encoding" not in headers:
        return
    packed = headers["content-encoding"].lower().replace(",", " ").split()
    packed = [name for name in packed if name != "identity"]
    if len(packed) > 1:
        raise refused(response, f"it is compressed {len(packed)} times over ({', '.join(packed[:5])})")
    if packed:
        response.stream = _Sliced(response.stream, _SLICES.get(packed[0], _SMALLEST_SLICE))


def _check_charset(response: httpx.Response) -> None:
    # httpx takes any codec of Python by its name: zlib and base64 as well, which make no text.
    try:
        b"x".decode(response.charset_encoding or "utf-8", "replace")
    except (LookupError, ValueError):
        response.encoding = "utf-8"


def refused(response: httpx.Response, why: str) -> APIResponseValidationError:
    """The error for an answer that is not read (further)."""
    request = response.request
    return APIResponseValidationError(
        response, None, message=f"The answer to {request.method} {request.url.path} was not read: {why}."
    )


class _Kept:
    """The content of an answer while it comes."""

    def __init__(self, response: httpx.Response, *, cut: bool) -> None:
        self._response = response
        self._cut = cut
        self._most = MAX_ERROR_BYTES if cut else MAX_ANSWER_BYTES
        self._buffer = io.BytesIO()  # which many small pieces cost no more than a large one

    def full(self, piece: bytes) -> bool:
        """Take a piece; whether there is to be no further one."""
        free = self._most - self._buffer.tell()
        if len(piece) <= free:
            self._buffer.write(piece)
            return False
        if not self._cut:
            why = f"it has more than {self._most:,} bytes (_runtime.bounds.MAX_ANSWER_BYTES)"
            raise refused(self._response, f"{why}; with_streaming_response reads larger ones in pieces")
        self._buffer.write(piece[:free])
        return True

    def done(self) -> bytes:
        """Hand the content to the answer, as its own ``read`` would."""
        self._response._content = self._buffer.getvalue()
        return self._response._content


def read(response: httpx.Response, *, cut: bool = False) -> bytes:
    """The content of an answer, which keeps it.

    Args:
        response: The answer.
        cut: Whether it reports a failure, so that its beginning is enough.

    Raises:
        APIResponseValidationError: If it is larger than ``MAX_ANSWER_BYTES``, unless it may be cut.
    """
    kept = _Kept(response, cut=cut)
    try:
        for piece in response.iter_bytes():
            if kept.full(piece):
                response.close()
                break
    except BaseException:
        response.close()
        raise
    return kept.done()


async def aread(response: httpx.Response, *, cut: bool = False) -> bytes:
    """The asynchronous twin of ``read``."""
    kept = _Kept(response, cut=cut)
    try:
        async for piece in response.aiter_bytes():
            if kept.full(piece):
                await response.aclose()
                break
    except BaseException:
        await response.aclose()
        raise
    return kept.done()


def limit_cookies(http: httpx.Client | httpx.AsyncClient, response: httpx.Response) -> httpx.Response:
    """The answer; drop the cookies of a client that was flooded with them."""
    if "set-cookie" in response.headers and len(http.cookies.jar) > MAX_COOKIES:
        http.cookies.clear()
    return response
