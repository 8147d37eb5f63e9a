"""``client.beta.realtime``, which can connect as the beta of the API did; such a connection is never made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...resources.beta import realtime as generated

if TYPE_CHECKING:
    from ..._runtime import Headers, Query
    from .options import WebSocketConnectionOptions
    from .realtime import AsyncBetaRealtimeConnectionManager, BetaRealtimeConnectionManager

_HEADERS: Final = {"OpenAI-Beta": "realtime=v1"}


class Realtime(generated.Realtime):
    """Conversations by voice and text."""

    def connect(
        self,
        *,
        model: str,
        extra_query: Query | None = None,
        extra_headers: Headers | None = None,
        websocket_connection_options: WebSocketConnectionOptions | None = None,
    ) -> BetaRealtimeConnectionManager:
        """Connect to a model by WebSocket.

        Args:
            model: Who answers.
            extra_query: Further query parameters.
            extra_headers: Further headers.
            websocket_connection_options: Passed on to the package websockets.
        """
        from .connection import ConnectionManager
        from .dialling import Address
        from .lifecycle import Lifecycle
        from .realtime import BetaRealtimeConnection

        query = {"model": model}
        options = websocket_connection_options
        address = Address(self._client, "/realtime", query=query, headers=_HEADERS, options=options)
        lifecycle = Lifecycle(extra_query, extra_headers)
        return ConnectionManager(BetaRealtimeConnection, address, lifecycle)


class AsyncRealtime(generated.AsyncRealtime):
    """Conversations by voice and text; every call is awaited."""

    def connect(
        self,
        *,
        model: str,
        extra_query: Query | None = None,
        extra_headers: Headers | None = None,
        websocket_connection_options: WebSocketConnectionOptions | None = None,
    ) -> AsyncBetaRealtimeConnectionManager:
        """Connect to a model by WebSocket; arguments are those of ``Realtime.connect``."""
        from .async_connection import AsyncConnectionManager
        from .dialling import Address
        from .lifecycle import Lifecycle
        from .realtime import AsyncBetaRealtimeConnection

        query = {"model": model}
        options = websocket_connection_options
        address = Address(self._client, "/realtime", query=query, headers=_HEADERS, options=options)
        lifecycle = Lifecycle(extra_query, extra_headers)
        return AsyncConnectionManager(AsyncBetaRealtimeConnection, address, lifecycle)
