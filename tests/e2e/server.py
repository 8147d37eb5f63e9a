"""A small real HTTP server that speaks enough of OpenAI's API for end-to-end tests, and remembers what it was sent."""

from __future__ import annotations

import base64
import json
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


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
        message = BytesParser(policy=HTTP).parsebytes(
            b"Content-Type: " + self.headers["content-type"].encode() + b"\r\n\r\n" + self.body
        )
        found: dict[str, tuple[str | None, bytes]] = {}
        for part in message.iter_parts():
            name = part.get_param("name", header="content-disposition")
            content = part.get_payload(decode=True)
            assert isinstance(name, str)
            assert isinstance(content, bytes)
            found[name] = (part.get_filename(), content)
        return found


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


class Handler(BaseHTTPRequestHandler):
    """Answers the calls of the tests."""

    protocol_version = "HTTP/1.1"
    server: _Http

    def log_message(self, format: str, *args: object) -> None:
        """Keep test output quiet."""

    def do_GET(self) -> None:
        self._note(b"")
        path = urlsplit(self.path).path
        if path == "/v1/models":
            data = [{"id": name, "object": "model", "created": 1, "owned_by": "me"} for name in ("a", "b")]
            self._json({"object": "list", "data": data})
        elif path == "/v1/files/file-1/content":
            self._send(200, "application/octet-stream", CONTENT)
        else:
            self._json({"error": {"message": f"no {path}", "type": "invalid_request_error", "code": "nope"}}, 404)

    def do_POST(self) -> None:
        body = self._body()
        self._note(body)
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

    def _body(self) -> bytes:
        if self.headers.get("transfer-encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("content-length") or 0))
        found = b""
        while size := int(self.rfile.readline(), 16):
            found += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return found

    def _note(self, body: bytes) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        url = urlsplit(self.path)
        self.server.owner.seen.append(Seen(self.command, url.path, url.query, headers, body))

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


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    owner: Server


@contextmanager
def serve() -> Iterator[Server]:
    """Run the server on a free port for as long as the context lasts."""
    http = _Http(("127.0.0.1", 0), Handler)
    http.owner = Server(f"http://127.0.0.1:{http.server_port}/v1")
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield http.owner
    finally:
        http.shutdown()
        thread.join()
        http.server_close()
