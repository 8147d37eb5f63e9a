"""What callers say about a connection, and what they are told when it breaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, TypedDict

if TYPE_CHECKING:
    from websockets.extensions import ClientExtensionFactory
    from websockets.typing import Subprotocol

    from ..._runtime import Headers, Query


class WebSocketConnectionOptions(TypedDict, total=False):
    """Passed on to the package ``websockets``."""

    extensions: Sequence[ClientExtensionFactory] | None
    """Extensions to offer, in order of preference."""

    subprotocols: Sequence[Subprotocol] | None
    """Subprotocols to offer, in order of preference."""

    compression: str | None
    """``deflate``, or None for none."""

    max_size: int | None
    """Size of the largest message to accept, in bytes; None for no limit."""

    max_queue: int | tuple[int | None, int | None] | None
    """Number of frames to hold back until they are received."""

    write_limit: int | tuple[int, int | None]
    """Size from which sending waits for the network; the synchronous client has no such buffer and ignores it."""


WebsocketConnectionOptions: TypeAlias = WebSocketConnectionOptions


@dataclass(frozen=True)
class ReconnectingEvent:
    """A connection broke and is about to be made anew.

    Attributes:
        attempt: The number of this attempt, from 1.
        max_attempts: How many there will be at most.
        delay: Seconds until it is made.
        close_code: What the connection was closed with; 1006 if it just broke.
        extra_query: Query parameters of the next connection.
        extra_headers: Headers of the next connection.
    """

    attempt: int
    max_attempts: int
    delay: float
    close_code: int
    extra_query: Query
    extra_headers: Headers


class ReconnectingOverrides(TypedDict, total=False):
    """What a handler of ``ReconnectingEvent`` may want otherwise."""

    extra_query: Query
    """Instead of the query parameters so far, for this and all later attempts."""

    extra_headers: Headers
    """Instead of the headers so far, for this and all later attempts."""

    abort: bool
    """Whether to give up."""


Event: TypeAlias = Mapping[str, object]
