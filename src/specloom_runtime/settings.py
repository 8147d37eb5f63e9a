"""What a generated package says about its client, and what a user gave to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from .servers import Server

DEFAULT_MAX_RETRIES = 2
TIMEOUT_SECONDS = 600.0
CONNECT_TIMEOUT_SECONDS = 5.0


class ClientOption(NamedTuple):
    """A constructor argument of the client.

    Attributes:
        py_name: ``api_key``.
        kind: ``bearer``, ``basic``, ``header``, ``query`` or ``cookie`` say how it travels; ``oauth2`` is a bearer
            token that may be made of other options, ``sigv4`` signs the whole request with them; ``setting`` is kept
            and not sent by itself.
        name: Header, query or cookie name, where the kind has one; of an option that is ``of`` another: what it is
            there.
        env: Environment variable that stands in for it, or empty.
        secret: A secret one is sent only with operations whose ``security`` names it, and never shown; any other one
            is sent with every call.
        required: Whether a client without it (and without any other secret) is refused.
        of: The option that is made of this one and others, or empty.
        default: Its value where neither argument nor environment give one.
    """

    py_name: str
    kind: Literal["bearer", "basic", "header", "query", "cookie", "oauth2", "sigv4", "setting"]
    name: str = ""
    env: str = ""
    secret: bool = False
    required: bool = False
    of: str = ""
    default: str = ""


class ClientSettings(NamedTuple):
    """The facts of a package that its client classes are made of.

    Attributes:
        base_url: Of the API, when neither argument nor environment say otherwise.
        base_url_env: Environment variable for it, or empty.
        options: Constructor arguments that the API defines.
        user_agent: Its ``User-Agent``; ``Async`` is put in front by the asynchronous client.
        headers: Further headers of every call.
        headers_env: Environment variable with further headers, one ``Name: value`` a line, or empty.
        log_env: Environment variable that turns logging on (``debug``, ``info``), or empty.
        platform_headers: What the names of headers begin with that tell of language, system, retries and so on
            (``X-Stainless``); empty for none.
        version: Version of the package, for its ``User-Agent``.
        timeout: Seconds for a call as a whole.
        connect_timeout: Seconds for making a connection.
        done: Data of the event that ends a stream.
        servers: Of the API, where there are several or where one has variables.
        variables: Arguments of the client that stand for the variables of these and of servers of operations.
    """

    base_url: str
    base_url_env: str = ""
    options: tuple[ClientOption, ...] = ()
    user_agent: str = "Python"
    headers: Mapping[str, str] = {}
    headers_env: str = ""
    log_env: str = ""
    platform_headers: str = ""
    version: str = ""
    timeout: float = TIMEOUT_SECONDS
    connect_timeout: float = CONNECT_TIMEOUT_SECONDS
    done: str = "[DONE]"
    servers: tuple[Server, ...] = ()
    variables: tuple[str, ...] = ()
