"""Clients of OpenAI's API as Azure serves it: other addresses, other credentials, an ``api-version`` in every call."""

from __future__ import annotations

import inspect
import os
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from .._client import AsyncOpenAI, OpenAI
from .._runtime import DEFAULT_MAX_RETRIES, ClientOption, ClientSettings, MissingCredentialsError, SDKError, not_given
from .._runtime.base_client import BaseClient
from .._runtime.request import build_request
from .._runtime.urls import fill_path

if TYPE_CHECKING:
    import httpx
    from typing_extensions import Self, Unpack

    from .._client import OpenAIOptions
    from .._runtime import Credential, NotGiven, Timeout
    from .._runtime.call_values import Arguments, Request, Surroundings
    from .._runtime.operation import Endpoint

    class AzureOptions(OpenAIOptions, total=False):
        """What ``copy`` and ``with_options`` take besides ``http_client`` and ``azure_ad_token_provider``."""

        api_version: str | None
        azure_ad_token: str | None


AzureADTokenProvider: TypeAlias = Callable[[], str]
AsyncAzureADTokenProvider: TypeAlias = Callable[[], "str | Awaitable[str]"]

# Operations that run on a deployment, which is named in the path.
DEPLOYMENT_PATHS: Final = frozenset(
    {
        "/audio/speech",
        "/audio/transcriptions",
        "/audio/translations",
        "/chat/completions",
        "/completions",
        "/embeddings",
        "/images/edits",
        "/images/generations",
    }
)
# Azure tells no administrators' key from others.
_KEY_OPTIONS: Final = ("api_key", "admin_api_key")


class MutuallyExclusiveAuthError(SDKError, ValueError):
    """Two arguments say how the client proves who it is."""


class AzureTokenError(SDKError, ValueError):
    """A token provider gave something that is no token."""


def _settings() -> ClientSettings:
    known = OpenAI._settings
    key = ClientOption("api_key", "header", name="api-key", env="AZURE_OPENAI_API_KEY", secret=True)
    token = ClientOption("azure_ad_token", "bearer", env="AZURE_OPENAI_AD_TOKEN", secret=True)
    others = tuple(option for option in known.options if option.py_name not in _KEY_OPTIONS)
    # No address comes from the environment but AZURE_OPENAI_ENDPOINT: that of OpenAI itself is not Azure's.
    return known._replace(options=(key, token, *others), base_url_env="", user_agent="AzureOpenAI/Python")


class _Azure(BaseClient):
    """What both kinds of client decide; all else is as in clients of OpenAI."""

    _settings = _settings()

    azure_deployment: str | None
    azure_ad_token_provider: Callable[[], Any] | None
    api_version: str

    def _take(
        self,
        *,
        base_url: str | httpx.URL | None,
        azure_endpoint: str | None,
        azure_deployment: str | None,
        azure_ad_token: str | None,
        azure_ad_token_provider: Callable[[], Any] | None,
        api_version: str | None,
    ) -> str:
        """Keep what is Azure's own; the base URL comes back.

        Raises:
            MutuallyExclusiveAuthError: If both a token and a provider of tokens are given.
            ValueError: If the address or the version is missing, or the address is given twice.
        """
        _check_one_token(azure_ad_token, azure_ad_token_provider)
        self._given_token = azure_ad_token
        self.azure_ad_token_provider = azure_ad_token_provider
        self.azure_deployment = azure_deployment
        self.api_version = _version(api_version)
        return _address(base_url, azure_endpoint, azure_deployment)

    def _copy(
        self,
        *,
        api_version: str | None = None,
        azure_ad_token: str | None = None,
        azure_ad_token_provider: Callable[[], Any] | None = None,
        **options: Any,
    ) -> Self:
        """As ever, and what proves who this client is can be replaced.

        Raises:
            MutuallyExclusiveAuthError: If both a token and a provider of tokens are given.
        """
        _check_one_token(azure_ad_token, azure_ad_token_provider)
        made = super()._copy(**options)
        made.api_version = api_version or self.api_version
        if azure_ad_token is not None or azure_ad_token_provider is not None:
            made._given_token, made.azure_ad_token_provider = azure_ad_token, azure_ad_token_provider
        return made

    def _check_credentials(self) -> None:
        if not self._credential()[1]:
            raise MissingCredentialsError(
                "Missing credentials. Please pass one of `api_key`, `azure_ad_token`, `azure_ad_token_provider`, or "
                "set the `AZURE_OPENAI_API_KEY` or `AZURE_OPENAI_AD_TOKEN` environment variable."
            )

    def _build(self, operation: Endpoint, arguments: Arguments) -> Request:
        around = self._surroundings()
        around.base_url = self._base_for(operation.path, _model(arguments))
        return build_request(operation, arguments, around)

    def _surroundings(self) -> Surroundings:
        """As ever, but the operations' names for credentials all stand for the one that Azure takes."""
        around = super()._surroundings()
        option, value = self._credential()
        others = tuple(known for known in around.options if known.py_name not in ("api_key", "azure_ad_token"))
        around.options = (*(option._replace(py_name=name) for name in _KEY_OPTIONS), *others)
        around.values = {**around.values, **dict.fromkeys(_KEY_OPTIONS, value)}
        around.query = {"api-version": self.api_version, **around.query}
        return around

    def _websocket_query(self, query: Mapping[str, object]) -> dict[str, object]:
        """A connection, too, is made to a deployment."""
        named = {name: value for name, value in query.items() if name != "model"}
        deployment = self.azure_deployment or query.get("model")
        return named if deployment is None else {**named, "deployment": deployment}

    def _credential(self) -> tuple[ClientOption, object]:
        key, token, *_ = self._settings.options
        if self._given_token is not None:
            return token, self._given_token
        if self.azure_ad_token_provider is not None:
            return token, self._token_of(self.azure_ad_token_provider)
        if self._value(token):  # of the environment: what was passed goes first
            return token, self._value(token)
        return key, self._value(key)

    def _token_of(self, provider: Callable[[], Any]) -> Callable[[], Any]:
        def token() -> object:
            given = provider()
            # Whoever asks knows what to say to a coroutine.
            return given if inspect.iscoroutine(given) else _checked_token(given)

        return token

    def _base_for(self, path: str, model: object) -> str:
        """Where the path of an operation is appended."""
        if "/" + path.strip("/") in DEPLOYMENT_PATHS:
            if isinstance(model, str) and model and "/deployments/" not in self._base_url:
                return self._base_url + _deployment_path(model)
        elif self.azure_deployment is not None:
            return self._base_url.removesuffix(_deployment_path(self.azure_deployment))
        return self._base_url


