"""A server that writes bytes as it is told, however wrong they are: what a network does to a client."""

from __future__ import annotations

import json
import socket
import socketserver
import ssl
import struct
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import SimpleNamespace
from typing import Any


class Line:
    """One connection, as a script sees it."""

    def __init__(self, sock: Any) -> None:
        self._sock = sock

    def write(self, *pieces: bytes) -> None:
        """Send bytes, each piece in a packet of its own."""
        for piece in pieces:
            self._sock.sendall(piece)

    def gone(self, timeout: float = 5.0) -> bool:
        """Whether the client closes the connection before long."""
        self._sock.settimeout(timeout)
        try:
            return bool(self._sock.recv(1) == b"")
        except ConnectionError:
            return True
        except TimeoutError:
            return False

    def reset(self) -> None:
        """Cut the connection without a word."""
        self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._sock.close()


Script = Callable[[Line], bool]
"""Answers one request; returns whether the connection stays open."""


def answer(
    body: object = None, *, status: str = "200 OK", headers: Mapping[str, str] | None = None, keep: bool = True
) -> Script:
    """A whole and proper answer: JSON data, or bytes as they are."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = {"content-type": "application/json", "content-length": str(len(content)), **(headers or {})}
    head = f"HTTP/1.1 {status}\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items()) + "\r\n"

    def write(line: Line) -> bool:
        line.write(head.encode() + content)
        return keep

    return write


def raw(*pieces: bytes) -> Script:
    """These bytes, then the end of the connection."""

    def write(line: Line) -> bool:
        line.write(*pieces)
        return False

    return write


def cut(*pieces: bytes) -> Script:
    """These bytes, then a reset."""

    def write(line: Line) -> bool:
        line.write(*pieces)
        if pieces:
            time.sleep(0.05)  # a reset takes with it what was not read yet
        line.reset()
        return False

    return write


class _Tcp(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128
    owner: WireServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that leaves is no news; anything else is."""
        if not isinstance(sys.exc_info()[1], (OSError, ValueError)):
            super().handle_error(request, client_address)


class _Handler(socketserver.BaseRequestHandler):
    server: _Tcp

    def handle(self) -> None:
        owner = self.server.owner
        sock = self.request
        if owner.tls is not None:
            sock = owner.tls.wrap_socket(sock, server_side=True)
        owner.opened += 1
        with suppress(ConnectionError), sock:
            reader = sock.makefile("rb")
            while (asked := _read_request(reader)) is not None:
                with owner.lock:
                    owner.requests.append(asked)
                    script = owner.scripts.pop(0) if owner.scripts else owner.otherwise
                if not script(Line(sock)):
                    return


class WireServer:
    """Answers requests by scripts, in order; then by ``otherwise``."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.tls = tls
        self.requests: list[SimpleNamespace] = []
        self.scripts: list[Script] = []
        self.otherwise: Script = answer({"id": "1", "kind": "cat"})
        self.opened = 0
        self.lock = threading.Lock()
        self._tcp = _Tcp(("127.0.0.1", 0), _Handler)
        self._tcp.owner = self
        self.port = self._tcp.server_address[1]
        self.url = f"{'https' if tls else 'http'}://localhost:{self.port}/v1"
        threading.Thread(target=self._tcp.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._tcp.shutdown()
        self._tcp.server_close()


def _read_request(reader: Any) -> SimpleNamespace | None:
    first = reader.readline()
    if not first.strip():
        return None
    method, path, _ = first.decode().split(" ", 2)
    headers: dict[str, str] = {}
    while line := reader.readline().strip():
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
    body = reader.read(int(headers.get("content-length", 0)))
    if headers.get("transfer-encoding") == "chunked":
        body = b"".join(iter(lambda: _read_chunk(reader), b""))
    return SimpleNamespace(method=method, path=path, headers=headers, body=body)


def _read_chunk(reader: Any) -> bytes:
    size = int(reader.readline(), 16)
    chunk: bytes = reader.read(size)
    reader.readline()
    return chunk
