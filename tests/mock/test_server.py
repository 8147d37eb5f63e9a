"""What the mock answers, asked through its transport."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from specloom.mock import transport
from specloom.mock.checking import Checker
from tests.mock.shop import ref, shop

PREPARED = shop()
KEY = {"X-Key": "k"}


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    """A client with credentials."""
    with httpx.Client(transport=transport(PREPARED), base_url="https://shop.example/v1", headers=KEY) as client:
        yield client


def problems(response: httpx.Response) -> list[tuple[str, str, str]]:
    """Place, name and pointer of each problem of a request that was refused."""
    assert response.status_code == 400, response.text
    error = response.json()["error"]
    assert error["type"] == "invalid_request_error"
    return [(one["place"], one.get("name", ""), one["pointer"]) for one in error["problems"]]


def test_answers_are_what_their_schemas_allow(client: httpx.Client) -> None:
    answer = client.get("/items/7")
    assert answer.status_code == 200
    assert Checker(PREPARED["components"]["schemas"]).findings(ref("Item"), answer.json()) == []
    assert answer.headers["x-request-id"] == client.get("/items/7").headers["x-request-id"]
    assert answer.content == client.get("/items/7").content


def test_text_bytes_and_nothing_are_answers_too(client: httpx.Client) -> None:
    assert client.get("/items/special").headers["content-type"] == "text/plain"
    photo = client.get("/items/7/photo")
    assert photo.headers["content-type"] == "image/png"
    assert len(photo.content) == 2048
    gone = client.delete("/items/7")
    assert (gone.status_code, gone.content) == (204, b"")


def test_the_path_of_the_server_may_be_left_out() -> None:
    with httpx.Client(transport=transport(PREPARED), base_url="http://localhost", headers=KEY) as client:
        assert client.get("/items/7").status_code == client.get("/v1/items/7").status_code == 200


def test_what_is_not_there_is_404_and_the_wrong_verb_405(client: httpx.Client) -> None:
    assert client.get("/nowhere").status_code == 404
    assert client.get("/items/7/photo/8").status_code == 404
    wrong = client.patch("/items/7")
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "DELETE, GET")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"X-Key": ""}, 401),
        ({"Authorization": "Basic x"}, 401),
        ({"Authorization": "Bearer "}, 401),
        ({"Authorization": "bearer x"}, 200),
        ({"X-Key": "x"}, 200),
    ],
)
def test_credentials_are_asked_for(client: httpx.Client, headers: dict[str, str], status: int) -> None:
    del client.headers["X-Key"]
    assert client.get("/items/7", headers=headers).status_code == status
    assert client.get("/items/7/photo").status_code == 200


def test_a_list_is_walked_page_by_page(client: httpx.Client) -> None:
    first = client.get("/items").json()
    assert (len(first["data"]), first["has_more"]) == (3, True)
    second = client.get("/items", params={"after": first["last_id"]}).json()
    assert (len(second["data"]), second["has_more"]) == (2, False)
    ids = [item["id"] for item in first["data"] + second["data"]]
    assert ids == [f"item_{number}" for number in range(1, 6)]
    assert [item["id"] for item in client.get("/items", params={"limit": 1, "after": ids[1]}).json()["data"]] == ids[
        2:3
    ]
    assert client.get("/items", params={"after": "unheard of"}).json()["has_more"] is False
    assert client.get("/items", params={"limit": 100}).json()["has_more"] is False


def test_a_stream_tells_its_events_in_a_plausible_order(client: httpx.Client) -> None:
    usual = client.get("/news")
    assert usual.headers["content-type"].startswith("text/event-stream")
    events = [block.split("\n") for block in usual.text.split("\n\n")[:-1]]
    assert [lines[0] for lines in events[:-1]] == [
        "event: news.created",
        "event: news.text.delta",
        "event: news.completed",
    ]
    assert [json.loads(lines[1][6:])["sequence_number"] for lines in events[:-1]] == [0, 1, 2]
    assert events[-1] == ["data: [DONE]"]
    assert "news.failed" in client.get("/news", headers={"x-specloom-mock-events": "all"}).text


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"limit": "3", "colours": "red"}, []),
        ({"colours[]": ["red", "blue"], "made[year]": "1999"}, []),
        ({"colours": ["red", "blue"]}, []),
        ({"limit": "many"}, [("query", "limit", "#")]),
        ({"limit": "0"}, [("query", "limit", "#")]),
        ({"limit": "1_0"}, [("query", "limit", "#")]),
        ({"colours[]": ["red", "green"]}, [("query", "colours", "#/1")]),
        ({"made[year]": "old"}, [("query", "made", "#/year")]),
        ({"size": "3"}, [("query", "size", "#")]),
    ],
    ids=str,
)
def test_queries_are_checked(client: httpx.Client, parameters: dict[str, Any], expected: list[Any]) -> None:
    answer = client.get("/items", params=parameters)
    assert (answer.status_code == 200) == (not expected)
    if expected:
        assert problems(answer) == expected


def test_paths_and_headers_are_checked(client: httpx.Client) -> None:
    assert problems(client.get("/items/seven/photo")) == [("path", "item_id", "#")]
    assert problems(client.get("/items", headers={"X-Shop": "x"})) == [("header", "X-Shop", "#")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"name": "x"}, []),
        ({"name": "x", "note": None, "pay": {"kind": "cash"}}, []),
        ({}, ["#"]),
        ({"name": 3, "note": 3}, ["#/name", "#/note"]),
        ({"name": "x", "pay": {"kind": "card"}}, ["#/pay"]),
        ({"name": "x", "pay": {"kind": "card", "number": 3}}, ["#/pay/number"]),
        ([], ["#"]),
    ],
    ids=str,
)
def test_bodies_are_checked(client: httpx.Client, body: Any, expected: list[str]) -> None:
    answer = client.post("/items", json=body)
    if expected:
        assert [pointer for _, _, pointer in problems(answer)] == expected
    else:
        assert answer.status_code == 200, answer.text


def test_bodies_that_are_not_what_they_say_are_refused(client: httpx.Client) -> None:
    json_type = {"Content-Type": "application/json"}
    assert problems(client.post("/items", content=b"{", headers=json_type)) == [("body", "", "#")]
    assert problems(client.post("/items", content=b"")) == [("body", "", "#")]
    assert problems(client.post("/items", content=b"x", headers={"Content-Type": "text/csv"})) == [("body", "", "#")]
    assert problems(client.request("GET", "/items/7", content=b"x")) == [("body", "", "#")]
    multipart = {"Content-Type": "multipart/form-data; boundary=x"}
    assert problems(client.put("/items/7/photo", content=b"nonsense", headers=multipart)) == [("body", "", "#")]


def test_forms_are_checked_part_by_part(client: httpx.Client) -> None:
    def put(**fields: Any) -> httpx.Response:
        return client.put("/items/7/photo", files={"file": ("a.png", b"\x89PNG")}, data=fields)

    fine = put(**{"size[width]": "3", "tags[]": ["a", "b"]})
    assert fine.status_code == 200, fine.text
    assert problems(put(**{"size[width]": "wide"})) == [("body", "", "#/size/width")]
    assert problems(put(size='{"width": "wide"}')) == [("body", "", "#/size/width")]
    assert problems(put(**{"tags[]": "a"})) == [("body", "", "#")]


def test_checks_can_be_switched_off() -> None:
    with httpx.Client(transport=transport(PREPARED, validate=False), base_url="http://localhost") as client:
        assert client.get("/items", params={"limit": "many"}).status_code == 200


def test_a_failure_is_had_by_asking(client: httpx.Client) -> None:
    asked = {"x-specloom-mock-status": "429", "x-specloom-mock-retry-after": "2"}
    answer = client.get("/items/7", headers=asked)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "2")
    assert answer.json()["error"]["type"] == "rate_limit_error"


def test_each_attempt_may_have_its_own_status(client: httpx.Client) -> None:
    asked = {"x-specloom-mock-status": "503, 429, 200"}
    statuses = [
        client.get("/items/7", headers={**asked, "x-stainless-retry-count": str(attempt)}).status_code
        for attempt in range(4)
    ]
    assert statuses == [503, 429, 200, 200]


def test_a_variant_is_had_by_asking(client: httpx.Client) -> None:
    answer = client.get("/items/7", headers={"x-specloom-mock-variant": "card"})
    assert answer.json()["pay"]["kind"] == "card"


def test_a_delay_is_waited_for_or_runs_into_the_time_limit(client: httpx.Client) -> None:
    started = time.perf_counter()
    assert client.get("/items/7", headers={"x-specloom-mock-delay": "0.05"}).status_code == 200
    assert time.perf_counter() - started >= 0.05
    with pytest.raises(httpx.ReadTimeout):
        client.get("/items/7", headers={"x-specloom-mock-delay": "500"}, timeout=0.01)


def test_a_connection_breaks_by_asking(client: httpx.Client) -> None:
    headers = {"x-specloom-mock-drop": "mid-body"}
    with client.stream("GET", "/news", headers=headers) as response:
        seen: list[bytes] = []
        with pytest.raises(httpx.RemoteProtocolError):
            seen.extend(response.iter_raw())
    assert len(seen) == 2
    with pytest.raises(httpx.RemoteProtocolError):
        client.get("/items/7", headers=headers)


@pytest.mark.parametrize(
    "headers",
    [{"status": "often"}, {"status": "700"}, {"delay": "-1"}, {"delay": "nan"}, {"drop": "now"}, {"stutus": "429"}],
    ids=str,
)
def test_wishes_that_cannot_be_met_are_told(client: httpx.Client, headers: dict[str, str]) -> None:
    answer = client.get("/items/7", headers={f"x-specloom-mock-{name}": value for name, value in headers.items()})
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "mock_control"


def test_asynchronous_clients_get_the_same() -> None:
    async def run() -> tuple[bytes, bytes]:
        options: dict[str, Any] = {"transport": transport(PREPARED), "base_url": "http://localhost", "headers": KEY}
        async with httpx.AsyncClient(**options) as client:
            return (await client.get("/items/7")).content, (await client.get("/news")).content

    with httpx.Client(transport=transport(PREPARED), base_url="http://localhost", headers=KEY) as client:
        assert asyncio.run(run()) == (client.get("/items/7").content, client.get("/news").content)


def test_what_may_only_be_read_is_not_required_of_a_request() -> None:
    pet = {
        "type": "object",
        "properties": {"id": {"type": "string", "readOnly": True}, "name": {"type": "string"}},
        "required": ["id", "name"],
    }
    content = {"application/json": {"schema": ref("Pet")}}
    answers = {"200": {"description": "", "content": content}}
    operation = {"operationId": "add", "requestBody": {"required": True, "content": content}, "responses": answers}
    prepared = {"paths": {"/pets": {"post": operation}}, "components": {"schemas": {"Pet": pet}}}
    with httpx.Client(transport=transport(prepared), base_url="https://shop.example") as client:
        added = client.post("/pets", json={"name": "Tom"})
        assert added.status_code == 200
        assert set(added.json()) == {"id", "name"}
        assert problems(client.post("/pets", json={})) == [("body", "", "#")]


@pytest.mark.parametrize("components", [{}, {"components": {}}, {"components": {"securitySchemes": {}}}])
def test_a_document_may_have_no_schemas(components: dict[str, Any]) -> None:
    answers = {"200": {"description": "", "content": {"application/json": {"schema": {"type": "string"}}}}}
    prepared = {"paths": {"/pets": {"get": {"operationId": "list", "responses": answers}}}, **components}
    with httpx.Client(transport=transport(prepared), base_url="https://shop.example") as client:
        assert isinstance(client.get("/pets").json(), str)
