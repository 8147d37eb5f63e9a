"""How clients are made, copied and refused; and what they send with every call."""

from __future__ import annotations

import gc
import importlib
import math
from functools import partial
from types import ModuleType
from typing import Any

import httpx
import pytest

from .clocks import FakeClock, clocked
from .conftest import Caller, Server

CAT = {"id": "1", "kind": "cat"}
KEY = "sk-very-secret-1"


def retrieve(client: Any) -> Any:
    return client.animals.retrieve("1")


def _retrieve_within(limit: Any, client: Any) -> Any:
    return client.animals.retrieve("1", timeout=limit)


def http(client_class: Any, handler: Any, **options: Any) -> Any:
    """A client of httpx that answers by itself."""
    cls = httpx.AsyncClient if client_class.__name__.startswith("Async") else httpx.Client
    return cls(transport=httpx.MockTransport(handler), **options)


def cat(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json=CAT)


# --- arguments that make no sense ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "is to begin with http"),
        ("host/v1", "is to begin with http"),
        ("ftp://host", "is to begin with http"),
        ("https://", "names no host"),
        ("https:///v1", "names no host"),
        ("https://host:x/v1", "is no URL"),
        ("https://host:99999/v1", "is no URL"),
        ("https://host:0/v1", "port 0"),
        ("https://[::1/v1", "is no URL"),
        ("https://ho st/v1", "a space"),
        ("https://host/v1\n", "a space"),
        ("https://host/v1?a=b", "a query"),
        ("https://host/v1#a", "a query or a fragment"),
    ],
)
def test_a_malformed_base_url_is_refused(
    client_class: Any, errors: Any, url: str, said: str, monkeypatch: Any
) -> None:
    with pytest.raises(errors.InvalidOptionError, match=rf"^base_url: .*{said}"):
        client_class(api_key=KEY, base_url=url)
    client = client_class(api_key=KEY)
    with pytest.raises(ValueError, match=said):
        client.base_url = url
    with pytest.raises(ValueError, match=said):
        client.copy(base_url=url)
    if url:
        monkeypatch.setenv("ZOO_BASE_URL", url.replace("\n", " x"))
        with pytest.raises(ValueError, match=r"from the ZOO_BASE_URL environment variable"):
            client_class(api_key=KEY)


def test_a_base_url_keeps_its_path_and_gets_a_slash(client_class: Any) -> None:
    for url in ("http://host:8080/a/b", "HTTPS://host/a/b/", httpx.URL("https://host/a/b//")):
        assert str(client_class(api_key=KEY, base_url=url).base_url).endswith("/a/b/")


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("", "is empty"),
        (" \t", "is empty"),
        (f"{KEY}\n", "line break"),
        (f"{KEY}\r\nX-Evil: 1", "line break"),
        (f"{KEY}…", "a character that a header cannot hold"),
        (7, "not int"),
        (KEY.encode(), "not bytes"),
    ],
)
def test_a_key_that_cannot_be_sent_is_refused_unseen(client_class: Any, errors: Any, key: Any, said: str) -> None:
    client = client_class(api_key=KEY)
    for make in (client_class, client.copy):
        with pytest.raises(errors.InvalidOptionError, match=rf"`api_key` .*{said}") as caught:
            make(api_key=key)
        assert "secret" not in repr(caught.value)


