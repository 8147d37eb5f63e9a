"""Clients for Azure: where calls go, what proves who calls, what is refused. Every case in both colours."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from openai_client import AsyncAzureOpenAI, AzureOpenAI, OpenAI, OpenAIError
from openai_client.lib.azure import AzureTokenError, MutuallyExclusiveAuthError
from openai_client.testing import MockAPI, UnexpectedCallError

ENDPOINT = "https://me.azure.test"
Call = Callable[[Any], Any]


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("API_KEY", "AD_TOKEN", "ENDPOINT"):
        monkeypatch.delenv(f"AZURE_OPENAI_{name}", raising=False)
    for name in ("API_KEY", "API_VERSION", "BASE_URL", "ORG_ID"):
        monkeypatch.delenv(f"OPENAI_{name}", raising=False)


class Azure:
    """Clients of one colour, and what they sent."""

    def __init__(self, *, is_async: bool) -> None:
        self.is_async = is_async
        self.requests: list[httpx.Request] = []
        self.answers: list[httpx.Response] = []

    def client(self, **options: Any) -> Any:
        options = {"api_version": "v1", "azure_endpoint": ENDPOINT, **options}
        options = {name: value for name, value in options.items() if value is not None}
        transport = httpx.MockTransport(self._answer)
        if self.is_async:
            return AsyncAzureOpenAI(http_client=httpx.AsyncClient(transport=transport), **options)
        return AzureOpenAI(http_client=httpx.Client(transport=transport), **options)

    def send(self, client: Any, call: Call) -> httpx.Request:
        if self.is_async:

            async def run() -> None:
                await call(client)

            asyncio.run(run())
        else:
            call(client)
        return self.requests[-1]

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self.answers.pop(0) if self.answers else httpx.Response(200, json={"id": "x", "data": []})


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def azure(request: pytest.FixtureRequest) -> Azure:
    return Azure(is_async=request.param)


DEPLOYED: dict[str, Call] = {
    "audio/speech": lambda c: c.audio.speech.create(model="d", input="x", voice="alloy"),
    "audio/transcriptions": lambda c: c.audio.transcriptions.create(model="d", file=b"x"),
    "audio/translations": lambda c: c.audio.translations.create(model="d", file=b"x"),
    "chat/completions": lambda c: c.chat.completions.create(model="d", messages=[]),
    "completions": lambda c: c.completions.create(model="d", prompt="x"),
    "embeddings": lambda c: c.embeddings.create(model="d", input="x"),
    "images/edits": lambda c: c.images.edit(model="d", image=b"x", prompt="x"),
    "images/generations": lambda c: c.images.generate(model="d", prompt="x"),
}


@pytest.mark.parametrize("path", DEPLOYED)
def test_the_model_names_the_deployment(azure: Azure, path: str) -> None:
    sent = azure.send(azure.client(api_key="k"), DEPLOYED[path])
    assert str(sent.url) == f"{ENDPOINT}/openai/deployments/d/{path}?api-version=v1"


@pytest.mark.parametrize("path", DEPLOYED)
def test_a_deployment_of_the_client_goes_before_the_model(azure: Azure, path: str) -> None:
    sent = azure.send(azure.client(api_key="k", azure_deployment="mine"), DEPLOYED[path])
    assert str(sent.url) == f"{ENDPOINT}/openai/deployments/mine/{path}?api-version=v1"


@pytest.mark.parametrize("deployment", [None, "mine"])
def test_other_calls_need_no_deployment(azure: Azure, deployment: str | None) -> None:
    client = azure.client(api_key="k", azure_deployment=deployment, azure_endpoint=ENDPOINT + "/")
    sent = azure.send(client, lambda c: c.models.retrieve("m"))
    assert str(sent.url) == f"{ENDPOINT}/openai/models/m?api-version=v1"
    sent = azure.send(client, lambda c: c.files.create(file=b"x", purpose="batch"))
    assert str(sent.url) == f"{ENDPOINT}/openai/files?api-version=v1"


def test_a_call_by_hand(azure: Azure) -> None:
    client = azure.client(api_key="k")
    sent = azure.send(client, lambda c: c.post("/embeddings", cast_to=object, body={"model": "d"}))
    assert str(sent.url) == f"{ENDPOINT}/openai/deployments/d/embeddings?api-version=v1"
    assert sent.headers["api-key"] == "k"


def test_the_model_of_extra_body(azure: Azure) -> None:
    sent = azure.send(
        azure.client(api_key="k"), lambda c: c.embeddings.create(model="a", input="x", extra_body={"model": "b"})
    )
    assert sent.url.path == "/openai/deployments/b/embeddings"


def test_a_model_that_would_lead_elsewhere(azure: Azure) -> None:
    client = azure.client(api_key="k")
    with pytest.raises(OpenAIError, match=r"\.\."):
        azure.send(client, lambda c: c.embeddings.create(model="..", input="x"))
    sent = azure.send(client, lambda c: c.embeddings.create(model="a/b?c", input="x"))
    assert sent.url.raw_path == b"/openai/deployments/a%2Fb%3Fc/embeddings?api-version=v1"


def test_a_base_url(azure: Azure) -> None:
    client = azure.client(api_key="k", azure_endpoint=None, base_url="https://gateway.test/x")
    sent = azure.send(client, DEPLOYED["embeddings"])
    assert str(sent.url) == "https://gateway.test/x/deployments/d/embeddings?api-version=v1"
    client = azure.client(api_key="k", azure_endpoint=None, base_url="https://gateway.test/deployments/mine/")
    sent = azure.send(client, DEPLOYED["embeddings"])
    assert str(sent.url) == "https://gateway.test/deployments/mine/embeddings?api-version=v1"


def test_key_from_argument_and_environment(azure: Azure, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_OPENAI_API_KEY", "from-env")
    monkeypatch.setenv("AZURE_OPENAI_ENDPOINT", "https://env.azure.test/")
    monkeypatch.setenv("OPENAI_API_VERSION", "v-env")
    monkeypatch.setenv("OPENAI_API_KEY", "never")
    monkeypatch.setenv("OPENAI_BASE_URL", "https://never.test")
    client = azure.client(api_version=None, azure_endpoint=None)
    sent = azure.send(client, lambda c: c.models.list())
    assert str(sent.url) == "https://env.azure.test/openai/models?api-version=v-env"
    assert sent.headers["api-key"] == "from-env"
    assert "Authorization" not in sent.headers
    sent = azure.send(azure.client(api_key="given"), lambda c: c.models.list())
    assert sent.headers["api-key"] == "given"


def test_a_token_goes_instead_of_the_key(azure: Azure, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_OPENAI_API_KEY", "key")
    sent = azure.send(azure.client(azure_ad_token="t"), lambda c: c.models.list())
    assert sent.headers["Authorization"] == "Bearer t"
    assert "api-key" not in sent.headers
    monkeypatch.setenv("AZURE_OPENAI_AD_TOKEN", "env-token")
    sent = azure.send(azure.client(), lambda c: c.models.list())
    assert sent.headers["Authorization"] == "Bearer env-token"


def test_a_provider_is_asked_for_every_attempt(azure: Azure, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_OPENAI_AD_TOKEN", "stale")
    tokens = iter(["t1", "t2", "t3"])
    client = azure.client(azure_ad_token_provider=lambda: next(tokens))
    azure.answers = [httpx.Response(500, headers={"retry-after-ms": "1"}), httpx.Response(200, json={"data": []})]
    azure.send(client, lambda c: c.models.list())
    assert [sent.headers["Authorization"] for sent in azure.requests] == ["Bearer t1", "Bearer t2"]


def test_an_asynchronous_provider() -> None:
    azure = Azure(is_async=True)

    async def token() -> str:
        return "t"

    sent = azure.send(azure.client(azure_ad_token_provider=token), lambda c: c.models.list())
    assert sent.headers["Authorization"] == "Bearer t"


def test_an_asynchronous_provider_for_the_other_client() -> None:
    azure = Azure(is_async=False)

    async def token() -> str:
        return "t"

    with pytest.raises(OpenAIError, match="async"):
        azure.send(azure.client(azure_ad_token_provider=token), lambda c: c.models.list())
    assert azure.requests == []


@pytest.mark.parametrize("token", ["", None, b"secret-bytes"])
def test_a_provider_that_gives_no_token(azure: Azure, token: object) -> None:
    client = azure.client(azure_ad_token_provider=lambda: token)
    with pytest.raises(AzureTokenError, match="azure_ad_token_provider") as caught:
        azure.send(client, lambda c: c.models.list())
    assert "secret" not in str(caught.value)
    assert azure.requests == []


def test_headers_of_a_call_settle_who_calls(azure: Azure) -> None:
    client = azure.client(api_key="k")
    sent = azure.send(client, lambda c: c.models.list(extra_headers={"api-key": "mine"}))
    assert sent.headers.get_list("api-key") == ["mine"]
    client = azure.client(azure_ad_token="t")
    sent = azure.send(client, lambda c: c.models.list(extra_headers={"Authorization": "Mine"}))
    assert sent.headers["Authorization"] == "Mine"


def test_the_version_of_a_query_goes_first(azure: Azure) -> None:
    client = azure.client(api_key="k", default_query={"api-version": "v2", "a": "b"})
    sent = azure.send(client, lambda c: c.models.list())
    assert dict(sent.url.params) == {"api-version": "v2", "a": "b"}
    sent = azure.send(client, lambda c: c.models.list(extra_query={"api-version": "v3"}))
    assert sent.url.params["api-version"] == "v3"


def test_it_says_what_it_is(azure: Azure) -> None:
    sent = azure.send(azure.client(api_key="k"), lambda c: c.models.list())
    assert sent.headers["User-Agent"].startswith(f"{'Async' if azure.is_async else ''}AzureOpenAI/Python")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"api_version": None}, "api_version"),
        ({"azure_endpoint": None}, "AZURE_OPENAI_ENDPOINT"),
        ({"base_url": "https://x.test"}, "base_url and azure_endpoint are mutually exclusive"),
        ({"api_key": None}, "AZURE_OPENAI_API_KEY"),
        ({"api_key": ""}, "api_key"),
        ({"azure_ad_token": "t", "azure_ad_token_provider": lambda: "t"}, "mutually exclusive"),
        ({"azure_endpoint": "me.azure.test"}, "http"),
        ({"azure_deployment": ".."}, r"\.\."),
    ],
)
def test_what_is_refused_at_once(azure: Azure, options: dict[str, Any], message: str) -> None:
    with pytest.raises((ValueError, OpenAIError), match=message):
        azure.client(**{"api_key": "k", **options})


def test_copies(azure: Azure) -> None:
    client = azure.client(api_key="k", azure_deployment="mine")
    copied = client.copy(api_version="v2", default_query={"a": "b"}, max_retries=0)
    sent = azure.send(copied, DEPLOYED["embeddings"])
    assert str(sent.url) == f"{ENDPOINT}/openai/deployments/mine/embeddings?api-version=v2&a=b"
    assert sent.headers["api-key"] == "k"
    sent = azure.send(client.with_options(azure_ad_token="t"), lambda c: c.models.list())
    assert sent.headers["Authorization"] == "Bearer t"
    assert str(sent.url) == f"{ENDPOINT}/openai/models?api-version=v1"
    sent = azure.send(client.with_options(azure_ad_token_provider=lambda: "p"), lambda c: c.models.list())
    assert sent.headers["Authorization"] == "Bearer p"
    sent = azure.send(client, lambda c: c.models.list())
    assert sent.headers["api-key"] == "k"
    assert copied.max_retries == 0
    with pytest.raises(MutuallyExclusiveAuthError):
        client.copy(azure_ad_token="t", azure_ad_token_provider=lambda: "t")


def test_a_copy_for_another_address(azure: Azure) -> None:
    client = azure.client(api_key="k", azure_deployment="mine").copy(base_url="https://gateway.test/")
    sent = azure.send(client, lambda c: c.models.list())
    assert sent.url.host == "gateway.test"


def test_secrets_are_not_shown(azure: Azure) -> None:
    client = azure.client(api_key="hush-key")
    assert "hush" not in repr(client)
    assert isinstance(client, OpenAI) is not azure.is_async


@pytest.mark.parametrize("deployment", [None, "mine"])
def test_answers_for_tests_are_found_behind_a_deployment(deployment: str | None) -> None:
    api = MockAPI()
    api.chat.completions.create.returns({"id": "c", "choices": []})
    api.files.retrieve.returns({"id": "f"})
    made = {"azure_endpoint": ENDPOINT, "api_version": "v1", "api_key": "k", "azure_deployment": deployment}
    client = AzureOpenAI(http_client=httpx.Client(transport=api.transport()), **made)  # type: ignore[arg-type]
    assert client.chat.completions.create(model="gpt", messages=[]).id == "c"
    assert client.files.retrieve("file-1").id == "f"
    assert [request.path for request in api.requests] == [
        f"/openai/deployments/{deployment or 'gpt'}/chat/completions",
        "/openai/files/file-1",
    ]
    with pytest.raises(UnexpectedCallError, match=r"GET /models was called"):
        client.models.list()

    async def run() -> Any:
        http = httpx.AsyncClient(transport=api.transport())
        return await AsyncAzureOpenAI(http_client=http, **made).files.retrieve("file-2")  # type: ignore[arg-type]

    assert asyncio.run(run()).id == "f"
