"""Server-sent events are read by the rules of the WHATWG, however the bytes are cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specloom_runtime.errors import StreamError
from specloom_runtime.sse import SSEDecoder


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


def test_an_event_may_not_grow_without_end() -> None:
    decoder = SSEDecoder(max_event_bytes=100)
    for _ in range(10):
        assert len(decoder.feed(b"data: " + b"x" * 50 + b"\n\n")) == 1
    with pytest.raises(StreamError, match="larger than 100 bytes"):
        decoder.feed(b"data: 1234\n" * 20)
    decoder = SSEDecoder(max_event_bytes=100)
    with pytest.raises(StreamError, match="larger than 100 bytes"):
        list(map(decoder.feed, [b"x"] * 200))
