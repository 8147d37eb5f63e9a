"""Calls of a generated package against answers that a test makes up: written once, run in both colours."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Callable, Mapping, Sequence
from email.parser import BytesParser
from email.policy import HTTP
from types import ModuleType
from typing import Any
from urllib.parse import parse_qsl

import httpx
from attrs import frozen


@frozen
class Exchange:
    """What a call sent and what its caller got. Both colours did the same; a test sees it once.

    Attributes:
        requests: In the order in which they arrived.
        answer: What the call returned; a stream or the items of all pages as a list.
    """

    requests: tuple[httpx.Request, ...]
    answer: Any

    @property
    def request(self) -> httpx.Request:
        """The only request."""
        (request,) = self.requests
        return request

    @property
    def line(self) -> str:
        """Verb and path with query, as they went over the wire."""
        return f"{self.request.method} {self.request.url.raw_path.decode()}"

    @property
    def query(self) -> list[tuple[str, str]]:
        """The pairs of the query, decoded."""
        return parse_qsl(self.request.url.query.decode(), keep_blank_values=True)

    @property
    def body(self) -> Any:
        """The JSON body."""
        return json.loads(self.request.content)

    @property
    def parts(self) -> list[tuple[str, str | None, bytes]]:
        """The parts of a multipart body: name, file name, content."""
        return _parts(self.request)

    @property
    def part_types(self) -> dict[str, str]:
        """The content type of each part of a multipart body, by the name of the part; text where none is said."""
        return {_name(part): part.get_content_type() for part in _message(self.request).iter_parts()}


def call(
    package: ModuleType,
    method: Callable[[Any], Any],
    answer: Any = None,
    *,
    answers: Sequence[Any] = (),
    collect: bool = False,
    options: Mapping[str, Any] | None = None,
) -> Exchange:
    """Make one call with the client and with the asynchronous client, and see to it that both do the same.

    Args:
        package: A generated package.
        method: Given a client, makes the call: ``lambda client: client.pets.list()``.
        answer: What the server says: a response, or a value that is sent as JSON.
        answers: Instead of one answer, one for each request.
        collect: Iterate over what comes back and answer with the list.
        options: Arguments of the client.
    """
    served = list(answers) or [answer]
    sync = _sync(package, method, served, collect, options or {})
    other = asyncio.run(_async(package, method, served, collect, options or {}))
    assert [_comparable(request) for request in sync.requests] == [_comparable(request) for request in other.requests]
    assert _content(sync.answer) == _content(other.answer)
    return sync


def events(*values: Any) -> httpx.Response:
    """A stream of server-sent events."""
    lines = [f"data: {value if isinstance(value, str) else json.dumps(value)}\n\n" for value in values]
    return httpx.Response(200, headers={"Content-Type": "text/event-stream"}, content="".join(lines).encode())


class _Server:
    def __init__(self, answers: Sequence[Any]) -> None:
        self.answers = list(answers)
        self.seen: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.seen.append(request)
        return self._answer()

    async def later(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        self.seen.append(request)
        return self._answer()

    def _answer(self) -> httpx.Response:
        answer = self.answers[len(self.seen) - 1]
        if not isinstance(answer, httpx.Response):
            return httpx.Response(200, json=answer)
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)


def _sync(
    package: ModuleType,
    method: Callable[[Any], Any],
    answers: Sequence[Any],
    collect: bool,
    options: Mapping[str, Any],
) -> Exchange:
    server = _Server(answers)
    with httpx.Client(transport=httpx.MockTransport(server)) as http_client:
        client = package.Client(http_client=http_client, **_defaults(options))
        found = method(client)
        if collect:
            found = list(found)
    return Exchange(tuple(server.seen), found)


async def _async(
    package: ModuleType,
    method: Callable[[Any], Any],
    answers: Sequence[Any],
    collect: bool,
    options: Mapping[str, Any],
) -> Exchange:
    server = _Server(answers)
    async with httpx.AsyncClient(transport=httpx.MockTransport(server.later)) as http_client:
        client = package.AsyncClient(http_client=http_client, **_defaults(options))
        found = method(client)
        # What pages through a list can be iterated over without being awaited first.
        if inspect.isawaitable(found) and not (collect and hasattr(found, "__aiter__")):
            found = await found
        if collect:
            found = [item async for item in found]
    return Exchange(tuple(server.seen), found)


def _defaults(options: Mapping[str, Any]) -> dict[str, Any]:
    return {"base_url": "https://api.test/v1", "max_retries": 0, **options}


def _content(answer: Any) -> Any:
    """What is the same in both colours: the bytes of a binary answer, the items of a page, any other answer itself."""
    if hasattr(answer, "has_next_page"):
        return answer.data
    return answer.read() if hasattr(answer, "read") else answer


def _comparable(request: httpx.Request) -> tuple[object, ...]:
    headers = {name: value for name, value in request.headers.items() if name not in _VARYING}
    is_multipart = request.headers.get("Content-Type", "").startswith("multipart/")
    return request.method, str(request.url), headers, _parts(request) if is_multipart else request.content


_VARYING = ("user-agent", "content-type", "content-length")


def _parts(request: httpx.Request) -> list[tuple[str, str | None, bytes]]:
    return [
        (_name(part), part.get_filename(), bytes(part.get_payload(decode=True)))
        for part in _message(request).iter_parts()
    ]


def _name(part: Any) -> str:
    return str(part.get_param("name", header="content-disposition"))


def _message(request: httpx.Request) -> Any:
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    return BytesParser(policy=HTTP).parsebytes(head + request.content)
