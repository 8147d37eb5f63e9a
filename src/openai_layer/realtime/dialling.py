"""From a client to the address and the headers of a WebSocket, with the client's credentials."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from ..._runtime import SDKError, not_given
from ..._runtime import auth as credentials
from ..._runtime.bodies import given
from ..._runtime.call_values import Arguments
from ..._runtime.operation import Endpoint
from ..._runtime.request import url_with_query

if TYPE_CHECKING:
    from ..._runtime import Headers, Query
    from ..._runtime.base_client import BaseClient
    from ..._runtime.call_values import Request
    from .options import WebSocketConnectionOptions

_DISTRIBUTION: Final = __name__.partition(".")[0].replace("_", "-")
# What belongs to HTTP calls and not to a handshake, which writes its own.
_NOT_SENT: Final = ("accept", "accept-encoding", "connection", "content-type", "host", "user-agent")
_SCHEMES: Final = {"http": "ws", "https": "wss"}


class MissingExtraError(SDKError, ImportError):
    """A package is not installed that is needed for this alone."""


@contextmanager
def needs_websockets() -> Iterator[None]:
    """Say what to install where the package is missing.

    Raises:
        MissingExtraError: If it is.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "websockets":
            raise
        command = f'pip install "{_DISTRIBUTION}[realtime]"'
        raise MissingExtraError(f"WebSocket connections need the package websockets; run: {command}") from error


class Address:
    """Where a connection is made to, but for what may change from one socket to the next.

    Attributes:
        client: Whose base URL and credentials are used.
        path: Below the base URL.
        query: Of this kind of connection; what is not given is left out.
        headers: Likewise.
        options: For the package websockets.
    """

    def __init__(
        self,
        client: BaseClient,
        path: str,
        *,
        query: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        options: WebSocketConnectionOptions | None,
    ) -> None:
        self.client = client
        self.path = path
        self.query = query or {}
        self.headers = headers or {}
        self.options = options or {}

    def call(self, extra_query: Query, extra_headers: Headers) -> Call:
        """The handshake of the next socket, whose credentials are yet to be asked for."""
        operation = Endpoint("GET", self.path, headers=self.headers, query=self._query(), security=("api_key",))
        arguments = Arguments(extra=(extra_headers, extra_query, None, not_given))
        self.client._check_open(operation)
        return Call(self.client._build(operation, arguments), self._base(), self.options)

    def _query(self) -> dict[str, object]:
        """Some servers call things in another way."""
        adapt = getattr(self.client, "_websocket_query", None)
        query = given(self.query)
        return query if adapt is None else dict(adapt(query))

    def _base(self) -> str | None:
        base = getattr(self.client, "websocket_base_url", None)
        return None if base is None else f"{str(base).rstrip('/')}{self.path}"


class Call:
    """One handshake."""

    def __init__(self, request: Request, url: str | None, options: WebSocketConnectionOptions) -> None:
        self._request = request
        self._options = options
        if url is not None:
            request.url = url

    def arguments(self, *, buffers: bool) -> dict[str, Any]:
        """What ``websockets`` is called with, once credentials have been asked for.

        Args:
            buffers: Whether its client has a buffer for what is sent.
        """
        headers = dict(self._request.headers)
        query = dict(self._request.query)
        for credential in self._request.credentials:
            credentials.apply(credential.option, credential.value, headers, query)
        agent = next((value for name, value in headers.items() if name.lower() == "user-agent"), None)
        options = {name: value for name, value in self._options.items() if buffers or name != "write_limit"}
        return {
            "uri": _websocket_url(url_with_query(self._request, query)),
            "additional_headers": {name: value for name, value in headers.items() if _is_sent(name)},
            "user_agent_header": agent,
            **options,
        }

    def ask(self) -> None:
        """Fetch the credentials that functions give."""
        for credential in self._request.credentials:
            if callable(credential.value):
                credential.value = credentials.checked_answer(credential.option, credential.value())

    async def ask_async(self) -> None:
        """Fetch the credentials that functions give, waiting for those that are asynchronous."""
        for credential in self._request.credentials:
            if callable(credential.value):
                value = credential.value()
                if inspect.isawaitable(value):
                    value = await value
                credential.value = credentials.checked_answer(credential.option, value)


def _websocket_url(url: str) -> str:
    scheme = urlsplit(url).scheme.lower()
    return _SCHEMES.get(scheme, scheme) + url[len(scheme) :]


def _is_sent(name: str) -> bool:
    lowered = name.lower()
    return lowered not in _NOT_SENT and not lowered.startswith("x-stainless-")
