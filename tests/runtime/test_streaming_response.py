"""``with_streaming_response``: each case with the sync and with the async client."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from .blocks import collected, settled, streamed
from .conftest import Caller, Server

CAT = {"id": "1", "kind": "cat"}


def test_the_request_is_made_where_the_block_begins(caller: Caller, server: Server) -> None:
    server.answer(CAT)
    kept: list[Any] = []

    def call(client: Any) -> Any:
        manager = client.animals.with_streaming_response.retrieve("1")
        assert server.requests == []
        return manager

    def use(response: Any) -> Any:
        kept.append(response)
        assert len(server.requests) == 1
        assert not response.is_closed

    streamed(caller, call, use)
    assert kept[0].is_closed
    assert kept[0].status_code == 200


def test_the_block_closes_after_an_error_too(caller: Caller, server: Server) -> None:
    server.answer(CAT)
    kept: list[Any] = []

    def use(response: Any) -> Any:
        kept.append(response)
        raise LookupError

    with pytest.raises(LookupError):
        streamed(caller, lambda client: client.animals.with_streaming_response.retrieve("1"), use)
    assert kept[0].is_closed


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        (lambda response: response.read(), b'{"id": "1", "kind": "cat"}'),
        (lambda response: response.text(), '{"id": "1", "kind": "cat"}'),
        (lambda response: response.json(), CAT),
        (lambda response: response.parse(to=dict), CAT),
        (lambda response: response.iter_bytes(10), [b'{"id": "1"', b', "kind": ', b'"cat"}']),
        (lambda response: response.iter_text(20), ['{"id": "1", "kind": ', '"cat"}']),
        (lambda response: response.iter_lines(), ['{"id": "1", "kind": "cat"}']),
    ],
)
def test_ways_to_read_it(caller: Caller, server: Server, use: Callable[[Any], Any], expected: object) -> None:
    server.answer(CAT)
    assert streamed(caller, lambda client: client.animals.with_streaming_response.retrieve("1"), use) == expected


def test_parsing_it_in_the_block(caller: Caller, server: Server) -> None:
    server.answer(CAT, headers={"x-request-id": "req-1"})

    async def use(response: Any) -> Any:
        cat = await settled(response.parse())
        assert await settled(response.parse()) is cat
        return cat, response.request_id

    cat, request_id = streamed(
        caller,
        lambda client: client.animals.with_streaming_response.retrieve("1"),
        use if caller.is_async else lambda response: asyncio.run(use(response)),
    )
    assert (type(cat).__name__, cat._request_id, request_id) == ("Cat", "req-1", "req-1")


def test_events_of_a_streaming_response(caller: Caller, server: Server) -> None:
    server.answer(pieces=[b'data: {"id": "1", "kind": "cat"}\n\n', b"data: [DONE]\n\n"])

    async def use(response: Any) -> Any:
        events = await settled(response.parse())
        assert not response.is_closed  # nobody has read them yet
        return await collected(events)

    cats = streamed(
        caller,
        lambda client: client.animals.with_streaming_response.create(name="x", stream=True),
        use if caller.is_async else lambda response: asyncio.run(use(response)),
    )
    assert [cat.id for cat in cats] == ["1"]


def test_any_answer_as_a_stream_of_events(caller: Caller, server: Server, zoo: ModuleType) -> None:
    server.answer(pieces=[b'data: {"id": "1"}\n\n', b"data: [DONE]\n\n"])
    runtime = importlib.import_module("zoo._runtime")
    stream = runtime.AsyncStream if caller.is_async else runtime.Stream
    cat_class = importlib.import_module("zoo.types.cat").Cat

    async def use(response: Any) -> Any:
        events = await settled(response.parse(to=stream[cat_class]))
        assert not response.is_closed
        return await collected(events)

    cats = streamed(
        caller,
        lambda client: client.animals.with_streaming_response.retrieve("1"),
        use if caller.is_async else lambda response: asyncio.run(use(response)),
    )
    assert [type(cat) for cat in cats] == [cat_class]


def test_bytes_go_to_a_file_as_they_come(caller: Caller, server: Server, tmp_path: Path) -> None:
    server.answer(pieces=[b"ab", b"cd"])
    target = tmp_path / "photo.png"
    streamed(
        caller,
        lambda client: client.animals.with_streaming_response.photo("1"),
        lambda response: response.stream_to_file(target, chunk_size=3),
    )
    assert target.read_bytes() == b"abcd"


def test_reading_after_iterating_is_refused(caller: Caller, server: Server, zoo: ModuleType) -> None:
    server.answer(CAT)

    async def use(response: Any) -> Any:
        await collected(response.iter_bytes())
        await settled(response.read())

    with pytest.raises(importlib.import_module("zoo._runtime").StreamAlreadyConsumed, match="read\\(\\) before"):
        streamed(
            caller,
            lambda client: client.animals.with_streaming_response.retrieve("1"),
            use if caller.is_async else lambda response: asyncio.run(use(response)),
        )


def test_a_connection_that_breaks_while_it_is_read(caller: Caller, zoo: ModuleType) -> None:
    def broken(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, stream=_Broken(), request=request)

    http: Any = httpx.AsyncClient if caller.is_async else httpx.Client
    for use in (lambda response: response.read(), lambda response: response.iter_bytes()):
        with pytest.raises(importlib.import_module("zoo._runtime").APIConnectionError) as caught:
            streamed(
                caller,
                lambda client: client.animals.with_streaming_response.retrieve("1"),
                use,
                http_client=http(transport=httpx.MockTransport(broken)),
            )
        assert isinstance(caught.value.__cause__, httpx.ReadError)


class _Broken(httpx.SyncByteStream, httpx.AsyncByteStream):
    def __iter__(self) -> Any:
        yield b'{"id"'
        raise httpx.ReadError("gone", request=httpx.Request("GET", "http://127.0.0.1"))

    async def __aiter__(self) -> Any:
        for piece in self:
            yield piece
