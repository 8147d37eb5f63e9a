"""The package as a client: ``openai_client.chat.completions.create(...)``, configured by variables of the package.

One client is made when it is first needed. It reads the variables at every call, so that a change of one counts from
then on; only which API it speaks, OpenAI's or Azure's, is settled when it is made.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

from .._client import OpenAI
from .._runtime import DEFAULT_MAX_RETRIES, SDKError, not_given
from .._runtime.base_client import BaseClient
from .._runtime.connections import Connections
from .._runtime.limits import checked_retries, checked_timeout, checked_url
from .azure import AzureOpenAI
from .migration import refuse_old_variables

if TYPE_CHECKING:
    import httpx

    from .._runtime import Credential, NotGiven, Timeout

# What the variables are until someone assigns them in the root package; None: as the environment says, or by default.
api_key: Credential | None = None
admin_api_key: Credential | None = None
organization: str | None = None
project: str | None = None
webhook_secret: str | None = None
base_url: str | httpx.URL | None = None
timeout: Timeout | NotGiven = not_given
max_retries: int = DEFAULT_MAX_RETRIES
default_headers: Mapping[str, str] | None = None
default_query: Mapping[str, object] | None = None
http_client: httpx.Client | None = None
api_type: Literal["openai", "azure"] | None = None
api_version: str | None = None
azure_endpoint: str | None = None
azure_ad_token: str | None = None
azure_ad_token_provider: Callable[[], str] | None = None

_DEFAULTS: Final = dict(globals())
_PACKAGE: Final = __name__.partition(".")[0]
_ROOT: Final = vars(sys.modules[_PACKAGE])


class AmbiguousModuleClientUsageError(SDKError):
    """The variables and the environment hold credentials both of OpenAI and of Azure."""

    def __init__(self) -> None:
        super().__init__(
            f"Ambiguous use of module client; please set `{_PACKAGE}.api_type` or the `OPENAI_API_TYPE` environment "
            'variable to "openai" or "azure"'
        )


def _variable(name: str) -> Any:
    return _ROOT.get(name, _DEFAULTS[name])


def _live(name: str, convert: Callable[[Any], Any] = lambda value: value) -> Any:
    """An attribute of a client that is a variable while that is set, else what the client was made with.

    Not so in copies: they keep what they were made with.
    """
    kept = f"_made_with_{name}"
    unset = _DEFAULTS[name]

    def get(client: _LiveClient) -> Any:
        value = unset if client._is_copy else _variable(name)
        return client.__dict__[kept] if value is unset else convert(value)

    def put(client: _LiveClient, value: object) -> None:
        client.__dict__[kept] = value

    return property(get, put)


def _checked_base_url(url: str | httpx.URL) -> str:
    return checked_url(str(url), "base_url")


class _LiveClient(BaseClient):
    """Reads the variables whenever it needs one."""

    _is_copy = False

    api_key = _live("api_key")
    admin_api_key = _live("admin_api_key")
    organization = _live("organization")
    project = _live("project")
    webhook_secret = _live("webhook_secret")
    timeout = _live("timeout", checked_timeout)
    max_retries = _live("max_retries", checked_retries)
    _base_url = _live("base_url", _checked_base_url)
    _default_headers = _live("default_headers", dict)
    _default_query = _live("default_query", dict)

    def _check_credentials(self) -> None:
        """Variables may be assigned later: it is for each call to find what it needs."""

    @property
    def _connections(self) -> Connections[Any]:
        given = None if self._is_copy else _variable("http_client")
        if given is None:
            own: Connections[Any] = self.__dict__["_made_with_connections"]
            return own
        known: Connections[Any] | None = self.__dict__.get("_given_connections")
        if known is None or known.http is not given:
            self._check_http_client(given)
            known = self.__dict__["_given_connections"] = Connections(given)
        return known

    @_connections.setter
    def _connections(self, connections: Connections[Any]) -> None:
        self.__dict__["_made_with_connections"] = connections

    def _copied(self) -> dict[str, object]:
        """What the variables say now is what a copy is made with."""
        live = [name for name, value in vars(_LiveClient).items() if isinstance(value, property)]
        now = {f"_made_with_{name.lstrip('_')}": getattr(self, name) for name in live}
        return {**super()._copied(), **now, "_is_copy": True}


class _ModuleClient(_LiveClient, OpenAI):
    """The client of the package itself."""


class _AzureModuleClient(_LiveClient, AzureOpenAI):
    """The client of the package itself where it speaks to Azure."""


_client: OpenAI | None = None
_lock = threading.Lock()


def load_client() -> OpenAI:
    """The client of the package; made when it is first asked for.

    Raises:
        APIRemovedInV1: If a variable of the 0.x versions was assigned.
        AmbiguousModuleClientUsageError: If it could be a client of OpenAI or of Azure.
        ValueError: If it is one of Azure and something is missing.
    """
    global _client
    if _client is None:
        with _lock:
            if _client is None:
                refuse_old_variables(_ROOT)
                _client = _make_client()
    return _client


def _reset_client() -> None:
    """Forget the client, so that the next call makes one anew."""
    global _client
    with _lock:
        _client = None


def _make_client() -> OpenAI:
    if _chosen_api() == "openai":
        return _ModuleClient()
    _ROOT["api_type"] = "azure"
    return _AzureModuleClient(
        azure_endpoint=_variable("azure_endpoint"),
        api_version=_variable("api_version"),
        azure_ad_token=_variable("azure_ad_token"),
        azure_ad_token_provider=_variable("azure_ad_token_provider"),
        base_url=_variable("base_url"),
    )


def _chosen_api() -> str:
    stated = _variable("api_type") or os.environ.get("OPENAI_API_TYPE")
    if stated:
        if stated not in ("openai", "azure"):
            raise SDKError(f'`api_type` is "openai" or "azure", not {stated!r}')
        return str(stated)
    named = any(
        _variable(name) is not None for name in ("azure_endpoint", "azure_ad_token", "azure_ad_token_provider")
    )
    if not named and not any(os.environ.get(name) for name in ("AZURE_OPENAI_API_KEY", "AZURE_OPENAI_AD_TOKEN")):
        return "openai"
    if os.environ.get("OPENAI_API_KEY"):
        raise AmbiguousModuleClientUsageError
    return "azure"


class ResourceProxy:
    """A resource of the client of the package: ``openai_client.chat``. Looking at it does not make the client."""

    def __init__(self, name: str) -> None:
        self.__name = name

    def __repr__(self) -> str:
        return f"<{_PACKAGE}.{self.__name}>"

    def __dir__(self) -> list[str]:
        return dir(getattr(load_client(), self.__name))

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        value: object = getattr(getattr(load_client(), self.__name), name)
        return value


if TYPE_CHECKING:
    # The types of the resources are those of any client.
    _typed = OpenAI()
    admin = _typed.admin
    audio = _typed.audio
    batches = _typed.batches
    beta = _typed.beta
    chat = _typed.chat
    completions = _typed.completions
    containers = _typed.containers
    content_provenance_checks = _typed.content_provenance_checks
    conversations = _typed.conversations
    embeddings = _typed.embeddings
    evals = _typed.evals
    files = _typed.files
    fine_tuning = _typed.fine_tuning
    images = _typed.images
    models = _typed.models
    moderations = _typed.moderations
    realtime = _typed.realtime
    responses = _typed.responses
    skills = _typed.skills
    uploads = _typed.uploads
    vector_stores = _typed.vector_stores
    videos = _typed.videos
    webhooks = _typed.webhooks
else:

    def __getattr__(name: str) -> ResourceProxy:
        if isinstance(getattr(OpenAI, name, None), cached_property):
            return ResourceProxy(name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
