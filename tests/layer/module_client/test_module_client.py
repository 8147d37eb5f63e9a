"""The package as a client: variables count from the moment they are set, and nothing happens before the first call."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import Any

import httpx
import pytest

import openai_client
from openai_client.lib import module_client

VARIABLES = [name for name in vars(module_client) if name in vars(module_client)["__annotations__"]]
ENVIRONMENT = [
    *("OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_BASE_URL"),
    *("OPENAI_WEBHOOK_SECRET", "OPENAI_API_TYPE", "OPENAI_API_VERSION"),
    *("AZURE_OPENAI_API_KEY", "AZURE_OPENAI_AD_TOKEN", "AZURE_OPENAI_ENDPOINT"),
]


@pytest.fixture(autouse=True)
def _pristine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
    openai_client._reset_client()
    yield
    openai_client._reset_client()
    for name in (*VARIABLES, "api_base", "proxy"):
        vars(openai_client).pop(name, None)


class Api:
    """An HTTP client that keeps what it is asked for."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        self.http = httpx.Client(transport=httpx.MockTransport(self._answer), timeout=7)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return httpx.Response(200, json={"id": "m", "object": "model"})

    @property
    def last(self) -> httpx.Request:
        return self.requests[-1]


@pytest.fixture
def api() -> Api:
    api = Api()
    openai_client.http_client = api.http
    return api


def test_a_call_is_made_with_the_variables(api: Api) -> None:
    openai_client.api_key = "sk-1"
    openai_client.organization = "org"
    openai_client.project = "proj"
    openai_client.base_url = "https://api.test/v9"
    openai_client.default_headers = {"X-Mine": "1"}
    openai_client.default_query = {"trace": "on"}
    model = openai_client.models.retrieve("m")
    assert model.id == "m"
    assert str(api.last.url) == "https://api.test/v9/models/m?trace=on"
    wanted = {"Authorization": "Bearer sk-1", "OpenAI-Organization": "org", "OpenAI-Project": "proj", "X-Mine": "1"}
    assert {name: api.last.headers[name] for name in wanted} == wanted


def test_a_later_change_counts_from_the_next_call_on(api: Api) -> None:
    openai_client.api_key = "sk-1"
    retrieve = openai_client.models.retrieve
    retrieve("m")
    openai_client.api_key = "sk-2"
    openai_client.base_url = "https://api.test/"
    openai_client.default_headers = {"X-Mine": "2"}
    retrieve("m")
    assert api.last.headers["Authorization"] == "Bearer sk-2"
    assert str(api.last.url) == "https://api.test/models/m"
    assert api.last.headers["X-Mine"] == "2"


def test_other_options_are_live_too(api: Api) -> None:
    client = openai_client.models._client
    assert client is openai_client.chat.completions._client
    assert client.max_retries == openai_client.max_retries == 2
    openai_client.max_retries = 0
    openai_client.timeout = 3.5
    openai_client.webhook_secret = "whsec"
    openai_client.admin_api_key = "adm"
    seen: Any = client
    assert (seen.max_retries, seen.timeout, seen.webhook_secret, seen.admin_api_key) == (0, 3.5, "whsec", "adm")


def test_another_http_client_is_used_from_the_next_call_on(api: Api) -> None:
    openai_client.api_key = "sk-1"
    openai_client.models.retrieve("m")
    other = Api()
    openai_client.http_client = other.http
    openai_client.models.retrieve("m")
    assert (len(api.requests), len(other.requests)) == (1, 1)
    openai_client.http_client = httpx.AsyncClient()  # type: ignore[assignment]  # that is the mistake
    with pytest.raises(TypeError, match="http_client"):
        openai_client.models.retrieve("m")


def test_without_an_http_client_one_is_made_and_kept() -> None:
    client: Any = openai_client.models._client
    first = client._connections
    openai_client.http_client = Api().http
    assert client._connections is not first
    openai_client.http_client = None
    assert client._connections is first


def test_a_copy_keeps_what_it_was_made_with(api: Api) -> None:
    openai_client.api_key = "sk-1"
    openai_client.max_retries = 3
    client: Any = openai_client.models._client
    copied = client.with_options(max_retries=1, base_url="https://copy.test")
    openai_client.api_key = "sk-2"
    openai_client.base_url = "https://else.test"
    openai_client.http_client = Api().http
    copied.models.retrieve("m")
    assert copied.max_retries == 1
    assert str(api.last.url) == "https://copy.test/models/m"
    assert api.last.headers["Authorization"] == "Bearer sk-1"


@pytest.mark.parametrize(
    ("name", "value"), [("base_url", "ftp://x"), ("max_retries", -1), ("timeout", -3), ("max_retries", None)]
)
def test_a_value_that_makes_no_sense_is_refused_before_anything_is_sent(api: Api, name: str, value: object) -> None:
    openai_client.api_key = "sk-1"
    setattr(openai_client, name, value)
    with pytest.raises((ValueError, TypeError), match=name):
        openai_client.models.retrieve("m")
    assert api.requests == []


