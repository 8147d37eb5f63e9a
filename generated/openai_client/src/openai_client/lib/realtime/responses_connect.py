"""What ``client.responses`` needs to connect; the classes that have the other methods derive from these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import AsyncResource, SyncResource

if TYPE_CHECKING:
    from ..._runtime import Headers, Query
    from .lifecycle import OnReconnecting
    from .options import WebSocketConnectionOptions
    from .responses import AsyncResponsesConnectionManager, ResponsesConnectionManager


class ResponsesConnect(SyncResource):
    """Responses over WebSocket."""

    def connect(
        self,
        extra_query: Query | None = None,
        extra_headers: Headers | None = None,
        websocket_connection_options: WebSocketConnectionOptions | None = None,
        on_reconnecting: OnReconnecting | None = None,
        max_retries: int = 5,
        initial_delay: float = 0.5,
        max_delay: float = 8.0,
        max_queue_size: int = 1_048_576,
    ) -> ResponsesConnectionManager:
        """Connect to the API by WebSocket: ``with client.responses.connect() as connection``.

        Args:
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
        from .responses import ResponsesConnection

        lifecycle = Lifecycle(
            extra_query, extra_headers, on_reconnecting, max_retries, initial_delay, max_delay, max_queue_size
        )
        address = Address(self._client, "/responses", options=websocket_connection_options)
        return ConnectionManager(ResponsesConnection, address, lifecycle)


class AsyncResponsesConnect(AsyncResource):
    """Responses over WebSocket; every call is awaited."""

    def connect(
        self,
        extra_query: Query | None = None,
        extra_headers: Headers | None = None,
        websocket_connection_options: WebSocketConnectionOptions | None = None,
        on_reconnecting: OnReconnecting | None = None,
        max_retries: int = 5,
        initial_delay: float = 0.5,
        max_delay: float = 8.0,
        max_queue_size: int = 1_048_576,
    ) -> AsyncResponsesConnectionManager:
        """Connect to the API by WebSocket; arguments are those of ``ResponsesConnect.connect``."""
        from .async_connection import AsyncConnectionManager
        from .dialling import Address
        from .lifecycle import Lifecycle
        from .responses import AsyncResponsesConnection

        lifecycle = Lifecycle(
            extra_query, extra_headers, on_reconnecting, max_retries, initial_delay, max_delay, max_queue_size
        )
        address = Address(self._client, "/responses", options=websocket_connection_options)
        return AsyncConnectionManager(AsyncResponsesConnection, address, lifecycle)
