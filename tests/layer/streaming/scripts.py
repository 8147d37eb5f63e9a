"""What servers send, written down."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import httpx

Json = dict[str, Any]


def chunk(delta: Json | None = None, finish: str | None = None, index: int = 0, **rest: Any) -> Json:
    """A chunk of a chat completion with one choice; with none if there is no delta."""
    choice: Json = {"index": index, "delta": delta, "finish_reason": finish, "logprobs": rest.pop("logprobs", None)}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 7,
        "model": "gpt-x",
        "choices": [] if delta is None else [choice],
        **rest,
    }


def call_piece(index: int | None, arguments: str | None = None, **rest: Any) -> Json:
    """A delta with a piece of one tool call; ``name`` is that of the function."""
    function = {key: value for key, value in (("name", rest.pop("name", None)), ("arguments", arguments)) if value}
    piece = {**rest, "function": function}
    return {"tool_calls": [piece if index is None else {"index": index, **piece}]}


def body(events: Iterable[Json], *, names: bool = False, done: bool = True) -> bytes:
    """Events as they travel."""
    lines = []
    for event in events:
        lines.append(f"event: {event['event']}\n" if names else "")
        lines.append(f"data: {json.dumps(event['data'] if names else event, ensure_ascii=False)}\n\n")
    return ("".join(lines) + ("data: [DONE]\n\n" if done else "")).encode()


def streamed(content: bytes) -> httpx.Response:
    """An answer that is a stream."""
    return httpx.Response(200, headers={"content-type": "text/event-stream", "x-request-id": "req-1"}, content=content)


def completion(message: Json, finish: str = "stop") -> Json:
    """A chat completion with one choice."""
    whole = {"role": "assistant", "content": None, "refusal": None, **message}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 7,
        "model": "gpt-x",
        "choices": [{"index": 0, "finish_reason": finish, "logprobs": None, "message": whole}],
        "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5},
    }


def response(*output: Json, status: str = "completed") -> Json:
    """A response."""
    return {
        "id": "resp_1",
        "object": "response",
        "created_at": 7,
        "status": status,
        "model": "gpt-x",
        "output": list(output),
        "error": None,
        "incomplete_details": None,
        "instructions": None,
        "metadata": {},
        "parallel_tool_calls": True,
        "temperature": 1,
        "tool_choice": "auto",
        "tools": [],
        "top_p": 1,
    }


def message(*texts: str, status: str = "completed") -> Json:
    """A message of a response."""
    parts = [{"type": "output_text", "text": text, "annotations": [], "logprobs": []} for text in texts]
    return {"type": "message", "id": "msg_1", "role": "assistant", "status": status, "content": parts}


def function_call(name: str, arguments: str, status: str = "completed") -> Json:
    """A function call of a response."""
    return {
        "type": "function_call",
        "id": "fc_1",
        "call_id": "call_1",
        "name": name,
        "arguments": arguments,
        "status": status,
    }
