"""Runs in the measured process, with one of the packages: ``python runtime_probe.py PACKAGE CASE``.

The answers are made in the process, by a transport of the HTTP library that each package uses, so that all pay the
same for the network: nothing. Prints one JSON number: seconds, the median of many rounds.
"""

from __future__ import annotations

import asyncio
import importlib
import io
import json
import sys
import time
from array import array
from binascii import a2b_base64
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any, TypeAlias

# Run as a file, Python looks for modules beside it and not in the folder that holds `scripts`.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.probe_answers import (
    ANSWER,
    DIMENSIONS,
    EVENTS,
    EVENTS_EACH,
    MESSAGES,
    PAGES,
    PER_PAGE,
    STREAMS,
    UPLOAD,
    VECTORS,
    chunk,
    embeddings,
    file,
    files,
    page_after,
)

Answer: TypeAlias = Callable[[Any], Any]
"""From a request of the HTTP library to its response."""


class Side:
    """A package with the surface of the official one, with its HTTP library."""

    def __init__(self, package: str) -> None:
        self.module: Any = importlib.import_module(package)
        self.http: Any = importlib.import_module(_library(package))

    def client(self, answer: Answer) -> Any:
        """A client whose calls are answered by a function."""
        http = self.http.Client(transport=self.http.MockTransport(answer))
        return self.module.OpenAI(api_key="k", base_url="http://stub/v1", http_client=http)

    def async_client(self, answer: Answer) -> Any:
        """Its asynchronous twin."""
        http = self.http.AsyncClient(transport=self.http.MockTransport(answer))
        return self.module.AsyncOpenAI(api_key="k", base_url="http://stub/v1", http_client=http)

    def json(self, data: object) -> Answer:
        """Answers every request with the same JSON."""
        return self.body(json.dumps(data).encode())

    def body(self, body: bytes) -> Answer:
        """Answers every request with the same bytes of JSON."""
        headers = {"content-type": "application/json", "x-request-id": "r"}
        return lambda request: self.http.Response(200, headers=headers, content=body)

    def pages(self) -> Answer:
        """Answers with the page of files that the request asks for."""
        answers = [self.json(files(page)) for page in range(PAGES)]
        return lambda request: answers[page_after(str(request.url))](request)

    def retrieved(self) -> Callable[[], Any]:
        """Fetches a stored chat completion."""
        client = self.client(self.json(ANSWER))
        return lambda: client.chat.completions.retrieve("chatcmpl-stub")

    def embedded(self) -> Callable[[], Any]:
        """Fetches vectors; both packages ask for base64 by themselves and decode it."""
        client = self.client(self.json(embeddings()))
        return lambda: client.embeddings.create(model="stub", input="x")

    def listed(self) -> Callable[[], int]:
        """Reads all pages of a list, and counts what is in them."""
        client = self.client(self.pages())
        return lambda: sum(each.bytes == 120 for each in client.files.list(limit=PER_PAGE))

    def uploaded(self) -> Callable[[], Any]:
        """Sends a file from memory."""
        client = self.client(self.json(file(1)))
        return lambda: client.files.create(file=("a.jsonl", UPLOAD), purpose="batch")

    def stored(self, body: bytes) -> Callable[[], Any]:
        """Fetches a list of stored chat completions."""
        client = self.client(self.body(body))
        return lambda: client.chat.completions.list().data

    def events(self, pieces: Sequence[bytes]) -> Answer:
        """Answers with events, each in a piece of its own, as a network delivers them."""
        headers = {"content-type": "text/event-stream"}
        return lambda request: self.http.Response(200, headers=headers, content=iter(pieces))

    def async_events(self, pieces: Sequence[bytes]) -> Answer:
        """The same for asynchronous clients; the streams take turns."""

        async def content() -> AsyncIterator[bytes]:
            for piece in pieces:
                await asyncio.sleep(0)
                yield piece

        headers = {"content-type": "text/event-stream"}
        return lambda request: self.http.Response(200, headers=headers, content=content())


