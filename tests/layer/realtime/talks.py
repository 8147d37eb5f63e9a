"""A real WebSocket server with a script for each connection, and both colours of client spoken to in one way."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from typing import Any, TypeAlias

from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection, serve

Script: TypeAlias = Callable[["Line"], None]


class Line:
    """One connection as the server sees it."""

    def __init__(self, connection: ServerConnection) -> None:
        self.socket = connection
        self.received: list[Any] = []

    def say(self, **event: Any) -> None:
        self.socket.send(json.dumps(event))

    def hear(self) -> Any:
        event = json.loads(self.socket.recv(timeout=5))
        self.received.append(event)
        return event

    def hang_up(self, code: int = 1000, reason: str = "") -> None:
        self.socket.close(code, reason)

    def break_off(self) -> None:
        """Cut the wire without a word."""
        self.socket.socket.shutdown(socket.SHUT_RDWR)


class Server:
    """What was asked for, and what is answered.

    Attributes:
        scripts: One for each connection; the last one serves all further ones.
        refusals: Statuses of handshakes that are refused, each once, before the first script; None to accept one.
    """

    def __init__(self) -> None:
        self.scripts: list[Script] = []
        self.refusals: list[int | None] = []
        self.requests: list[Request] = []
        self.lines: list[Line] = []
        self.url = ""
        self._lock = threading.Lock()

    def heard(self, count: int) -> list[list[Any]]:
        """What came over each connection, once so many events have come over all of them."""
        deadline = time.monotonic() + 5
        while (found := sum(len(line.received) for line in self.lines)) < count:
            assert time.monotonic() < deadline, f"{found} events have come, not {count}: {self.lines}"
            time.sleep(0.001)
        return [list(line.received) for line in self.lines]

    def check(self, connection: ServerConnection, request: Request) -> Response | None:
        self.requests.append(request)
        status = self.refusals.pop(0) if self.refusals else None
        return None if status is None else connection.respond(HTTPStatus(status), "no\n")

    def serve(self, connection: ServerConnection) -> None:
        line = Line(connection)
        with self._lock:
            self.lines.append(line)
            script = self.scripts.pop(0) if len(self.scripts) > 1 else self.scripts[0]
        # When the client has gone, what it said until then is what a test looks at.
        with suppress(ConnectionClosed, TimeoutError, OSError):
            script(line)


@contextmanager
def running() -> Iterator[Server]:
    server = Server()
    with serve(server.serve, "127.0.0.1", 0, process_request=server.check) as listening:
        host, port = listening.socket.getsockname()[:2]
        server.url = f"http://{host}:{port}/v1"
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            listening.shutdown()
            thread.join()


_NOT_AWAITED = ("on", "once", "off", "parse_event", "connect")


class Awaitable:
    """A synchronous object that is spoken to as if it were asynchronous, so that one case serves both."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def __getattr__(self, name: str) -> Any:
        value = getattr(self.inner, name)
        if name == "connect":
            return lambda *args, **options: Awaitable(value(*args, **options))
        if name in _NOT_AWAITED:
            return value
        if not callable(value):
            return Awaitable(value)

        async def call(*args: Any, **options: Any) -> Any:
            result = value(*args, **options)
            return Awaitable(result) if name == "enter" else result

        return call

    async def __aenter__(self) -> Any:
        return Awaitable(self.inner.__enter__())

    async def __aexit__(self, *error: Any) -> None:
        self.inner.__exit__(*error)

    async def __aiter__(self) -> AsyncIterator[Any]:
        for event in self.inner:
            yield event


SESSION = {"type": "realtime", "model": "m"}


def run(case: Any) -> Any:
    return asyncio.run(case)


def silent(line: Line) -> None:
    while True:
        line.hear()


def talk(line: Line) -> None:
    line.say(type="session.created", event_id="e1", session=SESSION)
    line.hear()
    line.say(type="response.output_text.delta", event_id="e2", delta="Hi", item_id="i", response_id="r")
    line.say(type="something.new", event_id="e3", depth=3)
    line.hang_up()
