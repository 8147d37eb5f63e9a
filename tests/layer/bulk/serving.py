"""An embeddings API on 127.0.0.1: the vector of a text is told by its number, so that a wrong place shows."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.serving import QuietHandler, running


class Embedder:
    """Attributes:
    url: Where it listens.
    asked: How often each text was asked for.
    on_request: Called for each request with its place among all, counted from 1, before it is answered.
    """

    def __init__(self) -> None:
        self.url = ""
        self.asked: Counter[str] = Counter()
        self.requests = 0
        self.on_request: Callable[[int], None] = lambda number: None
        self.lock = threading.Lock()


def number_of(text: str) -> float:
    """The number at its end, or its length."""
    word = text.split()[-1]
    return float(word if word.isdigit() else len(text))


@contextmanager
def embedder() -> Iterator[Embedder]:
    known = Embedder()

    class Handler(QuietHandler):
        def answer(self) -> None:
            texts = json.loads(self.body())["input"]
            with known.lock:
                known.requests += 1
                number = known.requests
                known.asked.update(texts)
            known.on_request(number)
            data = [{"index": i, "embedding": [number_of(text), 1.0]} for i, text in enumerate(texts)]
            content = json.dumps({"object": "list", "data": data}).encode()
            try:
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True  # the worker that asked is dead

    with running(Handler) as known.url:
        yield known
