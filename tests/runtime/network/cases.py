"""Calls and answers that the cases share."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from tests.runtime.clocks import FakeClock, clocked
from tests.runtime.wire import Line

CAT = {"id": "1", "kind": "cat"}
EVENT = b'data: {"id":"1","kind":"cat"}\n\n'
STREAM_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"


def chunk(content: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(content), content)


def get(clock: FakeClock) -> Callable[[Any], Any]:
    return lambda client: clocked(client, clock).animals.retrieve("1")


def stream(clock: FakeClock) -> Callable[[Any], Any]:
    return lambda client: clocked(client, clock).animals.create(name="x", stream=True)


def slowly(line: Line) -> bool:
    line.write(b"HTTP/1.1 200 OK\r\ncontent-length: 24\r\n\r\n")
    for byte in b'{"id":"1","kind":"cat"} ':
        line.write(bytes([byte]))
        time.sleep(0.002)
    return True
