"""The sample package with a copy of the runtime in it, a server on 127.0.0.1, and callers for both kinds of client."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import json
import shutil
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

import specloom_runtime
from tests.serving import QuietHandler, running

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def zoo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The sample package, its runtime a verbatim copy as in every generated package."""
    root = tmp_path_factory.mktemp("package")
    skip = shutil.ignore_patterns("_runtime", "__pycache__")
    shutil.copytree(HERE / "zoo", root / "zoo", ignore=skip)
    runtime = Path(specloom_runtime.__file__).parent
    shutil.copytree(runtime, root / "zoo" / "_runtime", ignore=shutil.ignore_patterns("__pycache__"))
    sys.path.insert(0, str(root))
    try:
        yield importlib.import_module("zoo")
    finally:
        sys.path.remove(str(root))
        for name in [name for name in sys.modules if name == "zoo" or name.startswith("zoo.")]:
            del sys.modules[name]


@pytest.fixture
def errors(zoo: ModuleType) -> Any:
    """The errors of the sample package."""
    return importlib.import_module("zoo._runtime.errors")


class Server:
    """Answers as it is told and remembers what it was asked."""

    def __init__(self) -> None:
        self.url = ""
        self.requests: list[SimpleNamespace] = []
        self._answers: list[tuple[int, dict[str, str], list[bytes]]] = []

    def answer(
        self, body: object = None, *, status: int = 200, headers: Mapping[str, str] | None = None, pieces: Any = None
    ) -> None:
        """Queue an answer: JSON data, bytes, or pieces of bytes that are sent one after the other."""
        kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
        sent = [body] if isinstance(body, bytes) else [json.dumps(body).encode()]
        self._answers.append(
            (status, {"content-type": kind, **(headers or {})}, pieces if pieces is not None else sent)
        )

    def next_answer(self) -> tuple[int, dict[str, str], list[bytes]]:
        return self._answers.pop(0)


class _Handler(QuietHandler):
    owner: Server
    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        asked = SimpleNamespace(method=self.command, path=self.path, headers=dict(self.headers), body=self.body())
        asked.header = self.headers.get
        self.owner.requests.append(asked)
        status, headers, pieces = self.owner.next_answer()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        with suppress(ConnectionError):  # a client may leave before the end
            for piece in pieces:
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                self.wfile.flush()
            self.wfile.write(b"0\r\n\r\n")


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    with running(type("Handler", (_Handler,), {"owner": made})) as url:
        made.url = f"{url}/v1"
        yield made


class Caller:
    """Runs the same case with the sync and with the async client."""

    def __init__(self, client_class: Any, base_url: str) -> None:
        self._class = client_class
        self._base_url = base_url
        self.is_async = client_class.__name__.startswith("Async")

    def one(self, use: Callable[[Any], Any], **options: Any) -> Any:
        """What ``use(client)`` returns, awaited where it has to be."""
        if not self.is_async:
            with self._client(options) as client:
                return use(client)

        async def run() -> Any:
            async with self._client(options) as client:
                return await _settled(use(client))

        return asyncio.run(run())

    def items(self, use: Callable[[Any], Any], **options: Any) -> list[Any]:
        """All that iterating over ``use(client)`` gives."""
        if not self.is_async:
            with self._client(options) as client:
                return list(use(client))

        async def run() -> list[Any]:
            async with self._client(options) as client:
                found = use(client)
                return [item async for item in (await found if inspect.iscoroutine(found) else found)]

        return asyncio.run(run())

    def _client(self, options: Mapping[str, Any]) -> Any:
        return self._class(**{"api_key": "key-1", "base_url": self._base_url, **options})


async def _settled(value: Any) -> Any:
    return await value if isinstance(value, Awaitable) else value


@pytest.fixture(params=["sync", "async"])
def client_class(request: pytest.FixtureRequest, zoo: ModuleType) -> Any:
    """A client class."""
    module = importlib.import_module("zoo.client")
    return module.Zoo if request.param == "sync" else module.AsyncZoo


@pytest.fixture
def caller(client_class: Any, server: Server) -> Caller:
    return Caller(client_class, server.url)
