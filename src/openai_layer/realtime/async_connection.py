"""A connection whose methods are awaited, and the manager that makes it."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .base import Channel, ClientT, ServerT, written
from .dialling import Address, needs_websockets
from .handlers import Handlers, Listens
from .lifecycle import Dial, Lifecycle, Step, Tell, close_code_of

if TYPE_CHECKING:
    from typing_extensions import Self
    from websockets.asyncio.client import ClientConnection

ConnectionT = TypeVar("ConnectionT", bound="AsyncConnection[Any, Any]")


class AsyncConnection(Channel[ServerT], Generic[ServerT, ClientT]):
    """Sends and receives events. One task may send while another one receives."""

    _socket: ClientConnection
    _sleep: Callable[[float], Awaitable[None]] = staticmethod(asyncio.sleep)

    def __init__(self, address: Address, lifecycle: Lifecycle, handlers: Handlers) -> None:
        super().__init__(lifecycle, handlers)
        self._address = address

    async def __aiter__(self) -> AsyncIterator[ServerT]:
        """Events until the connection is closed in good order.

        Raises:
            websockets.exceptions.ConnectionClosedError: If it breaks and is not to be made anew.
        """
        from websockets.exceptions import ConnectionClosed, ConnectionClosedOK

        while True:
            try:
                event = await self.recv()
            except ConnectionClosedOK:
                return
            except ConnectionClosed:
                if self._lifecycle.closed:
                    return
                raise
            yield event

    async def recv(self) -> ServerT:
        """The next event. Raises what ``recv_bytes`` raises, and ``StreamError`` if it is no JSON."""
        return self.parse_event(await self._next_message())

    async def recv_bytes(self) -> bytes:
        """The next message as it came.

        Raises:
            websockets.exceptions.ConnectionClosed: If the connection is closed, and not to be made anew.
        """
        message = await self._next_message()
        return message.encode() if isinstance(message, str) else message

    async def send(self, event: ClientT) -> None:
        """Send an event.

        While the connection is being made anew it waits for that.

        Raises:
            MessageQueueFullError: If too much waits already.
            RequestEncodingError: If a part of it has no JSON form.
            websockets.exceptions.ConnectionClosed: If the connection is closed, and not to be made anew.
        """
        await self.send_raw(written(event))

    async def send_raw(self, data: bytes | str) -> None:
        """Send a message as it is. Raises what ``send`` raises."""
        from websockets.exceptions import ConnectionClosed

        if self._waits(data):
            return
        try:
            await self._socket.send(data)
        except ConnectionClosed as error:
            if not self._lifecycle.mends(close_code_of(error)):
                raise
            # Whoever receives will notice, too, and make the connection anew.
            self._lifecycle.outbox.put(data)

    async def close(self, *, code: int = 1000, reason: str = "") -> None:
        """Close the connection for good."""
        self._lifecycle.closed = True
        await self._socket.close(code, reason)

    async def dispatch_events(self) -> None:
        """Receive events and call their handlers, plain or asynchronous, until the connection is closed.

        Raises:
            UnhandledErrorEvent: If the server reports an error that has no handler.
        """
        async for event in self:
            for handler in self._handlers.take(event):
                await _settled(handler(event))

    async def _next_message(self) -> str | bytes:
        from websockets.exceptions import ConnectionClosed

        while True:
            try:
                return await self._socket.recv()
            except ConnectionClosed as error:
                if not await self._recovered(close_code_of(error)):
                    raise

    async def _recovered(self, close_code: int) -> bool:
        steps = self._lifecycle.recover(close_code)
        try:
            step = next(steps)
            while True:
                try:
                    outcome = await self._perform(step)
                except Exception as error:  # noqa: BLE001 - whether it ends the attempts is for the steps to say
                    step = steps.throw(error)
                else:
                    step = steps.send(outcome)
        except StopIteration as end:
            return bool(end.value)

    async def _perform(self, step: Step) -> Any:
        if isinstance(step, Tell):
            return await _settled(step.handler(step.event))
        if isinstance(step, Dial):
            return await self._dial()
        return await self._sleep(step.seconds)

    async def _dial(self) -> None:
        """Make a new socket, and send on it all that waited."""
        with needs_websockets():
            from websockets.asyncio.client import connect
        lifecycle = self._lifecycle
        call = self._address.call(lifecycle.extra_query, lifecycle.extra_headers)
        await call.ask_async()
        socket = await connect(**call.arguments(buffers=True))
        # What is sent meanwhile by other tasks goes to the end of the queue.
        try:
            while (message := lifecycle.outbox.first()) is not None:
                await socket.send(message)
                lifecycle.outbox.sent()
        except BaseException:
            await socket.close()
            raise
        self._socket = socket
        lifecycle.away = False
        if lifecycle.closed:
            await socket.close()


class AsyncConnectionManager(Listens, Generic[ConnectionT, ClientT]):
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

    async def __aenter__(self) -> ConnectionT:
        connection = self._make(self._address, self._lifecycle, self._handlers)
        self._lifecycle.begin()
        await connection._dial()
        self._connection = connection
        return connection

    async def enter(self) -> ConnectionT:
        """Make the connection without ``async with``; closing it is left to the caller.

        Raises:
            MissingExtraError: If the package websockets is not installed.
            websockets.exceptions.InvalidStatus: If the server refuses.
            OSError: If it cannot be reached.
        """
        return await self.__aenter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._connection is not None:
            await self._connection.close()

    async def send(self, event: ClientT) -> Self:
        """Send an event as soon as there is a connection.

        Raises:
            MessageQueueFullError: If too much waits already.
        """
        if self._connection is not None:
            await self._connection.send(event)
        else:
            self._lifecycle.outbox.put(written(event))
        return self


async def _settled(value: Any) -> Any:
    return await value if inspect.isawaitable(value) else value
