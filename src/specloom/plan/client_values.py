"""The frozen values that say what the client of an SDK is made with: its options, and the servers it may call."""

from __future__ import annotations

from typing import Literal

from attrs import frozen


@frozen
class ServerVariable:
    """A part of a server's URL that is left open.

    Attributes:
        wire_name: As it stands in the URL, in braces.
        py_name: The argument of the client.
        default: None where there is none, or none that all servers agree on.
        values: All that it may be; empty for anything.
    """

    wire_name: str
    py_name: str
    default: str | None
    values: tuple[str, ...] = ()
    summary: str = ""


@frozen
class ServerPlan:
    """A place where the API is served.

    Attributes:
        url: With variables in braces; without a host where the document does not tell it.
        name: What to choose it by, or empty.
    """

    url: str
    name: str = ""
    variables: tuple[ServerVariable, ...] = ()
    summary: str = ""


@frozen
class ClientOption:
    """A constructor argument of the client.

    Attributes:
        py_name: ``api_key``.
        kind: ``bearer``, ``basic``, ``header``, ``query`` or ``cookie`` say how it authenticates or travels;
            ``oauth2`` is a bearer token that may be made of other options, ``sigv4`` signs requests with them;
            ``setting`` is kept and not sent by itself.
        name: Header, query or cookie name, where the kind has one; of an option that is ``of`` another: what it is
            there (``client_id``).
        env: Environment variable that stands in for it, or empty.
        secret: Whether it must never be shown.
        required: Whether a client without it is refused.
        of: ``py_name`` of the option that is made of this one and others, or empty.
        default: Its value where nobody gives one.
    """

    py_name: str
    kind: Literal["bearer", "basic", "header", "query", "cookie", "oauth2", "sigv4", "setting"]
    name: str = ""
    env: str = ""
    secret: bool = False
    required: bool = False
    of: str = ""
    default: str = ""


@frozen
class ClientPlan:
    """The client classes: ``OpenAI`` and ``AsyncOpenAI``.

    Attributes:
        headers_env: Environment variable with further headers.
        log_env: Environment variable that turns logging on.
        platform_headers: What the names of headers begin with that tell of the calling program; empty for none.
        servers: To choose from, where there are several or one has variables.
        variables: Arguments that stand for the variables of servers; some may be options as well.
    """

    class_name: str
    base_url: str
    base_url_env: str = ""
    options: tuple[ClientOption, ...] = ()
    headers_env: str = ""
    log_env: str = ""
    platform_headers: str = ""
    servers: tuple[ServerPlan, ...] = ()
    variables: tuple[ServerVariable, ...] = ()

    def has(self, kind: str) -> bool:
        """Whether it has an option of a kind."""
        return any(option.kind == kind for option in self.options)
