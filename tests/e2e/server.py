"""A small real HTTP server that speaks enough of OpenAI's API for end-to-end tests, and remembers what it was sent."""

from __future__ import annotations

import base64
import json
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from tests.serving import QuietHandler, form_parts, running


@dataclass
class Seen:
    """One request as it arrived."""

    verb: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes

    def parts(self) -> dict[str, tuple[str | None, bytes]]:
        """The parts of a multipart body: file name and content by field name."""
        return form_parts(self.headers["content-type"], self.body)


@dataclass
class Server:
    """Where the server listens, and what it has seen."""

    url: str
    seen: list[Seen] = field(default_factory=list)


CONTENT = bytes(range(256)) * 40
COMPLETION = {
    "id": "chatcmpl-1",
    "object": "chat.completion",
    "created": 1,
    "model": "gpt-x",
    "choices": [
        {
            "index": 0,
            "finish_reason": "stop",
            "logprobs": None,
            "message": {"role": "assistant", "content": "Hello there", "refusal": None, "annotations": []},
        }
    ],
    "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5},
}
FILE = {
    "id": "file-1",
    "object": "file",
    "bytes": len(CONTENT),
    "created_at": 1,
    "filename": "data.jsonl",
    "purpose": "fine-tune",
    "status": "processed",
}


def chunk(text: str | None, finish: str | None = None) -> dict[str, Any]:
    """One event of a streamed chat completion."""
    delta = {"content": text} if text is not None else {}
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "gpt-x", "choices": [choice]}


class Handler(QuietHandler):
    """Answers the calls of the tests."""

    protocol_version = "HTTP/1.1"
    owner: Server

    def answer(self) -> None:
        body = self.body()
        self._note(body)
        if self.command == "GET":
            self._get()
        else:
            self._post(body)

    def _get(self) -> None:
        path = urlsplit(self.path).path
        if path == "/v1/models":
            data = [{"id": name, "object": "model", "created": 1, "owned_by": "me"} for name in ("a", "b")]
            self._json({"object": "list", "data": data})
        elif path == "/v1/files/file-1/content":
            self._send(200, "application/octet-stream", CONTENT)
        else:
            self._json({"error": {"message": f"no {path}", "type": "invalid_request_error", "code": "nope"}}, 404)

    def _post(self, body: bytes) -> None:
        match urlsplit(self.path).path:
            case "/v1/chat/completions" if json.loads(body).get("stream"):
                self._events([chunk("Hel"), chunk("lo"), chunk(None, "stop")])
            case "/v1/chat/completions":
                self._json(COMPLETION)
            case "/v1/files":
                self._json(FILE)
            case "/v1/embeddings":
                self._json(self._embeddings(json.loads(body)))
            case path:
                self._json({"error": {"message": f"no {path}"}}, 404)

    def _embeddings(self, request: dict[str, Any]) -> dict[str, Any]:
        vector: object = [0.5, -1.0, 0.25]
        if request.get("encoding_format") == "base64":
            vector = base64.b64encode(struct.pack("<3f", 0.5, -1.0, 0.25)).decode()
        data = [{"object": "embedding", "index": 0, "embedding": vector}]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        return {"object": "list", "data": data, "model": "text-embedding-3-small", "usage": usage}

    def _note(self, body: bytes) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        url = urlsplit(self.path)
        self.owner.seen.append(Seen(self.command, url.path, url.query, headers, body))

    def _json(self, value: object, status: int = 200) -> None:
        self._send(status, "application/json", json.dumps(value).encode())

    def _send(self, status: int, content_type: str, data: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", content_type)
        self.send_header("content-length", str(len(data)))
        self.send_header("x-request-id", "req-1")
        self.end_headers()
        self.wfile.write(data)

    def _events(self, events: list[dict[str, Any]]) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        lines = [f"data: {json.dumps(event)}\n\n".encode() for event in events] + [b"data: [DONE]\n\n"]
        for data in lines:
            # Cut each event in two, so that no client gets by with one event a chunk.
            for piece in (data[:9], data[9:]):
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                self.wfile.flush()
        self.wfile.write(b"0\r\n\r\n")


@contextmanager
def serve() -> Iterator[Server]:
    """Run the server on a free port for as long as the context lasts."""
    made = Server("")

    class Owned(Handler):
        owner = made

    with running(Owned) as url:
        made.url = f"{url}/v1"
        yield made
