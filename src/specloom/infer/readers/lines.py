"""Request lines, ``POST https://api.test/pets?dry=1 201``, and what they say of a call."""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from attrs import evolve, frozen

from specloom.document.grammar import VERBS
from specloom.infer.exchanges import JSON, Body, Exchange, server_of, split_path
from specloom.infer.security import query_credential
from specloom.infer.shapes import Origin
from specloom.problems import Problem, SpecloomError

_LINE: Final = re.compile(rf"({'|'.join(VERBS)})\s+(\S+)(?:\s+(\S+))?", re.IGNORECASE)
_USER: Final = re.compile(r"//[^/@\s]*@")
_STATUS: Final = re.compile(r"[2-5][0-9]{2}")


@frozen
class RequestLine:
    """What stands in a request line.

    Attributes:
        call: The call, without bodies.
        url: As it was written, to be called.
    """

    call: Exchange
    url: str


def is_request_line(text: str) -> bool:
    """Whether an argument is a request line and not a file."""
    return re.match(rf"(?:{'|'.join(VERBS)})\s", text, re.IGNORECASE) is not None


def read_request_line(text: str) -> RequestLine:
    """The call that a request line names.

    Raises:
        SpecloomError: If it has no address, or a status that is none.
    """
    match = _LINE.fullmatch(text.strip())
    if match is None:
        raise SpecloomError(
            Problem(
                "a request line is METHOD URL [STATUS], as in 'GET https://api.test/pets/1 200'", source=_public(text)
            )
        )
    verb, url, status = match[1].lower(), match[2], match[3] or "200"
    if not _STATUS.fullmatch(status):
        raise SpecloomError(
            Problem(f"{status!r} is no status of an answer; give one from 200 to 599", source=_public(text))
        )
    return RequestLine(call(verb, url, int(status), Origin(f"{verb.upper()} {_public(url)}")), url)


def _public(text: str) -> str:
    """A request line as it may be shown: without a query, and without a user and password."""
    return _USER.sub("//", text.partition("?")[0])


def call(verb: str, url: str, status: int, origin: Origin) -> Exchange:
    """A call by its address, absolute or a path; arguments that are credentials are only named.

    Raises:
        SpecloomError: If the address is none.
    """
    try:
        server = "" if url.startswith("/") else server_of(url)
        parts = urlsplit(url)
        parts_query = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError as error:
        message = f"this is no address of a call: {error}; give https://host/path or /path"
        raise SpecloomError(Problem(message, source=str(origin))) from error
    query, credentials = split_query(parts_query)
    return Exchange(verb, split_path(parts.path), status, origin, server, query, credentials or None)


def split_query(pairs: list[tuple[str, str]]) -> tuple[dict[str, list[str]], frozenset[str]]:
    """Arguments of a query by name, and the kinds of credentials that were among them."""
    query: dict[str, list[str]] = {}
    credentials = set()
    for name, value in pairs:
        kind = query_credential(name)
        if kind is not None:
            credentials.add(kind)
        elif name:
            query.setdefault(name, []).append(value)
    return query, frozenset(credentials)


def with_bodies(call: Exchange, request: Any = None, response: Any = None) -> Exchange:
    """A call with JSON bodies; None, in a tuple of one value, is null."""
    return evolve(call, request=_body(request), response=_body(response))


def _body(value: Any) -> Body | None:
    return None if value is None else Body(JSON, "json", value[0])
