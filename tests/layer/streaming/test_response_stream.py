"""Responses that are followed: new ones, and ones that are being written already."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from openai_client import pydantic_function_tool
from openai_client.types.responses import ParsedResponse

from .colours import COLOURS, Sent, all_of, opened, ready
from .scripts import Json, body, function_call, message, response, streamed


@dataclass
class Step:
    text: str


def numbered(*events: Json) -> list[Json]:
    return [{**event, "sequence_number": number} for number, event in enumerate(events)]


def text(kind: str, **rest: Any) -> Json:
    place = {"item_id": "msg_1", "output_index": 0, "content_index": 0, "logprobs": []}
    return {"type": f"response.output_text.{kind}", **place, **rest}


def arguments(kind: str, **rest: Any) -> Json:
    return {"type": f"response.function_call_arguments.{kind}", "item_id": "fc_1", "output_index": 1, **rest}


WHOLE = response(message('{"text": "a"}'), function_call("Step", '{"text": "b"}'))
EVENTS = numbered(
    {"type": "response.created", "response": response(status="in_progress")},
    {"type": "response.output_item.added", "output_index": 0, "item": message(status="in_progress")},
    {
        "type": "response.content_part.added",
        "item_id": "msg_1",
        "output_index": 0,
        "content_index": 0,
        "part": message("")["content"][0],
    },
    text("delta", delta='{"text"'),
    text("delta", delta=': "a"}'),
    text("done", text='{"text": "a"}'),
    {"type": "response.output_item.added", "output_index": 1, "item": function_call("Step", "", "in_progress")},
    arguments("delta", delta='{"text": '),
    arguments("delta", delta='"b"}'),
    arguments("done", name="Step", arguments='{"text": "b"}'),
    {"type": "response.brand_new", "x": 1},
    {"type": "response.completed", "response": WHOLE},
)


def follow(colour: str, events: list[Json], **params: Any) -> tuple[list[Any], Any, httpx.Request]:
    sent = Sent(colour, lambda request: streamed(body(events, done=False)))

    async def run() -> tuple[list[Any], Any]:
        async with opened(sent.client.responses.stream(**params)) as stream:
            return await all_of(stream), await ready(stream.get_final_response())

    told, final = asyncio.run(run())
    return told, final, sent.request


@pytest.mark.parametrize("colour", COLOURS)
def test_texts_and_arguments_grow(colour: str) -> None:
    told, final, request = follow(
        colour, EVENTS, model="m", input="Hi", text_format=Step, tools=[pydantic_function_tool(Step)]
    )
    assert [event.type for event in told] == [event["type"] for event in EVENTS]
    assert [event.snapshot for event in told if event.type == "response.output_text.delta"] == [
        '{"text"',
        '{"text": "a"}',
    ]
    assert [event.snapshot for event in told if event.type == "response.function_call_arguments.delta"] == [
        '{"text": ',
        '{"text": "b"}',
    ]
    assert told[5].parsed == Step("a")
    assert told[10].x == 1
    assert isinstance(told[11].response, ParsedResponse)
    assert told[11].response is final
    assert (final.output_parsed, final.output_text) == (Step("a"), '{"text": "a"}')
    called: Any = final.output[1]
    assert called.parsed_arguments == Step("b")
    assert [event.to_dict() for event in told] == EVENTS
    sent = json.loads(request.content)
    assert sent["stream"] is True
    assert sent["text"]["format"]["name"] == "Step"
    assert request.headers["x-stainless-helper-method"] == "responses.stream"


@pytest.mark.parametrize("colour", COLOURS)
def test_a_response_that_is_being_written_is_followed_on(colour: str) -> None:
    told, final, request = follow(
        colour,
        EVENTS[4:],
        response_id="resp_1",
        starting_after=3,
        text_format=Step,
        include=["reasoning.encrypted_content"],
    )
    assert request.method == "GET"
    assert request.url.path == "/v1/responses/resp_1"
    assert dict(request.url.params) == {
        "starting_after": "3",
        "stream": "true",
        "include[]": "reasoning.encrypted_content",
    }
    assert [event.sequence_number for event in told] == list(range(4, 12))
    assert told[0].snapshot == ': "a"}'
    assert final.output_parsed == Step("a")


@pytest.mark.parametrize("colour", COLOURS)
def test_what_is_not_wanted_any_more_is_added_and_not_told(colour: str) -> None:
    told, _, _ = follow(colour, EVENTS, response_id="resp_1", starting_after=3)
    assert told[0].sequence_number == 4
    assert told[0].snapshot == '{"text": "a"}'


@pytest.mark.parametrize(
    ("params", "problem"),
    [
        ({"starting_after": 3}, "starting_after goes with response_id"),
        ({"response_id": "r", "input": "Hi", "model": "m"}, "have no use: input, model"),
    ],
)
def test_new_and_old_are_not_mixed(params: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        Sent("sync", lambda request: streamed(b"")).client.responses.stream(**params)


@pytest.mark.parametrize("status", ["incomplete", "failed"])
@pytest.mark.parametrize("colour", COLOURS)
def test_a_response_that_broke_off_is_there_and_not_read(colour: str, status: str) -> None:
    broken = response(message('{"te', status="incomplete"), status=status)
    events = numbered(EVENTS[0], text("delta", delta='{"te'), {"type": f"response.{status}", "response": broken})
    _, final, _ = follow(colour, events, text_format=Step)
    assert (final.status, final.output_text, final.output_parsed) == (status, '{"te', None)


@pytest.mark.parametrize("colour", COLOURS)
def test_a_stream_that_ends_before_the_response_has_no_response(colour: str) -> None:
    with pytest.raises(RuntimeError, match=r"no .response[.]completed. event"):
        follow(colour, EVENTS[:5])
