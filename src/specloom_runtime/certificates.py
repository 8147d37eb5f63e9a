"""TLS certificates for a client that may never need them.

Reading them takes as long as several calls to a server nearby, and httpx does it for every client that it makes.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from threading import Lock
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from typing_extensions import Self


class LateContext(ssl.SSLContext):
    """Stands in for the context that httpx makes, which is made when the first TLS connection is.

    By itself it trusts no server at all: were it ever used without the other one, nothing would be let through.
    """

    _lock: Lock
    _made: ssl.SSLContext | None
    _protocols: list[str] | None

    def __new__(cls) -> Self:
        made = super().__new__(cls, ssl.PROTOCOL_TLS_CLIENT)
        made._made = made._protocols = None
        made._lock = Lock()
        return made

    def set_alpn_protocols(self, alpn_protocols: Iterable[str]) -> None:
        """Remember the protocols for the context that connects."""
        self._protocols = list(alpn_protocols)

    def wrap_socket(self, *arguments: Any, **options: Any) -> ssl.SSLSocket:
        """Start TLS on a socket."""
        return self._context().wrap_socket(*arguments, **options)

    def wrap_bio(self, *arguments: Any, **options: Any) -> ssl.SSLObject:
        """Start TLS over buffers, as asynchronous connections do."""
        return self._context().wrap_bio(*arguments, **options)

    def _context(self) -> ssl.SSLContext:
        with self._lock:
            if self._made is None:
                self._made = httpx.create_ssl_context()
            if self._protocols is not None:
                self._made.set_alpn_protocols(self._protocols)
            return self._made
