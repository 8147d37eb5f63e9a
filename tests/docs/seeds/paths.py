"""Rows about single paths of the API."""

from __future__ import annotations

from typing import Any, NamedTuple

from .desk import Desk, case, chat

EMPTY = {"object": "list", "data": [], "has_more": False}


class Call(NamedTuple):
    """What a row sends, what answers it, and what an attribute of the value is."""

    verb: str
    path: str
    answer: Any
    body: dict[str, Any] | None = None
    value: Any = None


PATHS = {
    "path-models": Call("GET", "/models/gpt-4o", {"id": "gpt-4o"}),
    "path-audio": Call("POST", "/audio/transcriptions", {"text": "Hello."}, value="Hello."),
    "path-speech": Call("POST", "/audio/speech", b"ID3", {"model": "tts-1", "voice": "alloy", "input": "Hello!"}),
    "path-chat": Call("POST", "/chat/completions", chat("Hello.")),
    "path-vision": Call("POST", "/chat/completions", chat("A cat.")),
    "path-embeddings": Call(
        "POST", "/embeddings", {"data": [{"index": 0, "embedding": [0.5, 0.25]}], "model": "m", "usage": {}}
    ),
    "path-images": Call(
        "POST", "/images/generations", {"created": 1, "data": []}, {"model": "dall-e-3", "prompt": "A cat"}
    ),
    "path-moderations": Call(
        "POST", "/moderations", {"id": "m", "model": "m", "results": [{"flagged": False}]}, value=False
    ),
    "path-assistants": Call("GET", "/assistants", EMPTY),
    "path-threads": Call("POST", "/threads", {"id": "thread_1"}),
    "path-fine-tuning": Call("GET", "/fine_tuning/jobs", EMPTY),
    "path-files": Call("GET", "/files", EMPTY),
    "job-delete": Call(
        "DELETE",
        "/models/ft:gpt-3.5-turbo:my-org:custom_suffix:id",
        {"id": "ft:gpt-3.5-turbo:my-org:custom_suffix:id", "deleted": True},
        value=True,
    ),
}


@case(*PATHS)
def _(desk: Desk) -> None:
    call = PATHS[desk.row.id]
    desk.write("speech.mp3", "Hello.")
    desk.api.on(call.verb, call.path).returns(call.answer)
    desk.run()
    assert desk.sent == [(call.verb, call.path)]
    if call.body is not None:
        assert desk.bodies == [call.body]
    if call.value is not None:
        assert desk.value is call.value or desk.value == call.value
    if desk.row.id == "path-vision":
        assert [part["type"] for part in desk.bodies[0]["messages"][0]["content"]] == ["text", "image_url"]
    if desk.row.id == "path-speech":
        assert (desk.folder / "hello.mp3").read_bytes() == b"ID3"
