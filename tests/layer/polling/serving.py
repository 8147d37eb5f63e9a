"""A real HTTP server on 127.0.0.1 that answers each path as it is told, one state after the other."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
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
    headers: Mapping[str, str]
    body: bytes

    @property
    def line(self) -> str:
        """``GET /videos/v1``."""
        return f"{self.verb} {self.path}"

    def json(self) -> Any:
        """The body, parsed."""
        return json.loads(self.body)

    def parts(self) -> dict[str, tuple[str | None, bytes]]:
        """The parts of a multipart body: file name and content by field name."""
        return form_parts(self.headers["content-type"], self.body)


@dataclass
class Answer:
    """What is said to one request: bytes as they are, anything else as JSON."""

    body: object
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Service:
    """Where it listens, what it will say and what it was asked.

    Attributes:
        answers: By ``GET /videos/v1``, in order; the last one is said again and again.
    """

    url: str = ""
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def says(self, line: str, *answers: Answer | Mapping[str, object]) -> None:
        """Queue answers to a verb and path; a mapping is sent as JSON."""
        made = [each if isinstance(each, Answer) else Answer(each) for each in answers]
        self.answers.setdefault(line, []).extend(made)

    def lines(self) -> list[str]:
        """Verbs and paths of all requests."""
        return [each.line for each in self.seen]

    def answer(self, seen: Seen) -> Answer:
        """The next answer for a request; it is written down."""
        with self.lock:
            self.seen.append(seen)
            queue = self.answers.get(seen.line)
            if queue is None:
                return Answer({"error": {"message": f"no answer for {seen.line}"}}, 404)
            return queue.pop(0) if len(queue) > 1 else queue[0]


@contextmanager
def serving() -> Iterator[Service]:
    """Start it on a free port."""
    service = Service()

    class Handler(QuietHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            path = urlsplit(self.path).path.removeprefix("/v1")
            answer = service.answer(Seen(self.command, path, headers, self.body()))
            content = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
            self.send_response(answer.status)
            for name, value in {"content-type": "application/json", **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    with running(Handler) as url:
        service.url = f"{url}/v1"
        yield service
