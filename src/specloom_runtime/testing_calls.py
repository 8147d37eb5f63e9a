"""What a test says that a call answers, and what it is told of the requests that arrived."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import quote

import httpx

from .bodies import json_bytes
from .errors import SDKError
from .models import Model

_PLACE = re.compile(r"\{[^{}]*\}")


class UnexpectedCallError(SDKError, AssertionError):
    """A client called what no answer was given for.

    It is one of the package's own errors so that it comes out as it is: other failures of a transport would be taken
    for a broken connection, and the call tried again.
    """


class Part(NamedTuple):
    """A part of a multipart body; ``filename`` is None for a plain field."""

    name: str
    filename: str | None
    content: bytes


class RecordedRequest:
    """A request that a client made.

    Attributes:
        verb: ``GET``.
        path: Without the path of the base URL and without the query, decoded.
        query: Pairs of the query, decoded.
        headers: As they were sent; their names may be asked for in small or capital letters.
        content: The body.
    """

    def __init__(self, request: httpx.Request, path: str) -> None:
        self.verb = request.method
        self.path = path
        self.query = request.url.params.multi_items()
        self.headers = request.headers
        self.content = request.content

    def __repr__(self) -> str:
        return f"RecordedRequest({self.verb} {self.path})"

    @property
    def json(self) -> Any:
        """The body as JSON.

        Raises:
            ValueError: If it is none.
        """
        return json.loads(self.content)

    @property
    def parts(self) -> list[Part]:
        """The parts of a multipart body; none of any other body."""
        head = f"Content-Type: {self.headers.get('content-type', '')}\r\n\r\n".encode()
        message = BytesParser(policy=HTTP).parsebytes(head + self.content)
        return [
            Part(
                str(part.get_param("name", header="content-disposition")),
                part.get_filename(),
                bytes(part.get_payload(decode=True)),
            )
            for part in message.iter_parts()
        ]


_Answer: TypeAlias = Callable[[RecordedRequest], httpx.Response]


class MockCall:
    """A call that a test gives answers for: a method by its path, or a verb and a path of the API.

    Answers are used in the order in which they were given, and the last one again and again. Each way of giving one
    returns the call, so that they can be chained: ``call.fails(429).returns({...})``.

    Attributes:
        name: Verb and path, for messages.
        requests: That arrived for it, in their order.
    """

    requests: list[RecordedRequest]

    def __init__(self, verb: str, path: str, query: Mapping[str, object], done: str) -> None:
        self.requests = []
        self._verb = verb
        path, _, fixed = path.partition("?")
        self._query = {*httpx.QueryParams(fixed).multi_items(), *((key, str(value)) for key, value in query.items())}
        self._pattern = pattern_of(path)
        self._done = done
        self.name = f"{verb} {path}"
        self._answers: list[_Answer] = []

    def __repr__(self) -> str:
        return f"MockCall({self.name})"

    def returns(self, *values: object, status: int = 200, headers: Mapping[str, str] | None = None) -> MockCall:
        """Answer with values: bytes and text as they are, None with an empty body, anything else as JSON.

        Args:
            values: One for each call.
            status: Of all of them.
            headers: Of all of them, over the usual ones.
        """
        self._answers += [_constant(_response(value, status, headers)) for value in values]
        return self

    def streams(self, events: Iterable[object], *, headers: Mapping[str, str] | None = None) -> MockCall:
        """Answer with a stream of events, each sent by itself.

        Args:
            events: Models or plain values. Text is sent as it is, as the data of an event; an exception is raised
                where it stands, as if the connection broke there.
            headers: Over the usual ones.
        """
        pieces = [event if isinstance(event, Exception) else _event(event) for event in events]
        if self._done:
            pieces.append(_event(self._done))
        usual = {"content-type": "text/event-stream", **(headers or {})}
        self._answers.append(lambda _: httpx.Response(200, headers=usual, stream=_Pieces(pieces)))
        return self

    def fails(
        self, status: int, message: str = "", *, body: object = None, headers: Mapping[str, str] | None = None
    ) -> MockCall:
        """Answer with an error.

        Args:
            status: 400 or above.
            message: Of the error, in the usual form of an error's body.
            body: Instead of that form.
            headers: Such as ``Retry-After``.
        """
        form = {"error": {"message": message or f"failed with {status}", "type": None, "param": None, "code": None}}
        return self.returns(form if body is None else body, status=status, headers=headers)

    def raises(self, error: Exception) -> MockCall:
        """Fail without an answer, as the connection does: ``httpx.ConnectError("refused")``."""

        def answer(_: RecordedRequest) -> httpx.Response:
            raise error

        self._answers.append(answer)
        return self

    def answers(self, function: Callable[[RecordedRequest], object]) -> MockCall:
        """Answer with what a function makes of the request: a value as for ``returns``, or an ``httpx.Response``."""
        self._answers.append(lambda request: _response(function(request), 200, None))
        return self

    def takes(self, request: httpx.Request, path: str) -> bool:
        """Whether a request, whose path is given as it was sent, is this call."""
        return (
            request.method == self._verb
            and self._pattern.fullmatch(path) is not None
            and self._query.issubset(request.url.params.multi_items())
        )

    def rank(self) -> tuple[int, int]:
        """Lower for calls that say more: fewer places in the path, more of the query."""
        return self._pattern.groups, -len(self._query)

    def answer(self, request: RecordedRequest) -> httpx.Response:
        """The answer to a request.

        Raises:
            UnexpectedCallError: If none was given.
        """
        self.requests.append(request)
        if not self._answers:
            raise UnexpectedCallError(f"{self.name} was called but no answer was given for it")
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        return answer(request)


def pattern_of(path: str) -> re.Pattern[str]:
    """What a percent-encoded path is held against; a place such as ``{file_id}`` is any one segment."""
    texts = [re.escape(quote(text, safe="/-._~!$&'()*+,;=:@")) for text in _PLACE.split(path)]
    return re.compile("([^/]+)".join(texts))


def _constant(response: httpx.Response) -> _Answer:
    # Each call gets a response of its own, since one can be read only once.
    return lambda _: httpx.Response(response.status_code, headers=response.headers, content=response.content)


def _response(value: object, status: int, headers: Mapping[str, str] | None) -> httpx.Response:
    if isinstance(value, httpx.Response):
        return value
    if value is None:
        return httpx.Response(status, headers=headers)
    kind = "application/json"
    if isinstance(value, bytes):
        kind, content = "application/octet-stream", value
    elif isinstance(value, str):
        kind, content = "text/plain; charset=utf-8", value.encode()
    else:
        content = json_bytes(value)
    return httpx.Response(status, headers={"content-type": kind, **(headers or {})}, content=content)


def _event(event: object) -> bytes:
    if isinstance(event, str):
        return f"data: {event}\n\n".encode()
    data: Any = event.to_dict() if isinstance(event, Model) else event
    if isinstance(data, dict) and data.keys() == {"event", "data"}:
        return f"event: {data['event']}\n".encode() + b"data: " + json_bytes(data["data"]) + b"\n\n"
    return b"data: " + json_bytes(data) + b"\n\n"


class _Pieces(httpx.SyncByteStream, httpx.AsyncByteStream):
    def __init__(self, pieces: Sequence[bytes | Exception]) -> None:
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            if isinstance(piece, Exception):
                raise piece
            yield piece

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece
