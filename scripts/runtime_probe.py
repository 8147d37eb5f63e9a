"""Runs in the measured process, with our package or the official one: ``python runtime_probe.py PACKAGE CASE``.

The answers are made in the process, by a transport of the HTTP library that each package uses, so that both pay the
same for the network: nothing. Prints one JSON number: seconds, the median of many rounds.
"""

from __future__ import annotations

import asyncio
import base64
import importlib
import json
import struct
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from statistics import median
from typing import Any, TypeAlias

Answer: TypeAlias = Callable[[Any], Any]
"""From a request of the HTTP library to its response."""

EVENTS = 1000
STREAMS, EVENTS_EACH = 200, 100
VECTORS, DIMENSIONS = 64, 1536
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


def embeddings() -> dict[str, Any]:
    """An answer with vectors as base64."""
    vector = base64.b64encode(struct.pack(f"<{DIMENSIONS}f", *(index / DIMENSIONS for index in range(DIMENSIONS))))
    data = [{"object": "embedding", "index": index, "embedding": vector.decode()} for index in range(VECTORS)]
    return {"object": "list", "model": "stub", "data": data, "usage": {"prompt_tokens": 1, "total_tokens": 1}}


class Side:
    """One of the packages, with its HTTP library."""

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
        body, headers = json.dumps(data).encode(), {"content-type": "application/json", "x-request-id": "r"}
        return lambda request: self.http.Response(200, headers=headers, content=body)

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

    return rounds(600, use)


def case_embeddings(side: Side) -> float:
    """Seconds for a call whose answer holds vectors as base64, up to lists of numbers."""
    client = side.client(side.json(embeddings()))

    def use() -> None:
        answer = client.embeddings.create(model="stub", input="x")  # both ask for base64 by themselves and decode it
        vectors = [each.embedding for each in answer.data]
        assert (len(vectors), len(vectors[0]), vectors[0][768]) == (VECTORS, DIMENSIONS, 0.5)

    return rounds(30, use)


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

    return rounds(600, use)


def case_bare_chunk(side: Side) -> float:
    """What the HTTP library alone takes for such an event, its JSON read."""
    pieces = [chunk(number) for number in range(EVENTS)]
    client = side.http.Client(transport=side.http.MockTransport(side.events(pieces)))

    def use() -> None:
        with client.stream("POST", "http://stub/v1/chat/completions") as answer:
            assert sum(json.loads(piece[6:])["created"] for piece in answer.iter_bytes()) == EVENTS

    return rounds(15, use) / EVENTS


CASES = {
    "chunk": case_chunk,
    "call": case_call,
    "embeddings": case_embeddings,
    "streams": case_streams,
    "bare call": case_bare_call,
    "bare chunk": case_bare_chunk,
}

if __name__ == "__main__":
    print(json.dumps(CASES[sys.argv[2]](Side(sys.argv[1]))))
