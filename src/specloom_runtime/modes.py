"""How the whole response of a call is asked for. Imported by every client, so it costs next to nothing."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .call_values import Arguments

RAW_HEADER = "X-Stainless-Raw-Response"
"""A call with this header gives the whole response, whichever way the header came to it."""


class Raw:
    """The content is read before the response is handed out, as a RawResponse."""

    header = "true"


class Streaming:
    """The response is handed out as soon as its headers are there, as an APIResponse, inside a ``with`` block.

    Any other value of the header hands out an APIResponse as well, but with its content read.
    """

    header = "stream"


class AsyncRaw(Raw):
    """The same, awaited."""


class AsyncStreaming(Streaming):
    """The same, as an AsyncAPIResponse, inside an ``async with`` block."""


def mode_asked(headers: Mapping[str, object] | None) -> str:
    """The value of the header; empty where the whole response is not asked for."""
    mode = ""
    for name, value in (headers or {}).items():
        if name.lower() == RAW_HEADER.lower():
            mode = value if isinstance(value, str) else ""
    return mode


def unasked(arguments: Arguments) -> Arguments:
    """The arguments of a call without the header, for the calls that follow from it."""
    headers, query, body, timeout = arguments.extra
    kept = {name: value for name, value in (headers or {}).items() if name.lower() != RAW_HEADER.lower()}
    following = copy(arguments)
    following.extra = (kept, query, body, timeout)
    return following
