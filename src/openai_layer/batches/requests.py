"""The requests of a batch: what one may be, its line in the input file, and how they are cut into batches."""

from __future__ import annotations

import hashlib
import importlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from typing import TYPE_CHECKING, Any, NamedTuple

from ..._runtime.bodies import json_bytes
from ..input_errors import InputError
from ..jsonl import read_records

if TYPE_CHECKING:
    import httpx

ENDPOINTS = {
    "/v1/responses": "responses:_CREATE",
    "/v1/chat/completions": "chat.completions:_CREATE",
    "/v1/embeddings": "embeddings:_CREATE",
    "/v1/completions": "completions:_CREATE",
    "/v1/moderations": "moderations:_CREATE",
    "/v1/images/generations": "images:_GENERATE",
    "/v1/images/edits": "images:_EDIT",
    "/v1/videos": "videos:_CREATE",
}
"""What a batch can call, as the API's description lists it, and the operation of this package that it is."""

_KEYS = frozenset({"custom_id", "method", "url", "body"})


class Limits(NamedTuple):
    """How much one batch may hold; OpenAI's by rule."""

    requests: int = 50_000
    size: int = 200_000_000
    """Bytes of the input file: 200 MB, read so that no other reading of MB is smaller."""
    inputs: int = 50_000
    """Texts to embed, over all requests of a batch."""


@dataclass(frozen=True, slots=True)
class BatchRequest:
    """One request. Made by ``BatchBuilder`` and ``read_requests``, which check it.

    Attributes:
        custom_id: Its name, by which its answer is found.
        url: What it calls: ``"/v1/chat/completions"``.
        body: Its body, as JSON.
        model: The model that it names, or an empty text. A batch is for one model.
        inputs: How many texts it embeds; 0 where it does something else.
        read: From the response to what the method returns.
    """

    custom_id: str
    url: str
    body: bytes
    model: str
    inputs: int
    read: Callable[[httpx.Response], Any]

    @property
    def line(self) -> bytes:
        """The line of the input file, its end included."""
        head = json.dumps({"custom_id": self.custom_id, "method": "POST", "url": self.url}, separators=(",", ":"))
        return head[:-1].encode() + b',"body":' + self.body + b"}\n"


def make_request(
    custom_id: str, url: str, body: Mapping[str, object] | bytes, read: Callable[[httpx.Response], Any] | None = None
) -> BatchRequest:
    """A request, checked.

    Raises:
        InputError: If a batch cannot take it.
    """
    if not isinstance(custom_id, str) or not custom_id:
        raise InputError(f"custom_id is a text that is not empty, not {custom_id!r}")
    if url not in ENDPOINTS:
        raise InputError(f"a batch cannot call {url!r}; it can call {', '.join(ENDPOINTS)}")
    content = body if isinstance(body, bytes) else json_bytes(body)
    fields = json.loads(content) if content else None
    if not isinstance(fields, dict):
        raise InputError("the body of a request is an object")
    if fields.get("stream"):
        raise InputError(f"{custom_id}: a batch cannot stream; leave out stream")
    model = fields.get("model")
    inputs = _inputs(fields.get("input")) if url == "/v1/embeddings" else 0
    return BatchRequest(
        custom_id, url, content, model if isinstance(model, str) else "", inputs, read or usual_reading(url)
    )


def usual_reading(url: str) -> Callable[[httpx.Response], Any]:
    """How an answer of an endpoint is read where no call of a method says more."""

    def read(response: httpx.Response) -> Any:
        from ..._runtime.respond import answer
        from ..embeddings import with_numbers

        module, _, constant = ENDPOINTS[url].partition(":")
        operation = getattr(importlib.import_module(f"...resources.{module}", __package__), constant)
        value: Any = answer(response, operation)
        return with_numbers(value) if url == "/v1/embeddings" else value

    return read


def read_requests(path: str | PathLike[str]) -> list[BatchRequest]:
    """The requests of an input file that was written before.

    Raises:
        InputError: If a line is no such request, or two have the same custom_id; says where.
    """
    found: list[BatchRequest] = []
    lines: dict[str, int] = {}
    for record in read_records(path):
        if record.error is not None:
            raise record.error
        try:
            request = _from_record(record.value)
        except InputError as error:
            raise InputError(error.problem, path=path, line=record.number) from None
        if request.custom_id in lines:
            problem = f"custom_id {request.custom_id!r} is that of line {lines[request.custom_id]} already"
            raise InputError(problem, path=path, line=record.number)
        lines[request.custom_id] = record.number
        found.append(request)
    return found


def _from_record(value: object) -> BatchRequest:
    if not isinstance(value, dict):
        raise InputError(f"a request of a batch is an object, not {type(value).__name__}")
    if missing := sorted(_KEYS - value.keys()):
        hint = ""
        if "messages" in value or "prompt" in value:
            hint = "; this looks like a record for fine-tuning" if "model" not in value else "; this is a bare body"
        elif "response" in value:
            hint = "; this is a line of an output file"
        raise InputError(f"no request of a batch: it has no {', '.join(missing)}{hint}")
    if unknown := sorted(value.keys() - _KEYS):
        raise InputError(f"a request of a batch has no {', '.join(unknown)}; it has {', '.join(sorted(_KEYS))}")
    if value["method"] != "POST":
        raise InputError(f"method is 'POST', not {value['method']!r}")
    if not isinstance(value["body"], dict):
        raise InputError("the body of a request is an object")
    return make_request(value["custom_id"], value["url"], value["body"])


def _inputs(given: object) -> int:
    """How many texts: one text, one text as token IDs, or a list of either."""
    if not isinstance(given, list) or not given:
        return 1
    return 1 if isinstance(given[0], int) else len(given)


def check_requests(requests: Iterable[BatchRequest], limits: Limits) -> list[BatchRequest]:
    """The requests of a run.

    Raises:
        InputError: If there is none, two have the same custom_id, or one alone is too much for a batch.
    """
    found = list(requests)
    if not found:
        raise InputError("there is no request to run")
    seen: set[str] = set()
    for request in found:
        if request.custom_id in seen:
            raise InputError(f"two requests have the custom_id {request.custom_id!r}")
        seen.add(request.custom_id)
        if len(request.line) > limits.size or request.inputs > limits.inputs:
            raise InputError(
                f"the request {request.custom_id!r} does not fit into a batch: {len(request.line):,} bytes and "
                f"{request.inputs:,} texts, of at most {limits.size:,} and {limits.inputs:,}"
            )
    return found


def fingerprint(requests: Iterable[BatchRequest]) -> str:
    """What tells one list of requests from another."""
    digest = hashlib.sha256()
    for request in requests:
        digest.update(request.line)
    return digest.hexdigest()


def split(requests: Sequence[BatchRequest], wanted: Iterable[int], limits: Limits) -> Iterator[list[int]]:
    """Cut requests into batches: each for one endpoint and one model, and none too large.

    Args:
        requests: All of the run.
        wanted: Places of those to cut, in order.
        limits: Of a batch.
    """
    groups: dict[tuple[str, str], list[int]] = {}
    for place in wanted:
        groups.setdefault((requests[place].url, requests[place].model), []).append(place)
    for places in groups.values():
        part: list[int] = []
        size = inputs = 0
        for place in places:
            length, texts = len(requests[place].line), requests[place].inputs
            if part and (
                len(part) >= limits.requests or size + length > limits.size or inputs + texts > limits.inputs
            ):
                yield part
                part, size, inputs = [], 0, 0
            part.append(place)
            size, inputs = size + length, inputs + texts
        yield part
