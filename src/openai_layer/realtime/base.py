"""What a connection is, whichever way it is driven: how events are written and read, and what is sent when."""

from __future__ import annotations

import json
from collections.abc import Coroutine, Mapping
from typing import Any, ClassVar, Generic, TypeAlias, TypeVar

from ..._runtime import StreamError
from ..._runtime.bodies import given, json_bytes
from ..._runtime.operation import Operation
from .handlers import Handlers, Listens
from .lifecycle import Lifecycle

ServerT = TypeVar("ServerT")
ClientT = TypeVar("ClientT")

Done: TypeAlias = Coroutine[Any, Any, None]
"""What asynchronous connections return when they send."""


class Channel(Listens, Generic[ServerT]):
    """Reads and writes the events of one kind of connection."""

    _events: ClassVar[Operation[Any]]

    def __init__(self, lifecycle: Lifecycle, handlers: Handlers) -> None:
        self._lifecycle = lifecycle
        self._handlers = handlers

    def parse_event(self, data: str | bytes) -> ServerT:
        """A message as an event, for those who use ``recv_bytes``.

        Raises:
            StreamError: If it is no JSON.
        """
        try:
            value = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise StreamError(f"a message is not JSON: {str(data[:80])!r}") from error
        decode = self._events.decoder(self._events.event)
        event: ServerT = value if decode is None else decode(value)
        return event

    def _waits(self, message: str | bytes) -> bool:
        """Put a message into the queue if there is no socket at the moment; the caller holds the lock."""
        if self._lifecycle.away and not self._lifecycle.closed:
            self._lifecycle.outbox.put(message)
            return True
        return False


def written(event: object) -> str:
    """An event as the text of a message.

    Raises:
        RequestEncodingError: If a part of it has no JSON form.
    """
    return json_bytes(event).decode()


def events_of(shape: str) -> Operation[Any]:
    """What a connection receives, as a shape relative to the package."""
    return Operation("GET", "/", event=shape)


def event(event_type: str, **fields: object) -> Mapping[str, object]:
    """An event with the fields that are given."""
    return {"type": event_type, **given(fields)}
