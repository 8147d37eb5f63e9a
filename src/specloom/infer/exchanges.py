"""One call of an API, as any kind of sample tells of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, TypeAlias
from urllib.parse import unquote, urlsplit

from attrs import field, frozen

from specloom.infer.shapes import Origin

JSON: Final = "application/json"
FORM: Final = "application/x-www-form-urlencoded"
MULTIPART: Final = "multipart/form-data"

BodyKind: TypeAlias = Literal["json", "fields", "text", "binary", "unknown"]


@frozen
class Body:
    """What a request or an answer carried.

    Attributes:
        media: Its type, without parameters and in lower case.
        kind: What ``value`` is: JSON, the fields of a form, or nothing (text, bytes, or something not recorded).
        value: JSON, or for ``fields`` a dict from name to the list of its texts (None for a file).
    """

    media: str
    kind: BodyKind
    value: Any = None


@frozen
class Exchange:
    """One request and its answer.

    Attributes:
        verb: In lower case.
        segments: Of the path, decoded; ``{name}`` for a part that a user calls a parameter.
        status: Of the answer; 0 where only the request is known.
        origin: Where it was recorded.
        server: ``https://host``, or empty where samples do not say.
        query: Texts by name.
        credentials: How the request said who it is from, as ``security`` names it; never what it said. None where
            that was not recorded.
        request: What was sent, or None.
        response: What came back, or None.
        tells_request: Whether query and body are known, so that what is not there was not sent.
        is_stated: Whether a user names this call, so that it belongs to the API whatever it answers.
    """

    verb: str
    segments: tuple[str, ...]
    status: int
    origin: Origin
    server: str = ""
    query: Mapping[str, list[str]] = field(factory=dict)
    credentials: frozenset[str] | None = None
    request: Body | None = None
    response: Body | None = None
    tells_request: bool = True
    is_stated: bool = True


def split_path(path: str) -> tuple[str, ...]:
    """The decoded segments of a path; a slash at the end is one more, empty."""
    return tuple(map(unquote, path.lstrip("/").split("/"))) if path.strip("/") else ()


def server_of(url: str) -> str:
    """Scheme and host of a URL, without a user and without a port that says nothing.

    Raises:
        ValueError: If it has none, or a port that is none.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("it is no http(s) address with a host")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port not in (None, usual) else "")


def is_json_media(media: str) -> bool:
    """Whether a media type, without parameters, is JSON."""
    return media in (JSON, "text/json", "application/x-json") or media.endswith("+json")


def bare_media(header: str) -> str:
    """A media type without its parameters, in lower case."""
    return header.partition(";")[0].strip().lower()
