"""``httpx`` clients with the limits of this package, for users who want to set a proxy, a transport or certificates.

Importing this module imports httpx.
"""

from __future__ import annotations

from typing import Any

import httpx

from .settings import CONNECT_TIMEOUT_SECONDS, TIMEOUT_SECONDS

DEFAULT_TIMEOUT = httpx.Timeout(TIMEOUT_SECONDS, connect=CONNECT_TIMEOUT_SECONDS)
DEFAULT_CONNECTION_LIMITS = httpx.Limits(max_connections=1000, max_keepalive_connections=100)


class DefaultHttpxClient(httpx.Client):
    """An ``httpx.Client`` that keeps this package's limits, timeouts and redirects unless told otherwise.

    >>> client = Client(http_client=DefaultHttpxClient(proxy="http://127.0.0.1:8080"))
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**_with_defaults(options))


class DefaultAsyncHttpxClient(httpx.AsyncClient):
    """An ``httpx.AsyncClient`` that keeps this package's limits, timeouts and redirects unless told otherwise."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**_with_defaults(options))


def _with_defaults(options: dict[str, Any]) -> dict[str, Any]:
    return {"limits": DEFAULT_CONNECTION_LIMITS, "follow_redirects": True, "timeout": DEFAULT_TIMEOUT, **options}
