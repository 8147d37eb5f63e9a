"""The base classes of a package's clients: what the user gave, where it came from, and how a call is started.

httpx is imported when a client makes its first call, so that making one costs little.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any, ClassVar

from .omit import NotGiven, is_given, not_given
from .settings import DEFAULT_MAX_RETRIES, ClientOption, ClientSettings
from .verbs import AsyncVerbs, SyncVerbs

if TYPE_CHECKING:
    import httpx
    from typing_extensions import Self

    from .operation import Endpoint
    from .request import Arguments, Request, Surroundings
    from .transport import AsyncTransport, SyncTransport
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
    ) -> None:
        settings = self._settings
        for option in settings.options:
            setattr(self, option.py_name, _given_or_env(values.get(option.py_name), option.env))
        if enforce_credentials:
            self._check_credentials()
        if http_client is not None:
            self._check_http_client(http_client)
        self._base_url = _base_url(base_url, settings)
        self.timeout = timeout
        self.max_retries = _checked_retries(max_retries)
        self._default_headers = dict(default_headers or {})
        self._default_query = dict(default_query or {})
        self._http_client = http_client
        self._owns_http = http_client is None
        self._closed = False
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self._base_url!r})"

    @property
    def base_url(self) -> httpx.URL:
        """Where relative paths start; ends with a slash."""
        import httpx

        return httpx.URL(self._base_url)

    @base_url.setter
    def base_url(self, url: str | httpx.URL) -> None:
        self._base_url = str(url).rstrip("/") + "/"

    @property
    def default_headers(self) -> dict[str, object]:
        """Headers of every call, those of the package included."""
        merged: dict[str, object] = {}
        for layer in self._header_layers():
            merged.update(layer)
        return merged

    @property
    def default_query(self) -> dict[str, object]:
        """Query parameters of every call."""
        return dict(self._default_query)

    def is_closed(self) -> bool:
        """Whether the client was closed."""
        return self._closed or (self._http_client is not None and self._http_client.is_closed)

    # --- decisions ------------------------------------------------------------------------------------------------

    def _check_credentials(self) -> None:
        """Refuse a client that could call nothing; one with any secret can call the operations that take it."""
        from .auth import describe
        from .errors import MissingCredentialsError

        options = self._settings.options
        if any(option.secret and option.kind != "setting" and self._value(option) for option in options):
            return
        missing = [describe(option) for option in options if option.required and not self._value(option)]
        if missing:
            raise MissingCredentialsError(f"Missing credentials. Please pass {', '.join(missing)} to the client.")

    def _check_http_client(self, http_client: object) -> None:
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

    def _surroundings(self) -> Surroundings:
        from .request import Surroundings

        options = self._settings.options
        return Surroundings(
            base_url=self._base_url,
            headers=self._header_layers(),
            query={**self._open_options("query"), **self._default_query},
            options=options,
            values={option.py_name: self._value(option) for option in options},
            timeout=self._call_timeout(),
            max_retries=self.max_retries,
        )

    def _call_timeout(self) -> Timeout | NotGiven:
        if is_given(self.timeout):
            return self.timeout
        import httpx

        if not self._owns_http and self._http_client is not None and self._http_client.timeout != httpx.Timeout(5.0):
            return not_given  # the user's own client has a time limit of its own, and not just httpx's usual one
        return httpx.Timeout(self._settings.timeout, connect=self._settings.connect_timeout)

    def _header_layers(self) -> tuple[Mapping[str, object], ...]:
        from .headers import package_headers, parse_header_lines

        settings = self._settings
        from_env = os.environ.get(settings.headers_env, "") if settings.headers_env else ""
        return (
            package_headers(settings, is_async=self._is_async),
            self._open_options("header"),
            parse_header_lines(from_env.splitlines()),
            self._default_headers,
        )

    def _open_options(self, kind: str) -> dict[str, object]:
        """Options that are no secrets and travel with every call."""
        options = self._settings.options
        chosen = [option for option in options if option.kind == kind and not option.secret]
        return {option.name: self._value(option) for option in chosen if self._value(option) is not None}

    def _check_open(self) -> None:
        if self._closed:
            raise RuntimeError("Cannot send a request, as the client has been closed.")

    def _http_options(self) -> dict[str, Any]:
        from .transport import LIMITS

        return {"limits": LIMITS, "follow_redirects": True, "timeout": self._call_timeout()}


class SyncClient(SyncVerbs, BaseClient):
    """A client whose calls return when they are done."""

    _transport: SyncTransport | None = None

    def _send(self, operation: Endpoint, arguments: Arguments, *, stream: bool = False) -> httpx.Response:
        return self._connected().run(self._build(operation, arguments), stream=stream)

    def _connected(self) -> SyncTransport:
        self._check_open()
        if self._transport is None:
            import httpx

            from .transport import SyncTransport

            with self._lock:
                if self._http_client is None:
                    self._http_client = httpx.Client(**self._http_options())
                self._transport = SyncTransport(self._http_client)  # type: ignore[arg-type]  # checked when given
        return self._transport

    def close(self) -> None:
        """Close the connections. The client cannot be used afterwards."""
        self._closed = True
        if self._http_client is not None:
            self._http_client.close()  # type: ignore[union-attr]  # checked when given

    def __del__(self) -> None:
        # One that was never closed: its connections would otherwise be left to the garbage collector.
        if getattr(self, "_owns_http", False) and self._http_client is not None:
            with suppress(Exception):  # the interpreter may be going down
                self._http_client.close()  # type: ignore[union-attr]  # made here

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncClient(AsyncVerbs, BaseClient):
    """A client whose calls are awaited."""

    _is_async = True
    _transport: AsyncTransport | None = None

    async def _send(self, operation: Endpoint, arguments: Arguments, *, stream: bool = False) -> httpx.Response:
        return await self._connected().run(self._build(operation, arguments), stream=stream)

    def _connected(self) -> AsyncTransport:
        self._check_open()
        if self._transport is None:
            import httpx

            from .transport import AsyncTransport

            with self._lock:
                if self._http_client is None:
                    self._http_client = httpx.AsyncClient(**self._http_options())
                self._transport = AsyncTransport(self._http_client)  # type: ignore[arg-type]  # checked when given
        return self._transport

    async def close(self) -> None:
        """Close the connections. The client cannot be used afterwards."""
        self._closed = True
        if self._http_client is not None:
            await self._http_client.aclose()  # type: ignore[union-attr]  # checked when given

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


def _given_or_env(value: object, env: str) -> object:
    """An argument, or what the environment says where it is None; an empty variable says nothing."""
    if value is not None or not env:
        return value
    return os.environ.get(env) or None


def _base_url(given: str | httpx.URL | None, settings: ClientSettings) -> str:
    from_env = os.environ.get(settings.base_url_env, "").strip() if settings.base_url_env else ""
    url = str(given) if given is not None else from_env or settings.base_url
    return url.rstrip("/") + "/"


def _checked_retries(max_retries: object) -> int:
    if max_retries is None:
        raise TypeError(
            "max_retries cannot be None. To try once only pass 0; for the usual number leave it out "
            f"or pass DEFAULT_MAX_RETRIES ({DEFAULT_MAX_RETRIES})."
        )
    if not isinstance(max_retries, int) or isinstance(max_retries, bool) or max_retries < 0:
        raise ValueError(f"max_retries is a number of times, 0 or more, not {max_retries!r}")
    return max_retries
