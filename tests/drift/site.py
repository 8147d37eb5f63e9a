"""A web server whose answers tests choose."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from attrs import define

from tests.serving import QuietHandler, running


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

    class Handler(QuietHandler):
        def answer(self) -> None:
            self.send_response(site.status)
            self.send_header("Content-Length", str(len(site.body)))
            self.end_headers()
            self.wfile.write(site.body[: len(site.body) - site.cut])

    with running(Handler) as url:
        site.address = f"{url}/openapi.json"
        yield site
