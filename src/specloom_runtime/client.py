"""The base classes of a package's clients, and how they start a call.

httpx is imported when a client makes its first call, so that making one costs little.
"""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING

from .base_client import BaseClient
from .connections import Connections
from .verbs import AsyncVerbs, SyncVerbs

if TYPE_CHECKING:
    import httpx
    from typing_extensions import Self

    from .async_transport import AsyncTransport
    from .call_values import Arguments
    from .operation import Endpoint
    from .transport import SyncTransport


class SyncClient(SyncVerbs, BaseClient):
    """A client whose calls return when they are done."""

    _connections: Connections[SyncTransport]

    def _send(self, operation: Endpoint, arguments: Arguments, *, stream: bool = False) -> httpx.Response:
        self._check_open(operation)
        request = self._build(operation, arguments)
        return self._connections.transport(self._connect).run(request, stream=stream, clock=self._clock)

    def _connect(self) -> SyncTransport:
        import httpx

        from .transport import SyncTransport

        self._guard_logs()
        if self._connections.http is None:
            self._connections.http = httpx.Client(**self._http_options())
        return SyncTransport(self._connections.http)

    def close(self) -> None:
        """Close the connections, unless they are those of another client. The client cannot be used afterwards."""
        self._closed = True
        if self._connections.http is not None and not self._borrows:
            self._connections.http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncClient(AsyncVerbs, BaseClient):
    """A client whose calls are awaited. It belongs to the event loop that it is first used in."""

    _is_async = True
    _connections: Connections[AsyncTransport]

    async def _send(self, operation: Endpoint, arguments: Arguments, *, stream: bool = False) -> httpx.Response:
        self._check_open(operation)
        request = self._build(operation, arguments)
        return await self._connections.transport(self._connect).run(request, stream=stream, clock=self._clock)

    def _connect(self) -> AsyncTransport:
        import httpx

        from .async_transport import AsyncTransport

        self._guard_logs()
        if self._connections.http is None:
            self._connections.http = httpx.AsyncClient(**self._http_options())
        # In place of a network there may be a transport of the user, such as one of httpx's for tests.
        network = getattr(self._connections.http, "_transport", None)
        return AsyncTransport(self._connections.http, bound=isinstance(network, httpx.AsyncHTTPTransport))

    async def close(self) -> None:
        """Close the connections, unless they are those of another client. The client cannot be used afterwards."""
        self._closed = True
        if self._connections.http is not None and not self._borrows:
            await self._connections.http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
