"""Targets that read what servers answer, and write what callers pass: a value, or an error of the package."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import suppress
from itertools import islice, product
from typing import Any, Final

import httpx

from openai_client import AsyncOpenAI, OpenAI, OpenAIError
from openai_client._runtime.models import Model
from scripts.fuzzing.mutation import SEPARATOR
from scripts.fuzzing.watch import WrongOutcomeError
from specloom_runtime import SDKError
from specloom_runtime.call_values import Arguments
from specloom_runtime.client import SyncClient
from specloom_runtime.link_pages import SyncLinkPage
from specloom_runtime.models import UnknownModel
from specloom_runtime.operation import Operation
from specloom_runtime.settings import ClientSettings
from specloom_runtime.sse import SSEDecoder
from specloom_runtime.styles import cookie_texts, header_texts, path_text, query_text

_HEADER: Final = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\x20-\x7e\x80-\xff]*)")
"""What an HTTP library lets through."""
_STATUS: Final = re.compile(rb"[2-5][0-9][0-9]")
_CHAT: Final[Any] = {"model": "m", "messages": [{"role": "user", "content": "x"}]}
_CALLS: Final[tuple[Callable[[Any], Any], ...]] = (
    lambda client: client.models.retrieve("m"),
    lambda client: client.responses.create(model="m", input="x"),
    lambda client: client.chat.completions.create(**_CHAT),
    lambda client: client.files.list(),
    lambda client: client.files.content("f"),
    lambda client: client.embeddings.create(model="m", input="x"),
    lambda client: client.audio.transcriptions.create(model="m", file=b"x", response_format="text"),
    lambda client: client.chat.completions.create(**_CHAT, stream=True),
    lambda client: client.responses.create(model="m", input="x", stream=True),
    lambda client: client.fine_tuning.jobs.list(limit=2),
    lambda client: client.get("/any", cast_to=object),
    lambda client: client.models.with_raw_response.retrieve("m").parse(),
)
_DELIMITED: Final = ("comma", "space", "pipe", "tab", "json")
_WRITERS: Final[tuple[tuple[Callable[[str, Any, str], object], tuple[str, ...]], ...]] = (
    (query_text, ("form", "deep", "form+", "comma+", *_DELIMITED)),
    (path_text, ("pairs", "label", "label*", "matrix", "matrix*", "greedy", *_DELIMITED)),
    (cookie_texts, ("form", "deep", *_DELIMITED)),
    (lambda name, value, style: header_texts({name: value}, {name: style}), ("pairs", *_DELIMITED)),
)
_BODIES: Final = ("json", "multipart", "form", "raw")
_ITEMS: Final = 50


def answer(data: bytes) -> None:
    """An answer, head and body, to calls of the OpenAI client; what becomes of it is shown and written."""
    head, _, body = data.partition(SEPARATOR)
    reply = _reply(head, body)
    chosen = [_CALLS[number % len(_CALLS)] for number in head[:1]] or [_CALLS[0]]
    for number, call in enumerate(chosen):
        if (number + len(data)) % 2:
            asyncio.run(_ask_async(call, reply))
        else:
            _ask(call, reply)


def stream(data: bytes) -> None:
    """A stream of events says the same in whatever pieces it comes; its events are read, or an error."""
    pieces = [data[at : at + 7] for at in range(0, len(data), 7)]
    whole, parts = _events([data]), _events(pieces)
    if whole != parts:
        raise WrongOutcomeError(f"pieces change what a stream says\n{whole}\n{parts}")
    reply = _reply(b"200\ncontent-type: text/event-stream", data)
    for call in _CALLS[7:9]:
        _ask(call, reply)


def request(data: bytes) -> None:
    """JSON values as parameters of all kinds and as bodies."""
    with suppress(ValueError, RecursionError):
        value = json.loads(data)
        values = value if isinstance(value, dict) else {"a": value}
        for write, styles in _WRITERS:
            for style, (name, one) in product(styles, values.items()):
                with suppress(SDKError):
                    write(name, one, style)
        _send(values, value)


def links(data: bytes) -> None:
    """A list whose pages name the next one in a header."""
    head, _, body = data.partition(SEPARATOR)
    reply = _reply(b"200\nlink: " + head.replace(b"\n", b" "), body)
    with _Client({}, http_client=httpx.Client(transport=httpx.MockTransport(reply))) as client, suppress(SDKError):
        page = client.get_api_list("/things", model=UnknownModel, page=SyncLinkPage[UnknownModel])
        page.next_page_info()
        for _ in islice(page, _ITEMS):
            pass


class _Client(SyncClient):
    _settings = ClientSettings(base_url="https://api.test/v1")


def _reply(head: bytes, body: bytes) -> Callable[[httpx.Request], httpx.Response]:
    lines = head.split(b"\n")
    status = next((int(found[0]) for line in lines[:1] if (found := _STATUS.search(line))), 200)
    headers = [(found[1], found[2].strip()) for line in lines if (found := _HEADER.fullmatch(line))]
    # It would answer "not yet" for ever; and waiting is another matter.
    headers = [(name, value) for name, value in headers if name.lower() not in (b"retry-after", b"retry-after-ms")]
    return lambda asked: httpx.Response(status, headers=headers, stream=_Pieces(body), request=asked)


class _Pieces(httpx.SyncByteStream, httpx.AsyncByteStream):
    def __init__(self, body: bytes) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        size = max(1, len(self._body) // 3)
        yield from (self._body[at : at + size] for at in range(0, len(self._body), size))

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece


def _ask(call: Callable[[Any], Any], reply: Callable[[httpx.Request], httpx.Response]) -> None:
    http = httpx.Client(transport=httpx.MockTransport(reply))
    with OpenAI(api_key="k", base_url="https://api.test/v1", max_retries=0, http_client=http) as client:
        try:
            found = call(client)
            values = list(islice(found, _ITEMS)) if hasattr(found, "__iter__") else [found]
        except OpenAIError as error:
            values = []
            _show(error)
        for value in values:
            _use(value)


async def _ask_async(call: Callable[[Any], Any], reply: Callable[[httpx.Request], httpx.Response]) -> None:
    http = httpx.AsyncClient(transport=httpx.MockTransport(reply))
    async with AsyncOpenAI(api_key="k", base_url="https://api.test/v1", max_retries=0, http_client=http) as client:
        values = []
        try:
            found = call(client)
            found = await found if hasattr(found, "__await__") else found
            if hasattr(found, "__aiter__"):
                async for value in found:
                    values.append(value)
                    if len(values) >= _ITEMS:
                        break
            else:
                values = [found]
        except OpenAIError as error:
            values = []
            _show(error)
        except AttributeError as error:
            # `with_raw_response` of the asynchronous client is awaited before it is parsed.
            if "coroutine" not in str(error):
                raise
        for value in values:
            _use(value)


def _show(error: Exception) -> None:
    if not str(error).strip():
        raise WrongOutcomeError(f"an error without a message: {type(error).__name__}")
    repr(error)


def _use(value: object) -> None:
    """What callers do with an answer; values nested deeper than Python writes them are their own trouble."""
    with suppress(RecursionError, OpenAIError):
        repr(value)
        if isinstance(value, Model):
            value.to_dict()
            value.model_dump(mode="json")
            with suppress(UnicodeEncodeError):
                value.to_json()
            _ = value == value  # not always so: there is NaN


def _events(pieces: list[bytes]) -> list[tuple[object, ...]] | str:
    decoder = SSEDecoder(100_000)
    found: list[tuple[object, ...]] = []
    try:
        for piece in pieces:
            found += [(event.event, event.data, event.id, event.retry) for event in decoder.feed(piece)]
    except SDKError as error:
        return type(error).__name__
    return found


def _send(values: Mapping[str, Any], value: Any) -> None:
    def reply(asked: httpx.Request) -> httpx.Response:
        asked.read()
        return httpx.Response(204)

    with _Client({}, max_retries=0, http_client=httpx.Client(transport=httpx.MockTransport(reply))) as client:
        for body in _BODIES:
            operation: Operation[Any] = Operation("POST", "/things/{a}", body=body)
            with suppress(SDKError):
                client._send(operation, Arguments(path={"a": value}, query=values, header=values))
            with suppress(SDKError):
                client._send(operation, Arguments(path={"a": "1"}, query=values, body=values))
