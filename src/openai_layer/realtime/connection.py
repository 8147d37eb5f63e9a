"""A connection whose methods return when they are done, and the manager that makes it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .base import Channel, ClientT, ServerT, written
from .dialling import Address, needs_websockets
from .handlers import Handlers, Listens
from .lifecycle import Dial, Lifecycle, Step, Tell, close_code_of

if TYPE_CHECKING:
    from typing_extensions import Self
    from websockets.sync.client import ClientConnection

ConnectionT = TypeVar("ConnectionT", bound="Connection[Any, Any]")


class Connection(Channel[ServerT], Generic[ServerT, ClientT]):
    """Sends and receives events. One thread may send while another one receives."""

    _sleep: Callable[[float], None] = staticmethod(time.sleep)

    def __init__(self, address: Address, lifecycle: Lifecycle, handlers: Handlers) -> None:
        super().__init__(lifecycle, handlers)
        self._address = address
        lifecycle.begin()
        self._socket: ClientConnection = self._dialled()

    def __iter__(self) -> Iterator[ServerT]:
        """Events until the connection is closed in good order.

        Raises:
            websockets.exceptions.ConnectionClosedError: If it breaks and is not to be made anew.
        """
        from websockets.exceptions import ConnectionClosed, ConnectionClosedOK

        while True:
            try:
                event = self.recv()
            except ConnectionClosedOK:
                return
            except ConnectionClosed:
                if self._lifecycle.closed:
                    return
                raise
            yield event

    def recv(self) -> ServerT:
        """The next event. Raises what ``recv_bytes`` raises, and ``StreamError`` if it is no JSON."""
        return self.parse_event(self._next_message())

    def recv_bytes(self) -> bytes:
        """The next message as it came.

        Raises:
            websockets.exceptions.ConnectionClosed: If the connection is closed, and not to be made anew.
        """
        message = self._next_message()
        return message.encode() if isinstance(message, str) else message

    def send(self, event: ClientT) -> None:
        """Send an event.

        While the connection is being made anew it waits for that.

        Raises:
            MessageQueueFullError: If too much waits already.
            RequestEncodingError: If a part of it has no JSON form.
            websockets.exceptions.ConnectionClosed: If the connection is closed, and not to be made anew.
        """
        self.send_raw(written(event))

    def send_raw(self, data: bytes | str) -> None:
        """Send a message as it is. Raises what ``send`` raises."""
        from websockets.exceptions import ConnectionClosed

        with self._lifecycle.lock:
            if self._waits(data):
                return
            try:
                self._socket.send(data)
            except ConnectionClosed as error:
                if not self._lifecycle.mends(close_code_of(error)):
                    raise
                # Whoever receives will notice, too, and make the connection anew.
                self._lifecycle.outbox.put(data)

    def close(self, *, code: int = 1000, reason: str = "") -> None:
        """Close the connection for good."""
        self._lifecycle.closed = True
        self._socket.close(code, reason)

    def dispatch_events(self) -> None:
        """Receive events and call their handlers until the connection is closed.

        Raises:
            UnhandledErrorEvent: If the server reports an error that has no handler.
        """
        for event in self:
            for handler in self._handlers.take(event):
                handler(event)

    def _next_message(self) -> str | bytes:
        from websockets.exceptions import ConnectionClosed

        while True:
            try:
                return self._socket.recv()
            except ConnectionClosed as error:
                if not self._recovered(close_code_of(error)):
                    raise

    def _recovered(self, close_code: int) -> bool:
        steps = self._lifecycle.recover(close_code)
        try:
            step = next(steps)
            while True:
                try:
                    outcome = self._perform(step)
                except Exception as error:  # noqa: BLE001 - whether it ends the attempts is for the steps to say
                    step = steps.throw(error)
                else:
                    step = steps.send(outcome)
        except StopIteration as end:
            return bool(end.value)

    def _perform(self, step: Step) -> Any:
        if isinstance(step, Tell):
            return step.handler(step.event)
        if isinstance(step, Dial):
            self._socket = self._dialled()
            return None
        return self._sleep(step.seconds)

    def _dialled(self) -> ClientConnection:
        """A new socket, on which all that waited has been sent."""
        with needs_websockets():
            from websockets.sync.client import connect
        lifecycle = self._lifecycle
        call = self._address.call(lifecycle.extra_query, lifecycle.extra_headers)
        call.ask()
        socket = connect(**call.arguments(buffers=False))
        try:
            with lifecycle.lock:
                while (message := lifecycle.outbox.first()) is not None:
                    socket.send(message)
                    lifecycle.outbox.sent()
                lifecycle.away = False
        except BaseException:
            socket.close()
            raise
        if lifecycle.closed:
            socket.close()
        return socket


class ConnectionManager(Listens, Generic[ConnectionT, ClientT]):
    """Makes a connection when it is entered and closes it when it is left.

    Handlers may be registered, and events sent, before that.
    """

    def __init__(
        self, make: Callable[[Address, Lifecycle, Handlers], ConnectionT], address: Address, lifecycle: Lifecycle
    ) -> None:
        self._make = make
        self._address = address
        self._lifecycle = lifecycle
        self._handlers = Handlers()
        self._connection: ConnectionT | None = None

    def __enter__(self) -> ConnectionT:
        self._connection = self._make(self._address, self._lifecycle, self._handlers)
        return self._connection

    def enter(self) -> ConnectionT:
        """Make the connection without ``with``; closing it is left to the caller.

        Raises:
            MissingExtraError: If the package websockets is not installed.
            websockets.exceptions.InvalidStatus: If the server refuses.
            OSError: If it cannot be reached.
        """
        return self.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._connection is not None:
            self._connection.close()

    def send(self, event: ClientT) -> Self:
        """Send an event as soon as there is a connection.

        Raises:
            MessageQueueFullError: If too much waits already.
        """
        if self._connection is not None:
            self._connection.send(event)
        else:
            self._lifecycle.outbox.put(written(event))
        return self
