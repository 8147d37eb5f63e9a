"""What of a request may be shown: names stay, secrets do not. Used by logs, messages and ``repr``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import unquote_plus

REDACTED: Final = "<redacted>"

# Parts of names that tell a secret, whichever API it belongs to; one name too many costs a log line little.
_SECRET_NAME = re.compile(
    r"auth|cookie|credential|key|password|secret|session|signature|sig$|token(?!s)", re.IGNORECASE
)
_OPEN_NAMES = frozenset({"idempotency-key"})
_USER_INFO = re.compile(r"(?<=://)[^/?#@]*@")


def is_secret(name: str) -> bool:
    """Whether the value of a header or query parameter is to be hidden, judged by its name."""
    return bool(_SECRET_NAME.search(name)) and name.lower() not in _OPEN_NAMES


def shown_headers(headers: Mapping[str, str], secrets: Iterable[str] = ()) -> dict[str, str]:
    """Headers as they may be logged.

    Args:
        headers: Of a request or an answer.
        secrets: Names of headers that hold secrets though their names do not tell.
    """
    hidden = {name.lower() for name in secrets}
    return {name: REDACTED if name.lower() in hidden or is_secret(name) else value for name, value in headers.items()}


def shown_url(url: str, secrets: Iterable[str] = ()) -> str:
    """A URL as it may be logged: without user and password, and without the values of secret parameters."""
    hidden = set(secrets)
    bare, mark, query = _USER_INFO.sub("", url).partition("?")
    return bare + mark + "&".join(_shown_pair(pair, hidden) for pair in query.split("&"))


def _shown_pair(pair: str, hidden: set[str]) -> str:
    written, equals, value = pair.partition("=")
    name = unquote_plus(written)
    return f"{written}={REDACTED}" if equals and value and (name in hidden or is_secret(name)) else pair