def test_the_environment_stands_in_for_variables(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-env")
    monkeypatch.setenv("OPENAI_BASE_URL", "https://env.test/v1")
    openai_client.models.retrieve("m")
    assert api.last.headers["Authorization"] == "Bearer sk-env"
    assert api.last.url.host == "env.test"
    openai_client.api_key = "sk-variable"
    openai_client.models.retrieve("m")
    assert api.last.headers["Authorization"] == "Bearer sk-variable"


def test_a_key_may_be_given_after_the_client_was_made(api: Api) -> None:
    with pytest.raises(openai_client.OpenAIError, match="api_key"):
        openai_client.models.retrieve("m")
    assert api.requests == []
    openai_client.api_key = "sk-1"
    openai_client.models.retrieve("m")


def test_the_package_itself_does_not_hold_the_key_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-env")
    assert openai_client.models._client.is_closed() is False
    assert openai_client.api_key is None


def test_threads_share_one_client() -> None:
    with ThreadPoolExecutor(8) as pool:
        clients = set(pool.map(lambda _: id(openai_client.models._client), range(64)))
    assert len(clients) == 1


def test_every_resource_of_a_client_is_one_of_the_package() -> None:
    named = [name for name, value in vars(openai_client.OpenAI).items() if isinstance(value, cached_property)]
    assert named
    missing = [name for name in named if name not in dir(openai_client)]
    assert not missing, f"to be listed in sdk.yaml (attributes) and in lib/module_client.py: {missing}"
    for name in named:
        assert repr(getattr(openai_client, name)) == f"<openai_client.{name}>"


def test_what_is_no_resource_is_no_attribute() -> None:
    with pytest.raises(AttributeError):
        _ = module_client.nothing  # type: ignore[attr-defined]  # that is the mistake
    with pytest.raises(AttributeError):
        _ = openai_client.chat.nothing  # type: ignore[attr-defined]  # that is the mistake
    assert not hasattr(openai_client.chat, "__wrapped__")


def test_a_resource_can_be_looked_at_and_patched(monkeypatch: pytest.MonkeyPatch) -> None:
    openai_client.api_key = "sk-1"
    assert "create" in dir(openai_client.embeddings)
    monkeypatch.setattr("openai_client.embeddings.create", lambda **_: "patched")
    answer: object = openai_client.embeddings.create(model="m", input="x")
    assert answer == "patched"


def test_importing_the_package_loads_nothing_of_this() -> None:
    code = "import sys, openai_client; print([name for name in sys.modules if name.startswith('openai_client.lib')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=_environment())
    assert done.stdout.strip() == "[]"


def test_a_process_that_used_it_ends_quietly() -> None:
    code = "import openai_client as o; o.api_key = 'k'; o.models._client.is_closed()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=_environment())
    assert (done.stdout, done.stderr) == ("", "")


def _environment() -> dict[str, str]:
    return {"PYTHONPATH": str(openai_client.__path__[0]).rpartition("/")[0]}


class TestAzure:
    def test_credentials_of_azure_make_it_a_client_of_azure(self, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AZURE_OPENAI_API_KEY", "az")
        monkeypatch.setenv("OPENAI_API_VERSION", "2024-06-01")
        openai_client.azure_endpoint = "https://me.azure.test"
        openai_client.models.retrieve("m")
        assert isinstance(openai_client.models._client, openai_client.AzureOpenAI)
        assert openai_client.api_type == "azure"
        assert str(api.last.url) == "https://me.azure.test/openai/models/m?api-version=2024-06-01"
        assert api.last.headers["api-key"] == "az"

    def test_stated_by_variable(self, api: Api) -> None:
        openai_client.api_type = "azure"
        openai_client.api_key = "az"
        openai_client.api_version = "v"
        openai_client.base_url = "https://gateway.test/x"
        openai_client.embeddings.create(model="d", input="x", encoding_format="float")
        assert str(api.last.url) == "https://gateway.test/x/deployments/d/embeddings?api-version=v"
        openai_client.api_key = "az2"
        openai_client.models.retrieve("m")
        assert api.last.headers["api-key"] == "az2"

    def test_a_token_provider(self, api: Api) -> None:
        openai_client.azure_ad_token_provider = lambda: "token"
        openai_client.azure_endpoint = "https://me.azure.test"
        openai_client.api_version = "v"
        openai_client.models.retrieve("m")
        assert api.last.headers["Authorization"] == "Bearer token"
        assert "api-key" not in api.last.headers

    @pytest.mark.parametrize(
        ("environment", "message"),
        [
            ({"AZURE_OPENAI_API_KEY": "az"}, "OPENAI_API_VERSION"),
            ({"AZURE_OPENAI_API_KEY": "az", "OPENAI_API_VERSION": "v"}, "AZURE_OPENAI_ENDPOINT"),
        ],
    )
    def test_what_is_missing(self, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], message: str) -> None:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(ValueError, match=message):
            _ = openai_client.models._client

    def test_both_kinds_of_credentials(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OPENAI_API_KEY", "sk")
        monkeypatch.setenv("AZURE_OPENAI_API_KEY", "az")
        with pytest.raises(openai_client.OpenAIError, match="Ambiguous"):
            _ = openai_client.models._client
        monkeypatch.setenv("OPENAI_API_TYPE", "openai")
        assert not isinstance(openai_client.models._client, openai_client.AzureOpenAI)

    def test_an_api_type_that_there_is_not(self) -> None:
        openai_client.api_type = "azuer"  # type: ignore[assignment]  # that is the mistake
        with pytest.raises(openai_client.OpenAIError, match="azuer"):
            _ = openai_client.models._client
