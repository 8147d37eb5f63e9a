"""Rows about assistants, and about what is there instead."""

from __future__ import annotations

from openai_client.testing import MockAPI

from .desk import Desk, case

TEXT = [{"type": "text", "text": {"value": "x is 4.", "annotations": []}}]
MESSAGE = {"id": "msg_1", "object": "thread.message", "role": "assistant", "content": TEXT}
RUN = {"id": "run_1", "object": "thread.run", "thread_id": "thread_1", "status": "queued"}


@case("assistant")
def _(desk: Desk) -> None:
    desk.api.beta.assistants.create.returns({"id": "asst_1", "name": "Tutor"})
    desk.run()
    assert desk.names["assistant"].id == "asst_1"
    assert desk.bodies[0]["tools"] == [{"type": "code_interpreter"}]
    assert desk.api.requests[0].headers["openai-beta"] == "assistants=v2"


@case("assistant-run")
def _(desk: Desk) -> None:
    desk.api.beta.assistants.retrieve.returns({"id": "asst_1"})
    threads = desk.api.beta.threads
    threads.create.returns({"id": "thread_1"})
    threads.messages.create.returns({**MESSAGE, "role": "user"})
    threads.runs.create.returns(RUN)
    threads.runs.retrieve.returns({**RUN, "status": "completed"})
    threads.messages.list.returns({"data": [MESSAGE], "has_more": False})
    assert desk.lines == ["completed x is 4."]
    assert desk.sent[2:] == [
        ("POST", "/threads/thread_1/messages"),
        ("POST", "/threads/thread_1/runs"),
        ("GET", "/threads/thread_1/runs/run_1"),
        ("GET", "/threads/thread_1/messages"),
    ]
    assert desk.bodies[3] == {"assistant_id": "asst_1", "instructions": "Speak to the user as an equal."}


@case("assistant-states")
def _(desk: Desk) -> None:
    states = [part.strip("`.") for part in desk.row.now.split(", ")]
    assert len(states) == 9
    for end in ("requires_action", "cancelled", "failed", "completed", "incomplete", "expired"):
        desk.api = MockAPI()
        desk.answered_by(desk.made)
        runs = desk.api.beta.threads.runs
        runs.create.returns(RUN)
        runs.retrieve.returns(
            {**RUN, "status": "in_progress"}, {**RUN, "status": "cancelling"}, {**RUN, "status": end}
        )
        assert desk.lines == [end], "it waits for the others"
        assert end in states


@case("assistant-limits")
def _(desk: Desk) -> None:
    threads = desk.api.beta.threads
    threads.messages.create.returns({**MESSAGE, "role": "user"})
    delta = {"id": "msg_1", "object": "thread.message.delta", "delta": {"content": [{"index": 0, **TEXT[0]}]}}
    threads.runs.create.streams([{"event": "thread.message.delta", "data": delta}])
    assert desk.run() == "x is 4."
    assert desk.bodies[0]["content"][0]["type"] == "image_url"
    assert desk.bodies[1]["stream"] is True


@case("assistant-today")
def _(desk: Desk) -> None:
    desk.api.conversations.create.returns({"id": "conv_1"})
    content = [{"type": "output_text", "text": "x is 4.", "annotations": []}]
    message = {"id": "msg_1", "type": "message", "role": "assistant", "status": "completed", "content": content}
    desk.api.responses.create.returns({"id": "resp_1", "output": [message]})
    assert desk.lines == ["x is 4."]
    assert desk.bodies[1]["conversation"] == "conv_1"
