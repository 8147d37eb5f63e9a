"""``connect`` of ``client.responses`` and ``client.beta.responses``: responses over WebSocket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeAlias

from ..._runtime import omit
from .async_connection import AsyncConnection, AsyncConnectionManager
from .base import Done, event, events_of
from .commands import Commands, R
from .connection import Connection, ConnectionManager

if TYPE_CHECKING:
    from collections.abc import Iterable

    from typing_extensions import Unpack

    from ..._runtime import Omit
    from ...types.beta import BetaResponsesClientEvent, BetaResponsesClientEventParam, BetaResponsesServerEvent
    from ...types.beta.beta_response_input_param2 import BetaResponseInputParam2
    from ...types.beta.response_create_params import ResponseCreateParams as BetaResponseCreateParams
    from ...types.responses import ResponsesClientEvent, ResponsesClientEventParam, ResponsesServerEvent
    from ...types.responses.response_create_params import ResponseCreateParams

    _Event: TypeAlias = ResponsesClientEvent | ResponsesClientEventParam
    _BetaEvent: TypeAlias = BetaResponsesClientEvent | BetaResponsesClientEventParam
    _Connection: TypeAlias = Connection[ResponsesServerEvent, _Event]
    _AsyncConnection: TypeAlias = AsyncConnection[ResponsesServerEvent, _Event]
    _BetaConnection: TypeAlias = Connection[BetaResponsesServerEvent, _BetaEvent]
    _AsyncBetaConnection: TypeAlias = AsyncConnection[BetaResponsesServerEvent, _BetaEvent]
else:
    _Connection = _BetaConnection = Connection
    _AsyncConnection = _AsyncBetaConnection = AsyncConnection


class ResponseCommands(Commands[R]):
    """Responses of a model."""

    def create(self, *, stream_id: str | Omit = omit, **params: Unpack[ResponseCreateParams]) -> R:
        """Let the model answer; its events come over the connection.

        Args:
            stream_id: To tell the events of several responses apart.
            params: As for ``client.responses.create``.
        """
        return self._send(event("response.create", stream_id=stream_id, **params))


class BetaResponseCommands(Commands[R]):
    """Responses of a model, as the beta of the API has them."""

    def create(self, *, stream_id: str | Omit = omit, **params: Unpack[BetaResponseCreateParams]) -> R:
        """Let the model answer; its events come over the connection.

        Args:
            stream_id: To tell the events of several responses apart.
            params: As for ``client.beta.responses.create``.
        """
        return self._send(event("response.create", stream_id=stream_id, **params))

    def inject(self, *, response_id: str, input: Iterable[BetaResponseInputParam2]) -> R:
        """Add input to a response that is being made."""
        return self._send(event("response.inject", response_id=response_id, input=input))


class _Speaks(Generic[R]):
    send: Any

    @property
    def response(self) -> ResponseCommands[R]:
        """Responses of a model."""
        return ResponseCommands(self.send)


class _BetaSpeaks(Generic[R]):
    send: Any

    @property
    def response(self) -> BetaResponseCommands[R]:
        """Responses of a model."""
        return BetaResponseCommands(self.send)


_EVENTS = events_of(".types.responses:ResponsesServerEvent")
_BETA_EVENTS = events_of(".types.beta:BetaResponsesServerEvent")


class ResponsesConnection(_Connection, _Speaks[None]):
    """Responses of a model, one after another."""

    _events = _EVENTS


class AsyncResponsesConnection(_AsyncConnection, _Speaks[Done]):
    """Responses of a model, one after another; every call is awaited."""

    _events = _EVENTS


class BetaResponsesConnection(_BetaConnection, _BetaSpeaks[None]):
    """Responses of a model, one after another, as the beta of the API has them."""

    _events = _BETA_EVENTS


class AsyncBetaResponsesConnection(_AsyncBetaConnection, _BetaSpeaks[Done]):
    """Responses of a model, one after another, as the beta of the API has them; every call is awaited."""

    _events = _BETA_EVENTS


ResponsesConnectionManager: TypeAlias = "ConnectionManager[ResponsesConnection, _Event]"
AsyncResponsesConnectionManager: TypeAlias = "AsyncConnectionManager[AsyncResponsesConnection, _Event]"
BetaResponsesConnectionManager: TypeAlias = "ConnectionManager[BetaResponsesConnection, _BetaEvent]"
AsyncBetaResponsesConnectionManager: TypeAlias = "AsyncConnectionManager[AsyncBetaResponsesConnection, _BetaEvent]"
