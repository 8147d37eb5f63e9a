"""The HTTP client below a client, made when it is first needed and shared with the client's copies."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .omit import NotGiven, not_given
from .settings import ClientSettings

if TYPE_CHECKING:
    import httpx

    from .types import Timeout

T = TypeVar("T")
_USUAL_OF_HTTPX = 5.0


class Connections(Generic[T]):
    """An ``httpx`` client and the transport over it.

    Attributes:
        http: The user's own, or None until it is made.
        owned: Whether it is made here.
    """

    http: Any
    owned: bool

    def __init__(self, http: httpx.Client | httpx.AsyncClient | None) -> None:
        self.http = http
        self.owned = http is None
        self._transport: T | None = None
        self._timeout: Timeout | NotGiven | None = None
        self._lock = threading.Lock()

    def transport(self, make: Callable[[], T]) -> T:
        """The transport, made at the first call, once however many threads ask for it."""
        if self._transport is None:
            with self._lock:
                if self._transport is None:
                    self._transport = make()
        return self._transport

    def usual_timeout(self, settings: ClientSettings) -> Timeout | NotGiven:
        """The time limit where neither call nor client has one: the package's, or that of the user's HTTP client."""
        if self._timeout is None:
            import httpx

            own = not self.owned and self.http.timeout != httpx.Timeout(_USUAL_OF_HTTPX)
            self._timeout = not_given if own else httpx.Timeout(settings.timeout, connect=settings.connect_timeout)
        return self._timeout

    def __del__(self) -> None:
        # Never closed: its connections would otherwise be left to the garbage collector. An asynchronous one cannot
        # be closed without its event loop.
        http = getattr(self, "http", None)
        if http is not None and self.owned and hasattr(http, "close"):
            with suppress(Exception):  # the interpreter may be going down
                http.close()
