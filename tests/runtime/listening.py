"""A server on 127.0.0.1 that answers by a function and keeps what came, byte for byte; and clients of any options."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from attrs import field, frozen

from specloom_runtime import AsyncClient, ClientOption, ClientSettings, SyncClient
from tests.serving import QuietHandler, running


@frozen
class Asked:
    """A request as it came.

    Attributes:
        target: Path and query, as they stood in the first line.
        headers: Pairs in their order, names in small letters.
    """

    verb: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """The query as it was written."""
        return self.target.partition("?")[2]

    def header(self, name: str) -> str:
        """The value of a header that is there once; empty where it is not."""
        found = [value for key, value in self.headers if key == name.lower()]
        assert len(found) <= 1, found
        return found[0] if found else ""


@frozen
class Answer:
    """An answer: a value as JSON, or text as it is."""

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = {}


Reply = Callable[[Asked], Answer]


@frozen
class Listener:
    """A server and what it was asked."""

    url: str
    asked: list[Asked] = field(factory=list)

    def at(self, path: str) -> list[Asked]:
        """The requests to one path."""
        return [one for one in self.asked if one.path == path]


@contextmanager
def listening(reply: Reply) -> Iterator[Listener]:
    """A server that answers with ``reply``."""

    class Handler(QuietHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            pairs = tuple((name.lower(), value) for name, value in self.headers.items())
            asked = Asked(self.command, self.path, pairs, self.body())
            listener.asked.append(asked)
            answer = reply(asked)
            text = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
            self.send_response_only(answer.status)
            for name, value in {"Content-Type": "application/json", **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

    with running(Handler) as url:
        listener = Listener(url)
        yield listener


Call = Callable[[Any], Any]


@frozen
class Colour:
    """Makes the same calls with the one or the other kind of client."""

    is_async: bool

    def client(self, options: Sequence[ClientOption], values: Mapping[str, object], **more: Any) -> Any:
        """A client with these options of its API."""
        settings = ClientSettings("http://127.0.0.1:9", options=tuple(options))
        base = AsyncClient if self.is_async else SyncClient
        made = type("Api", (base,), {"_settings": settings})
        return made(values, **{"max_retries": 0, **more})

    def calls(self, client: Any, *calls: Call) -> list[Any]:
        """What calls return, one after the other; what they raise ends them. The client is closed."""
        if not self.is_async:
            with client:
                return [call(client) for call in calls]

        async def run() -> list[Any]:
            async with client:
                return [await _settled(call(client)) for call in calls]

        return asyncio.run(run())

    def together(self, client: Any, call: Call, times: int) -> list[Any]:
        """What a call returns or raises that is made many times at once."""
        if not self.is_async:
            with client, ThreadPoolExecutor(times) as pool:
                return [_outcome(one.result) for one in [pool.submit(call, client) for _ in range(times)]]

        async def run() -> list[Any]:
            async with client:
                return await asyncio.gather(*(call(client) for _ in range(times)), return_exceptions=True)

        return asyncio.run(run())


async def _settled(value: Any) -> Any:
    return await value if inspect.isawaitable(value) else value


def _outcome(get: Callable[[], Any]) -> Any:
    try:
        return get()
    except Exception as error:  # noqa: BLE001 - for the test to look at
        return error
