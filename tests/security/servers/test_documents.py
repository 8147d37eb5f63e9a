"""What a hostile server does to specloom, which asks it for a document."""

from __future__ import annotations

import gzip
import itertools
import tracemalloc

import pytest

from specloom.problems import SpecloomError
from specloom.sources import web
from tests.runtime.wire import Line, WireServer, answer

from .test_bodies import endless, head, packed

MIB = 1024**2


def refusal(url: str) -> str:
    with pytest.raises(SpecloomError) as caught:
        web.fetch(url, lambda done, total: None)
    return str(caught.value)


def test_a_bomb_is_not_unpacked_far_beyond_the_limit(wire: WireServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "MAX_BYTES", MIB)
    wire.otherwise = answer(packed(200), headers={"content-encoding": "gzip"})
    tracemalloc.start()
    said = refusal(wire.url)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "more than 1,048,576 bytes" in said
    assert most < 20 * MIB


def test_a_document_packed_again_and_again_is_refused(wire: WireServer) -> None:
    wire.otherwise = answer(gzip.compress(gzip.compress(b"{}")), headers={"content-encoding": "gzip, gzip"})
    assert "compressed 2 times over" in refusal(wire.url)


def test_a_document_without_end_is_refused(wire: WireServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "MAX_BYTES", MIB)
    wire.otherwise = endless(head("application/json"), b" " * 9999)
    assert "more than 1,048,576 bytes" in refusal(wire.url)


def test_a_document_that_takes_for_ever_is_refused(wire: WireServer, monkeypatch: pytest.MonkeyPatch) -> None:
    times = itertools.count(0.0, 100.0)
    monkeypatch.setattr("specloom.sources.web.time.monotonic", lambda: next(times))
    wire.otherwise = endless(head("application/json"), b" ")
    assert "takes more than 600 seconds" in refusal(wire.url)


def test_a_flood_of_headers_is_refused(wire: WireServer) -> None:
    def flood(line: Line) -> bool:
        line.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            line.write(b"x-flood: 1\r\n" * 1000)

    wire.otherwise = flood
    assert "could not get this address" in refusal(wire.url)


def test_a_password_stays_with_its_server(wire: WireServer) -> None:
    other = WireServer()
    try:
        wire.otherwise = answer(b"", status="302 Found", headers={"location": other.url, "set-cookie": "a=b"})
        other.otherwise = answer({})
        web.fetch(wire.url.replace("://", "://user:password@"), lambda done, total: None)
        assert "authorization" in wire.requests[0].headers
        assert not {"authorization", "cookie"} & other.requests[0].headers.keys()
    finally:
        other.close()
