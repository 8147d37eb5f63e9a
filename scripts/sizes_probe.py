"""Runs in the measured process: ``sizes_probe.py PACKAGE answer BYTES`` or ``sizes_probe.py PACKAGE stream EVENTS``.

An answer is a list of stored chat completions of about that many bytes, of which every one is read; a stream is a chat
stream of that many events. Prints one JSON number: seconds.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.probe_answers import ANSWER, EVENTS, MESSAGES, chunk
from scripts.runtime_probe import Side, side

ENOUGH = 0.5
"""Seconds after which no further round is begun."""
MOST = 200


def answer_of(size: int) -> bytes:
    """A list of chat completions of at least so many bytes."""
    items: list[bytes] = []
    length = 0
    while length < size:
        items.append(json.dumps({**ANSWER, "id": f"chatcmpl-{len(items)}"}).encode())
        length += len(items[-1]) + 2
    ends = f'"first_id": "chatcmpl-0", "last_id": "chatcmpl-{len(items) - 1}", "has_more": false'.encode()
    return b'{"object": "list", "data": [' + b", ".join(items) + b"], " + ends + b"}"


def events(pieces: Sequence[bytes], count: int) -> Iterator[bytes]:
    """A chat stream, a piece for each event; the pieces come again and again, so that a long stream takes no room."""
    yield from islice(cycle(pieces), count)
    yield b"data: [DONE]\n\n"


def timed(use: Callable[[], object]) -> float:
    """Median seconds of as many rounds as fit into the time, one at least."""
    times: list[float] = []
    while not times or (sum(times) < ENOUGH and len(times) < MOST):
        start = time.perf_counter()
        use()
        times.append(time.perf_counter() - start)
    return median(times)


def answer(package: Side, size: int) -> float:
    """Seconds for an answer of so many bytes, every part that a program wants of it read."""
    body = answer_of(size)
    read_all(package.stored(answer_of(1)), 1)  # what is loaded at the first call
    fetch = package.stored(body)
    count = body.count(b'"choices"')
    return timed(lambda: read_all(fetch, count))


def read_all(fetch: Callable[[], Any], count: int) -> None:
    """Read of every completion its content and its last token count."""
    seen = sum(each.choices[0].message.content == "Good day." and each.usage.total_tokens == 4 for each in fetch())
    if seen != count:
        raise SystemExit(f"{seen} of {count} completions were read")


def stream(package: Side, count: int) -> float:
    """Seconds for a stream of so many events."""
    pieces = [chunk(number) for number in range(EVENTS)]
    headers = {"content-type": "text/event-stream"}

    def read(length: int) -> None:
        content = events(pieces, length)
        client = package.client(lambda request: package.http.Response(200, headers=headers, content=content))
        made = client.chat.completions.create(model="stub", messages=MESSAGES, stream=True)
        seen = sum(event.choices[0].delta.content is not None for event in made)
        if seen != length:
            raise SystemExit(f"{seen} of {length} events were read")

    read(1)
    return timed(lambda: read(count))


CASES: dict[str, Callable[[Side, int], float]] = {"answer": answer, "stream": stream}

if __name__ == "__main__":
    print(json.dumps(CASES[sys.argv[2]](side(sys.argv[1]), int(sys.argv[3]))))
