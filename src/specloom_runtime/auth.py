"""Which credentials a call carries, and how."""

from __future__ import annotations

import base64
from collections.abc import Coroutine, Mapping
from functools import lru_cache
from typing import TypeAlias

from .errors import MissingCredentialsError, RequestEncodingError
from .headers import HeaderStack, checked
from .settings import ClientOption

Values: TypeAlias = Mapping[str, object]


class Chosen:
    """An option and its value, to be put into a request when it is sent."""

    __slots__ = ("option", "value")

    def __init__(self, option: ClientOption, value: object) -> None:
        self.option = option
        self.value = value


def choose(
    options: tuple[ClientOption, ...], values: Values, security: tuple[str, ...], headers: HeaderStack
) -> list[Chosen]:
    """The credentials of a call: the first of its alternatives that the client has.

    Args:
        options: Of the client.
        values: What the client has, by ``py_name``; None where it has nothing.
        security: Alternatives in order of preference; one may join several names with ``+``, an empty one asks for
            nothing.
        headers: Of the call so far: a header that is set there, or taken away, needs no credential.

    Raises:
        MissingCredentialsError: If the client has none of the alternatives.
    """
    by_name = {option.py_name: option for option in options}
    for alternative in security:
        wanted = [by_name[name] for name in alternative.split("+") if name in by_name]
        open_ones = [option for option in wanted if not headers.settled(header_name(option))]
        if all(has_value(values, option) for option in open_ones):
            return [Chosen(option, values[option.py_name]) for option in open_ones]
    if not security:
        return []
    raise MissingCredentialsError(_missing(by_name, security))


def has_value(values: Values, option: ClientOption) -> bool:
    """Whether the client has a value for an option; an empty text is none."""
    return values.get(option.py_name) not in (None, "")


def header_name(option: ClientOption) -> str:
    """The header that an option travels in, or empty."""
    return {"bearer": "Authorization", "basic": "Authorization", "header": option.name}.get(option.kind, "")


def apply(option: ClientOption, value: object, headers: dict[str, str], query: dict[str, object]) -> None:
    """Put the value of an option into the headers or the query of an attempt.

    Raises:
        RequestEncodingError: If a header cannot hold it.
    """
    what = f"`{option.py_name}`"
    if option.kind == "bearer":
        headers["Authorization"] = f"Bearer {checked(str(value), what)}"
    elif option.kind == "basic":
        pair = ":".join(value) if isinstance(value, tuple) else str(value)
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    elif option.kind == "header":
        headers[option.name] = checked(str(value), what)
    elif option.kind == "query":
        query[option.name] = value
    elif option.kind == "cookie":
        cookie = f"{option.name}={checked(str(value), what)}"
        headers["Cookie"] = f"{headers['Cookie']}; {cookie}" if "Cookie" in headers else cookie


def checked_answer(option: ClientOption, value: object) -> object:
    """What a function gave for an option, if it can serve.

    Raises:
        RequestEncodingError: If it is no text or an empty one, or still to be awaited.
    """
    if isinstance(value, Coroutine):
        value.close()
        raise RequestEncodingError(f"`{option.py_name}`: an async function needs the asynchronous client")
    if not isinstance(value, str) or not value:
        what = "an empty text" if value == "" else f"a value of type {type(value).__name__}"
        raise RequestEncodingError(f"`{option.py_name}`: the function is to give the key as text, and gave {what}")
    return value


@lru_cache(maxsize=64)
def secret_names(options: tuple[ClientOption, ...]) -> frozenset[str]:
    """Names of the headers and query parameters that hold secrets."""
    return frozenset(option.name for option in options if option.secret and option.name)


def describe(option: ClientOption) -> str:
    """How a user gives an option, for messages."""
    return f"`{option.py_name}`" + (f" (or the {option.env} environment variable)" if option.env else "")


def _missing(by_name: dict[str, ClientOption], security: tuple[str, ...]) -> str:
    ways = [
        " and ".join(describe(by_name[name]) for name in alternative.split("+") if name in by_name)
        for alternative in security
    ]
    return f"Could not resolve authentication method: this call needs {', or '.join(ways)} to be given to the client."
