"""The mock on a port: Starlette speaks ASGI for it, uvicorn HTTP."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

import anyio

from specloom.mock.checking import EXTRA
from specloom.mock.message import Reply, Request
from specloom.mock.server import MockServer
from specloom.problems import SpecloomError

try:
    import uvicorn
    from starlette.applications import Starlette
    from starlette.requests import Request as Incoming
    from starlette.responses import Response, StreamingResponse
    from starlette.routing import Mount
except ImportError as error:
    raise SpecloomError(f"an API cannot be mocked: {EXTRA}") from error

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

_LOGGING: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    # A dropped connection is done on purpose and not worth an error in the log.
    "loggers": {"uvicorn.error": {"level": "CRITICAL"}, "uvicorn.access": {"level": "CRITICAL"}},
}


def app(server: MockServer) -> Starlette:
    """An ASGI application of a mock."""

    async def endpoint(scope: Scope, receive: Receive, send: Send) -> None:
        body = await Incoming(scope, receive).body()
        # Checking a large body takes a while, and other connections should go on meanwhile.
        reply = await anyio.to_thread.run_sync(server.answer, _request(scope, body))
        await anyio.sleep(reply.delay)
        await _send(reply, scope, receive, send)

    return Starlette(routes=[Mount("/", app=endpoint)])


def _request(scope: Scope, body: bytes) -> Request:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    path = (scope.get("raw_path") or scope["path"].encode()).partition(b"?")[0].decode("latin-1")
    raw_query = scope["query_string"].decode("latin-1")
    query = parse_qsl(raw_query, keep_blank_values=True)
    return Request(scope["method"].upper(), path, tuple(query), headers, body, raw_query)


async def _send(reply: Reply, scope: Scope, receive: Receive, send: Send) -> None:
    headers = dict(reply.headers)
    if reply.drop:
        await _send_and_drop(reply, send)
    elif len(reply.chunks) > 1:
        await StreamingResponse(iter(reply.chunks), reply.status, headers)(scope, receive, send)
    else:
        await Response(reply.body, reply.status, headers)(scope, receive, send)


async def _send_and_drop(reply: Reply, send: Send) -> None:
    """Promise the whole body and end before it is sent, upon which the server closes the connection."""
    length = ("content-length", str(len(reply.body))) if len(reply.chunks) == 1 else ("transfer-encoding", "chunked")
    headers = [(name.encode(), value.encode()) for name, value in (*reply.headers, length)]
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    for chunk in reply.sent:
        await send({"type": "http.response.body", "body": chunk, "more_body": True})


def listen(host: str, port: int) -> socket.socket:
    """A socket that a server can be run on; port 0 takes a free one.

    Raises:
        OSError: If the address cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


def serve(server: MockServer, listener: socket.socket) -> None:
    """Serve until interrupted."""
    config = uvicorn.Config(app(server), log_config=_LOGGING, lifespan="off", timeout_graceful_shutdown=1)
    with suppress(KeyboardInterrupt):  # uvicorn passes it on after it has closed its connections
        uvicorn.Server(config).run(sockets=[listener])
