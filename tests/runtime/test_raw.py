"""``with_raw_response``, and what both kinds of view share: each case with the sync and with the async client."""

from __future__ import annotations

import asyncio
import datetime
import importlib
import inspect
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from .blocks import collected, settled, streamed
from .conftest import Caller, Server

CAT = {"id": "1", "kind": "cat"}
MARKER = "X-Stainless-Raw-Response"


# --- raw -------------------------------------------------------------------------------------------------------------


def test_a_raw_response_tells_all(caller: Caller, server: Server) -> None:
    server.answer(CAT, headers={"x-request-id": "req-1", "x-left": "9"})
    raw = caller.one(lambda client: client.animals.with_raw_response.retrieve("1"))
    assert (raw.status_code, raw.headers["x-left"], raw.request_id) == (200, "9", "req-1")
    assert (raw.method, str(raw.url), raw.http_version) == ("GET", f"{server.url}/animals/1", "HTTP/1.1")
    assert raw.text == raw.content.decode() == '{"id": "1", "kind": "cat"}'
    assert raw.http_request.headers["authorization"] == "Bearer key-1"
    assert isinstance(raw.http_response, httpx.Response)
    assert raw.is_closed
    assert datetime.timedelta(0) < raw.elapsed < datetime.timedelta(minutes=1)
    assert raw.retries_taken == 0
    assert repr(raw) == "<RawResponse [200 OK]>"


def test_retries_are_counted(caller: Caller, server: Server) -> None:
    for _ in range(2):
        server.answer({}, status=500, headers={"retry-after-ms": "1"})
        server.answer(CAT)
    assert caller.one(lambda client: client.animals.with_raw_response.retrieve("1")).retries_taken == 1
    assert (
        streamed(
            caller,
            lambda client: client.animals.with_streaming_response.retrieve("1"),
            lambda response: response.retries_taken,
        )
        == 1
    )


def test_parse_gives_what_the_method_returns_and_always_the_same(caller: Caller, server: Server) -> None:
    server.answer(CAT, headers={"x-request-id": "req-1"})
    raw = caller.one(lambda client: client.animals.with_raw_response.retrieve("1"))
    cat = raw.parse()
    assert type(cat).__name__ == "Cat"
    assert cat._request_id == "req-1"
    assert raw.parse() is cat


def test_parse_as_something_else(caller: Caller, server: Server, zoo: ModuleType) -> None:
    server.answer({**CAT, "kind": "dog"})
    raw = caller.one(lambda client: client.animals.with_raw_response.retrieve("1"))
    cat_class = importlib.import_module("zoo.types.cat").Cat
    assert type(raw.parse(to=cat_class)) is cat_class
    assert raw.parse(to=dict) == {"id": "1", "kind": "dog"}
    assert raw.parse(to=str) == raw.text
    assert raw.parse(to=httpx.Response) is raw.http_response
    assert raw.parse(to=importlib.import_module("zoo._runtime").BinaryResponse).content == raw.content
    assert type(raw.parse()).__name__ == "Dog"


def test_parse_of_what_is_not_json(caller: Caller, server: Server, zoo: ModuleType) -> None:
    server.answer(b"<html>")
    raw = caller.one(lambda client: client.animals.with_raw_response.retrieve("1"))
    with pytest.raises(importlib.import_module("zoo._runtime").APIResponseValidationError, match="<html>"):
        raw.parse()
    assert raw.text == "<html>"


def test_a_raw_answer_of_nothing(caller: Caller, server: Server) -> None:
    server.answer(b"", status=204)
    raw = caller.one(lambda client: client.animals.with_raw_response.remove("1"), admin_key="boss")
    assert raw.status_code == 204
    assert raw.parse() is None


