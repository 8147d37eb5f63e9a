"""Chat completions that are followed: what events come, what they hold, and what is left in the end."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from openai_client import (
    APIError,
    ContentFilterFinishReasonError,
    LengthFinishReasonError,
    pydantic_function_tool,
)
from openai_client.types.chat import ParsedChatCompletion

from .colours import COLOURS, Sent, all_of, each, opened, ready
from .scripts import body, call_piece, chunk, streamed

HELLO = [
    chunk({"role": "assistant", "content": "", "refusal": None}),
    chunk({"content": "Hel"}),
    chunk({"content": "lo"}),
    chunk({}, "stop"),
    chunk(usage={"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}),
]
ASK: dict[str, Any] = {"model": "gpt-x", "messages": [{"role": "user", "content": "Hi"}]}


@dataclass
class Weather:
    """How it is outside."""

    city: str
    degrees: float | None = None


def follow(colour: str, chunks: list[dict[str, Any]], **arguments: Any) -> tuple[list[Any], Any, httpx.Request]:
    """All events but those that say that a chunk came, the completion, and the request."""
    sent = Sent(colour, lambda request: streamed(body(chunks)))

    async def run() -> tuple[list[Any], Any]:
        async with opened(sent.client.chat.completions.stream(**ASK, **arguments)) as stream:
            events = await all_of(stream)
            return [event for event in events if event.type != "chunk"], await ready(stream.get_final_completion())

    events, final = asyncio.run(run())
    return events, final, sent.request


@pytest.mark.parametrize("colour", COLOURS)
def test_text_comes_in_pieces_and_whole(colour: str) -> None:
    events, final, request = follow(colour, HELLO)
    assert [(event.type, getattr(event, "delta", None)) for event in events] == [
        ("content.delta", ""),
        ("content.delta", "Hel"),
        ("content.delta", "lo"),
        ("content.done", None),
    ]
    assert [event.snapshot for event in events[:3]] == ["", "Hel", "Hello"]
    assert (events[3].content, events[3].parsed) == ("Hello", None)
    assert isinstance(final, ParsedChatCompletion)
    assert (final.object, final.choices[0].message.content, final.choices[0].finish_reason) == (
        "chat.completion",
        "Hello",
        "stop",
    )
    assert final.usage is not None
    assert final.usage.total_tokens == 3
    sent = json.loads(request.content)
    assert sent["stream"] is True
    assert "response_format" not in sent
    assert request.headers["x-stainless-helper-method"] == "chat.completions.stream"


@pytest.mark.parametrize("colour", COLOURS)
def test_a_chunk_comes_as_it_is_and_with_all_so_far(colour: str) -> None:
    sent = Sent(colour, lambda request: streamed(body(HELLO)))

    async def run() -> list[tuple[str | None, str | None]]:
        seen = []
        async with opened(sent.client.chat.completions.stream(**ASK)) as stream:
            async for event in each(stream):
                if event.type == "chunk" and event.chunk.choices:
                    now = stream.current_completion_snapshot.choices[0].message.content
                    assert event.snapshot is stream.current_completion_snapshot
                    seen.append((event.chunk.choices[0].delta.content, now))
        return seen

    assert asyncio.run(run()) == [("", ""), ("Hel", "Hel"), ("lo", "Hello"), (None, "Hello")]


@pytest.mark.parametrize("colour", COLOURS)
def test_a_type_is_sent_as_a_schema_and_read(colour: str) -> None:
    pieces = ['{"city": "Par', 'is", "deg', 'rees": 2', "1}"]
    chunks = [chunk({"content": piece}) for piece in pieces] + [chunk({}, "stop")]
    events, final, request = follow(colour, chunks, response_format=Weather)
    assert [event.parsed for event in events] == [
        {"city": "Par"},
        {"city": "Paris"},
        {"city": "Paris"},
        {"city": "Paris", "degrees": 21},
        Weather("Paris", 21.0),
    ]
    assert final.choices[0].message.parsed == Weather("Paris", 21.0)
    asked = json.loads(request.content)["response_format"]
    assert (asked["type"], asked["json_schema"]["name"], asked["json_schema"]["strict"]) == (
        "json_schema",
        "Weather",
        True,
    )


@pytest.mark.parametrize("colour", COLOURS)
def test_tool_calls_are_put_together_by_their_index(colour: str) -> None:
    tools = [
        pydantic_function_tool(Weather, name="weather"),
        {"type": "function", "function": {"name": "loose", "parameters": {}}},
        {"type": "function", "function": {"name": "strict", "parameters": {}, "strict": True}},
    ]
    chunks = [
        chunk({"role": "assistant", "content": None}),
        chunk(call_piece(0, id="call_0", type="function", name="weather")),
        chunk(call_piece(0, '{"city": "Pa')),
        chunk(call_piece(0, 'ris", "degrees": null}')),
        chunk(call_piece(1, '{"a"', id="call_1", type="function", name="loose")),
        chunk(call_piece(1, ": 1}")),
        chunk(call_piece(2, '{"b": 2}', id="call_2", type="function", name="strict")),
        chunk({}, "tool_calls"),
    ]
    events, final, request = follow(colour, chunks, tools=iter(tools))
    deltas = [event for event in events if event.type == "tool_calls.function.arguments.delta"]
    done = [event for event in events if event.type == "tool_calls.function.arguments.done"]
    assert [(event.index, event.name, event.arguments_delta) for event in deltas] == [
        (0, "weather", '{"city": "Pa'),
        (0, "weather", 'ris", "degrees": null}'),
        (1, "loose", '{"a"'),
        (1, "loose", ": 1}"),
        (2, "strict", '{"b": 2}'),
    ]
    assert [event.parsed_arguments for event in deltas[:3]] == [
        {"city": "Pa"},
        {"city": "Paris", "degrees": None},
        None,
    ]
    assert [(event.index, event.parsed_arguments) for event in done] == [
        (0, Weather("Paris")),
        (1, None),
        (2, {"b": 2}),
    ]
    assert [event.type for event in events].index("tool_calls.function.arguments.done") == 2
    calls = final.choices[0].message.tool_calls
    assert [(call.id, call.function.name, call.function.parsed_arguments) for call in calls] == [
        ("call_0", "weather", Weather("Paris")),
        ("call_1", "loose", None),
        ("call_2", "strict", {"b": 2}),
    ]
    assert [tool["function"]["name"] for tool in json.loads(request.content)["tools"]] == [
        "weather",
        "loose",
        "strict",
    ]


def test_servers_that_send_no_index_are_understood() -> None:
    chunks = [
        chunk(call_piece(None, "{}", id="a", type="function", name="one")),
        chunk(call_piece(None, "[1", id="b", type="function", name="two")),
        chunk(call_piece(None, "]")),
        chunk({}, "tool_calls"),
    ]
    _, final, _ = follow("sync", chunks)
    calls = final.choices[0].message.tool_calls
    assert [(call.id, call.function.arguments) for call in calls] == [("a", "{}"), ("b", "[1]")]


@pytest.mark.parametrize("colour", COLOURS)
def test_refusals_and_log_probabilities(colour: str) -> None:
    def logprobs(**tokens: str) -> dict[str, Any]:
        found: dict[str, Any] = {"content": None, "refusal": None}
        for kind, token in tokens.items():
            found[kind] = [{"token": token, "logprob": -0.5, "bytes": None, "top_logprobs": []}]
        return found

    chunks = [
        chunk({"content": "a"}, logprobs=logprobs(content="a")),
        chunk({"refusal": "N"}, logprobs=logprobs(refusal="N")),
        chunk({"refusal": "o"}, logprobs=logprobs(refusal="o")),
        chunk({}, "stop"),
    ]
    events, final, _ = follow(colour, chunks, response_format=Weather)
    assert [event.type for event in events] == [
        "content.delta",
        "logprobs.content.delta",
        "refusal.delta",
        "logprobs.refusal.delta",
        "refusal.delta",
        "logprobs.refusal.delta",
        "content.done",
        "refusal.done",
        "logprobs.content.done",
        "logprobs.refusal.done",
    ]
    assert (events[4].delta, events[4].snapshot, events[7].refusal) == ("o", "No", "No")
    assert [token.token for token in events[5].refusal] == ["o"]
    assert [token.token for token in events[9].refusal] == ["N", "o"]
    assert [token.token for token in final.choices[0].logprobs.refusal] == ["N", "o"]
    assert final.choices[0].message.parsed is None


def test_several_answers_grow_side_by_side_and_in_order() -> None:
    chunks = [
        chunk({"content": "b"}, index=1),
        chunk({"content": "a"}, index=0),
        chunk({"content": "B"}, "stop", index=1),
        chunk({"content": "A"}, "stop", index=0),
    ]
    _, final, _ = follow("sync", chunks, n=2)
    assert [(choice.index, choice.message.content) for choice in final.choices] == [(0, "aA"), (1, "bB")]


def test_what_nobody_knows_is_kept_and_grows() -> None:
    chunks = [
        chunk({"reasoning_content": "Let ", "audio": {"id": "a1", "transcript": "he"}}, provider="acme"),
        chunk({"reasoning_content": "me", "audio": {"transcript": "llo", "expires_at": 9}}, provider="acme"),
        chunk({"function_call": {"name": "f", "arguments": "{"}}),
        chunk({"function_call": {"arguments": "}"}}, "function_call"),
    ]
    _, final, _ = follow("sync", chunks)
    message = final.choices[0].message
    assert message.reasoning_content == "Let me"
    assert (message.audio.id, message.audio.transcript, message.audio.expires_at) == ("a1", "hello", 9)
    assert (message.function_call.name, message.function_call.arguments) == ("f", "{}")
    assert final.provider == "acme"


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize(
    ("reason", "error"), [("length", LengthFinishReasonError), ("content_filter", ContentFilterFinishReasonError)]
)
def test_an_answer_that_was_cut_off_is_not_read(colour: str, reason: str, error: type[Exception]) -> None:
    chunks = [chunk({"content": '{"city": "Par'}), chunk({}, reason)]
    with pytest.raises(error, match="Could not parse response content") as caught:
        follow(colour, chunks, response_format=Weather)
    if isinstance(caught.value, LengthFinishReasonError):
        assert caught.value.completion.choices[0].message.content == '{"city": "Par'


def test_a_text_that_was_cut_off_can_be_followed_if_nobody_asked_for_a_type() -> None:
    sent = Sent("sync", lambda request: streamed(body([chunk({"content": "a"}), chunk({}, "length")])))
    with sent.client.chat.completions.stream(**ASK) as stream:
        assert [event.type for event in stream] == ["chunk", "content.delta", "chunk", "content.done"]
        assert stream.current_completion_snapshot.choices[0].finish_reason == "length"
        with pytest.raises(LengthFinishReasonError):
            stream.get_final_completion()


@pytest.mark.parametrize("colour", COLOURS)
def test_nothing_is_sent_until_it_is_entered_and_until_done_reads_to_the_end(colour: str) -> None:
    sent = Sent(colour, lambda request: streamed(body(HELLO)))

    async def run() -> None:
        manager = sent.client.chat.completions.stream(**ASK)
        assert sent.requests == []
        async with opened(manager) as stream:
            with pytest.raises(RuntimeError, match="No chunk"):
                _ = stream.current_completion_snapshot
            assert await ready(stream.until_done()) is stream
            assert stream.current_completion_snapshot.choices[0].message.content == "Hello"
            await ready(stream.close())

    asyncio.run(run())
    assert len(sent.requests) == 1


@pytest.mark.parametrize("colour", COLOURS)
def test_an_error_in_the_stream_is_raised(colour: str) -> None:
    with pytest.raises(APIError, match="too busy"):
        follow(colour, [HELLO[0], {"error": {"message": "too busy"}}])


def test_a_stream_without_a_chunk_has_no_completion() -> None:
    with pytest.raises(RuntimeError, match="No chunk"):
        follow("sync", [])


def test_chunks_without_what_they_should_have_do_no_harm() -> None:
    bare = chunk({"content": "a"})
    del bare["choices"][0]["logprobs"]
    last = chunk({}, "stop")
    del last["choices"][0]["delta"]
    filtered = {**chunk(), "choices": None, "prompt_filter_results": []}
    _, final, _ = follow("sync", [filtered, bare, last])
    assert final.choices[0].message.content == "a"


@pytest.mark.parametrize("colour", COLOURS)
def test_the_beta_name_is_the_same(colour: str) -> None:
    sent = Sent(colour, lambda request: streamed(body(HELLO)))
    completions = sent.client.beta.chat.completions
    assert type(completions) is type(sent.client.chat.completions)
    assert callable(completions.parse)


def test_an_argument_that_create_does_not_have_is_refused() -> None:
    with pytest.raises(TypeError, match="mesages"):
        follow("sync", HELLO, mesages=[])
