"""The places where an API is served, as the package knows them and as a client chose (see ``server_choice``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class ServerVariable(NamedTuple):
    """A part of a server's URL that the caller may choose.

    Attributes:
        name: As it stands in the URL, in braces.
        py_name: The argument of the client.
        default: None where the caller must give it.
        values: All that it may be; empty for anything.
    """

    name: str
    py_name: str
    default: str | None = None
    values: tuple[str, ...] = ()


class Server(NamedTuple):
    """A place where an API is served.

    Attributes:
        url: With variables in braces.
        name: What to choose it by, or empty.
    """

    url: str
    name: str = ""
    variables: tuple[ServerVariable, ...] = ()


class ServerChoice(NamedTuple):
    """Which server of the API a client calls, and what stands in the open parts of all of them.

    Attributes:
        number: Of the server ...
        among: ... among so many.
        name: Of the server, or empty.
        values: By the names of the client's arguments; None where nothing was given.
    """

    number: int
    among: int
    name: str
    values: Mapping[str, str | None]