class FunctionsSide(Side):
    """What openapi-python-client makes of the document: functions that take a client, without pages."""

    def client(self, answer: Answer) -> Any:
        """A client of its kind."""
        options = {"transport": self.http.MockTransport(answer)}
        return self.part("client").AuthenticatedClient(base_url="http://stub/v1", token="k", httpx_args=options)  # noqa: S106 (a stub)

    def part(self, name: str) -> Any:
        """A module of the package."""
        return importlib.import_module(f"{self.module.__name__}.{name}")

    def retrieved(self) -> Callable[[], Any]:
        client, fetch = self.client(self.json(ANSWER)), self.part("api.chat.get_chat_completion").sync
        return lambda: fetch("chatcmpl-stub", client=client)

    def embedded(self) -> Callable[[], Any]:
        """It does not ask for base64, so it gets numbers."""
        client, fetch = (
            self.client(self.json(embeddings(floats=True))),
            self.part("api.embeddings.create_embedding").sync,
        )
        body = self.part("models").CreateEmbeddingRequest(input_="x", model="stub")
        return lambda: fetch(client=client, body=body)

    def listed(self) -> Callable[[], int]:
        client, fetch = self.client(self.pages()), self.part("api.files.list_files").sync
        unset = self.part("types").UNSET

        def use() -> int:
            seen: int = 0
            after: Any = unset
            while True:
                page = fetch(client=client, limit=PER_PAGE, after=after)
                seen += sum(each.bytes_ == 120 for each in page.data)
                if not page.has_more:
                    return seen
                after = page.last_id

        return use

    def uploaded(self) -> Callable[[], Any]:
        client, send = self.client(self.json(file(1))), self.part("api.files.create_file").sync
        models, types = self.part("models"), self.part("types")

        def use() -> Any:
            sent = types.File(payload=io.BytesIO(UPLOAD), file_name="a.jsonl")
            purpose = models.CreateFileRequestPurpose("batch")
            return send(client=client, body=models.CreateFileRequest(file=sent, purpose=purpose))

        return use

    def stored(self, body: bytes) -> Callable[[], Any]:
        client, fetch = self.client(self.body(body)), self.part("api.chat.list_chat_completions").sync
        return lambda: fetch(client=client).data


def side(package: str) -> Side:
    """The package's side."""
    return Side(package) if package in ("openai", "openai_client") else FunctionsSide(package)


def _library(package: str) -> str:
    """The HTTP library that a package takes clients of."""
    for name in ("httpx2", "httpx") if package == "openai" else ("httpx",):
        try:
            importlib.import_module(name)
        except ImportError:
            continue
        return name
    raise SystemExit("no HTTP library")


def rounds(count: int, use: Callable[[], object]) -> float:
    """The median time of a round; the first ones warm up."""
    times = []
    for number in range(count + 3):
        start = time.perf_counter()
        use()
        if number >= 3:
            times.append(time.perf_counter() - start)
    return median(times)


def case_chunk(side: Side) -> float:
    """Seconds for one event of a chat stream."""
    client = side.client(side.events([*(chunk(number) for number in range(EVENTS)), b"data: [DONE]\n\n"]))

    def use() -> None:
        seen = sum(
            event.choices[0].delta.content is not None
            for event in client.chat.completions.create(model="stub", messages=MESSAGES, stream=True)
        )
        assert seen == EVENTS

    return rounds(15, use) / EVENTS


def case_call(side: Side) -> float:
    """Seconds for one call that is not streamed."""
    client = side.client(side.json(ANSWER))

    def use() -> None:
        assert client.chat.completions.create(model="stub", messages=MESSAGES).usage.total_tokens == 4

    return rounds(400, use)


def case_retrieve(side: Side) -> float:
    """Seconds for fetching a stored chat completion."""
    fetch = side.retrieved()

    def use() -> None:
        assert fetch().usage.total_tokens == 4

    return rounds(400, use)


def case_embeddings(side: Side) -> float:
    """Seconds for a call whose answer holds vectors, up to lists of numbers."""
    fetch = side.embedded()

    def use() -> None:
        vectors = [each.embedding for each in fetch().data]
        assert (len(vectors), len(vectors[0]), vectors[0][768]) == (VECTORS, DIMENSIONS, 0.5)

    return rounds(30, use)


