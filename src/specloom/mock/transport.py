"""The mock in the process: a transport of httpx, for both kinds of client."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator

import anyio
import httpx

from specloom.mock.message import Reply, Request
from specloom.mock.server import MockServer


class MockTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Give it to ``httpx.Client`` or ``httpx.AsyncClient``, and no request leaves the process.

    Args:
        server: What answers.
    """

    def __init__(self, server: MockServer) -> None:
        self._server = server

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request.

        Raises:
            httpx.ReadTimeout: If the delay that the request asks for is longer than its own time limit.
        """
        reply = self._server.answer(_request(request, request.read()))
        time.sleep(_wait(request, reply))
        return _response(request, reply)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request.

        Raises:
            httpx.ReadTimeout: If the delay that the request asks for is longer than its own time limit.
        """
        reply = self._server.answer(_request(request, await request.aread()))
        await anyio.sleep(_wait(request, reply))
        return _response(request, reply)


def _request(request: httpx.Request, body: bytes) -> Request:
    path = request.url.raw_path.partition(b"?")[0].decode("ascii")
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Request(
        request.method.upper(),
        path,
        tuple(request.url.params.multi_items()),
        headers,
        body,
        request.url.query.decode(),
    )


def _limit(request: httpx.Request) -> float | None:
    limit: float | None = request.extensions.get("timeout", {}).get("read")
    return limit


def _wait(request: httpx.Request, reply: Reply) -> float:
    limit = _limit(request)
    return reply.delay if limit is None else min(reply.delay, limit)


def _response(request: httpx.Request, reply: Reply) -> httpx.Response:
    limit = _limit(request)
    if limit is not None and reply.delay > limit:
        raise httpx.ReadTimeout("the mock was asked to wait for longer than the time limit", request=request)
    headers = list(reply.headers)
    if len(reply.chunks) <= 1:
        headers.append(("content-length", str(len(reply.body))))
    return httpx.Response(reply.status, headers=headers, stream=_Body(reply), request=request)


class _Body(httpx.SyncByteStream, httpx.AsyncByteStream):
    def __init__(self, reply: Reply) -> None:
        self._reply = reply

    def __iter__(self) -> Iterator[bytes]:
        yield from self._reply.sent
        self._end()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self._reply.sent:
            yield chunk
        self._end()

    def _end(self) -> None:
        if self._reply.drop:
            raise httpx.RemoteProtocolError("peer closed connection without sending complete message body")
