"""An API whose vectors are made of the words in a text, so that texts with words in common are near to each other."""

from __future__ import annotations

import base64
import hashlib
import inspect
import re
import struct
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from openai_client.testing import MockAPI, RecordedRequest

WIDTH = 64
COLOURS = ["sync", "async"]


def vector(text: str, width: int = WIDTH) -> Any:
    """A vector of length 1: one place and sign for each word, by its hash."""
    found = np.zeros(width, np.float64)
    for word in re.findall(r"\w+", text.lower()) or [text]:
        digest = hashlib.sha256(word.encode()).digest()
        for place in range(4):
            found[digest[place] % width] += 1 if digest[place + 8] % 2 else -1
    length = np.linalg.norm(found)
    return found / length if length else np.eye(width)[0]


class WordAPI:
    """A mock API of embeddings.

    Args:
        answering: What answers instead of the words.
        reverse: Whether vectors come in an order of their own.

    Attributes:
        api: To give further answers with.
        sent: The texts of each request.
    """

    def __init__(self, answering: Callable[[RecordedRequest], Any] | None = None, *, reverse: bool = False) -> None:
        self.api = MockAPI()
        self.sent: list[list[str]] = []
        self._reverse = reverse
        self.api.embeddings.create.answers(answering or self.answer)

    def client(self, colour: str = "sync", **options: Any) -> Any:
        return self.api.client(**options) if colour == "sync" else self.api.async_client(**options)

    @property
    def texts(self) -> list[str]:
        """All texts that were sent."""
        return [text for texts in self.sent for text in texts]

    def answer(self, request: RecordedRequest) -> dict[str, Any]:
        texts = [request.json["input"]] if isinstance(request.json["input"], str) else request.json["input"]
        self.sent.append(texts)
        packed = request.json.get("encoding_format") == "base64"
        width = request.json.get("dimensions", WIDTH)
        return say([vector(text, width) for text in texts], packed=packed, reverse=self._reverse)


def say(vectors: Sequence[Any], *, packed: bool = True, reverse: bool = False) -> dict[str, Any]:
    """What the API says."""
    data = [
        {"object": "embedding", "index": index, "embedding": pack(one) if packed else [float(x) for x in one]}
        for index, one in enumerate(vectors)
    ]
    usage = {"prompt_tokens": 1, "total_tokens": 1}
    return {"object": "list", "model": "m", "data": data[::-1] if reverse else data, "usage": usage}


def pack(one: Sequence[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(one)}f", *one)).decode()


async def ready(value: Any) -> Any:
    """What a call returns, in either colour."""
    return await value if inspect.isawaitable(value) else value