def test_a_raw_page_leads_to_the_next(caller: Caller, server: Server) -> None:
    server.answer({"data": [CAT], "has_more": True}, headers={"x-left": "9"})
    server.answer({"data": [{**CAT, "id": "2"}], "has_more": False})

    def both(client: Any) -> Any:
        raw = client.animals.with_raw_response.list(kinds=["cat"])
        if not caller.is_async:
            return raw, raw.parse().get_next_page()

        async def run() -> Any:
            answered = await raw
            return answered, await answered.parse().get_next_page()

        return run()

    raw, second = caller.one(both)
    assert raw.headers["x-left"] == "9"
    assert [item.id for item in raw.parse().data] == ["1"]
    assert [item.id for item in second.data] == ["2"]
    assert [request.header(MARKER) for request in server.requests] == ["true", None]


def test_a_raw_stream_is_read_as_its_events_are_taken(caller: Caller, server: Server) -> None:
    server.answer(pieces=[b'data: {"id": "1", "kind": "cat"}\n\n', b"data: [DONE]\n\n"])

    async def use(client: Any) -> Any:
        raw = await settled(client.animals.with_raw_response.create(name="x", stream=True))
        before = raw.is_closed
        return before, await collected(raw.parse()), raw.is_closed

    before, cats, after = caller.one(use) if caller.is_async else _sync(caller, use)
    assert (before, after) == (False, True)
    assert [type(cat).__name__ for cat in cats] == ["Cat"]


def _sync(caller: Caller, use: Callable[[Any], Any]) -> Any:
    return caller.one(lambda client: asyncio.run(use(client)))


def test_raw_binary(caller: Caller, server: Server) -> None:
    server.answer(b"\x89PNG", headers={"content-type": "image/png"})
    raw = caller.one(lambda client: client.animals.with_raw_response.photo("1"))
    assert raw.headers["content-type"] == "image/png"
    assert raw.parse().content == raw.content == b"\x89PNG"


def test_errors_are_raised_as_ever(caller: Caller, server: Server, zoo: ModuleType) -> None:
    server.answer({"error": {"message": "no"}}, status=404)
    server.answer({"error": {"message": "no"}}, status=404)
    errors = importlib.import_module("zoo._runtime")
    with pytest.raises(errors.NotFoundError, match="no"):
        caller.one(lambda client: client.animals.with_raw_response.retrieve("1"))
    with pytest.raises(errors.NotFoundError, match="no"):
        streamed(caller, lambda client: client.animals.with_streaming_response.retrieve("1"), lambda response: None)


def test_the_whole_client_has_it(caller: Caller, server: Server) -> None:
    server.answer(CAT)
    server.answer(CAT)
    raw = caller.one(lambda client: client.with_raw_response.animals.retrieve("1"))
    assert raw.parse().id == "1"
    cat = streamed(
        caller,
        lambda client: client.with_streaming_response.animals.retrieve("1"),
        lambda response: response.parse(),
    )
    assert cat.id == "1"


def test_headers_of_the_caller_are_kept(caller: Caller, server: Server) -> None:
    server.answer(CAT)
    caller.one(lambda client: client.animals.with_raw_response.retrieve("1", extra_headers={"x-trace": "7"}))
    assert server.requests[0].header("x-trace") == "7"
    assert server.requests[0].header(MARKER) == "true"


@pytest.mark.parametrize(
    ("value", "name"), [("true", "RawResponse"), ("raw", "APIResponse"), ("stream", "APIResponse")]
)
def test_the_header_itself_asks_for_it(caller: Caller, server: Server, value: str, name: str) -> None:
    server.answer(CAT)
    server.answer(CAT)
    headers = {MARKER.lower(): value}

    async def use(client: Any) -> Any:
        found = []
        for answered in (
            client.animals.retrieve("1", extra_headers=headers),
            client.get("/animals/1", cast_to=object, options={"headers": headers}),
        ):
            response = await settled(answered)
            closed = response.is_closed
            await settled(response.parse())
            found.append((type(response).__name__, closed))
        return found

    found = caller.one(use) if caller.is_async else _sync(caller, use)
    if caller.is_async and name == "APIResponse":
        name = "AsyncAPIResponse"
    assert found == [(name, value != "stream")] * 2


