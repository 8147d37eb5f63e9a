"""A web server whose answers tests choose."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

from attrs import define


@define
class Site:
    """What is served at every address.

    Attributes:
        address: Where.
        body: The answer.
        status: Its status.
        cut: Bytes at its end that are announced and not sent.
    """

    address: str = ""
    body: bytes = b""
    status: int = 200
    cut: int = 0

    def serve(self, document: Any) -> None:
        """From now on serve a document."""
        self.body, self.status, self.cut = json.dumps(document, indent=1).encode(), 200, 0


@contextmanager
def serving() -> Iterator[Site]:
    """A site for as long as the context lasts."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(site.status)
            self.send_header("Content-Length", str(len(site.body)))
            self.end_headers()
            self.wfile.write(site.body[: len(site.body) - site.cut])

        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        site.address = f"http://127.0.0.1:{server.server_port}/openapi.json"
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