def test_a_key_from_the_environment_is_checked_too(client_class: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZOO_API_KEY", f"{KEY}\n")
    with pytest.raises(
        ValueError, match=r"`api_key` \(from the ZOO_API_KEY environment variable\) holds a line break"
    ):
        client_class()


@pytest.mark.parametrize("timeout", [-1, -0.5, math.nan, math.inf, 1e9, "5", True, (1, -2), httpx.Timeout(-3)])
def test_a_time_limit_that_is_none_is_refused(client_class: Any, errors: Any, timeout: Any) -> None:
    client = client_class(api_key=KEY)
    for make in (client_class, client.copy):
        with pytest.raises(errors.InvalidOptionError, match="timeout is a number of seconds from 0 up to a year"):
            make(api_key=KEY, timeout=timeout)


def test_a_call_with_a_senseless_time_limit_is_not_sent(caller: Caller, server: Server, errors: Any) -> None:
    with pytest.raises(errors.InvalidOptionError):
        caller.one(lambda client: client.animals.retrieve("1", timeout=-1))
    assert server.requests == []


@pytest.mark.parametrize("retries", [-1, 1001, 10**12, 1.5, math.inf, "2", True])
def test_a_senseless_number_of_retries_is_refused(client_class: Any, retries: Any) -> None:
    client = client_class(api_key=KEY)
    for make in (client_class, client.copy):
        with pytest.raises(ValueError, match="max_retries is a number of times, 0 or more"):
            make(api_key=KEY, max_retries=retries)
    with pytest.raises(TypeError, match=r"max_retries cannot be None.*DEFAULT_MAX_RETRIES"):
        client.copy(max_retries=None)


def test_an_http_client_of_the_wrong_kind_is_refused(client_class: Any) -> None:
    wrong = httpx.Client() if client_class.__name__.startswith("Async") else httpx.AsyncClient()
    for given in (wrong, object()):
        with pytest.raises(TypeError, match=r"^Invalid `http_client` argument; Expected an instance of `httpx\."):
            client_class(api_key=KEY, http_client=given)
        with pytest.raises(TypeError, match="Invalid `http_client` argument"):
            client_class(api_key=KEY).copy(http_client=given)


def test_a_closed_client_sends_nothing(caller: Caller, server: Server, errors: Any) -> None:
    def closed(client: Any) -> Any:
        if not caller.is_async:
            client.close()
            return client.animals.retrieve("1")

        async def run() -> Any:
            await client.close()
            return await client.animals.retrieve("1")

        return run()

    with pytest.raises(errors.ClientClosedError, match=r"has been closed: GET /animals/\{animal_id\}"):
        caller.one(closed)
    own: Any = httpx.AsyncClient() if caller.is_async else httpx.Client()
    with pytest.raises(RuntimeError, match="has been closed"):
        caller.one(lambda client: closed(client.copy(http_client=own)))
    assert server.requests == []


# --- time limits --------------------------------------------------------------------------------------------------


def test_whose_time_limit_counts(caller: Caller, zoo: ModuleType) -> None:
    cls: Any = caller._class
    not_given = zoo._runtime.not_given
    seen: list[Any] = []

    def note(request: httpx.Request) -> httpx.Response:
        seen.append(request.extensions["timeout"])
        return httpx.Response(200, json=CAT)

    usual = {"connect": 5.0, "read": 600.0, "write": 600.0, "pool": 600.0}
    cases: list[tuple[dict[str, Any], dict[str, Any], Any, Any]] = [
        ({}, {}, not_given, usual),
        ({}, {"timeout": 3}, not_given, dict.fromkeys(usual, 3)),
        ({}, {"timeout": None}, not_given, dict.fromkeys(usual)),
        ({}, {"timeout": 3}, 4.0, dict.fromkeys(usual, 4.0)),
        ({}, {"timeout": 3}, None, dict.fromkeys(usual)),
        ({}, {}, httpx.Timeout(9, connect=1), {**dict.fromkeys(usual, 9), "connect": 1}),
        ({"timeout": 7}, {}, not_given, dict.fromkeys(usual, 7)),
        ({"timeout": 7}, {"timeout": 3}, not_given, dict.fromkeys(usual, 3)),
        ({"timeout": None}, {}, not_given, dict.fromkeys(usual)),
        ({"timeout": httpx.Timeout(5.0)}, {}, not_given, usual),
        ({}, {"timeout": 0}, not_given, dict.fromkeys(usual, 0)),
    ]
    for of_http, of_client, of_call, wanted in cases:
        given = {**of_client, "http_client": http(cls, note, **of_http)}
        caller.one(partial(_retrieve_within, of_call), **given)
        assert seen.pop() == wanted, (of_http, of_client, of_call)


def test_the_usual_http_clients(zoo: ModuleType, client_class: Any) -> None:
    usual = importlib.import_module("zoo._runtime.http_clients")
    made = usual.DefaultAsyncHttpxClient() if client_class.__name__.startswith("Async") else usual.DefaultHttpxClient()
    assert (made.timeout, made.follow_redirects) == (httpx.Timeout(600, connect=5.0), True)
    assert made._transport._pool._max_connections == 1000
    assert made._transport._pool._max_keepalive_connections == 100
    assert type(made)(timeout=3, follow_redirects=False).timeout == httpx.Timeout(3)
    client = client_class(api_key=KEY)
    client._connections.transport(client._connect)
    own = client._connections.http
    assert (own.timeout, own.follow_redirects) == (httpx.Timeout(600, connect=5.0), True)
    assert own._transport._pool._max_connections == 1000


# --- headers and query --------------------------------------------------------------------------------------------


def test_which_headers_win(caller: Caller, server: Server, zoo: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    omit = zoo._runtime.Omit()
    monkeypatch.setenv("ZOO_HEADERS", "User-Agent: env\nX-Env: env\nX-Default: env")
    defaults = {"x-default": "default", "Zoo-Keeper": "default", "Accept": "default", "Authorization": "Basic default"}
    server.answer(CAT)
    server.answer(CAT)
    server.answer(b"", status=204)

    def calls(client: Any) -> Any:
        copied = client.with_options(default_headers={"Authorization": omit})
        first = client.animals.retrieve("1", extra_headers={"X-Default": "extra", "zoo-keeper": omit})
        if not caller.is_async:
            return first, copied.animals.retrieve("1"), client.animals.remove("1")

        async def run() -> Any:
            return await first, await copied.animals.retrieve("1"), await client.animals.remove("1")

        return run()

    caller.one(calls, default_headers=defaults, keeper="Ann", admin_key="boss")
    names = ("user-agent", "x-env", "x-default", "zoo-keeper", "accept", "authorization")
    first, second, third = ([asked.header(name) for name in names] for asked in server.requests)
    assert first == ["env", "env", "extra", None, "default", "Basic default"]
    assert second == ["env", "env", "default", "default", "default", None]
    assert third[4] == "*/*"  # what the operation says goes over what the client says
    assert server.requests[2].header("x-admin") == "boss"


def test_default_headers_can_be_looked_at_without_seeing_keys(client_class: Any) -> None:
    client = client_class(api_key=KEY, admin_key=KEY, keeper="Ann", default_headers={"user-agent": "mine"})
    assert client.default_headers == {"user-agent": "mine", "Zoo-Keeper": "Ann"}


def test_platform_headers(caller: Caller, server: Server, zoo: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    cls: Any = caller._class
    monkeypatch.setattr(cls, "_settings", cls._settings._replace(platform_headers="X-Pets"))
    server.answer({}, status=500)
    server.answer(CAT)
    caller.one(lambda client: retrieve(clocked(client, FakeClock())))
    sent = {name.lower(): value for name, value in server.requests[1].headers.items()}
    told = {name.removeprefix("x-pets-"): value for name, value in sent.items() if name.startswith("x-pets-")}
    assert told.keys() == {
        *("lang", "package-version", "os", "arch", "runtime", "runtime-version", "async"),
        *("retry-count", "read-timeout"),
    }
    assert (told["lang"], told["package-version"]) == ("python", "1.2.3")
    assert told["async"] == ("async:asyncio" if caller.is_async else "false")
    assert (told["retry-count"], told["read-timeout"]) == ("1", "600.0")


def test_default_query(caller: Caller, server: Server) -> None:
    server.answer({})
    options = {"params": {"b": 3}}
    caller.one(lambda client: client.get("/x", cast_to=dict, options=options), default_query={"a": 1, "b": 2})
    assert server.requests[0].path == "/v1/x?a=1&b=3"


# --- copies -------------------------------------------------------------------------------------------------------


def test_a_copy_takes_over_what_is_not_given(client_class: Any) -> None:
    client = client_class(
        api_key=KEY, keeper="Ann", timeout=3, max_retries=5, default_headers={"A": "1"}, default_query={"q": 1}
    )
    same = client.copy()
    assert (same.api_key, same.keeper, same.timeout, same.max_retries) == (KEY, "Ann", 3, 5)
    assert (same.default_query, same.default_headers) == (client.default_query, client.default_headers)
    other = client.with_options(api_key="other", keeper="Bob", base_url="http://h/x", timeout=None, max_retries=0)
    assert (other.api_key, other.keeper, other.timeout, other.max_retries) == ("other", "Bob", None, 0)
    assert str(other.base_url) == "http://h/x/"
    assert (client.api_key, client.keeper, client.timeout, client.max_retries) == (KEY, "Ann", 3, 5)


def test_defaults_of_a_copy_are_joined_or_replaced(client_class: Any) -> None:
    client = client_class(api_key=KEY, default_headers={"A": "1", "B": "1"}, default_query={"a": 1, "b": 1})
    joined = client.copy(default_headers={"b": "2"}, default_query={"b": 2})
    assert {name: joined.default_headers.get(name) for name in ("A", "b")} == {"A": "1", "b": "2"}
    assert joined.default_query == {"a": 1, "b": 2}
    replaced = client.copy(set_default_headers={"C": "3"}, set_default_query={})
    assert (replaced.default_headers.get("A"), replaced.default_headers["C"]) == (None, "3")
    assert replaced.default_query == {}
    for name in ("headers", "query"):
        with pytest.raises(ValueError, match=f"`default_{name}` and `set_default_{name}` arguments are mutually"):
            client.copy(**{f"default_{name}": {}, f"set_default_{name}": {}})
    with pytest.raises(TypeError, match=r"copy\(\) got an unexpected keyword argument 'api_kye'"):
        client.copy(api_kye="k")


def test_a_copy_shares_the_connections_and_leaves_them_open(caller: Caller, server: Server) -> None:
    server.answer(CAT)
    server.answer(CAT)

    def use(client: Any) -> Any:
        copied = client.with_options(max_retries=0)
        assert copied.animals is not client.animals
        if not caller.is_async:
            with copied:
                assert copied.animals.retrieve("1").id == "1"
            assert copied.is_closed()
            assert client._connections.http is copied._connections.http
            return client.animals.retrieve("2"), copied

        async def run() -> Any:
            async with copied:
                assert (await copied.animals.retrieve("1")).id == "1"
            assert copied.is_closed()
            return await client.animals.retrieve("2"), copied

        return run()

    caller.one(use)
    assert [asked.path for asked in server.requests] == ["/v1/animals/1", "/v1/animals/2"]


def test_a_copy_lives_longer_than_what_it_was_made_from(caller: Caller, server: Server) -> None:
    cls: Any = caller._class
    server.answer(CAT, headers={"connection": "close"})
    made = [cls(api_key="k", base_url=server.url).with_options(timeout=5)]
    gc.collect()
    assert caller.one(lambda client: made[0].animals.retrieve("1")).id == "1"
    if not caller.is_async:
        made[0]._connections.http.close()


def test_closing_the_original_closes_its_copies(zoo: ModuleType, server: Server) -> None:
    client = importlib.import_module("zoo.client").Zoo(api_key="k", base_url=server.url)
    copied = client.copy()
    server.answer(CAT)
    copied.animals.retrieve("1")
    client.close()
    assert copied.is_closed()
    with pytest.raises(RuntimeError, match="has been closed"):
        copied.animals.retrieve("1")


def test_a_client_that_was_never_closed_closes_its_connections(zoo: ModuleType, server: Server) -> None:
    client = importlib.import_module("zoo.client").Zoo(api_key="k", base_url=server.url)
    server.answer(CAT)
    client.animals.retrieve("1")
    own = client._connections.http
    del client
    gc.collect()
    assert own.is_closed


def test_an_http_client_of_the_user_is_left_alone_by_the_garbage_collector(zoo: ModuleType) -> None:
    own = httpx.Client()
    client = importlib.import_module("zoo.client").Zoo(api_key="k", http_client=own)
    del client
    gc.collect()
    assert not own.is_closed
    own.close()
