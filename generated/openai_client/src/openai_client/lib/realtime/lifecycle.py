"""When a connection is made anew and what happens to messages meanwhile: decisions as generators, no I/O.

A shell that is synchronous or asynchronous does what the steps say and sends back what came of it.
"""

from __future__ import annotations

import logging
import random
import threading
from collections import deque
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ..._runtime import SDKError
from .options import ReconnectingEvent, ReconnectingOverrides

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from ..._runtime import Headers, Query

    OnReconnecting: TypeAlias = Callable[
        [ReconnectingEvent], "ReconnectingOverrides | Awaitable[ReconnectingOverrides | None] | None"
    ]

ABNORMAL: Final = 1006
_log: Final = logging.getLogger(__name__.partition(".")[0])

# Close codes after which another connection may fare better: going away, no code, broken off, internal error,
# restart, try again later, TLS failure.
RECOVERABLE: Final = frozenset({1001, 1005, ABNORMAL, 1011, 1012, 1013, 1015})
# Answers to a handshake that may be others the next time; all others below 500 are the caller's to mend.
_RETRIED_STATUSES: Final = (408, 409, 429)


class MessageQueueFullError(SDKError):
    """More was sent while there was no connection than may wait for one."""


class Tell:
    """Tell the handler and send back what it wants otherwise."""

    __slots__ = ("event", "handler")

    def __init__(self, handler: OnReconnecting, event: ReconnectingEvent) -> None:
        self.handler = handler
        self.event = event


class Wait:
    """Wait for some seconds."""

    __slots__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds


class Dial:
    """Make a connection and send all that waits for it; throw in what goes wrong."""

    __slots__ = ()


Step: TypeAlias = Tell | Wait | Dial
Steps: TypeAlias = Generator[Step, Any, bool]


class Outbox:
    """Messages that wait for a connection, in order, up to a size in bytes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._messages: deque[str | bytes] = deque()

    def __len__(self) -> int:
        return len(self._messages)

    def put(self, message: str | bytes) -> None:
        """Add a message.

        Raises:
            MessageQueueFullError: If it has no room.
        """
        size = _size(message)
        if self._size + size > self._limit:
            raise MessageQueueFullError(
                f"{len(self)} messages wait for a connection and there is no room for another one: "
                f"{self._size} + {size} bytes are more than {self._limit} (`max_queue_size`)"
            )
        self._messages.append(message)
        self._size += size

    def first(self) -> str | bytes | None:
        """The message that goes next, if there is one."""
        return self._messages[0] if self._messages else None

    def sent(self) -> None:
        """The first message is on its way."""
        self._size -= _size(self._messages.popleft())


class Lifecycle:
    """The life of a connection over all the sockets that it has one after another.

    Attributes:
        extra_query: Of the next socket.
        extra_headers: Of the next socket.
        outbox: What waits for it.
        closed: Whether the caller has closed the connection.
        away: Whether there is no socket at the moment, but may be one soon.
        lock: Held while that changes, so that no message overtakes one that waits.
    """

    def __init__(
        self,
        extra_query: Query | None,
        extra_headers: Headers | None,
        on_reconnecting: OnReconnecting | None = None,
        max_retries: int = 5,
        initial_delay: float = 0.5,
        max_delay: float = 8.0,
        max_queue_size: int = 1_048_576,
        *,
        rand: Callable[[], float] = random.random,
    ) -> None:
        self.extra_query: Query = extra_query or {}
        self.extra_headers: Headers = extra_headers or {}
        self.outbox = Outbox(max_queue_size)
        self.closed = False
        self.away = True
        self.lock = threading.RLock()
        self._on_reconnecting = on_reconnecting
        self._max_retries = max_retries
        self._initial_delay = initial_delay
        self._max_delay = max_delay
        self._rand = rand
        self._lost = False

    def begin(self) -> None:
        """A first socket is about to be made, also after an earlier life."""
        self.closed, self.away, self._lost = False, True, False

    def mends(self, close_code: int) -> bool:
        """Whether a connection that was closed with this code is to be made anew."""
        if self.closed or self._lost:
            return False
        return self._on_reconnecting is not None and close_code in RECOVERABLE

    def recover(self, close_code: int) -> Steps:
        """The steps from a broken connection to the next one; returns whether there is one.

        Raises:
            Exception: What a handshake was refused with, if trying again is of no use.
        """
        handler = self._on_reconnecting
        if handler is None or not self.mends(close_code):
            return False
        with self.lock:
            self.away = True
        connected = False
        try:
            connected = yield from self._attempts(handler, close_code)
        finally:
            if not connected:
                self._give_up()
        return connected

    def _give_up(self) -> None:
        with self.lock:
            self._lost, self.away = True, False
            if self.outbox:
                _log.warning("a connection is lost, and with it %d messages that waited for it", len(self.outbox))

    def _attempts(self, handler: OnReconnecting, close_code: int) -> Steps:
        for attempt in range(1, self._max_retries + 1):
            delay = self._delay(attempt)
            event = ReconnectingEvent(
                attempt=attempt,
                max_attempts=self._max_retries,
                delay=delay,
                close_code=close_code,
                extra_query=self.extra_query,
                extra_headers=self.extra_headers,
            )
            wanted: ReconnectingOverrides = (yield Tell(handler, event)) or {}
            if wanted.get("abort"):
                return False
            self.extra_query = wanted.get("extra_query", self.extra_query)
            self.extra_headers = wanted.get("extra_headers", self.extra_headers)
            yield Wait(delay)
            if self.closed:
                return False
            try:
                yield Dial()
            except Exception as error:  # of the network and of the package, all kinds: the next attempt may do better
                if not _passing(error):
                    raise
            else:
                return not self.closed
        return False

    def _delay(self, attempt: int) -> float:
        """Doubles up to a limit; up to a quarter less, so that not all clients come back at once."""
        longest: float = min(self._initial_delay * 2.0 ** (attempt - 1), self._max_delay)
        return longest * (0.75 + 0.25 * self._rand())


def _passing(error: Exception) -> bool:
    """Whether what kept a connection from being made may be over soon."""
    response = getattr(error, "response", None)
    status = getattr(response, "status_code", None)
    if status is not None:
        return bool(status in _RETRIED_STATUSES or status >= 500)
    return not isinstance(error, SDKError)


def close_code_of(error: Any) -> int:
    """The code of a ``ConnectionClosed``; 1006 where the other side sent none."""
    return ABNORMAL if error.rcvd is None else int(error.rcvd.code)


def _size(message: str | bytes) -> int:
    return len(message.encode() if isinstance(message, str) else message)
