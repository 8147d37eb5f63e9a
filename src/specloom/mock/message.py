"""A request and a reply as plain values. Servers and transports turn theirs into these and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import orjson
from attrs import frozen

NUMBER: Final = re.compile(r"[0-9]{1,18}")
"""A whole number as requests write it, of no more digits than anybody counts to."""


@frozen
class Request:
    """What came in.

    Attributes:
        verb: In capitals.
        path: As it went over the wire, percent-encoded, without the query.
        query: Pairs of the query, decoded, in their order.
        headers: By name in small letters.
        body: As it came.
        raw_query: The query as it went over the wire; without it that of ``query`` stands in.
    """

    verb: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    body: bytes
    raw_query: str = ""


@frozen
class Reply:
    """What goes out.

    Attributes:
        chunks: The body, in the pieces in which it is sent.
        delay: Seconds to wait before anything is sent.
        drop: Whether the connection breaks before the last byte.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    chunks: tuple[bytes, ...]
    delay: float = 0.0
    drop: bool = False

    @property
    def body(self) -> bytes:
        """All of the body."""
        return b"".join(self.chunks)

    @property
    def sent(self) -> tuple[bytes, ...]:
        """The pieces that arrive: all of them, or those up to the middle where the connection breaks."""
        if not self.drop:
            return self.chunks
        if len(self.chunks) > 1:
            return self.chunks[: len(self.chunks) // 2]
        return tuple(chunk[: len(chunk) // 2] for chunk in self.chunks)


def json_reply(status: int, value: Any, headers: tuple[tuple[str, str], ...] = ()) -> Reply:
    """A reply that carries a JSON value."""
    return Reply(status, (("content-type", "application/json"), *headers), (orjson.dumps(value),))


def error_reply(status: int, message: str, *, param: str | None = None, code: str | None = None, **more: Any) -> Reply:
    """A reply that carries an error in the form that OpenAI's API gives it."""
    kind = _ERROR_TYPES.get(status, "server_error" if status >= 500 else "invalid_request_error")
    return json_reply(status, {"error": {"message": message, "type": kind, "param": param, "code": code, **more}})


_ERROR_TYPES = {401: "authentication_error", 403: "permission_error", 404: "not_found_error", 429: "rate_limit_error"}
