"""What the methods of a package call: an operation of the API as a constant.

An operation names the types it returns by shapes relative to the package, so that importing a resource imports no
model.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Generic, Literal, TypeAlias, TypeVar

from .shapes import Decode, decoder

if TYPE_CHECKING:
    from .servers import Server

T = TypeVar("T")
E = TypeVar("E")

BodyKind: TypeAlias = Literal["none", "json", "multipart", "form", "raw"]
ArrayStyle: TypeAlias = Literal["brackets", "repeat", "comma"]
Style: TypeAlias = str
"""How one parameter is written: one of the words that ``styles`` explains."""
Styles: TypeAlias = Mapping[str, Mapping[str, Style]]

# The package that carries this runtime: ``openai_client`` of ``openai_client._runtime``.
_ROOT = __package__.rpartition(".")[0] if __package__ else ""
_NOTHING: Mapping[str, str] = {}
_NO_STYLES: Styles = {}


class Endpoint:
    """What all kinds of operations have in common. Frozen.

    Attributes:
        verb: ``GET``.
        path: Template with ``{wire_name}`` places.
        body: How the body is written.
        content_type: Sent as it is with a ``raw`` body; for the other kinds only where the usual one is wrong.
        headers: Sent with every call.
        query: Sent with every call, from an API whose paths hold a query.
        security: Names of client options that authenticate the call, in order of preference; ``a+b`` needs both, an
            empty text nothing.
        arrays: How arrays are written into queries and forms; objects are written as ``key[sub]=v``.
        styles: Of what is written in another way: by place (``path``, ``query``, ``header``, ``cookie``, ``body``) and
            wire name.
        parts: Content types of parts of a multipart body, by wire name.
        servers: Where it is sent, unless that is where all others are.
    """

    __slots__ = (
        "_decoders",
        "arrays",
        "body",
        "content_type",
        "envelope",
        "event",
        "headers",
        "item",
        "page",
        "parts",
        "path",
        "query",
        "returns",
        "security",
        "servers",
        "styles",
        "verb",
    )

    verb: str
    path: str
    body: BodyKind
    content_type: str
    returns: str
    event: str
    envelope: bool
    item: str
    page: str
    headers: Mapping[str, str]
    query: Mapping[str, object]
    security: tuple[str, ...]
    arrays: ArrayStyle
    styles: Styles
    parts: Mapping[str, str]
    servers: tuple[Server, ...]

    def __init__(
        self,
        verb: str,
        path: str,
        *,
        body: BodyKind = "none",
        content_type: str = "",
        returns: str = "",
        event: str = "",
        envelope: bool = False,
        item: str = "",
        page: str = "",
        headers: Mapping[str, str] = _NOTHING,
        query: Mapping[str, object] = _NOTHING,
        security: tuple[str, ...] = (),
        arrays: ArrayStyle = "brackets",
        styles: Styles = _NO_STYLES,
        parts: Mapping[str, str] = _NOTHING,
        servers: tuple[Server, ...] = (),
    ) -> None:
        put = object.__setattr__
        put(self, "verb", verb)
        put(self, "path", path)
        put(self, "body", body)
        put(self, "content_type", content_type)
        put(self, "returns", returns)
        put(self, "event", event)
        put(self, "envelope", envelope)
        put(self, "item", item)
        put(self, "page", page)
        put(self, "headers", headers)
        put(self, "query", query)
        put(self, "security", security)
        put(self, "arrays", arrays)
        put(self, "styles", styles)
        put(self, "parts", parts)
        put(self, "servers", servers)
        put(self, "_decoders", {})

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{self!r} is frozen")

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.verb!r}, {self.path!r})"

    def decoder(self, shape: str) -> Decode | None:
        """The decoder of one of the shapes of this operation; None where JSON is kept as it came.

        A bare name such as ``object`` is no reference: nothing of the package's root module is a model.
        """
        known: dict[str, Decode | None] = self._decoders  # type: ignore[attr-defined]  # a slot, not part of the API
        if shape not in known:
            known[shape] = decoder(shape, _ROOT) if ":" in shape else None
        return known[shape]


class Operation(Endpoint, Generic[T]):
    """Answers with one value.

    ``returns``: a shape; ``str`` for text, ``str|`` and a shape for text or JSON as the answer's content type says
    (``bytes|`` for bytes or JSON),
    ``object`` for any JSON, empty for nothing.
    """

    __slots__ = ()


class StreamOperation(Endpoint, Generic[T, E]):
    """Answers with one value or, where asked, with a stream of events.

    ``event`` is the shape of one event. With ``envelope`` an event is ``{"event": name, "data": payload}``.
    """

    __slots__ = ()


class PageOperation(Endpoint, Generic[T]):
    """Answers with a page of items. ``item`` is the shape of one, ``page`` says how the next page is asked for, after
    a colon with which parameter, where that is not ``after``; after a question mark what ``stated_pages`` reads.
    """

    __slots__ = ()


class BinaryOperation(Endpoint):
    """Answers with bytes."""

    __slots__ = ()
