"""Where a client calls: what the caller says, else the environment, else the document."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from specloom_runtime import ClientSettings, SyncClient
from specloom_runtime.call_values import Arguments
from specloom_runtime.errors import InvalidOptionError
from specloom_runtime.operation import Operation
from specloom_runtime.servers import Server, ServerVariable

STAGE = ServerVariable("stage", "stage", default="dev")
TENANT = ServerVariable("tenant", "tenant")


def client(base_url: str = "", servers: tuple[Server, ...] = (), parts: tuple[str, ...] = (), **options: Any) -> Any:
    settings = ClientSettings(base_url, "PETS_URL", servers=servers, variables=parts)
    made = type("Client", (SyncClient,), {"_settings": settings})
    return made({}, **options)


def sent_to(made: Any, operation: Operation[Any]) -> str:
    return str(made._build(operation, Arguments()).url)


def test_without_a_server_the_caller_says_where_the_api_is(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InvalidOptionError, match=r"names no server. Pass base_url, or set PETS_URL"):
        client()
    with pytest.raises(InvalidOptionError, match=r"gives the path '/v1' alone.*such as https://HOST/v1"):
        client("/v1")
    monkeypatch.setenv("PETS_URL", "https://env.test")
    assert str(client().base_url) == "https://env.test/"
    assert str(client("/v1").base_url) == "https://env.test/"


def test_what_the_caller_says_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PETS_URL", "https://env.test")
    servers = (Server("https://a.test/{stage}", variables=(STAGE,)),)
    made = client("https://a.test/dev", servers, ("stage",))
    assert str(made.base_url) == "https://env.test/"
    assert str(client("https://a.test/dev", servers, ("stage",), variables={"stage": "v2"}).base_url) == (
        "https://a.test/v2/"
    )
    assert str(made.copy(stage="v3").base_url) == "https://a.test/v3/"


def test_a_part_without_a_default_is_asked_for() -> None:
    servers = (Server("https://{tenant}.test", variables=(TENANT,)),)
    with pytest.raises(InvalidOptionError, match=r"tenant is missing, a part of the server's URL 'https://\{tenant\}"):
        client("https://{tenant}.test", servers, ("tenant",))
    made = client("https://{tenant}.test", servers, ("tenant",), variables={"tenant": "a"})
    assert str(made.base_url) == "https://a.test/"


def test_a_value_cannot_lead_to_another_host() -> None:
    servers = (Server("https://{tenant}.test", variables=(TENANT,)),)
    for value in ("evil.example/", "a?b", "a#b", "x y", "evil.example\\", "me@evil.example", "a\n"):
        with pytest.raises(InvalidOptionError):
            client("", servers, ("tenant",), variables={"tenant": value})


def test_an_operation_with_servers_of_its_own_goes_there_unless_the_caller_said_a_url() -> None:
    own = (Server("https://up.{stage}.test", variables=(STAGE,)),)
    operation: Operation[Any] = Operation("GET", "/files", servers=own)
    made = client("https://a.test", parts=("stage",))
    assert sent_to(made, operation) == "https://up.dev.test/files"
    assert sent_to(made.copy(stage="live"), operation) == "https://up.live.test/files"
    assert sent_to(made.copy(stage="live"), Operation("GET", "/pets")) == "https://a.test/pets"
    made.base_url = httpx.URL("https://own.test")
    assert sent_to(made, operation) == "https://own.test/files"


def test_a_relative_server_of_an_operation_starts_at_the_url_of_the_client() -> None:
    operation: Operation[Any] = Operation("GET", "/files", servers=(Server("/up"),))
    assert sent_to(client("https://a.test/v1"), operation) == "https://a.test/up/files"


def test_servers_of_one_number_go_together_and_names_go_first() -> None:
    servers = (Server("https://a.test", "live"), Server("https://b.test", "test"))
    by_number: Operation[Any] = Operation("GET", "/x", servers=(Server("https://1.test"), Server("https://2.test")))
    by_name: Operation[Any] = Operation(
        "GET", "/x", servers=(Server("https://t.test", "test"), Server("https://l.test"))
    )
    other: Operation[Any] = Operation("GET", "/x", servers=(Server("https://o.test"),))
    made = client("https://a.test", servers, server="test")
    assert [sent_to(made, one) for one in (by_number, by_name, other)] == [
        "https://2.test/x",
        "https://t.test/x",
        "https://o.test/x",
    ]
