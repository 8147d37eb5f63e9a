"""Functions that are called with the events of a connection."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar, overload

from ..._runtime import SDKError

if TYPE_CHECKING:
    from typing_extensions import Self

Handler: TypeAlias = Callable[[Any], Any]
HandlerT = TypeVar("HandlerT", bound=Handler)

EVERY_EVENT: Final = "event"
ERROR: Final = "error"


class UnhandledErrorEvent(SDKError):  # noqa: N818 - it is an event that nobody handles
    """The server reports an error, and nobody listens.

    Attributes:
        event: What it sent.
    """

    def __init__(self, event: object) -> None:
        super().__init__(f"the server sent an error and there is no handler of `error` events: {event!r}")
        self.event = event


class Handlers:
    """Handlers by type of event, in order of registration. Threads may change them while events are dispatched."""

    def __init__(self) -> None:
        self._by_type: dict[str, list[tuple[Handler, bool]]] = {}
        self._lock = threading.Lock()

    def add(self, event_type: str, handler: Handler, *, once: bool = False) -> None:
        """Call a handler with each event of a type, or with the first one only."""
        with self._lock:
            self._by_type.setdefault(event_type, []).append((handler, once))

    def remove(self, event_type: str, handler: Handler) -> None:
        """Call a handler no more; one that is not there is none."""
        with self._lock:
            kept = self._by_type.get(event_type, [])
            self._by_type[event_type] = [entry for entry in kept if entry[0] is not handler]

    def take(self, event: Any) -> Iterable[Handler]:
        """The handlers of an event: those of its type, then those of every event.

        Raises:
            UnhandledErrorEvent: If it is an error and has none.
        """
        event_type = getattr(event, "type", None)
        with self._lock:
            found = [*self._taken(str(event_type)), *self._taken(EVERY_EVENT)]
        if event_type == ERROR and not found:
            raise UnhandledErrorEvent(event)
        return found

    def _taken(self, event_type: str) -> list[Handler]:
        entries = self._by_type.get(event_type, [])
        self._by_type[event_type] = [entry for entry in entries if not entry[1]]
        return [handler for handler, _ in entries]


class Listens:
    """What managers and connections have in common: handlers can be registered with them."""

    _handlers: Handlers

    @overload
    def on(self, event_type: str, handler: Handler) -> Self: ...
    @overload
    def on(self, event_type: str) -> Callable[[HandlerT], HandlerT]: ...
    def on(self, event_type: str, handler: Handler | None = None) -> Self | Callable[[HandlerT], HandlerT]:
        """Call a handler with each event of a type; ``"event"`` stands for all types.

        Without a handler this is a decorator. Events are handed out by ``dispatch_events``.
        """
        return self._register(event_type, handler, once=False)

    @overload
    def once(self, event_type: str, handler: Handler) -> Self: ...
    @overload
    def once(self, event_type: str) -> Callable[[HandlerT], HandlerT]: ...
    def once(self, event_type: str, handler: Handler | None = None) -> Self | Callable[[HandlerT], HandlerT]:
        """The same for the first event of the type only."""
        return self._register(event_type, handler, once=True)

    def off(self, event_type: str, handler: Handler) -> Self:
        """Call a handler no more."""
        self._handlers.remove(event_type, handler)
        return self

    def _register(
        self, event_type: str, handler: Handler | None, *, once: bool
    ) -> Self | Callable[[HandlerT], HandlerT]:
        if handler is not None:
            self._handlers.add(event_type, handler, once=once)
            return self

        def register(decorated: HandlerT) -> HandlerT:
            self._handlers.add(event_type, decorated, once=once)
            return decorated

        return register
