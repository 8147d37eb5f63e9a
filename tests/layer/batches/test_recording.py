"""Calls that are taken down, and requests that were written before."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from openai_client._runtime import ClientClosedError, RequestEncodingError
from openai_client.lib.batches import BatchBuilder, Limits, custom_id, read_requests, run_batches
from openai_client.lib.batches.recording import NotAnsweredError
from openai_client.lib.batches.requests import ENDPOINTS, split
from openai_client.lib.input_errors import InputError
from openai_client.testing import MockAPI

SPEC = Path(__file__).parents[3] / "spec" / "openai" / "openapi.json"
MESSAGES: Any = [{"role": "user", "content": "Grüße"}]


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def client(request: pytest.FixtureRequest) -> Any:
    api = MockAPI()
    return api.async_client() if request.param else api.client()


@dataclass
class Answer:
    number: int


def lines(builder: BatchBuilder) -> list[Any]:
    return [json.loads(request.line) for request in builder]


def test_endpoints_are_those_of_the_document() -> None:
    schema = json.loads(SPEC.read_bytes())["components"]["schemas"]["CreateBatchRequest"]
    assert list(ENDPOINTS) == schema["properties"]["endpoint"]["enum"]


def test_calls_become_lines_as_the_client_writes_them(client: Any) -> None:
    builder = BatchBuilder()
    with builder.collect(client) as calls:
        first = calls.chat.completions.create(model="m", messages=MESSAGES, extra_body={"top_k": 3})
        calls.responses.create(model="m", input="hello", extra_headers=custom_id("mine"))
        calls.embeddings.create(model="e", input=["a", "b"])
        calls.moderations.create(input="x")
    assert lines(builder) == [
        {
            "custom_id": "request-1", "method": "POST", "url": "/v1/chat/completions",
            "body": {"model": "m", "messages": MESSAGES, "top_k": 3},
        },
        {"custom_id": "mine", "method": "POST", "url": "/v1/responses", "body": {"model": "m", "input": "hello"}},
        {
            "custom_id": "request-3", "method": "POST", "url": "/v1/embeddings",
            "body": {"model": "e", "input": ["a", "b"], "encoding_format": "base64"},
        },
        {"custom_id": "request-4", "method": "POST", "url": "/v1/moderations", "body": {"input": "x"}},
    ]  # fmt: skip
    assert [request.inputs for request in builder] == [0, 0, 2, 0]
    assert first.custom_id == "request-1"  # type: ignore[attr-defined]  # type checkers know of a RawResponse
    with pytest.raises(NotAnsweredError, match="request-1"):
        first.parse()


def test_a_call_of_parse_is_taken_down_with_its_type(client: Any) -> None:
    builder = BatchBuilder()
    with builder.collect(client) as calls:
        calls.chat.completions.parse(model="m", messages=MESSAGES, response_format=Answer)  # type: ignore[attr-defined]
    [line] = lines(builder)
    assert line["body"]["response_format"]["json_schema"]["strict"] is True


def test_nothing_is_sent_and_the_client_stays_as_it_is() -> None:
    api = MockAPI()
    api.models.list.returns({"object": "list", "data": []})
    client = api.client()
    with BatchBuilder().collect(client) as calls:
        calls.moderations.create(input="x")
        client.models.list()
    with pytest.raises(ClientClosedError):
        calls.moderations.create(input="x")
    client.models.list()
    assert [request.path for request in api.requests] == ["/models", "/models"]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda c: c.chat.completions.create(model="m", messages=MESSAGES, stream=True), "cannot stream"),
        (lambda c: c.models.retrieve("m"), "a batch cannot call GET /models/{model}; it can call /v1/responses"),
        (lambda c: c.files.create(file=b"x", purpose="batch"), "a batch cannot call POST /files"),
        (lambda c: c.images.edit(image=b"x", prompt="y"), "give its body to BatchBuilder.add"),
        (lambda c: c.moderations.create(input="x", extra_headers={"X-A": "1"}), "neither headers nor a query.*x-a"),
        (lambda c: c.moderations.create(input="x", extra_query={"q": "1"}), "neither headers nor a query.*q"),
        (lambda c: c.moderations.create(input="x", extra_headers=custom_id("")), "not empty"),
        (lambda c: c.moderations.create(input="x", extra_body={"stream": True}), "leave out stream"),
    ],
)
def test_what_a_batch_cannot_take_is_refused(client: Any, call: Any, said: str) -> None:
    builder = BatchBuilder()
    with builder.collect(client) as calls, pytest.raises(InputError, match=said):
        call(calls)
    assert len(builder) == 0


def test_what_cannot_be_written_is_refused_where_it_is_called(client: Any) -> None:
    builder = BatchBuilder()
    with builder.collect(client) as calls, pytest.raises(RequestEncodingError, match="weight"):
        calls.moderations.create(input="x", extra_body={"weight": float("nan")})
    assert len(builder) == 0


def test_names_are_used_once(client: Any) -> None:
    builder = BatchBuilder()
    builder.add("/v1/moderations", {"input": "a"}, custom_id="request-2")
    assert builder.add("/v1/moderations", {"input": "b"}) == "request-3"
    with builder.collect(client) as calls, pytest.raises(InputError, match="two requests have the custom_id"):
        calls.moderations.create(input="c", extra_headers=custom_id("request-3"))
    assert len(builder) == 2


def added(*bodies: tuple[str, Mapping[str, object]]) -> list[Any]:
    builder = BatchBuilder()
    for url, body in bodies:
        builder.add(url, body)
    return list(builder)


def test_batches_are_for_one_endpoint_and_one_model() -> None:
    chat, moderation = "/v1/chat/completions", "/v1/moderations"
    requests = added(
        (chat, {"model": "a"}), (moderation, {"model": "a"}), (chat, {"model": "b"}), (chat, {"model": "a"}),
    )  # fmt: skip
    assert list(split(requests, range(4), Limits())) == [[0, 3], [1], [2]]


def test_batches_hold_no_more_than_their_limits() -> None:
    texts = added(*(("/v1/embeddings", {"model": "e", "input": ["x"] * count}) for count in (3, 2, 5, 1)))
    assert list(split(texts, range(4), Limits(inputs=5))) == [[0, 1], [2], [3]]
    assert list(split(texts, range(4), Limits(requests=3))) == [[0, 1, 2], [3]]
    two = len(texts[0].line) + len(texts[1].line)
    assert list(split(texts, [0, 1], Limits(size=two))) == [[0, 1]]
    assert list(split(texts, [0, 1], Limits(size=two - 1))) == [[0], [1]]
    tokens = added(("/v1/embeddings", {"model": "e", "input": [1, 2, 3]}), ("/v1/embeddings", {"input": [[1], [2]]}))
    assert [request.inputs for request in tokens] == [1, 2]


def test_a_request_too_large_for_any_batch_is_refused(tmp_path: Path) -> None:
    requests = added(("/v1/embeddings", {"model": "e", "input": ["x"] * 6}))
    client = MockAPI().client()
    with pytest.raises(InputError, match="'request-1' does not fit into a batch"):
        run_batches(client, requests, state=tmp_path / "run.json", limits=Limits(inputs=5))
    with pytest.raises(InputError, match="there is no request"):
        run_batches(client, [], state=tmp_path / "run.json")
    with pytest.raises(InputError, match="two requests have the custom_id"):
        run_batches(client, requests * 2, state=tmp_path / "run.json")
    assert not list(tmp_path.iterdir())


GOOD = '{"custom_id": "a", "method": "POST", "url": "/v1/moderations", "body": {"input": "x"}}'


def test_an_input_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text("\ufeff" + GOOD + "\n\n" + GOOD.replace('"a"', '"ä"') + "\n", "utf-8")
    found = read_requests(path)
    assert [request.custom_id for request in found] == ["a", "ä"]
    assert json.loads(found[1].line)["body"] == {"input": "x"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (GOOD[:40], r":2:\d+: "),
        (GOOD.replace("}}", "}]}"), r":2:\d+: "),
        (GOOD, r":2: custom_id 'a' is that of line 1 already"),
        ('{"messages": []}', r":2: no request of a batch: .*looks like a record for fine-tuning"),
        ('{"model": "m", "messages": []}', r":2: no request of a batch: .*a bare body"),
        ('{"custom_id": "a", "response": {}}', r":2: .*has no body, method, url; this is a line of an output file"),
        ("[1]", ":2: a request of a batch is an object, not list"),
        (GOOD.replace("moderations", "files"), ":2: a batch cannot call '/v1/files'"),
        (GOOD.replace("POST", "GET"), ":2: method is 'POST'"),
        (GOOD.replace('{"input": "x"}', '"x"'), ":2: the body of a request is an object"),
        (GOOD.replace('"a"', "7"), ":2: custom_id is a text"),
        (GOOD.replace('{"cus', '{"id": 1, "cus'), ":2: a request of a batch has no id"),
    ],
)
def test_a_broken_input_file_is_refused_with_its_place(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(f"{GOOD}\n{line}\n", "utf-8")
    with pytest.raises(InputError, match=re.escape(str(path)) + said):
        read_requests(path)
    with pytest.raises(InputError, match=said):
        run_batches(MockAPI().client(), path, state=tmp_path / "run.json")
    assert [file.name for file in tmp_path.iterdir()] == ["in.jsonl"]