def test_only_operations_are_there(caller: Caller, zoo: ModuleType) -> None:
    def use(client: Any) -> Any:
        view = client.animals.with_raw_response
        assert {"retrieve", "list", "create"} <= set(dir(view))
        assert dir(client.with_raw_response) == ["animals"]
        assert repr(view) == (
            "<AsyncAnimals with response, AsyncRaw>" if caller.is_async else "<Animals with response, Raw>"
        )
        for owner, name in ((view, "nothing"), (view, "_client"), (client.with_raw_response, "base_url")):
            with pytest.raises(AttributeError, match=name):
                getattr(owner, name)
        assert "animal_id" in inspect.signature(view.retrieve).parameters
        assert view.retrieve.__name__ == "retrieve"

    caller.one(use)


# --- layers ----------------------------------------------------------------------------------------------------------


def _layer() -> tuple[type, type]:
    """Classes as a layer has them: one method does something to an answer, one makes several calls."""
    runtime: Any = importlib.import_module("zoo._runtime")
    generated: Any = importlib.import_module("zoo.animals")

    def named(cat: Any) -> Any:
        cat.id = f"cat {cat.id}"
        return cat

    class Animals(generated.Animals):  # type: ignore[misc]  # a class from late imports
        def retrieve(self, animal_id: str, *, extra_headers: Any = None) -> Any:
            return runtime.then(super().retrieve(animal_id, extra_headers=extra_headers), named)

        @runtime.single_call  # type: ignore[untyped-decorator]  # from a late import
        def find(self, animal_id: str, *, extra_headers: Any = None) -> Any:
            return self.retrieve(animal_id, extra_headers=extra_headers)

        def find_twice(self, *, extra_headers: Any = None) -> Any:
            return [self.retrieve(each, extra_headers=extra_headers).id for each in "12"]

    class AsyncAnimals(generated.AsyncAnimals):  # type: ignore[misc]
        async def retrieve(self, animal_id: str, *, extra_headers: Any = None) -> Any:
            return runtime.then(await super().retrieve(animal_id, extra_headers=extra_headers), named)

        @runtime.single_call  # type: ignore[untyped-decorator]  # from a late import
        async def find(self, animal_id: str, *, extra_headers: Any = None) -> Any:
            return await self.retrieve(animal_id, extra_headers=extra_headers)

        async def find_twice(self, *, extra_headers: Any = None) -> Any:
            return [(await self.retrieve(each, extra_headers=extra_headers)).id for each in "12"]

    return Animals, AsyncAnimals


@pytest.mark.parametrize("method", ["retrieve", "find"])
def test_what_a_layer_does_to_an_answer_is_done_by_parse(caller: Caller, server: Server, method: str) -> None:
    for _ in range(3):
        server.answer(CAT)
    layered = _layer()[caller.is_async]
    plain = caller.one(lambda client: getattr(layered(client), method)("1"))
    raw = caller.one(lambda client: getattr(layered(client).with_raw_response, method)("1"))
    in_block = streamed(
        caller,
        lambda client: getattr(layered(client).with_streaming_response, method)("1"),
        lambda response: response.parse(),
    )
    assert raw.content == b'{"id": "1", "kind": "cat"}'
    assert plain.id == raw.parse().id == in_block.id == "cat 1"
    assert raw.parse(to=dict) == CAT


def test_what_makes_several_calls_has_no_raw_response(caller: Caller, server: Server) -> None:
    layered = _layer()[caller.is_async]
    with pytest.raises(AttributeError, match=r"Animals\.find_twice is no single call"):
        caller.one(lambda client: layered(client).with_raw_response.find_twice())
    assert server.requests == []


# --- cost ------------------------------------------------------------------------------------------------------------


def test_it_is_imported_when_it_is_used(zoo: ModuleType) -> None:
    code = (
        "import sys; import zoo.client as c; client = c.Zoo(api_key='k'); client.animals\n"
        "names = ('raw', 'streaming', 'with_response')\n"
        "loaded = [n for n in names if 'zoo._runtime.' + n in sys.modules]; assert not loaded, loaded\n"
        "client.animals.with_raw_response; assert 'zoo._runtime.with_response' in sys.modules"
    )
    root = Path(str(zoo.__file__)).parents[1]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
