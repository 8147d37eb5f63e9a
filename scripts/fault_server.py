"""A server that misbehaves at random and keeps a record of it, for ``faults.py``; runs in a process of its own.

Every call bears an id. The record says, for each id, what was done to each of its attempts, and which came after one
that must not be followed by another.
"""

from __future__ import annotations

import asyncio
import json
import random
import socket
import struct
import sys
from asyncio import StreamReader, StreamWriter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeAlias

EVENTS = 5
STALL_SECONDS = 2.5

Act: TypeAlias = Callable[["FaultServer", StreamWriter, str], Awaitable[bool]]
"""Answers an attempt; returns whether the connection goes on."""


class FaultServer:
    """Answers by chance, the same chance for the same seed and order of requests."""

    def __init__(self, seed: int) -> None:
        self.done: dict[str, list[str]] = {}
        self.forbidden: list[str] = []
        self.connections = 0
        self.opened = 0
        self._chance = random.Random(seed)  # noqa: S311 - chance and no secret

    async def serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        """One connection, to its end."""
        self.connections += 1
        self.opened += 1
        try:
            while (head := await _head(reader)) and await self._answer(head, reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client left, as it may
        finally:
            self.connections -= 1
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    async def _answer(self, head: dict[str, str], reader: StreamReader, writer: StreamWriter) -> bool:
        await _body(head, reader)
        path = head[":path"]
        if path == "/report":
            record = {"done": self.done, "forbidden": self.forbidden, "connections": self.connections - 1}
            return await _whole(writer, 200, {**record, "opened": self.opened})
        call = head["x-call"]
        before = self.done.setdefault(call, [])
        if before and (ACTS[before[-1]][1] or path == "/once"):
            self.forbidden.append(call)
        names = STREAMED if path == "/stream" else PLAIN
        name = self._chance.choices(list(names), list(names.values()))[0]
        before.append(name)
        return await ACTS[name][0](self, writer, call)


async def _head(reader: StreamReader) -> dict[str, str]:
    first = (await reader.readline()).decode().split()
    if len(first) < 2:
        return {}
    head = {":path": first[1]}
    while line := (await reader.readline()).strip():
        name, _, value = line.decode().partition(":")
        head[name.lower()] = value.strip()
    return head


async def _body(head: dict[str, str], reader: StreamReader) -> None:
    if head.get("transfer-encoding") == "chunked":
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    else:
        await reader.readexactly(int(head.get("content-length", 0)))


async def _whole(writer: StreamWriter, status: int, data: object, **headers: str) -> bool:
    body = json.dumps(data).encode()
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    head = f"HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n{lines}\r\n"
    writer.write(head.encode() + body)
    await writer.drain()
    return True


def _refusal(status: int, **headers: str) -> Act:
    async def act(server: FaultServer, writer: StreamWriter, call: str) -> bool:
        return await _whole(writer, status, {"error": {"code": call}}, **headers)

    return act


async def _right(server: FaultServer, writer: StreamWriter, call: str) -> bool:
    return await _whole(writer, 200, {"id": call})


async def _reset(server: FaultServer, writer: StreamWriter, call: str) -> bool:
    sock: socket.socket = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return False


async def _truncated(server: FaultServer, writer: StreamWriter, call: str) -> bool:
    writer.write(b'HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{"id":')
    await writer.drain()
    return False


async def _cut_chunk(server: FaultServer, writer: StreamWriter, call: str) -> bool:
    writer.write(b'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\n{"id":')
    await writer.drain()
    return False


async def _stalled(server: FaultServer, writer: StreamWriter, call: str) -> bool:
    await asyncio.sleep(STALL_SECONDS)
    return False


async def _events(writer: StreamWriter, call: str, number: int) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n")
    for index in range(number):
        event = f'data: {{"id":"{call}","index":{index}}}\n\n'.encode()
        writer.write(b"%x\r\n%s\r\n" % (len(event), event))
        await writer.drain()


async def _streamed(server: FaultServer, writer: StreamWriter, call: str) -> bool:
    await _events(writer, call, EVENTS)
    writer.write(b"e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n")
    await writer.drain()
    return True


async def _stream_cut(server: FaultServer, writer: StreamWriter, call: str) -> bool:
    await _events(writer, call, 2)
    return False


async def _stream_stalled(server: FaultServer, writer: StreamWriter, call: str) -> bool:
    await _events(writer, call, 1)
    await asyncio.sleep(STALL_SECONDS)
    return False


ACTS: dict[str, tuple[Act, bool]] = {
    "right": (_right, True),
    "reset": (_reset, False),
    "truncated": (_truncated, False),
    "cut chunk": (_cut_chunk, False),
    "stalled": (_stalled, False),
    "429": (_refusal(429, retry_after_ms="3"), False),
    "500": (_refusal(500), False),
    "400": (_refusal(400), True),
    "500, do not retry": (_refusal(500, x_should_retry="false"), True),
    "429, in five minutes": (_refusal(429, retry_after="300"), True),
    "streamed": (_streamed, True),
    "stream cut": (_stream_cut, True),
    "stream stalled": (_stream_stalled, True),
}
"""What may be done to an attempt, and whether that is the last one of its call."""

_FAULTS = {
    "reset": 8,
    "stalled": 1,
    "429": 8,
    "500": 8,
    "400": 3,
    "500, do not retry": 3,
    "429, in five minutes": 2,
}
PLAIN = {"right": 55, "truncated": 6, "cut chunk": 6, **_FAULTS}
STREAMED = {"streamed": 55, "stream cut": 6, "stream stalled": 1, **_FAULTS}


async def main(seed: int) -> None:
    """Serve until the process is ended; the port is printed."""
    server = FaultServer(seed)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0, backlog=1024)
    print(listening.sockets[0].getsockname()[1], flush=True)
    async with listening:
        await listening.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
