"""What packages carry for the tests of their users."""

from __future__ import annotations

import asyncio
from types import ModuleType
from typing import Any

import httpx
import pytest

CAT = {"kind": "cat", "name": "Tom"}


@pytest.fixture
def api(zoo: ModuleType) -> Any:
    """An API without answers."""
    from importlib import import_module

    client = import_module("zoo.client")
    return import_module("zoo._runtime.testing").MockAPI(client.Zoo, client.AsyncZoo)


def test_a_method_gets_the_answer_that_it_was_given_in_both_colours(api: Any) -> None:
    api.animals.create.returns(CAT)
    first = api.client().animals.create(name="Tom")
    second = asyncio.run(api.async_client().animals.create(name="Tom"))
    assert first.to_dict() == second.to_dict() == CAT
    assert [request.json for request in api.animals.create.requests] == [{"name": "Tom"}] * 2
    assert api.requests == api.animals.create.requests


def test_answers_come_in_their_order_and_the_last_one_stays(api: Any) -> None:
    api.animals.retrieve.returns({"kind": "cat", "name": "1"}, {"kind": "cat", "name": "2"})
    client = api.client()
    assert [client.animals.retrieve("x").name for _ in range(3)] == ["1", "2", "2"]


def test_a_failure_is_the_error_of_its_status_and_is_tried_again(api: Any, zoo: ModuleType) -> None:
    api.animals.retrieve.fails(429, "slow down", headers={"retry-after-ms": "1"}).returns(CAT)
    with pytest.raises(zoo._runtime.errors.RateLimitError, match="slow down"):
        api.client().animals.retrieve("x")
    api.on("GET", "/animals/{animal_id}").fails(503, headers={"retry-after-ms": "1"}).returns(CAT)
    assert api.client(max_retries=1).animals.retrieve("x").name == "Tom"


def test_a_broken_connection_is_a_connection_error(api: Any, zoo: ModuleType) -> None:
    api.animals.retrieve.raises(httpx.ConnectError("refused"))
    with pytest.raises(zoo._runtime.errors.APIConnectionError):
        api.client().animals.retrieve("x")


def test_events_are_streamed_and_may_break_off(api: Any, zoo: ModuleType) -> None:
    api.animals.create.streams([CAT, CAT]).streams([CAT, httpx.ReadError("gone")])
    client = api.client()
    assert [event.to_dict() for event in client.animals.create(name="x", stream=True)] == [CAT, CAT]
    stream = client.animals.create(name="x", stream=True)
    assert next(stream).to_dict() == CAT
    with pytest.raises(zoo._runtime.errors.APIConnectionError):
        next(stream)


def test_events_are_streamed_asynchronously(api: Any) -> None:
    api.animals.create.streams([CAT])

    async def events() -> list[Any]:
        stream = await api.async_client().animals.create(name="x", stream=True)
        return [event.to_dict() async for event in stream]

    assert asyncio.run(events()) == [CAT]


def test_events_in_an_envelope_keep_their_names(api: Any) -> None:
    api.animals.watch.streams([{"event": "animal.arrived", "data": CAT}])
    (event,) = api.client().animals.watch()
    assert event.to_dict() == {"event": "animal.arrived", "data": CAT}


def test_bytes_and_models_are_answers_too(api: Any, zoo: ModuleType) -> None:
    api.animals.photo.returns(b"\x89PNG")
    assert api.client().animals.photo("x").content == b"\x89PNG"
    api.animals.create.returns(CAT)
    model = api.client().animals.create(name="Tom")
    api.animals.retrieve.returns(model)
    assert api.client().animals.retrieve("x") == model


def test_an_answer_may_be_made_from_the_request(api: Any) -> None:
    api.animals.create.answers(lambda request: {"kind": "cat", "name": request.json["name"]})
    assert api.client().animals.create(name="Félix").name == "Félix"


def test_the_parts_of_a_form_are_recorded(api: Any) -> None:
    api.animals.upload.returns(CAT)
    api.client().animals.upload(file=("a.bin", b"\x00\xff\r\n"), purpose="test")
    (request,) = api.requests
    assert [tuple(part) for part in request.parts] == [
        ("file", "a.bin", b"\x00\xff\r\n"),
        ("purpose", None, b"test"),
    ]


def test_queries_and_paths_are_recorded_without_the_base(api: Any) -> None:
    api.animals.list.returns({"data": [], "has_more": False})
    api.client(base_url="https://host/deep/v9").animals.list(after="ü x")
    (request,) = api.requests
    assert (request.verb, request.path, request.query) == ("GET", "/animals", [("after", "ü x")])


def test_of_calls_that_share_a_path_the_one_that_says_more_answers(api: Any) -> None:
    api.on("GET", "/animals").returns({"data": []})
    api.on("GET", "/animals?after=x").returns({"data": [CAT]})
    api.on("GET", "/animals/{animal_id}").returns(CAT)
    api.on("GET", "/animals/felix").returns({**CAT, "name": "Felix"})
    client = api.client()
    assert len(client.animals.list(after="x").data) == 1
    assert len(client.animals.list(after="y").data) == 0
    assert [client.animals.retrieve(name).name for name in ("felix", "tom")] == ["Felix", "Tom"]


def test_a_call_without_an_answer_says_what_there_is(api: Any, zoo: ModuleType) -> None:
    error = type(api).__init__.__globals__["UnexpectedCallError"]
    with pytest.raises(error, match=r"GET /animals/x was called; there are answers for no call at all"):
        api.client().animals.retrieve("x")
    api.animals.list.returns([])
    with pytest.raises(error, match=r"there are answers for GET /animals"):
        api.client().animals.retrieve("x")


def test_a_name_that_the_client_lacks_is_refused(api: Any) -> None:
    with pytest.raises(AttributeError):
        api.animals.retreive.returns(CAT)
    with pytest.raises(AttributeError):
        _ = api.anmials
