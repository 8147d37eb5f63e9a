"""What ``client.get`` and its like are given. Imported by every client, so it costs next to nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeAlias, TypedDict

from .omit import NotGiven
from .types import FileTypes, Headers, Query, Timeout

Files: TypeAlias = Mapping[str, FileTypes] | Iterable[tuple[str, FileTypes]]


class RequestOptions(TypedDict, total=False):
    """What can be said about a single call.

    Attributes:
        headers: Laid over those of the client.
        params: Query parameters, joined with those of the client.
        timeout: For this call.
        security: Names of client options that authenticate it, in order of preference; all secrets, if not given.
        extra_json: Joined with the body.
        max_retries: How often it is tried again if it fails.
    """

    headers: Headers
    params: Query
    timeout: Timeout | NotGiven
    security: tuple[str, ...]
    extra_json: Mapping[str, object]
    max_retries: int


class Sent(TypedDict, total=False):
    """What such a call sends.

    Attributes:
        body: Sent as JSON, or as fields beside ``files``.
        files: Sent as multipart form data, by field name.
        options: Headers, query parameters and so on of this call.
    """

    body: object
    files: Files | None
    options: RequestOptions | None


class Call(NamedTuple):
    """What such a call was given."""

    verb: str
    path: str
    cast_to: Any
    stream_cls: Any = None
    body: object = None
    files: Files | None = None
    options: RequestOptions | None = None
