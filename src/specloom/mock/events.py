"""Made-up streams: which events, in which order, and how they are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import orjson

from specloom.mock.controls import Events
from specloom.mock.streaming import DONE, Streaming, variants
from specloom.mock.values import Maker

# How a stream goes on, told by the last word of what its events are called. What is not listed is in the middle.
_BEGIN: Final = ("created", "queued", "started")
_OPEN: Final = ("in_progress", "added", "searching", "interpreting", "generating")
_PARTIAL: Final = ("delta", "partial_image", "segment")
_CLOSE: Final = ("done",)
_END: Final = ("completed",)
_FAILURES: Final = frozenset(
    {"failed", "incomplete", "error", "cancelled", "cancelling", "expired", "requires_action"}
)
_SPOKEN: Final = ("This ", "answer ", "was ", "made up.")
_PIECES: Final = 3


def event_stream(streaming: Streaming, maker: Maker, events: Events, *, usage: bool) -> tuple[bytes, ...]:
    """The pieces of a stream, an event each, with the one that ends it.

    Args:
        streaming: How the operation streams.
        maker: Makes the values.
        events: Whether failures are told as well.
        usage: Whether the request asked for a last chunk with figures.
    """
    kinds = variants(streaming.event, maker.schemas)
    values = _chunks(kinds[0], maker, usage=usage) if len(kinds) == 1 else _one_of_each(kinds, maker, events)
    pieces = [_written(value, envelope=streaming.envelope) for value in values]
    return (*pieces, f"data: {DONE}\n\n".encode())


def _written(value: Any, *, envelope: bool) -> bytes:
    name = ""
    if isinstance(value, dict):
        name = str(value.get("event" if envelope else "type") or "")
    data = value.get("data") if envelope and isinstance(value, dict) else value
    # DONE is no JSON in an event that has no other data.
    text = data.encode() if data == DONE else orjson.dumps(data)
    head = f"event: {name}\n".encode() if name else b""
    return head + b"data: " + text + b"\n\n"


def _one_of_each(kinds: Sequence[Mapping[str, Any]], maker: Maker, events: Events) -> Iterator[Any]:
    made = sorted((maker.value(kind) for kind in kinds), key=_rank)
    fine = [value for value in made if _last_word(value) not in _FAILURES]
    chosen = made if events == "all" or not fine else fine
    for number, value in enumerate(chosen):
        if isinstance(value, dict) and "sequence_number" in value:
            value["sequence_number"] = number
        if not (isinstance(value, dict) and value.get("data") == DONE):
            yield value


def _called(value: Any) -> str:
    return str(value.get("event") or value.get("type") or "") if isinstance(value, dict) else ""


def _last_word(value: Any) -> str:
    return _called(value).replace(".", " ").split(" ")[-1]


def _rank(value: Any) -> tuple[int, int]:
    """What begins comes first and what ends last; what is about a part stands between what is about the whole."""
    order = (_BEGIN, _OPEN, _PARTIAL, (), _CLOSE, _END)
    word = _last_word(value)
    step = next((number for number, words in enumerate(order) if word in words), 3)
    if word in _FAILURES:
        step = len(order)
    dots = _called(value).count(".")
    return step, dots if step <= 1 else -dots


def _chunks(kind: Mapping[str, Any], maker: Maker, *, usage: bool) -> Iterator[Any]:
    choice = _choice(maker.target(kind), maker)
    if choice is None:
        yield from (maker.value(kind) for _ in range(_PIECES))
        return
    base = maker.value(kind)
    properties = maker.target(kind)["properties"]
    no_usage = {"usage": None} if usage and _may_be_null(properties.get("usage", {})) else {}
    if not no_usage:
        base.pop("usage", None)
    base = {**base, **no_usage}
    for delta, reason in _spoken(maker.value(choice)):
        yield {**base, "choices": [{**maker.value(choice), "delta": delta, "finish_reason": reason, "logprobs": None}]}
    if usage:
        yield {**base, "choices": [], "usage": maker.value(properties["usage"], "usage")}


def _choice(chunk: Mapping[str, Any], maker: Maker) -> Mapping[str, Any] | None:
    """The schema of a choice, where chunks are those of a chat: choices with a delta and a reason to finish."""
    choices = maker.target(chunk.get("properties", {}).get("choices", {}))
    choice = maker.target(choices.get("items", {}))
    wanted = {"delta", "finish_reason", "index", "logprobs"}
    return choice if wanted <= choice.get("properties", {}).keys() else None


def _spoken(choice: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], str | None]]:
    yield {"role": "assistant", "content": ""}, None
    for text in _SPOKEN:
        yield {"content": text}, None
    yield {}, choice["finish_reason"] or "stop"


def _may_be_null(schema: Mapping[str, Any]) -> bool:
    return any(member.get("type") == "null" for member in schema.get("anyOf", ()))
