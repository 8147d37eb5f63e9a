from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ._runtime import AsyncClient, ClientOption, ClientSettings, SyncClient, not_given

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

    from ._runtime import Credential, NotGiven, Timeout
    from .animals import Animals, AsyncAnimals

_SETTINGS = ClientSettings(
    base_url="http://127.0.0.1:9/v1",
    base_url_env="ZOO_BASE_URL",
    options=(
        ClientOption("api_key", "bearer", env="ZOO_API_KEY", secret=True, required=True),
        ClientOption("admin_key", "header", name="X-Admin", env="ZOO_ADMIN_KEY", secret=True),
        ClientOption("keeper", "header", name="Zoo-Keeper", env="ZOO_KEEPER"),
    ),
    user_agent="Zoo/Python",
    headers_env="ZOO_HEADERS",
    version="1.2.3",
)


class Zoo(SyncClient):
    _settings = _SETTINGS

    def __init__(
        self,
        *,
        api_key: Credential | None = None,
        admin_key: str | None = None,
        keeper: str | None = None,
        base_url: str | httpx.URL | None = None,
        timeout: Timeout | NotGiven = not_given,
        max_retries: int = 2,
        default_headers: Mapping[str, object] | None = None,
        default_query: Mapping[str, object] | None = None,
        http_client: httpx.Client | None = None,
    ) -> None:
        super().__init__(
            {"api_key": api_key, "admin_key": admin_key, "keeper": keeper},
            base_url=base_url,
            timeout=timeout,
            max_retries=max_retries,
            default_headers=default_headers,
            default_query=default_query,
            http_client=http_client,
        )

    @cached_property
    def animals(self) -> Animals:
        from .animals import Animals

        return Animals(self)


class AsyncZoo(AsyncClient):
    _settings = _SETTINGS

    def __init__(
        self,
        *,
        api_key: Credential | None = None,
        admin_key: str | None = None,
        keeper: str | None = None,
        base_url: str | httpx.URL | None = None,
        timeout: Timeout | NotGiven = not_given,
        max_retries: int = 2,
        default_headers: Mapping[str, object] | None = None,
        default_query: Mapping[str, object] | None = None,
        http_client: httpx.AsyncClient | None = None,
    ) -> None:
        super().__init__(
            {"api_key": api_key, "admin_key": admin_key, "keeper": keeper},
            base_url=base_url,
            timeout=timeout,
            max_retries=max_retries,
            default_headers=default_headers,
            default_query=default_query,
            http_client=http_client,
        )

    @cached_property
    def animals(self) -> AsyncAnimals:
        from .animals import AsyncAnimals

        return AsyncAnimals(self)
