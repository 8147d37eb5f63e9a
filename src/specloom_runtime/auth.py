"""Which credentials a call carries, and how."""

from __future__ import annotations

import base64
from collections.abc import Coroutine, Mapping
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

from .call_values import Chosen, Source, Surroundings, Values
from .errors import MissingCredentialsError, RequestEncodingError
from .headers import HeaderStack, checked
from .settings import ClientOption

if TYPE_CHECKING:
    import httpx


def choose(around: Surroundings, security: tuple[str, ...], headers: HeaderStack, query: Values) -> list[Chosen]:
    """The credentials of a call: the first of its alternatives that the client has.

    Args:
        around: What the client has.
        security: Alternatives in order of preference; one may join several names with ``+``, an empty one asks for
            nothing.
        headers: Of the call so far: a header that is set there, or taken away, needs no credential.
        query: Of the call so far: likewise.

    Raises:
        MissingCredentialsError: If the client has none of the alternatives.
    """
    by_name = {option.py_name: option for option in around.options}
    later: list[Chosen] = []
    for alternative in security:
        wanted = [by_name[name] for name in alternative.split("+") if name in by_name]
        open_ones = [one for one in wanted if not (headers.settled(header_name(one)) or _in_query(one, query))]
        found = [Chosen(one, _value(one, around)) for one in open_ones]
        if all(one.value not in (None, "") for one in found):
            if all(one.value.ready for one in found if isinstance(one.value, Source)):
                return found
            later = later or found
    if not security:
        return []
    ways = _missing(around.options, security)
    if not later:
        raise MissingCredentialsError(ways)
    for one in later:
        one.ways = ways
    return later


def _value(option: ClientOption, around: Surroundings) -> object:
    """The value of an option, or the source that gives it; None where the client has neither."""
    value = around.values.get(option.py_name)
    if option.kind != "sigv4" and (option.kind != "oauth2" or value not in (None, "")):
        return value
    names = {one.name: one.py_name for one in around.options if one.of == option.py_name}
    parts = {name: around.values.get(py_name) for name, py_name in names.items()}
    # A source keeps what it is made of, so that nothing else can come to have the same id.
    key = (option.py_name, *(one if isinstance(one, str) else id(one) for one in (value, *parts.values())))
    if key in around.sources:
        return around.sources[key]
    # Only a package whose API needs it carries the module.
    made = import_module(f".{option.kind}", __package__).source(value, parts, names, is_async=around.is_async)
    if made is None:
        return None
    for oldest in list(around.sources)[: 1 - _MOST_SOURCES]:  # a program may make a copy for each of its own callers
        around.sources.pop(oldest, None)
    return around.sources.setdefault(key, made)


_MOST_SOURCES = 256


def header_name(option: ClientOption) -> str:
    """The header that an option travels in, or empty."""
    return option.name if option.kind == "header" else _HEADERS.get(option.kind, "")


_HEADERS: Mapping[str, str] = dict.fromkeys(("bearer", "basic", "oauth2", "sigv4"), "Authorization")


def _in_query(option: ClientOption, query: Values) -> bool:
    return option.kind == "query" and option.name in query


def apply(option: ClientOption, value: object, headers: dict[str, str], query: dict[str, object]) -> None:
    """Put the value of an option into the headers or the query of an attempt.

    Raises:
        RequestEncodingError: If a header cannot hold it.
    """
    what = f"`{option.py_name}`"
    if option.kind in ("bearer", "oauth2"):
        headers["Authorization"] = f"Bearer {checked(str(value), what)}"
    elif option.kind == "basic":
        headers["Authorization"] = "Basic " + basic(*value if isinstance(value, tuple) else (value,))
    elif option.kind == "header":
        headers[option.name] = checked(str(value), what)
    elif option.kind == "query":
        query[option.name] = value
    elif option.kind == "cookie":
        name = next((name for name in headers if name.lower() == "cookie"), "Cookie")
        cookie = f"{option.name}={checked(str(value), what)}"
        headers[name] = f"{headers[name]}; {cookie}" if name in headers else cookie


def basic(*parts: object) -> str:
    """User and password, or both as one text with a colon between, as a header holds them."""
    return base64.b64encode(":".join(map(str, parts)).encode()).decode()


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


def discard(credentials: list[Chosen]) -> bool:
    """Tell the sources of a call that the API refused what they gave; whether another attempt may go better."""
    sources = [(one.value, one.used) for one in credentials if isinstance(one.value, Source)]
    return sum(source.discard(used) for source, used in sources) > 0  # all are told, not only the first


def explained(credentials: list[Chosen], response: httpx.Response, now: float) -> str:
    """What the sources of a call know about its failure; mostly nothing."""
    found = (one.value.explain(one.used, response, now) for one in credentials if isinstance(one.value, Source))
    return "".join(found)


@lru_cache(maxsize=64)
def secret_names(options: tuple[ClientOption, ...]) -> frozenset[str]:
    """Names of the headers and query parameters that hold secrets."""
    return frozenset(option.name for option in options if option.secret and option.name)


def describe(option: ClientOption, options: tuple[ClientOption, ...] = ()) -> str:
    """How a user gives an option, for messages; with all options of the client also what it can be made of."""
    told = f"`{option.py_name}`" + (f" (or the {option.env} environment variable)" if option.env else "")
    parts = {one.name: describe(one) for one in options if one.of == option.py_name}
    if option.kind == "oauth2" and parts:
        return f"{told}, or {parts['client_id']} with {parts['client_secret']}"
    if option.kind == "sigv4" and parts:
        keys = f"{parts['aws_access_key_id']} with {parts['aws_secret_access_key']}"
        return f"AWS credentials ({told}, {keys}, {parts['aws_profile']}, or what the AWS command line would use)"
    return told


def _missing(options: tuple[ClientOption, ...], security: tuple[str, ...]) -> str:
    by_name = {option.py_name: option for option in options}
    ways = [
        " and ".join(describe(by_name[name], options) for name in alternative.split("+") if name in by_name)
        for alternative in security
    ]
    return f"Could not resolve authentication method: this call needs {', or '.join(ways)} to be given to the client."
