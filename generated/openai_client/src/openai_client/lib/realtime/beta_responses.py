"""``client.beta.responses``, which can connect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...resources.beta import responses as generated

if TYPE_CHECKING:
    from ..._runtime import Headers, Query
    from .lifecycle import OnReconnecting
    from .options import WebSocketConnectionOptions
    from .responses import AsyncBetaResponsesConnectionManager, BetaResponsesConnectionManager

# Tells the beta from the other, as its HTTP calls do.
_QUERY: Final = {"beta": "true"}


class Responses(generated.Responses):
    """Responses of a model, as the beta of the API has them."""

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
    ) -> BetaResponsesConnectionManager:
        """Connect to the API by WebSocket; arguments are those of ``client.responses.connect``."""
        from .connection import ConnectionManager
        from .dialling import Address
        from .lifecycle import Lifecycle
        from .responses import BetaResponsesConnection

        lifecycle = Lifecycle(
            extra_query, extra_headers, on_reconnecting, max_retries, initial_delay, max_delay, max_queue_size
        )
        address = Address(self._client, "/responses", query=_QUERY, options=websocket_connection_options)
        return ConnectionManager(BetaResponsesConnection, address, lifecycle)


class AsyncResponses(generated.AsyncResponses):
    """Responses of a model, as the beta of the API has them; every call is awaited."""

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
    ) -> AsyncBetaResponsesConnectionManager:
        """Connect to the API by WebSocket; arguments are those of ``client.responses.connect``."""
        from .async_connection import AsyncConnectionManager
        from .dialling import Address
        from .lifecycle import Lifecycle
        from .responses import AsyncBetaResponsesConnection

        lifecycle = Lifecycle(
            extra_query, extra_headers, on_reconnecting, max_retries, initial_delay, max_delay, max_queue_size
        )
        address = Address(self._client, "/responses", query=_QUERY, options=websocket_connection_options)
        return AsyncConnectionManager(AsyncBetaResponsesConnection, address, lifecycle)
