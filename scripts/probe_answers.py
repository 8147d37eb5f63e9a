"""What the measured API answers: the same bytes for every package."""

from __future__ import annotations

import base64
import json
import re
import struct
from typing import Any

EVENTS = 1000
STREAMS, EVENTS_EACH = 200, 100
VECTORS, DIMENSIONS = 64, 1536
PAGES, PER_PAGE = 10, 100
UPLOAD = b"0123456789abcdef" * 65536
"""One megabyte."""
MESSAGES = [{"role": "user", "content": "Hello"}]

ANSWER = {
    "id": "chatcmpl-stub",
    "object": "chat.completion",
    "created": 1,
    "model": "stub",
    "choices": [
        {
            "index": 0,
            "finish_reason": "stop",
            "logprobs": None,
            "message": {"role": "assistant", "content": "Good day.", "refusal": None},
        }
    ],
    "usage": {"prompt_tokens": 1, "completion_tokens": 3, "total_tokens": 4},
}


def chunk(number: int) -> bytes:
    """One event of a chat stream, as the API writes it."""
    delta = {"content": f" word{number}"} if number else {"role": "assistant", "content": ""}
    data = {
        "id": "chatcmpl-stub",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "stub",
        "system_fingerprint": "fp_1",
        "choices": [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": None}],
    }
    return b"data: " + json.dumps(data, separators=(",", ":")).encode() + b"\n\n"


def embeddings(*, floats: bool = False) -> dict[str, Any]:
    """An answer with vectors, as base64 or as the numbers that a client gets that does not ask for base64."""
    numbers = [index / DIMENSIONS for index in range(DIMENSIONS)]
    vector = numbers if floats else base64.b64encode(struct.pack(f"<{DIMENSIONS}f", *numbers)).decode()
    data = [{"object": "embedding", "index": index, "embedding": vector} for index in range(VECTORS)]
    return {"object": "list", "model": "stub", "data": data, "usage": {"prompt_tokens": 1, "total_tokens": 1}}


def file(number: int) -> dict[str, Any]:
    """A file as the API tells of it."""
    return {
        "id": f"file-{number}",
        "object": "file",
        "bytes": 120,
        "created_at": 1,
        "filename": "a.jsonl",
        "purpose": "batch",
        "status": "processed",
    }


def files(page: int) -> dict[str, Any]:
    """One of the pages of a list of files."""
    data = [file(number) for number in range(page * PER_PAGE, (page + 1) * PER_PAGE)]
    return {
        "object": "list",
        "data": data,
        "first_id": data[0]["id"],
        "last_id": data[-1]["id"],
        "has_more": page + 1 < PAGES,
    }


def page_after(url: str) -> int:
    """Which page a request asks for: the one after the file that it names."""
    after = re.search(r"after=file-(\d+)", url)
    return (int(after[1]) + 1) // PER_PAGE if after else 0
