"""Connections go back, whatever becomes of a call, and belong to one event loop."""

from __future__ import annotations

import asyncio
import importlib
import threading
from collections.abc import AsyncIterator, Iterator
from types import ModuleType
from typing import Any

import httpx
import pytest

from tests.runtime.clocks import FakeClock
from tests.runtime.conftest import Caller
from tests.runtime.network.cases import CAT, EVENT, STREAM_HEAD, chunk, get
from tests.runtime.wire import Line, WireServer, answer


def _open_connections(client: Any) -> list[Any]:
    pool = client._connections.http._transport._pool
    return [each for each in pool.connections if not each.is_closed() and not each.is_idle()]


def _endless(line: Line) -> bool:
    line.write(STREAM_HEAD + chunk(EVENT))
    return not line.gone()


def test_a_stream_that_is_left_early_gives_its_connection_back(zoo: ModuleType, wire: WireServer) -> None:
    wire.scripts += [_endless, _endless]
    module = importlib.import_module("zoo.client")
    with module.Zoo(api_key="k", base_url=wire.url) as client:
        with client.animals.create(name="x", stream=True) as stream:
            assert next(stream).id == "1"
            assert len(_open_connections(client)) == 1
        assert _open_connections(client) == []
        for _ in client.animals.create(name="x", stream=True):
            break
        client.animals.retrieve("1")

    async def run() -> None:
        wire.scripts.append(_endless)
        async with module.AsyncZoo(api_key="k", base_url=wire.url) as client:
            async with await client.animals.create(name="x", stream=True) as stream:
                assert (await stream.__anext__()).id == "1"
            assert _open_connections(client) == []

    asyncio.run(run())


@pytest.mark.parametrize("moment", ["before the answer", "within the answer", "within a stream", "in a pause"])
def test_a_cancelled_call_gives_its_connection_back(zoo: ModuleType, wire: WireServer, moment: str) -> None:
    module = importlib.import_module("zoo.client")
    asked, left = threading.Event(), threading.Event()

    def hang(line: Line) -> bool:
        if moment == "within the answer":
            line.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{")
        elif moment == "within a stream":
            line.write(STREAM_HEAD + chunk(EVENT))
        asked.set()
        if line.gone():
            left.set()
        return False

    async def use(client: Any) -> None:
        if moment == "within a stream":
            async for _ in await client.animals.create(name="x", stream=True):
                pass
        else:
            await client.animals.retrieve("1")

    async def run() -> None:
        async with module.AsyncZoo(api_key="k", base_url=wire.url) as client:
            task = asyncio.create_task(use(client))
            assert await asyncio.to_thread(asked.wait, 5)
            await asyncio.sleep(0.05)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert _open_connections(client) == []

    if moment == "in a pause":
        busy = answer({}, status="429 Busy", headers={"retry-after": "60"})

        def refuse(line: Line) -> bool:
            asked.set()
            return busy(line)

        wire.otherwise = refuse
        left.set()
    else:
        wire.otherwise = hang
    asyncio.run(run())
    assert left.wait(5)


class _Breaking(httpx.SyncByteStream, httpx.AsyncByteStream):
    """The content of an answer by a transport of the user: it breaks off, and notes that it was closed."""

    def __init__(self) -> None:
        self.closed = 0

    def __iter__(self) -> Iterator[bytes]:
        yield b"{"
        raise httpx.ReadError("cut")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"{"
        raise httpx.ReadError("cut")

    def close(self) -> None:
        self.closed += 1

    async def aclose(self) -> None:
        self.closed += 1


def test_what_breaks_off_is_closed_whatever_the_transport(caller: Caller, errors: Any) -> None:
    contents = [_Breaking(), _Breaking()]
    waiting = iter(contents)
    transport = httpx.MockTransport(lambda request: httpx.Response(200, stream=next(waiting)))
    own: Any = httpx.AsyncClient(transport=transport) if caller.is_async else httpx.Client(transport=transport)
    with pytest.raises(errors.APIConnectionError):
        caller.one(get(FakeClock()), http_client=own, max_retries=1)
    assert [content.closed > 0 for content in contents] == [True, True]


def test_threads_share_one_pool(zoo: ModuleType, wire: WireServer) -> None:
    module = importlib.import_module("zoo.client")
    with module.Zoo(api_key="k", base_url=wire.url) as client:
        found: list[Any] = []
        threads = [threading.Thread(target=lambda: found.append(client.animals.retrieve("1"))) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [each.id for each in found] == ["1"] * 16
        assert _open_connections(client) == []


def test_another_event_loop_is_refused(zoo: ModuleType, wire: WireServer, errors: Any) -> None:
    client = importlib.import_module("zoo.client").AsyncZoo(api_key="k", base_url=wire.url)
    second = client.copy(http_client=httpx.AsyncClient())
    wire.otherwise = answer(CAT, headers={"connection": "close"})

    async def use(which: Any) -> Any:
        return await which.animals.retrieve("1")

    asyncio.run(use(client))
    with pytest.raises(errors.WrongEventLoopError, match=r"GET /animals/\{animal_id\} was not sent: .* event loop"):
        asyncio.run(use(client))
    asyncio.run(use(second))
    with pytest.raises(errors.WrongEventLoopError):
        asyncio.run(use(second))
    assert len(wire.requests) == 2
