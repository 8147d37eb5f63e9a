"""``client.realtime``, which can connect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import omit
from ...resources import realtime as generated

if TYPE_CHECKING:
    from ..._runtime import Headers, Omit, Query
    from .lifecycle import OnReconnecting
    from .options import WebSocketConnectionOptions
    from .realtime import AsyncRealtimeConnectionManager, RealtimeConnectionManager


class Realtime(generated.Realtime):
    """Conversations by voice and text."""

    def connect(
        self,
        *,
        call_id: str | Omit = omit,
        model: str | Omit = omit,
        extra_query: Query | None = None,
        extra_headers: Headers | None = None,
        websocket_connection_options: WebSocketConnectionOptions | None = None,
        on_reconnecting: OnReconnecting | None = None,
        max_retries: int = 5,
        initial_delay: float = 0.5,
        max_delay: float = 8.0,
        max_queue_size: int = 1_048_576,
    ) -> RealtimeConnectionManager:
        """Connect to a model by WebSocket: ``with client.realtime.connect(model=...) as connection``.

        Args:
            call_id: Of a call by WebRTC or SIP, to take part in it.
            model: Who answers.
            extra_query: Further query parameters.
            extra_headers: Further headers.
            websocket_connection_options: Passed on to the package websockets.
            on_reconnecting: Called before a connection that broke is made anew, and may change its query and headers
                or give up. Without it a connection that breaks stays so.
            max_retries: How often that is tried.
            initial_delay: Seconds before the first attempt; doubled for each further one ...
            max_delay: ... up to this.
            max_queue_size: Bytes that may wait to be sent while there is no connection.
        """
        from .connection import ConnectionManager
        from .dialling import Address
        from .lifecycle import Lifecycle
        from .realtime import RealtimeConnection

        lifecycle = Lifecycle(
            extra_query, extra_headers, on_reconnecting, max_retries, initial_delay, max_delay, max_queue_size
        )
        query = {"call_id": call_id, "model": model}
        address = Address(self._client, "/realtime", query=query, options=websocket_connection_options)
        return ConnectionManager(RealtimeConnection, address, lifecycle)


class AsyncRealtime(generated.AsyncRealtime):
    """Conversations by voice and text; every call is awaited."""

    def connect(
        self,
        *,
        call_id: str | Omit = omit,
        model: str | Omit = omit,
        extra_query: Query | None = None,
        extra_headers: Headers | None = None,
        websocket_connection_options: WebSocketConnectionOptions | None = None,
        on_reconnecting: OnReconnecting | None = None,
        max_retries: int = 5,
        initial_delay: float = 0.5,
        max_delay: float = 8.0,
        max_queue_size: int = 1_048_576,
    ) -> AsyncRealtimeConnectionManager:
        """Connect to a model by WebSocket; arguments are those of ``Realtime.connect``. The handler may be async."""
        from .async_connection import AsyncConnectionManager
        from .dialling import Address
        from .lifecycle import Lifecycle
        from .realtime import AsyncRealtimeConnection

        lifecycle = Lifecycle(
            extra_query, extra_headers, on_reconnecting, max_retries, initial_delay, max_delay, max_queue_size
        )
        query = {"call_id": call_id, "model": model}
        address = Address(self._client, "/realtime", query=query, options=websocket_connection_options)
        return AsyncConnectionManager(AsyncRealtimeConnection, address, lifecycle)
