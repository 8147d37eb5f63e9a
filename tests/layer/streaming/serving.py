"""A real server of event streams that sends its bytes in pieces of any size."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.serving import QuietHandler, running


@dataclass
class Script:
    """What the server sends to any request, piece by piece.

    Attributes:
        pieces: The bytes.
        hold: Whether it waits after them, until the client has gone.
        gone: Set when the client was seen to have gone.
    """

    pieces: list[bytes] = field(default_factory=list)
    hold: bool = False
    gone: threading.Event = field(default_factory=threading.Event)
    url: str = ""


class _Handler(QuietHandler):
    protocol_version = "HTTP/1.1"
    script: Script

    def answer(self) -> None:
        self.body()
        script = self.script
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        for piece in script.pieces:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            self.wfile.flush()
        if script.hold:
            self.connection.settimeout(10)
            self.connection.recv(1)  # empty once the client closes the connection
            script.gone.set()
            self.close_connection = True
        else:
            self.wfile.write(b"0\r\n\r\n")


@contextmanager
def serving() -> Iterator[Script]:
    """A server on a free port."""
    made = Script()
    with running(type("Handler", (_Handler,), {"script": made})) as url:
        made.url = f"{url}/v1"
        yield made
