"""Keys that functions give, and that no log and no message shows one."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from .clocks import FakeClock, clocked
from .conftest import Caller, Server

CAT = {"id": "1", "kind": "cat"}
KEY = "sk-very-secret-1"


def retrieve(client: Any) -> Any:
    return client.animals.retrieve("1")


def test_a_key_is_asked_for_at_every_attempt(caller: Caller, server: Server) -> None:
    keys = iter(["one", "two", "three"])

    async def later() -> str:
        return next(keys)

    server.answer({}, status=401, headers={"x-should-retry": "true"})
    server.answer({}, status=500)
    server.answer(CAT)
    give = later if caller.is_async else lambda: next(keys)
    caller.one(lambda client: retrieve(clocked(client, FakeClock())), api_key=give)
    assert [asked.header("authorization") for asked in server.requests] == ["Bearer one", "Bearer two", "Bearer three"]


def test_a_function_that_fails_ends_the_call(caller: Caller, server: Server) -> None:
    def fail() -> str:
        raise LookupError("no vault")

    with pytest.raises(LookupError, match="no vault"):
        caller.one(retrieve, api_key=fail)
    assert server.requests == []


def test_an_async_function_is_for_async_clients(zoo: ModuleType, server: Server, errors: Any) -> None:
    async def later() -> str:
        return "k"

    with (
        importlib.import_module("zoo.client").Zoo(api_key=later, base_url=server.url) as client,
        pytest.raises(errors.RequestEncodingError, match="`api_key`: an async function needs the asynchronous client"),
    ):
        client.animals.retrieve("1")


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Everything that anything logs."""
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, "zoo"):
        yield caplog


def test_no_key_is_ever_shown(
    caller: Caller, server: Server, zoo: ModuleType, errors: Any, log: pytest.LogCaptureFixture, monkeypatch: Any
) -> None:
    cls: Any = caller._class
    in_query = zoo._runtime.ClientOption("query_key", "query", name="k", secret=True)
    monkeypatch.setattr(cls, "_settings", cls._settings._replace(options=(*cls._settings.options, in_query)))
    monkeypatch.setattr(cls, "query_key", None, raising=False)
    shown: list[str] = []

    def use(client: Any) -> Any:
        client.query_key = KEY
        shown.append(repr(client) + str(client) + repr(client.copy()))
        options = {"security": ("api_key+query_key",), "headers": {"X-Api-Key": KEY}, "params": {"token": KEY}}
        return clocked(client, FakeClock()).get("/x", cast_to=dict, options=options)

    secrets = {"api_key": KEY, "admin_key": KEY, "base_url": server.url.replace("://", f"://user:{KEY}@")}
    for status, body in ((401, {"error": "no"}), (500, {}), (200, CAT), (200, b"<html>")):
        server.answer(body, status=status, headers={"set-cookie": "crumbs=1"})
        try:
            shown.append(repr(caller.one(use, **secrets)))
        except errors.SDKError as error:
            shown += [str(error), repr(error)]
    assert (KEY in server.requests[0].path, server.requests[0].header("x-api-key")) == (True, KEY)
    everything = "\n".join([*shown, *(record.getMessage() for record in log.records), log.text])
    assert "Request: GET" in everything
    assert KEY not in everything
    ours = "\n".join(record.getMessage() for record in log.records if record.name == "zoo")
    assert "<redacted>" in ours
    assert "crumbs" not in ours


@pytest.mark.parametrize(
    ("variable", "level"), [("debug", 10), ("INFO", 20), (" warning ", 30), ("loud", 0), ("", 0), (None, 0)]
)
def test_logging_is_turned_on_by_a_variable(
    client_class: Any, variable: str | None, level: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    logger = logging.getLogger("zoo")
    monkeypatch.setattr(logger, "level", logging.NOTSET)
    monkeypatch.setattr(client_class, "_settings", client_class._settings._replace(log_env="ZOO_LOG"))
    if variable is not None:
        monkeypatch.setenv("ZOO_LOG", variable)
    client_class(api_key=KEY)
    assert logger.level == level
    logger.setLevel(logging.NOTSET)


def test_retries_are_told_at_info(caller: Caller, server: Server, caplog: pytest.LogCaptureFixture) -> None:
    server.answer({}, status=429, headers={"retry-after": "3"})
    server.answer(CAT)
    with caplog.at_level(logging.INFO, "zoo"):
        caller.one(lambda client: retrieve(clocked(client, FakeClock())))
    told = [record.getMessage() for record in caplog.records if record.name == "zoo"]
    assert told == [f"Retrying: GET {server.url}/animals/1 in 3.000 seconds"]
