"""Server-sent events are read by the rules of the WHATWG, however the bytes are cut."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from itertools import pairwise
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from specloom_runtime import AsyncStream, Stream, StreamOperation
from specloom_runtime.errors import StreamError
from specloom_runtime.sse import SSEDecoder
from specloom_runtime.streams import EventReader


def read(*chunks: bytes) -> list[tuple[str, str, str, int | None]]:
    decoder = SSEDecoder()
    return [(each.event, each.data, each.id, each.retry) for chunk in chunks for each in decoder.feed(chunk)]


@pytest.mark.parametrize(
    ("stream", "events"),
    [
        (b"data: a\n\n", [("", "a", "", None)]),
        (b"data:a\r\rdata:b\r\n\r\n", [("", "a", "", None), ("", "b", "", None)]),
        (b"\xef\xbb\xbfdata: a\n\n", [("", "a", "", None)]),
        (b"data: a\ndata: b\ndata\n\n", [("", "a\nb\n", "", None)]),
        (b"data: a\r\ndata: b\r\n\r\n", [("", "a\nb", "", None)]),
        (b"data: a\rdata: b\r\r", [("", "a\nb", "", None)]),
        (b"data:  two spaces\n\n", [("", " two spaces", "", None)]),
        (
            b": a comment\nevent: e\nid: 7\nretry: 10\ndata: x\n\ndata: y\n\n",
            [("e", "x", "7", 10), ("", "y", "7", None)],
        ),
        (b"id: a\0b\nretry: 1x\ndata: x\n\n", [("", "x", "", None)]),
        (b"event: lonely\n\ndata: x\n\n", [("", "x", "", None)]),
        (b"data:\n\n", [("", "", "", None)]),
        (b"unknown: x\ndata: a:b\n\n", [("", "a:b", "", None)]),
        (b"data: the end is missing\n", []),
        (b"data: \xff\xc3\xa9\n\n", [("", "\ufffd\u00e9", "", None)]),
        ("data: \u2028\u0085x\n\n".encode(), [("", "\u2028\u0085x", "", None)]),
    ],
)
def test_a_stream(stream: bytes, events: list[tuple[str, str, str, int | None]]) -> None:
    assert read(stream) == events
    assert read(*(stream[at : at + 1] for at in range(len(stream)))) == events


FIELDS = (b"data: ", b"data", b"event: e", b"id: 1", b"id", b"retry: 5", b":", b" ", b"x")
ENDS = (b"\n", b"\r", b"\r\n", b"\n\n")
BYTES = ("\u00e9\U0001f600".encode(), b"\xef\xbb\xbf", b"\0", b"\xff")
PIECES = st.sampled_from((*FIELDS, *ENDS, *BYTES))


@given(st.lists(PIECES, max_size=30).map(b"".join), st.sets(st.integers(0, 80), max_size=80))
def test_any_split_gives_the_same_events(stream: bytes, cuts: list[int]) -> None:
    borders = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    assert read(*(stream[start:end] for start, end in pairwise(borders))) == read(stream)


def cut(content: bytes, cuts: set[int]) -> list[bytes]:
    borders = [0, *sorted({at % (len(content) + 1) for at in cuts}), len(content)]
    return [content[start:end] for start, end in pairwise(borders)]


@given(
    st.lists(st.tuples(st.text(), st.sampled_from(["\n", "\r", "\r\n"])), max_size=8), st.sets(st.integers(0, 10**6))
)
def test_any_payload_survives(payloads: list[tuple[str, str]], cuts: set[int]) -> None:
    def lines(payload: str) -> list[str]:
        return payload.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    stream = "".join("".join(f"data: {line}{end}" for line in lines(text)) + end for text, end in payloads)
    found = read(*cut(stream.encode("utf-8", "replace"), cuts))
    assert [each[1] for each in found] == [
        "\n".join(lines(text)).encode("utf-8", "replace").decode() for text, _ in payloads
    ]


class _Pieces(httpx.SyncByteStream, httpx.AsyncByteStream):
    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        yield from self._pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            yield piece


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
).filter(lambda value: not (isinstance(value, dict) and value.get("error")))


@given(st.lists(JSON, max_size=6), st.booleans(), st.sets(st.integers(0, 10**6)))
def test_events_of_a_stream_are_what_was_sent(values: list[Any], escaped: bool, cuts: set[int]) -> None:
    texts = [json.dumps(value, ensure_ascii=escaped) for value in values]
    content = "".join(f"data: {text}\n\n" for text in (*texts, "[DONE]", "never")).encode("utf-8", "replace")
    wanted = [json.loads(text.encode("utf-8", "replace")) for text in texts]
    request = httpx.Request("GET", "http://h/x")
    operation: StreamOperation[None, Any] = StreamOperation("GET", "/x", event="object")

    def answered() -> httpx.Response:
        return httpx.Response(200, stream=_Pieces(cut(content, cuts)), request=request)

    def reader() -> EventReader[Any]:
        return EventReader(operation, request, "[DONE]")

    async def read_async() -> list[Any]:
        return [event async for event in AsyncStream(answered(), reader())]

    first = answered()
    assert list(Stream(first, reader())) == wanted
    assert first.is_closed
    assert asyncio.run(read_async()) == wanted


def test_an_event_may_not_grow_without_end() -> None:
    decoder = SSEDecoder(max_event_bytes=100)
    for _ in range(10):
        assert len(decoder.feed(b"data: " + b"x" * 50 + b"\n\n")) == 1
    with pytest.raises(StreamError, match="larger than 100 bytes"):
        decoder.feed(b"data: 1234\n" * 20)
    decoder = SSEDecoder(max_event_bytes=100)
    with pytest.raises(StreamError, match="larger than 100 bytes"):
        list(map(decoder.feed, [b"x"] * 200))
