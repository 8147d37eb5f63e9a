"""Runs of assistants that are followed: what handlers hear, and what is left in the end."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest

import openai_client
from openai_client import APIConnectionError, APITimeoutError, AssistantEventHandler, AsyncAssistantEventHandler

from .colours import COLOURS, Sent, all_of, each, opened, ready
from .scripts import Json, body, streamed

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

CALLBACKS = [name for name in vars(AssistantEventHandler) if name.startswith("on_")]


def event(name: str, **data: Any) -> Json:
    return {"event": name, "data": data}


def written(*texts: str, index: int = 0) -> list[Json]:
    return [
        event(
            "thread.message.delta",
            id="msg_1",
            object="thread.message.delta",
            delta={"content": [{"index": index, "type": "text", "text": {"value": text}}]},
        )
        for text in texts
    ]


def called(*pieces: Json) -> list[Json]:
    return [
        event(
            "thread.run.step.delta",
            id="step_1",
            object="thread.run.step.delta",
            delta={"step_details": {"type": "tool_calls", "tool_calls": [piece]}},
        )
        for piece in pieces
    ]


def run(status: str) -> Json:
    return {"id": "run_1", "object": "thread.run", "status": status}


def step(status: str, calls: list[Json]) -> Json:
    details = {"type": "tool_calls", "tool_calls": calls}
    return {"id": "step_1", "object": "thread.run.step", "status": status, "step_details": details}


def message(status: str, *content: Json) -> Json:
    return {"id": "msg_1", "object": "thread.message", "status": status, "content": list(content)}


IMAGE = {"type": "image_file", "image_file": {"file_id": "file-1"}}
CALLS = [
    {"id": "c1", "type": "code_interpreter", "code_interpreter": {"input": "1+1", "outputs": []}},
    {"id": "c2", "type": "function", "function": {"name": "f", "arguments": "{}", "output": None}},
]
EVENTS = [
    event("thread.created", id="thread_1", object="thread"),
    event("thread.run.created", **run("queued")),
    event("thread.run.step.created", **step("in_progress", [])),
    *called(
        {"index": 0, "id": "c1", "type": "code_interpreter", "code_interpreter": {"input": "1", "outputs": []}},
        {"index": 0, "type": "code_interpreter", "code_interpreter": {"input": "+1"}},
        {"index": 1, "id": "c2", "type": "function", "function": {"name": "f", "arguments": "{}"}},
    ),
    event("thread.run.step.completed", **step("completed", CALLS)),
    event("thread.message.created", **message("in_progress")),
    event("thread.message.in_progress", **message("in_progress")),
    *written("Hel", "lo"),
    event(
        "thread.message.delta",
        id="msg_1",
        object="thread.message.delta",
        delta={"content": [{"index": 1, **IMAGE}]},
    ),
    event(
        "thread.message.completed",
        **message("completed", {"type": "text", "text": {"value": "Hello", "annotations": []}}, IMAGE),
    ),
    event("thread.run.completed", **run("completed")),
]


def recorder(colour: str) -> tuple[Any, list[tuple[Any, ...]]]:
    """A handler, and what it heard: names with the values that tell most."""
    heard: list[tuple[Any, ...]] = []

    def note(name: str) -> Any:
        def hear(self: Any, *arguments: Any) -> None:
            heard.append((name, *(shown(argument) for argument in arguments)))

        async def hear_later(self: Any, *arguments: Any) -> None:
            hear(self, *arguments)

        return hear if colour == "sync" else hear_later

    base = AssistantEventHandler if colour == "sync" else AsyncAssistantEventHandler
    return type("Recorder", (base,), {name: note(name) for name in CALLBACKS})(), heard


def shown(value: Any) -> Any:
    for name in ("event", "value", "file_id", "status", "type"):
        found = getattr(value, name, None)
        if found is not None:
            return found
    return type(value).__name__


def stream_of(sent: Sent, **arguments: Any) -> Any:
    return sent.client.beta.threads.runs.stream(thread_id="thread_1", assistant_id="asst_1", **arguments)


@pytest.mark.parametrize("colour", COLOURS)
def test_a_handler_hears_of_everything_in_order(colour: str) -> None:
    handler, heard = recorder(colour)
    sent = Sent(colour, lambda request: streamed(body(EVENTS, names=True)))

    async def follow() -> None:
        async with opened(stream_of(sent, event_handler=handler)) as stream:
            assert stream is handler
            await ready(stream.until_done())

    asyncio.run(follow())
    assert [told for told in heard if told[0] != "on_event"] == [
        ("on_run_step_created", "in_progress"),
        ("on_run_step_delta", "RunStepDelta", "in_progress"),
        ("on_tool_call_created", "code_interpreter"),
        ("on_tool_call_delta", "code_interpreter", "code_interpreter"),
        ("on_run_step_delta", "RunStepDelta", "in_progress"),
        ("on_tool_call_delta", "code_interpreter", "code_interpreter"),
        ("on_run_step_delta", "RunStepDelta", "in_progress"),
        ("on_tool_call_done", "code_interpreter"),
        ("on_tool_call_created", "function"),
        ("on_tool_call_delta", "function", "function"),
        ("on_tool_call_done", "function"),
        ("on_run_step_done", "completed"),
        ("on_message_created", "in_progress"),
        ("on_message_delta", "MessageDelta", "in_progress"),
        ("on_text_created", "Hel"),
        ("on_text_delta", "Hel", "Hel"),
        ("on_message_delta", "MessageDelta", "in_progress"),
        ("on_text_delta", "lo", "Hello"),
        ("on_message_delta", "MessageDelta", "in_progress"),
        ("on_text_done", "Hello"),
        ("on_image_file_done", "file-1"),
        ("on_message_done", "completed"),
        ("on_end",),
    ]
    assert [told[1] for told in heard if told[0] == "on_event"] == [one["event"] for one in EVENTS]
    assert heard[0] == ("on_event", "thread.created")


@pytest.mark.parametrize("colour", COLOURS)
def test_the_run_its_steps_and_its_messages(colour: str) -> None:
    sent = Sent(colour, lambda request: streamed(body(EVENTS, names=True)))

    async def follow() -> tuple[Any, ...]:
        async with opened(stream_of(sent)) as stream:
            snapshots = []
            async for one in each(stream):
                assert stream.current_event is one
                if one.event in ("thread.message.delta", "thread.run.step.delta"):
                    kind = "message" if "message" in one.event else "run_step"
                    snapshots.append(getattr(stream, f"current_{kind}_snapshot"))
            done = (await ready(stream.get_final_run()), await ready(stream.get_final_run_steps()))
            assert stream.current_run is done[0]
            return (*done, await ready(stream.get_final_messages()), snapshots)

    final, steps, messages, snapshots = asyncio.run(follow())
    assert (final.id, final.status) == ("run_1", "completed")
    assert [call.id for call in steps[0].step_details.tool_calls] == ["c1", "c2"]
    assert [part.type for part in messages[0].content] == ["text", "image_file"]
    assert snapshots[1].step_details.tool_calls[0].code_interpreter.input == "1+1"
    assert [part.type for part in snapshots[-1].content] == ["text", "image_file"]
    assert snapshots[3].content[0].text.value == "Hel"


@pytest.mark.parametrize("colour", COLOURS)
def test_only_the_text(colour: str) -> None:
    sent = Sent(colour, lambda request: streamed(body(EVENTS, names=True)))

    async def follow() -> list[Any]:
        async with opened(stream_of(sent)) as stream:
            return await all_of(stream.text_deltas)

    assert asyncio.run(follow()) == ["Hel", "lo"]


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize("with_handler", [False, True])
def test_what_each_call_sends(colour: str, with_handler: bool) -> None:
    sent = Sent(colour, lambda request: streamed(body(EVENTS, names=True)))

    async def follow(call: Any, *given: Any, **arguments: Any) -> None:
        handler = {"event_handler": recorder(colour)[0]} if with_handler else {}
        async with opened(call(*given, **arguments, **handler)) as stream:
            assert (await ready(stream.get_final_run())).id == "run_1"

    threads = sent.client.beta.threads
    outputs = [{"tool_call_id": "c", "output": "1"}]
    asyncio.run(follow(threads.runs.create_and_stream, "thread_1", assistant_id="a", model="m"))
    asyncio.run(follow(threads.runs.stream, thread_id="thread_1", assistant_id="a", include=["x"]))
    asyncio.run(follow(threads.runs.submit_tool_outputs_stream, "run_1", thread_id="thread_1", tool_outputs=outputs))
    asyncio.run(follow(threads.create_and_run_stream, assistant_id="a", extra_headers={"X-Mine": "1"}))
    seen = [
        (
            request.url.path,
            request.headers["x-stainless-stream-helper"],
            request.headers["x-stainless-custom-event-handler"],
            json.loads(request.content),
        )
        for request in sent.requests
    ]
    told = "true" if with_handler else "false"
    start = "threads.runs.create_and_stream"
    submit = "threads.runs.submit_tool_outputs_stream"
    assert seen == [
        ("/v1/threads/thread_1/runs", start, told, {"assistant_id": "a", "model": "m", "stream": True}),
        ("/v1/threads/thread_1/runs", start, told, {"assistant_id": "a", "stream": True}),
        (
            "/v1/threads/thread_1/runs/run_1/submit_tool_outputs",
            submit,
            told,
            {"tool_outputs": outputs, "stream": True},
        ),
        ("/v1/threads/runs", "threads.create_and_run_stream", told, {"assistant_id": "a", "stream": True}),
    ]
    assert sent.requests[1].url.params["include[]"] == "x"
    assert sent.requests[3].headers["x-mine"] == "1"
    assert all(request.headers["openai-beta"] == "assistants=v2" for request in sent.requests)


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize(
    ("failure", "error", "heard_of"),
    [
        (httpx.ReadTimeout, APITimeoutError, ["on_timeout", "on_exception", "on_end"]),
        (httpx.ReadError, APIConnectionError, ["on_exception", "on_end"]),
    ],
)
def test_a_stream_that_breaks_off(colour: str, failure: Any, error: Any, heard_of: list[str]) -> None:
    class Breaking(httpx.SyncByteStream, httpx.AsyncByteStream):
        def __iter__(self) -> Any:
            yield body(EVENTS[:2], names=True, done=False)
            raise failure("gone")

        async def __aiter__(self) -> Any:
            for piece in self:
                yield piece

    headers = {"content-type": "text/event-stream"}
    sent = Sent(colour, lambda request: httpx.Response(200, headers=headers, stream=Breaking()))
    handler, heard = recorder(colour)

    async def follow() -> None:
        async with opened(stream_of(sent, event_handler=handler)) as stream:
            await ready(stream.until_done())

    with pytest.raises(error):
        asyncio.run(follow())
    assert [told[0] for told in heard if told[0] != "on_event"] == heard_of


@pytest.mark.parametrize("colour", COLOURS)
def test_a_handler_follows_one_stream(colour: str) -> None:
    sent = Sent(colour, lambda request: streamed(body(EVENTS, names=True)))
    handler, _ = recorder(colour)

    async def follow() -> None:
        async with opened(stream_of(sent, event_handler=handler)) as stream:
            await ready(stream.until_done())

    asyncio.run(follow())
    with pytest.raises(RuntimeError, match="follows one stream"):
        asyncio.run(follow())


@pytest.mark.parametrize("colour", COLOURS)
def test_a_stream_without_a_run(colour: str) -> None:
    sent = Sent(colour, lambda request: streamed(body([], names=True)))

    async def follow() -> None:
        async with opened(stream_of(sent)) as stream:
            assert await ready(stream.get_final_messages()) == []
            await ready(stream.get_final_run())

    with pytest.raises(RuntimeError, match="no run"):
        asyncio.run(follow())


def test_events_of_a_stream_that_was_joined_late_or_is_new() -> None:
    late = [*written("b"), event("thread.message.brand_new", id="msg_2"), event("thread.run.brand_new", id="run_1")]
    sent = Sent("sync", lambda request: streamed(body(late, names=True)))
    with stream_of(sent) as stream:
        first = next(stream)
        assert first.event == "thread.message.delta"
        assert stream.current_message_snapshot.content[0].text.value == "b"
        assert stream.get_final_run().id == "run_1"


def test_whether_to_stream_is_not_asked() -> None:
    with pytest.raises(TypeError, match="always streams"):
        stream_of(Sent("sync", lambda request: streamed(b"")), stream=False)


def test_handlers_are_found_at_the_top_and_have_the_same_methods() -> None:
    assert {"AssistantEventHandler", "AsyncAssistantEventHandler"} <= set(openai_client.__all__)
    both = [
        {name for name in vars(cls) if not name.startswith("_")}
        for cls in (AssistantEventHandler, AsyncAssistantEventHandler)
    ]
    assert both[0] == both[1]
