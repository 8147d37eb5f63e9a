"""What both kinds of client have in common: what the user gave, where it came from, and what a request is made with.

httpx is imported when a client makes its first call, so that making one costs little.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from .connections import Connections
from .limits import checked_key, checked_retries, checked_timeout, checked_url
from .omit import NotGiven, is_given, not_given
from .redaction import shown_url
from .retries import Clock
from .settings import DEFAULT_MAX_RETRIES, ClientOption, ClientSettings

if TYPE_CHECKING:
    import httpx
    from typing_extensions import Self

    from .call_values import Arguments, Request, Sources, Surroundings
    from .headers import HeaderStack
    from .operation import Endpoint
    from .servers import ServerChoice
    from .types import Timeout


class BaseClient:
    """What both kinds of client know and decide; it sends nothing.

    The value of each option is an attribute under the option's name, and may be changed.

    Attributes:
        timeout: For calls that do not say otherwise.
        max_retries: How often a failed call is tried again.
    """

    _settings: ClassVar[ClientSettings]
    _is_async: ClassVar[bool] = False

    timeout: Timeout | NotGiven
    max_retries: int
    _clock: Clock = Clock()
    _connections: Connections[Any]
    _usual_headers: tuple[HeaderStack, HeaderStack] | None = None  # made at the first call
    _borrows: bool = False  # a copy: the connections belong to the client that it was made from
    _choice: ServerChoice | None = None  # of a server, where the API has several
    _own_url: bool = False  # the caller said the URL: everything goes there, also what has servers of its own

    def __init__(
        self,
        values: Mapping[str, object],
        *,
        base_url: str | httpx.URL | None = None,
        timeout: Timeout | NotGiven = not_given,
        max_retries: int = DEFAULT_MAX_RETRIES,
        default_headers: Mapping[str, object] | None = None,
        default_query: Mapping[str, object] | None = None,
        http_client: httpx.Client | httpx.AsyncClient | None = None,
        enforce_credentials: bool = True,
        strict_response_validation: bool = False,
        server: str | int | None = None,
        variables: Mapping[str, str | None] | None = None,
    ) -> None:
        settings = self._settings
        for option in settings.options:
            self._set_option(option, values.get(option.py_name))
        if enforce_credentials:
            self._check_credentials()
        self._check_http_client(http_client)
        self._go_to(base_url, server, variables or {})
        self.timeout = checked_timeout(timeout)
        self.max_retries = checked_retries(max_retries)
        self._default_headers = dict(default_headers or {})
        self._default_query = dict(default_query or {})
        self._sources: Sources = {}
        self._headers_from_env = os.environ.get(settings.headers_env, "") if settings.headers_env else ""
        self._connections = Connections(http_client)
        self._strict_response_validation = strict_response_validation
        self._closed = False
        if settings.log_env and settings.log_env in os.environ:
            from . import logs

            logs.set_up(settings.log_env)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={shown_url(self._base_url)!r})"

    @property
    def base_url(self) -> httpx.URL:
        """Where relative paths start; ends with a slash."""
        import httpx

        return httpx.URL(self._base_url)

    @base_url.setter
    def base_url(self, url: str | httpx.URL) -> None:
        self._base_url = checked_url(str(url), "base_url")
        self._own_url = True

    @property
    def default_headers(self) -> dict[str, str]:
        """Headers of every call, those of the package included; without credentials."""
        from .headers import HeaderStack

        merged = HeaderStack()
        for layer in self._header_layers():
            merged.lay(layer)
        return merged.present()

    @property
    def default_query(self) -> dict[str, object]:
        """Query parameters of every call."""
        return dict(self._default_query)

    def is_closed(self) -> bool:
        """Whether the client was closed."""
        http = self._connections.http
        return self._closed or (http is not None and http.is_closed)

    if not TYPE_CHECKING:  # generated clients declare it, each with its own options

        def copy(self, **options: Any) -> Self:
            """A client like this one but for what is given here.

            It shares this client's connections: closing it leaves them open, closing this client closes them.

            Args:
                options: Those of ``CopyOptions``, ``http_client`` for other connections, and the arguments of the
                    client that the API defines, such as its key. Of these last None stands for this client's own.

            Raises:
                InvalidOptionError: If something that is given makes no sense, or says two things at once.
                TypeError: If an option has no such name.
            """
            return self._copy(**options)

        with_options = copy

    # --- decisions ------------------------------------------------------------------------------------------------

    def _copy(
        self,
        *,
        base_url: str | httpx.URL | None = None,
        timeout: Timeout | NotGiven = not_given,
        max_retries: int | NotGiven = not_given,
        default_headers: Mapping[str, object] | None = None,
        set_default_headers: Mapping[str, object] | None = None,
        default_query: Mapping[str, object] | None = None,
        set_default_query: Mapping[str, object] | None = None,
        http_client: Any = None,
        server: str | int | None = None,
        **options: Any,
    ) -> Self:
        """What ``copy`` does."""
        made = object.__new__(type(self))
        made.__dict__.update(self._copied())
        made._borrows = True
        by_name = {option.py_name: option for option in self._settings.options}
        variables = {name: options[name] for name in self._settings.variables if options.get(name) is not None}
        for name, value in options.items():
            if name not in by_name and name not in self._settings.variables:
                raise TypeError(f"{type(self).__name__}.copy() got an unexpected keyword argument {name!r}")
            if value is not None and name in by_name:
                made._set_option(by_name[name], value)
        if base_url is not None or server is not None or variables:
            made._go_to(base_url, server, variables)
        if is_given(timeout):
            made.timeout = checked_timeout(timeout)
        if is_given(max_retries):
            made.max_retries = checked_retries(max_retries)
        made._default_headers = _replaced(
            "default_headers", self._default_headers, default_headers, set_default_headers
        )
        made._default_query = _replaced("default_query", self._default_query, default_query, set_default_query)
        if http_client is not None:
            made._check_http_client(http_client)
            made._connections = Connections(http_client)
            made._borrows = False
        return made

    def _copied(self) -> dict[str, object]:
        """The attributes that a copy takes over: all but the resources, which belong to this client."""
        made_here = cached_property
        cls = type(self)
        return {
            name: value for name, value in vars(self).items() if not isinstance(getattr(cls, name, None), made_here)
        }

    def _set_option(self, option: ClientOption, value: object) -> None:
        source = f"`{option.py_name}`"
        if value is None and option.env:
            value = os.environ.get(option.env) or None  # an empty variable says nothing
            source = f"{source} (from the {option.env} environment variable)"
        if option.secret and option.kind not in ("setting", "sigv4"):
            checked_key(option, value, source)
        setattr(self, option.py_name, (option.default or None) if value is None else value)

    def _go_to(
        self, base_url: str | httpx.URL | None, server: str | int | None, variables: Mapping[str, str | None]
    ) -> None:
        """Decide where the API is: where the caller says, else the environment, else the document.

        Raises:
            InvalidOptionError: If this is said twice, or leads nowhere.
        """
        settings = self._settings
        credentials = {option.py_name for option in settings.options}
        said = [name for name in variables if variables[name] is not None and name not in credentials]
        said += ["server"] if server is not None else []
        if base_url is not None and said:
            from .errors import InvalidOptionError

            raise InvalidOptionError(f"base_url says where the API is, and so does {said[0]}: pass one of them")
        url, source = str(base_url or ""), "base_url"
        if base_url is None and not said and settings.base_url_env:
            url = os.environ.get(settings.base_url_env, "").strip()
            source = f"base_url (from the {settings.base_url_env} environment variable)"
        self._own_url = bool(url or base_url is not None)
        if self._own_url:
            self._base_url = checked_url(url, source)
        elif settings.servers or settings.variables or "://" not in settings.base_url:
            self._choose_server(server, variables)
        else:
            self._base_url = checked_url(settings.base_url, "base_url")

    def _choose_server(self, server: str | int | None, variables: Mapping[str, str | None]) -> None:
        from . import server_choice

        before = self._choice
        values = {option.py_name: self._value(option) for option in self._settings.options}
        known: dict[str, Any] = {name: values.get(name) for name in self._settings.variables}
        known |= before.values if before else {}
        given = {name: value for name, value in variables.items() if value is not None}
        number = before.number if before and server is None else server
        self._choice = server_choice.choose(self._settings, number, given, known)
        self._base_url = server_choice.base_url(self._settings, self._choice)

    def _check_credentials(self) -> None:
        """Refuse a client that could call nothing; one with any secret can call the operations that take it."""
        options = self._settings.options
        if any(option.secret and option.kind != "setting" and self._value(option) for option in options):
            return
        from .auth import describe
        from .errors import MissingCredentialsError

        # What is made of other options may come from elsewhere: whether it does shows at the first call.
        asked = [option for option in options if option.required and option.kind not in ("oauth2", "sigv4")]
        missing = [describe(option) for option in asked if not self._value(option)]
        if missing:
            raise MissingCredentialsError(f"Missing credentials. Please pass {', '.join(missing)} to the client.")

    def _check_http_client(self, http_client: object) -> None:
        if http_client is None:
            return
        import httpx

        wanted: type = httpx.AsyncClient if self._is_async else httpx.Client
        if not isinstance(http_client, wanted):
            raise TypeError(
                f"Invalid `http_client` argument; Expected an instance of `httpx.{wanted.__name__}` "
                f"but got {type(http_client)}"
            )

    def _value(self, option: ClientOption) -> object:
        value: object = getattr(self, option.py_name)
        return value

    def _build(self, operation: Endpoint, arguments: Arguments) -> Request:
        from .request import build_request

        return build_request(operation, arguments, self._surroundings())

    def _check_open(self, operation: Endpoint) -> None:
        if self.is_closed():
            from .errors import ClientClosedError

            attempted = f"{operation.verb} {operation.path}"
            raise ClientClosedError(f"Cannot send a request, as the client has been closed: {attempted}")

    def _surroundings(self) -> Surroundings:
        from .call_values import Surroundings

        options = self._settings.options
        return Surroundings(
            base_url=self._base_url,
            headers=self._header_layers(),
            query={**self._open_options("query"), **self._default_query},
            options=options,
            values={option.py_name: self._value(option) for option in options},
            sources=self._sources,
            is_async=self._is_async,
            timeout=self.timeout if is_given(self.timeout) else self._connections.usual_timeout(self._settings),
            max_retries=self.max_retries,
            platform_headers=self._settings.platform_headers,
            strict=self._strict_response_validation,
            choice=self._choice,
            own_url=self._own_url,
        )

    def _header_layers(self) -> tuple[Mapping[str, object] | HeaderStack, ...]:
        if self._usual_headers is None:
            self._usual_headers = _usual_headers(self._settings, self._headers_from_env, is_async=self._is_async)
        package, environment = self._usual_headers
        return package, self._open_options("header"), environment, self._default_headers

    def _open_options(self, kind: str) -> dict[str, object]:
        """Options that are no secrets and travel with every call."""
        options = self._settings.options
        chosen = [option for option in options if option.kind == kind and not option.secret]
        return {option.name: self._value(option) for option in chosen if self._value(option) is not None}

    def _http_options(self) -> dict[str, Any]:
        """What the HTTP client is made with, if the user gave none."""
        import httpx

        from .http_clients import DEFAULT_CONNECTION_LIMITS

        settings = self._settings
        timeout = httpx.Timeout(settings.timeout, connect=settings.connect_timeout)
        options = {"limits": DEFAULT_CONNECTION_LIMITS, "follow_redirects": True, "timeout": timeout}
        if self._base_url.startswith("http://"):
            # Only a redirect may still lead to a server that has a certificate.
            from .certificates import LateContext

            options["verify"] = LateContext()
        return options

    def _guard_logs(self) -> None:
        """httpx logs whole URLs: keep keys in them out of that."""
        options = self._settings.options
        in_queries = frozenset(option.name for option in options if option.secret and option.kind == "query")
        if in_queries:
            from . import logs

            logs.hide_in_library(in_queries)


def _usual_headers(settings: ClientSettings, from_env: str, *, is_async: bool) -> tuple[HeaderStack, HeaderStack]:
    """What the package says about itself, and what the environment adds to every call."""
    from .headers import HeaderStack, package_headers, parse_header_lines

    package = package_headers(settings, is_async=is_async)
    return HeaderStack(package), HeaderStack(parse_header_lines(from_env.splitlines()))


def _replaced(
    name: str, mine: Mapping[str, object], joined: Mapping[str, object] | None, instead: Mapping[str, object] | None
) -> dict[str, object]:
    if joined is not None and instead is not None:
        from .errors import InvalidOptionError

        raise InvalidOptionError(f"`{name}` and `set_{name}` arguments are mutually exclusive")
    return dict(instead) if instead is not None else {**mine, **(joined or {})}
