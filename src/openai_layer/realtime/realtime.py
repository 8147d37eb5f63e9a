"""Connections of the realtime API, and of its beta."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeAlias

from .async_connection import AsyncConnection, AsyncConnectionManager
from .base import Done, events_of
from .commands import (
    ConversationCommands,
    InputAudioBufferCommands,
    OutputAudioBufferCommands,
    R,
    RealtimeResponseCommands,
    SessionCommands,
    TranscriptionSessionCommands,
)
from .connection import Connection, ConnectionManager

if TYPE_CHECKING:
    from ...types.beta.realtime import TranscriptionSessionUpdate, TranscriptionSessionUpdateParam
    from ...types.realtime import RealtimeClientEvent, RealtimeClientEventParam, RealtimeServerEvent

    _Event: TypeAlias = RealtimeClientEvent | RealtimeClientEventParam
    _BetaEvent: TypeAlias = _Event | TranscriptionSessionUpdate | TranscriptionSessionUpdateParam
    _Connection: TypeAlias = Connection[RealtimeServerEvent, _Event]
    _AsyncConnection: TypeAlias = AsyncConnection[RealtimeServerEvent, _Event]
    _BetaConnection: TypeAlias = Connection[RealtimeServerEvent, _BetaEvent]
    _AsyncBetaConnection: TypeAlias = AsyncConnection[RealtimeServerEvent, _BetaEvent]
else:
    _Connection = _BetaConnection = Connection
    _AsyncConnection = _AsyncBetaConnection = AsyncConnection

_EVENTS = events_of(".types.realtime:RealtimeServerEvent")


class _Speaks(Generic[R]):
    """What can be said over connections of this kind."""

    send: Any

    @property
    def session(self) -> SessionCommands[R]:
        """How the model is to behave."""
        return SessionCommands(self.send)

    @property
    def response(self) -> RealtimeResponseCommands[R]:
        """What the model says."""
        return RealtimeResponseCommands(self.send)

    @property
    def input_audio_buffer(self) -> InputAudioBufferCommands[R]:
        """What the model hears."""
        return InputAudioBufferCommands(self.send)

    @property
    def output_audio_buffer(self) -> OutputAudioBufferCommands[R]:
        """What is heard of the model."""
        return OutputAudioBufferCommands(self.send)

    @property
    def conversation(self) -> ConversationCommands[R]:
        """What was said so far."""
        return ConversationCommands(self.send)


class RealtimeConnection(_Connection, _Speaks[None]):
    """A conversation with a model."""

    _events = _EVENTS


class AsyncRealtimeConnection(_AsyncConnection, _Speaks[Done]):
    """A conversation with a model; every call is awaited."""

    _events = _EVENTS


class BetaRealtimeConnection(_BetaConnection, _Speaks[None]):
    """A conversation with a model, as the beta of the API had it."""

    _events = _EVENTS

    @property
    def transcription_session(self) -> TranscriptionSessionCommands[None]:
        """A session that transcribes only."""
        return TranscriptionSessionCommands(self.send)


class AsyncBetaRealtimeConnection(_AsyncBetaConnection, _Speaks[Done]):
    """A conversation with a model, as the beta of the API had it; every call is awaited."""

    _events = _EVENTS

    @property
    def transcription_session(self) -> TranscriptionSessionCommands[Done]:
        """A session that transcribes only."""
        return TranscriptionSessionCommands(self.send)


RealtimeConnectionManager: TypeAlias = "ConnectionManager[RealtimeConnection, _Event]"
AsyncRealtimeConnectionManager: TypeAlias = "AsyncConnectionManager[AsyncRealtimeConnection, _Event]"
BetaRealtimeConnectionManager: TypeAlias = "ConnectionManager[BetaRealtimeConnection, _BetaEvent]"
AsyncBetaRealtimeConnectionManager: TypeAlias = "AsyncConnectionManager[AsyncBetaRealtimeConnection, _BetaEvent]"
