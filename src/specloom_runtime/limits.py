"""Whether what a client or a call was given makes sense: its URL, its time limit, its number of attempts, its keys."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from .errors import InvalidOptionError
from .omit import NotGiven
from .redaction import shown_url
from .settings import DEFAULT_MAX_RETRIES, ClientOption

if TYPE_CHECKING:
    from .types import Timeout

_LONGEST_TIMEOUT = 366 * 24 * 3600.0
_MOST_RETRIES = 1000


def checked_timeout(timeout: Timeout | NotGiven) -> Timeout | NotGiven:
    """A time limit, if it is one: seconds, an ``httpx.Timeout``, or None; NOT_GIVEN is none and stays.

    Raises:
        InvalidOptionError: If it is negative, longer than a year, or no number.
    """
    if timeout is None or isinstance(timeout, NotGiven):
        return timeout
    given: Any = timeout
    parts = given.as_dict().values() if hasattr(given, "as_dict") else given if isinstance(given, tuple) else (given,)
    for part in parts:
        number = isinstance(part, (int, float)) and not isinstance(part, bool)
        if part is not None and not (number and not math.isnan(part) and 0 <= part <= _LONGEST_TIMEOUT):
            raise InvalidOptionError(
                f"timeout is a number of seconds from 0 up to a year, an httpx.Timeout, or None for no limit, "
                f"not {timeout!r}"
            )
    return timeout


def checked_retries(max_retries: object) -> int:
    """A number of retries, if it is one.

    Raises:
        TypeError: If it is None.
        InvalidOptionError: If it is no whole number, negative, or so large that a call would never end.
    """
    if max_retries is None:
        raise TypeError(
            "max_retries cannot be None. To try once only pass 0; for the usual number leave it out "
            f"or pass DEFAULT_MAX_RETRIES ({DEFAULT_MAX_RETRIES})."
        )
    if isinstance(max_retries, bool) or not isinstance(max_retries, int) or not 0 <= max_retries <= _MOST_RETRIES:
        raise InvalidOptionError(
            f"max_retries is a number of times, 0 or more (up to {_MOST_RETRIES}), not {max_retries!r}"
        )
    return max_retries


def checked_url(url: str, what: str) -> str:
    """A base URL with a slash at its end, if it is one.

    Args:
        url: As given.
        what: Where it came from, for the message.

    Raises:
        InvalidOptionError: If nothing can be sent there.
    """
    problem = _url_problem(url)
    if problem:
        raise InvalidOptionError(f"{what}: {shown_url(url)!r} {problem}")
    return url.rstrip("/") + "/"


def _url_problem(url: str) -> str:
    from urllib.parse import urlsplit

    if any(character.isspace() or not character.isprintable() for character in url):
        return "holds a space or a control character"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        return f"is no URL ({error})"
    if parts.scheme.lower() not in ("http", "https"):
        return "is to begin with http:// or https://"
    if not parts.hostname:
        return "names no host"
    if port == 0:
        return "names port 0"
    if parts.query or parts.fragment or url.endswith(("?", "#")):
        return "has a query or a fragment; paths are appended to it (see default_query)"
    return ""


def checked_key(option: ClientOption, value: object, source: str) -> None:
    """Refuse a key that no header can hold. The message does not show it.

    Args:
        option: Of the client.
        value: What it was given.
        source: Where it came from, for the message.

    Raises:
        InvalidOptionError: If it is empty, has a line break or space at an end, or is neither text nor function.
    """
    if value is None or callable(value) or isinstance(value, tuple):
        return
    if not isinstance(value, str):
        raise InvalidOptionError(f"{source} is to be a text or a function that gives one, not {type(value).__name__}")
    problem = ""
    if not value.strip():
        problem = "is empty"
    elif any(character in value for character in "\r\n\0"):
        problem = "holds a line break; is it the whole content of a file?"
    elif option.kind in ("bearer", "header", "cookie") and not value.isascii():
        problem = "holds a character that a header cannot hold"
    if problem:
        raise InvalidOptionError(f"{source} {problem}")
