"""What users of the official client rely on, with the clients of this package. Every case in both colours."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

import openai_client
from openai_client import AsyncOpenAI, OpenAI, OpenAIError
from openai_client._runtime import AsyncCursorPage, SyncCursorPage
from openai_client._runtime.retries import Clock
from openai_client.types import FileObject

VARIABLES = {
    "OPENAI_API_KEY": "key-env",
    "OPENAI_ADMIN_KEY": "admin-env",
    "OPENAI_ORG_ID": "org-env",
    "OPENAI_PROJECT_ID": "project-env",
    "OPENAI_WEBHOOK_SECRET": "hook-env",
    "OPENAI_BASE_URL": "https://env.test/v2",
    "OPENAI_CUSTOM_HEADERS": "X-One: 1\nX-Two: 2",
}


class _NoWaiting(Clock):
    def sleep(self, seconds: float) -> None:
        """Go on at once."""

    async def sleep_async(self, seconds: float) -> None:
        """Go on at once."""


class Service:
    """Answers clients of one colour, and remembers what they sent."""

    def __init__(self, colour: str) -> None:
        self.is_async = colour == "async"
        self.requests: list[httpx.Request] = []
        self.answers: list[httpx.Response] = []

    def client(self, **options: Any) -> Any:
        """A client; without credentials of its own where they are given as None."""
        options = {"api_key": "key", **options}
        transport = httpx.MockTransport(self._answer)
        made: Any
        if self.is_async:
            made = AsyncOpenAI(http_client=httpx.AsyncClient(transport=transport), **options)
        else:
            made = OpenAI(http_client=httpx.Client(transport=transport), **options)
        made._clock = _NoWaiting()
        return made

    def run(self, call: Any) -> Any:
        """What a call gives."""
        if not inspect.isawaitable(call):
            return call

        async def wait() -> Any:
            return await call

        return asyncio.run(wait())

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self.answers.pop(0) if self.answers else httpx.Response(200, json={"id": "x", "data": []})


@pytest.fixture(params=["sync", "async"])
def service(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Service:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    return Service(request.param)


def test_where_calls_go_by_rule(service: Service) -> None:
    client = service.client()
    service.run(client.models.retrieve("m"))
    assert str(client.base_url) == "https://api.openai.com/v1/"
    assert str(service.requests[0].url) == "https://api.openai.com/v1/models/m"


def test_every_variable_of_the_environment(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)
    client = service.client(api_key=None)
    service.run(client.models.retrieve("m"))
    service.run(client.admin.organization.projects.retrieve("p"))
    sent, admin = service.requests
    assert str(sent.url) == "https://env.test/v2/models/m"
    named = ("authorization", "openai-organization", "openai-project", "x-one", "x-two")
    assert [sent.headers[name] for name in named] == ["Bearer key-env", "org-env", "project-env", "1", "2"]
    assert admin.headers["authorization"] == "Bearer admin-env"
    assert client.webhook_secret == "hook-env"


def test_arguments_go_before_the_environment(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)
    client = service.client(
        organization="o", project="p", base_url="https://own.test/", default_headers={"X-One": "9"}
    )
    service.run(client.models.retrieve("m"))
    (sent,) = service.requests
    named = ("authorization", "openai-organization", "openai-project", "x-one", "x-two")
    assert [sent.headers[name] for name in named] == ["Bearer key", "o", "p", "9", "2"]
    assert sent.url.host == "own.test"


def test_without_credentials(service: Service) -> None:
    with pytest.raises(OpenAIError, match=r"^Missing credentials\. Please pass .*OPENAI_API_KEY"):
        service.client(api_key=None)
    client = service.client(api_key=None, _enforce_credentials=False)
    with pytest.raises(TypeError, match="Could not resolve authentication method"):
        service.run(client.models.retrieve("m"))
    with pytest.raises(TypeError, match="OPENAI_ADMIN_KEY"):
        service.run(service.client().admin.organization.projects.retrieve("p"))
    assert service.requests == []
    service.run(client.models.retrieve("m", extra_headers={"Authorization": openai_client.Omit()}))
    assert "authorization" not in service.requests[0].headers


def test_what_every_call_says_of_itself(service: Service) -> None:
    client = service.client()
    service.answers += [httpx.Response(500), httpx.Response(200, json={"id": "x"})]
    service.run(client.models.delete("m"))
    sent = service.requests[1].headers
    prefix = "Async" if service.is_async else ""
    assert sent["user-agent"] == f"{prefix}OpenAI/Python {openai_client.OpenAI._settings.version}"
    assert (sent["accept"], sent["content-type"]) == ("application/json", "application/json")
    about = {name.removeprefix("x-stainless-") for name in sent if name.startswith("x-stainless-")}
    assert about == {
        *("arch", "async", "lang", "os", "package-version", "runtime", "runtime-version"),
        *("retry-count", "read-timeout"),
    }
    assert sent["x-stainless-async"] == ("async:asyncio" if service.is_async else "false")
    assert [each.headers["x-stainless-retry-count"] for each in service.requests] == ["0", "1"]
    assert float(sent["x-stainless-read-timeout"]) == 600


def test_no_key_for_repeated_calls_is_sent_by_rule(service: Service) -> None:
    client = service.client()
    service.run(client.chat.completions.create(model="m", messages=[], temperature=None))
    service.run(client.models.retrieve("m"))
    assert not [name for each in service.requests for name in each.headers if "idempotency" in name]
    assert json.loads(service.requests[0].content) == {"model": "m", "messages": [], "temperature": None}
    assert "content-type" not in service.requests[1].headers


def test_headers_of_a_method_are_laid_over_those_of_the_client(service: Service) -> None:
    client = service.client(default_headers={"OpenAI-Beta": "client", "Accept": "client"})
    service.run(client.vector_stores.retrieve("v"))
    service.run(client.vector_stores.retrieve("v", extra_headers={"openai-beta": "call"}))
    assert [each.headers["openai-beta"] for each in service.requests] == ["assistants=v2", "call"]
    assert service.requests[0].headers["accept"] == "client"


def test_an_answer_is_taken_as_it_is_unless_it_is_to_be_checked(service: Service) -> None:
    wrong = {"id": 7, "new": {"a": 1}, "object": "model", "created": "soon"}
    service.answers = [httpx.Response(200, json=wrong, headers={"x-request-id": "req-1"}) for _ in range(2)]
    model = service.run(service.client().models.retrieve("m"))
    assert (model.id, model.created, model.new, model.owned_by, model._request_id) == (
        7,
        "soon",
        {"a": 1},
        None,
        "req-1",
    )
    strict = service.client(_strict_response_validation=True)
    with pytest.raises(
        openai_client.APIResponseValidationError, match=r"invalid for expected schema.*owned_by: missing"
    ):
        service.run(strict.models.retrieve("m"))


@pytest.mark.parametrize("kind", ["application/json", "application/problem+json; charset=utf-8"])
def test_nothing_where_json_was_announced(service: Service, kind: str) -> None:
    service.answers = [httpx.Response(200, headers={"content-type": kind})]
    with pytest.raises(openai_client.APIResponseValidationError, match="Expected JSON from GET /v1/models/m"):
        service.run(service.client().models.retrieve("m"))
    service.answers = [httpx.Response(204, headers={"content-type": kind})]
    assert service.run(service.client().models.retrieve("m")) is None


def test_extra_body_joins_objects_only(service: Service) -> None:
    client = service.client()
    service.run(client.post("/x", cast_to=object, body={"a": 1, "b": 1}, options={"extra_json": {"b": 2}}))
    assert json.loads(service.requests[0].content) == {"a": 1, "b": 2}
    with pytest.raises(RuntimeError, match="extra_body can only join one mapping with another, and was met with list"):
        service.run(client.post("/x", cast_to=object, body=[1], options={"extra_json": {"b": 2}}))
    with pytest.raises(TypeError, match="and was met with list"):
        service.run(client.chat.completions.create(model="m", messages=[], extra_body=[1]))
    assert len(service.requests) == 1


def test_a_list_by_hand(service: Service) -> None:
    client = service.client()
    first, second = {"data": [{"id": "a"}, {"id": "b"}], "has_more": True}, {"data": [{"id": "c"}], "has_more": False}
    service.answers = [httpx.Response(200, json=each) for each in (first, first, second)[not service.is_async :]]
    page = AsyncCursorPage if service.is_async else SyncCursorPage
    options = {"params": {"limit": 2}}

    async def read() -> Any:
        listed = client.get_api_list("/files", model=FileObject, page=page[FileObject], options=options)
        got = await listed if service.is_async else listed
        items = [item async for item in listed] if service.is_async else list(listed)
        return got, items

    got, items = asyncio.run(read())
    assert (type(got), [item.id for item in got.data]) == (page, ["a", "b"])
    assert [(type(item), item.id) for item in items] == [(FileObject, "a"), (FileObject, "b"), (FileObject, "c")]
    assert [each.url.query for each in service.requests][-2:] == [b"limit=2", b"after=b&limit=2"]


TREE = {
    "APIError": "OpenAIError",
    "APIConnectionError": "APIError",
    "APITimeoutError": "APIConnectionError",
    "APIResponseValidationError": "APIError",
    "APIStatusError": "APIError",
    **dict.fromkeys(
        (
            *("BadRequestError", "AuthenticationError", "PermissionDeniedError", "NotFoundError", "ConflictError"),
            *("UnprocessableEntityError", "RateLimitError", "InternalServerError"),
        ),
        "APIStatusError",
    ),
}


def test_the_tree_of_errors() -> None:
    found = {name: getattr(openai_client, name).__mro__[1] for name in TREE}
    assert found == {name: getattr(openai_client, parent) for name, parent in TREE.items()}
    assert OpenAIError.__mro__[1:] == (Exception, BaseException, object)


def test_names_that_users_of_the_official_client_import(tmp_path: Any) -> None:
    (tmp_path / "a.txt").write_bytes(b"A")
    assert openai_client.file_from_path(tmp_path / "a.txt") == ("a.txt", b"A")
    assert openai_client.Timeout is httpx.Timeout
    assert "max_retries" in openai_client.RequestOptions.__annotations__
    for name in ("DEFAULT_TIMEOUT", "DEFAULT_MAX_RETRIES", "DEFAULT_CONNECTION_LIMITS", "NOT_GIVEN", "Client"):
        assert hasattr(openai_client, name), name


@pytest.mark.parametrize(
    ("call", "path"),
    [
        (lambda client: client.models.retrieve("a/b c?#é%"), "/v1/models/a%2Fb%20c%3F%23%C3%A9%25"),
        (lambda client: client.models.retrieve("!$&'()*+,;=:@"), "/v1/models/!$&'()*+,;=:@"),
        (lambda client: client.models.retrieve("m", extra_query={"a": [1, 2], "o": {"k": True}}),
         "/v1/models/m?a%5B%5D=1&a%5B%5D=2&o%5Bk%5D=true"),
        (lambda client: client.get("https://other.test/x", cast_to=object), "/x"),
    ],
)  # fmt: skip
def test_what_paths_and_queries_become(service: Service, call: Callable[[Any], Any], path: str) -> None:
    service.run(call(service.client()))
    assert service.requests[0].url.raw_path.decode() == path