class AzureOpenAI(_Azure, OpenAI):
    """Client of OpenAI's API on Azure."""

    if TYPE_CHECKING:

        def copy(
            self,
            *,
            http_client: httpx.Client | None = None,
            azure_ad_token_provider: AzureADTokenProvider | None = None,
            **options: Unpack[AzureOptions],
        ) -> Self:
            """A client like this one but for what is given here; it shares this client's connections."""
            ...

        with_options = copy

    def __init__(
        self,
        *,
        azure_endpoint: str | None = None,
        azure_deployment: str | None = None,
        api_version: str | None = None,
        api_key: Credential | None = None,
        azure_ad_token: str | None = None,
        azure_ad_token_provider: AzureADTokenProvider | None = None,
        organization: str | None = None,
        project: str | None = None,
        webhook_secret: str | None = None,
        websocket_base_url: str | None = None,
        base_url: str | httpx.URL | None = None,
        timeout: Timeout | NotGiven = not_given,
        max_retries: int = DEFAULT_MAX_RETRIES,
        default_headers: Mapping[str, str] | None = None,
        default_query: Mapping[str, object] | None = None,
        http_client: httpx.Client | None = None,
    ) -> None:
        """Make a client.

        Args:
            azure_endpoint: of the resource, ``https://NAME.openai.azure.com``; default: environment variable
                AZURE_OPENAI_ENDPOINT.
            azure_deployment: deployment that all calls go to which need one; by default the model of a call names it.
            api_version: sent with every call as ``api-version``; default: environment variable OPENAI_API_VERSION.
            api_key: sent as header ``api-key``; default: environment variable AZURE_OPENAI_API_KEY.
            azure_ad_token: of Entra ID, sent as a bearer token instead of a key; default: environment variable
                AZURE_OPENAI_AD_TOKEN.
            azure_ad_token_provider: gives such a token for every attempt.
            organization: sent as header OpenAI-Organization; default: environment variable OPENAI_ORG_ID.
            project: sent as header OpenAI-Project; default: environment variable OPENAI_PROJECT_ID.
            webhook_secret: kept by the client; default: environment variable OPENAI_WEBHOOK_SECRET.
            websocket_base_url: where WebSockets are served, if that is elsewhere.
            base_url: where the API is served, instead of ``azure_endpoint``.
            timeout: seconds, an ``httpx.Timeout``, or None for no limit.
            max_retries: how often a failed request may be sent again.
            default_headers: sent with every request.
            default_query: sent with every request.
            http_client: your own ``httpx.Client``.

        Raises:
            MissingCredentialsError: If there is neither key nor token.
            MutuallyExclusiveAuthError: If both a token and a provider of tokens are given.
            ValueError: If the address or the version is missing, or the address is given twice.
        """
        url = self._take(
            base_url=base_url,
            azure_endpoint=azure_endpoint,
            azure_deployment=azure_deployment,
            azure_ad_token=azure_ad_token,
            azure_ad_token_provider=azure_ad_token_provider,
            api_version=api_version,
        )
        super().__init__(
            api_key=api_key,
            organization=organization,
            project=project,
            webhook_secret=webhook_secret,
            websocket_base_url=websocket_base_url,
            base_url=url,
            timeout=timeout,
            max_retries=max_retries,
            default_headers=default_headers,
            default_query=default_query,
            http_client=http_client,
        )