def case_pages(side: Side) -> float:
    """Seconds for one page of a list, all of whose items are read."""
    read = side.listed()

    def use() -> None:
        assert read() == PAGES * PER_PAGE

    return rounds(12, use) / PAGES


def case_upload(side: Side) -> float:
    """Seconds for sending a megabyte from memory."""
    send = side.uploaded()

    def use() -> None:
        assert send().id == "file-1"

    return rounds(60, use)


def case_streams(side: Side) -> float:
    """Seconds for one event when many streams are read at once."""
    pieces = [*(chunk(number) for number in range(EVENTS_EACH)), b"data: [DONE]\n\n"]

    async def read(client: Any) -> int:
        seen = 0
        async for event in await client.chat.completions.create(model="stub", messages=MESSAGES, stream=True):
            seen += event.choices[0].delta.content is not None
        return seen

    async def all_of_them() -> None:
        async with side.async_client(side.async_events(pieces)) as client:
            assert set(await asyncio.gather(*(read(client) for _ in range(STREAMS)))) == {EVENTS_EACH}

    return rounds(5, lambda: asyncio.run(all_of_them())) / (STREAMS * EVENTS_EACH)


def case_bare_call(side: Side) -> float:
    """What the HTTP library alone takes for such a call, its JSON read."""
    client = side.http.Client(transport=side.http.MockTransport(side.json(ANSWER)))
    body = json.dumps({"model": "stub", "messages": MESSAGES}).encode()

    def use() -> None:
        answer = client.post("http://stub/v1/chat/completions", content=body, headers={"Authorization": "Bearer k"})
        assert json.loads(answer.content)["usage"]["total_tokens"] == 4

    return rounds(400, use)


def case_bare_chunk(side: Side) -> float:
    """What the HTTP library alone takes for such an event, its JSON read."""
    pieces = [chunk(number) for number in range(EVENTS)]
    client = side.http.Client(transport=side.http.MockTransport(side.events(pieces)))

    def use() -> None:
        with client.stream("POST", "http://stub/v1/chat/completions") as answer:
            assert sum(json.loads(piece[6:])["created"] for piece in answer.iter_bytes()) == EVENTS

    return rounds(15, use) / EVENTS


def case_bare_embeddings(side: Side) -> float:
    """What the HTTP library alone takes for such an answer, its JSON read and its vectors made lists of numbers."""
    client = side.http.Client(transport=side.http.MockTransport(side.json(embeddings())))

    def use() -> None:
        answer = client.post("http://stub/v1/embeddings", content=b"{}", headers={"Authorization": "Bearer k"})
        texts = [each["embedding"] for each in json.loads(answer.content)["data"]]
        vectors = [array("f", a2b_base64(text)).tolist() for text in texts]
        assert (len(vectors), len(vectors[0]), vectors[0][768]) == (VECTORS, DIMENSIONS, 0.5)

    return rounds(30, use)


def case_bare_upload(side: Side) -> float:
    """What the HTTP library alone takes for such an upload, its JSON read."""
    client = side.http.Client(transport=side.http.MockTransport(side.json(file(1))))

    def use() -> None:
        sent = {"file": ("a.jsonl", UPLOAD)}
        answer = client.post("http://stub/v1/files", files=sent, data={"purpose": "batch"})
        assert json.loads(answer.content)["id"] == "file-1"

    return rounds(60, use)


CASES = {
    "chunk": case_chunk,
    "call": case_call,
    "retrieve": case_retrieve,
    "embeddings": case_embeddings,
    "pages": case_pages,
    "upload": case_upload,
    "streams": case_streams,
    "bare call": case_bare_call,
    "bare chunk": case_bare_chunk,
    "bare embeddings": case_bare_embeddings,
    "bare upload": case_bare_upload,
}

if __name__ == "__main__":
    print(json.dumps(CASES[sys.argv[2]](side(sys.argv[1]))))
