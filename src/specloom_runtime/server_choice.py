"""Where an API with several servers, or with servers of which parts are left open, is called."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urljoin

from .errors import InvalidOptionError
from .limits import checked_url
from .servers import Server, ServerChoice, ServerVariable
from .settings import ClientSettings

_MEETING = re.compile(r"(?<=[^:/])/{2,}")
_FIRST = ServerChoice(0, 1, "", {})


def choose(
    settings: ClientSettings,
    server: str | int | None,
    given: Mapping[str, str | None],
    known: Mapping[str, str | None],
) -> ServerChoice:
    """The server that a name or a number means; the first, if nothing is said.

    Args:
        settings: Of the client.
        server: As the caller says.
        given: What the caller says of the open parts.
        known: What was known of them before, or is from elsewhere.

    Raises:
        InvalidOptionError: If there is no such server, or it has no part that is given and another has.
    """
    servers = settings.servers
    values = {**known, **given}
    if not servers:
        return ServerChoice(0, 1, "", values)
    number = next((at for at, one in enumerate(servers) if server in (None, at, one.name or None)), None)
    if number is None:
        names = ", ".join(repr(one.name or at) for at, one in enumerate(servers))
        raise InvalidOptionError(f"server: there is no {server!r}; there are {names}")
    open_here = {variable.py_name for variable in servers[number].variables}
    open_elsewhere = {variable.py_name for one in servers for variable in one.variables} - open_here
    for part in given:
        if part in open_elsewhere:
            raise InvalidOptionError(f"{part}: the server {servers[number].url!r} has no such part")
    return ServerChoice(number, len(servers), servers[number].name, values)


def base_url(settings: ClientSettings, choice: ServerChoice) -> str:
    """The URL of the chosen server, with a slash at its end.

    Raises:
        InvalidOptionError: If there is none, a part of it is missing or wrong, or it begins nowhere.
    """
    url = filled(settings.servers[choice.number], choice.values) if settings.servers else settings.base_url
    how = f"base_url, or set {settings.base_url_env}" if settings.base_url_env else "base_url"
    if not url:
        raise InvalidOptionError(f"base_url is missing: the API's document names no server. Pass {how}")
    if "://" not in url:
        raise InvalidOptionError(
            f"base_url is missing: the API's document gives the path {url!r} alone, and not the host. "
            f"Pass {how}: such as https://HOST{url}"
        )
    return checked_url(url, "the server")


def operation_url(servers: Sequence[Server], choice: ServerChoice | None, base: str) -> str:
    """Where an operation is sent that has servers of its own: to that of the same name, else of the same number.

    Args:
        servers: Of the operation.
        choice: Of the client; None for the first.
        base: The client's own URL, which relative ones start from.

    Raises:
        InvalidOptionError: If a part of its URL is missing or wrong.
    """
    choice = choice or _FIRST
    alike = [one for one in servers if choice.name and one.name == choice.name]
    alike += servers[choice.number :] if choice.among == len(servers) else servers
    return checked_url(urljoin(base, filled(alike[0], choice.values)), "the server of this call")


def filled(server: Server, values: Mapping[str, str | None]) -> str:
    """The URL of a server with its open parts filled in; an empty part leaves no double slash behind.

    Raises:
        InvalidOptionError: If a part has no value, or one that it cannot have.
    """
    url = server.url
    host = server.url.partition("://")[2].partition("/")[0]
    for variable in server.variables:
        value, place = _value(server, variable, values.get(variable.py_name)), "{" + variable.name + "}"
        if place in host and set(value) & set("/\\?#@"):
            raise InvalidOptionError(f"{variable.py_name} is a part of the host in {server.url!r}, and not {value!r}")
        url = url.replace(place, value)
    return _MEETING.sub("/", url)


def _value(server: Server, variable: ServerVariable, given: object) -> str:
    value = variable.default if given is None else given
    if value is None:
        raise InvalidOptionError(f"{variable.py_name} is missing, a part of the server's URL {server.url!r}")
    if not isinstance(value, str):
        raise InvalidOptionError(f"{variable.py_name} is to be a text, not {type(value).__name__}")
    if variable.values and value not in variable.values:
        raise InvalidOptionError(
            f"{variable.py_name} is one of {', '.join(map(repr, variable.values))} in {server.url!r}, not {value!r}"
        )
    return value