class AsyncAzureOpenAI(_Azure, AsyncOpenAI):
    """Client of OpenAI's API on Azure; every call is awaited."""

    if TYPE_CHECKING:

        def copy(
            self,
            *,
            http_client: httpx.AsyncClient | None = None,
            azure_ad_token_provider: AsyncAzureADTokenProvider | None = None,
            **options: Unpack[AzureOptions],
        ) -> Self:
            """A client like this one but for what is given here; it shares this client's connections."""
            ...

        with_options = copy

    def __init__(
        self,
        *,
        azure_endpoint: str | None = None,
        azure_deployment: str | None = None,
        api_version: str | None = None,
        api_key: Credential | None = None,
        azure_ad_token: str | None = None,
        azure_ad_token_provider: AsyncAzureADTokenProvider | None = None,
        organization: str | None = None,
        project: str | None = None,
        webhook_secret: str | None = None,
        websocket_base_url: str | None = None,
        base_url: str | httpx.URL | None = None,
        timeout: Timeout | NotGiven = not_given,
        max_retries: int = DEFAULT_MAX_RETRIES,
        default_headers: Mapping[str, str] | None = None,
        default_query: Mapping[str, object] | None = None,
        http_client: httpx.AsyncClient | None = None,
    ) -> None:
        """Make a client; arguments are those of ``AzureOpenAI``. The token provider may be asynchronous."""
        url = self._take(
            base_url=base_url,
            azure_endpoint=azure_endpoint,
            azure_deployment=azure_deployment,
            azure_ad_token=azure_ad_token,
            azure_ad_token_provider=azure_ad_token_provider,
            api_version=api_version,
        )
        super().__init__(
            api_key=api_key,
            organization=organization,
            project=project,
            webhook_secret=webhook_secret,
            websocket_base_url=websocket_base_url,
            base_url=url,
            timeout=timeout,
            max_retries=max_retries,
            default_headers=default_headers,
            default_query=default_query,
            http_client=http_client,
        )

    def _token_of(self, provider: Callable[[], Any]) -> Callable[[], Any]:
        async def token() -> str:
            given = provider()
            return _checked_token(await given if inspect.isawaitable(given) else given)

        return token


def _check_one_token(token: str | None, provider: Callable[[], Any] | None) -> None:
    if token is not None and provider is not None:
        raise MutuallyExclusiveAuthError(
            "The `azure_ad_token` and `azure_ad_token_provider` arguments are mutually exclusive; "
            "Only one can be passed at a time"
        )


def _version(given: str | None) -> str:
    version = given or os.environ.get("OPENAI_API_VERSION")
    if not version:
        raise ValueError(
            "Must provide either the `api_version` argument or the `OPENAI_API_VERSION` environment variable"
        )
    return version


def _address(base_url: str | httpx.URL | None, azure_endpoint: str | None, azure_deployment: str | None) -> str:
    """The base URL."""
    if base_url is not None:
        if azure_endpoint is not None:
            raise ValueError("base_url and azure_endpoint are mutually exclusive")
        return str(base_url)
    endpoint = azure_endpoint or os.environ.get("AZURE_OPENAI_ENDPOINT")
    if not endpoint:
        raise ValueError(
            "Must provide one of the `base_url` or `azure_endpoint` arguments, or the `AZURE_OPENAI_ENDPOINT` "
            "environment variable"
        )
    url = endpoint.rstrip("/") + "/openai/"
    if azure_deployment is not None:
        url += _deployment_path(azure_deployment)
    return url


def _deployment_path(name: str) -> str:
    return fill_path("deployments/{deployment}/", {"deployment": name})


def _model(arguments: Arguments) -> object:
    """The model that the body of a call names."""
    extra_body = arguments.extra[2]
    for body in (extra_body, arguments.body, arguments.content):
        if isinstance(body, Mapping) and "model" in body:
            found: object = body["model"]
            return found
    return None


def _checked_token(token: object) -> str:
    """The message does not show what came: it may be a secret."""
    if not isinstance(token, str) or not token:
        raise AzureTokenError(
            "Expected `azure_ad_token_provider` argument to return a string that is not empty but it returned "
            f"a value of type {type(token).__name__}"
        )
    return token
