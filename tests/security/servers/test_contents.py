"""Answers that are not what they should be: other types, garbage, JSON that breaks readers."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest

from openai_client import AsyncStream, OpenAI, Stream
from openai_client._runtime import Model, field
from openai_client._runtime import model as define
from openai_client._runtime.errors import APIResponseValidationError, BadRequestError, StreamError
from tests.runtime.wire import WireServer, answer

from .conftest import Call, events, model

HTML = b"<!doctype html><title>Sign in</title>"
DEEP = 100_000
EVENTS = {"content-type": "text/event-stream"}


@define
class Node(Model):
    """A model that holds itself, as trees and filters do."""

    nodes: list[Node] | None = field("[Node]", default=None)


def nodes(client: Any) -> Any:
    """A stream of them."""
    kind: Any = Stream if isinstance(client, OpenAI) else AsyncStream
    return client.get("/nodes", cast_to=Node, stream=True, stream_cls=kind[Node])


def kind(name: str) -> dict[str, str]:
    return {"content-type": name}


@pytest.mark.parametrize("name", ["text/html", "application/json", "text/event-stream", "nonsense", ""])
@pytest.mark.parametrize("body", [HTML, b"\x00\xff\xfe\x80garbage", b'{"id": "caf\xe9"}', b'{"id": ', b"\xff\xfe{"])
def test_what_is_no_json_is_an_error_that_shows_it(name: str, body: bytes, call: Call, wire: WireServer) -> None:
    wire.otherwise = answer(body, headers=kind(name))
    with pytest.raises(APIResponseValidationError, match="Expected JSON from GET /v1/models/m but received"):
        call(model)


@pytest.mark.parametrize("body", [b'\xef\xbb\xbf{"id":"m"}', '{"id":"m"}'.encode("utf-16"), b' \r\n\t{"id":"m"} '])
def test_json_with_a_mark_of_its_encoding_is_read(body: bytes, call: Call, wire: WireServer) -> None:
    wire.otherwise = answer(body)
    assert call(model).id == "m"


CODECS = [
    "zlib",
    "bz2",
    "base64",
    "hex",
    "rot13",
    "undefined",
    "idna",
    "no-such",
    "x" * 5000,
    "utf-16",
    "unicode_escape",
]


@pytest.mark.parametrize("charset", CODECS)
@pytest.mark.parametrize("status", ["200 OK", "400 Bad Request"])
def test_a_charset_of_nonsense_is_no_crash(charset: str, status: str, call: Call, wire: WireServer) -> None:
    """Python's codecs have names that a charset cannot be: one of them unpacks."""
    wire.otherwise = answer(HTML, status=status, headers=kind(f"text/html; charset={charset}"))
    with pytest.raises((APIResponseValidationError, BadRequestError)) as caught:
        call(model)
    assert isinstance(caught.value.body, str)
    assert type(caught.value).__name__ in repr(caught.value)


@pytest.mark.parametrize("name", ["text/html", "application/json", ""])
@pytest.mark.parametrize("body", [HTML, b'{"id":"m","choices":[]}', b"\x00\xff\n\n\x80"])
def test_what_is_no_stream_is_an_error_that_shows_it(name: str, body: bytes, call: Call, wire: WireServer) -> None:
    wire.otherwise = answer(body, headers=kind(name))
    with pytest.raises(StreamError, match="expected a stream of events but received"):
        call(events)


@pytest.mark.parametrize("body", [b"", b": nothing to say\n\n"])
def test_a_stream_without_events_is_one(body: bytes, call: Call, wire: WireServer) -> None:
    wire.otherwise = answer(body, headers=EVENTS)
    assert call(events) == []


def test_events_under_another_type_are_read(call: Call, wire: WireServer) -> None:
    wire.otherwise = answer(b'data: {"id":"1"}\n\ndata: [DONE]\n\n', headers=kind("text/plain"))
    assert [event.id for event in call(events)] == ["1"]


# --- JSON ---------------------------------------------------------------------------------------------------------


def nested(depth: int) -> list[bytes]:
    """Objects, arrays, and objects where a model has models within itself."""
    return [b"[" * depth + b"]" * depth, b'{"a":' * depth + b"1" + b"}" * depth, b"[" * depth]


def filters(depth: int) -> bytes:
    return b'{"type":"and","filters":[' * depth + b"]}" * depth


@pytest.mark.parametrize("body", nested(DEEP))
def test_deep_json_is_an_error(body: bytes, call: Call, wire: WireServer) -> None:
    wire.otherwise = answer(body)
    with pytest.raises(APIResponseValidationError, match="it is nested too deeply"):
        call(model)


@pytest.mark.parametrize("body", nested(DEEP))
def test_deep_json_in_an_error_is_its_text(body: bytes, call: Call, wire: WireServer) -> None:
    wire.otherwise = answer(body, status="400 Bad Request")
    with pytest.raises(BadRequestError) as caught:
        call(model)
    assert caught.value.body == body.decode()


@pytest.mark.parametrize("depth", [*range(100, 1000, 50), 5000])
def test_json_of_any_depth_is_read_or_an_error(depth: int, call: Call, wire: WireServer) -> None:
    """Where reading ends and where decoding or showing ends is not the same depth."""
    for status in ("200 OK", "400 Bad Request"):
        wire.otherwise = answer(
            b'{"id":"r","tools":[{"type":"file_search","filters":%s}]}' % filters(depth), status=status
        )
        allowed = APIResponseValidationError if status == "200 OK" else BadRequestError
        with suppress(allowed):
            assert (status, call(lambda client: client.responses.retrieve("r")).id) == ("200 OK", "r")


@pytest.mark.parametrize("body", [*nested(DEEP)[:2], b'{"choices":%s}' % nested(DEEP)[0], filters(DEEP)])
def test_a_deep_event_is_an_error(body: bytes, call: Call, wire: WireServer) -> None:
    wire.otherwise = answer(b"data: %s\n\n" % body, headers=EVENTS)
    with pytest.raises(StreamError, match="nested too deeply"):
        call(events)


def test_a_number_of_too_many_digits_is_an_error(call: Call, wire: WireServer) -> None:
    digits = b"9" * 100_000
    wire.otherwise = answer(b'{"created":%s}' % digits)
    with pytest.raises(APIResponseValidationError, match="digits"):
        call(model)
    wire.otherwise = answer(b'data: {"created":%s}\n\n' % digits, headers=EVENTS)
    with pytest.raises(StreamError, match="digits"):
        call(events)


def test_a_pause_of_too_many_digits_is_no_pause(call: Call, wire: WireServer) -> None:
    wire.otherwise = answer(b'retry: %s\ndata: {"id":"1"}\n\n' % (b"9" * 5000), headers=EVENTS)
    assert [event.id for event in call(events)] == ["1"]


@pytest.mark.parametrize(
    ("text", "value"), [("1e999", float("inf")), ("-Infinity", float("-inf")), ('1,"created":2', 2)]
)
def test_odd_numbers_and_doubled_keys_are_kept(text: str, value: Any, call: Call, wire: WireServer) -> None:
    """As Python reads them: of doubled keys the last counts."""
    wire.otherwise = answer(b'{"created":%s}' % text.encode())
    assert call(model).created == value


def test_a_long_array_is_read(call: Call, wire: WireServer) -> None:
    wire.otherwise = answer(json.dumps({"data": [{"embedding": [0.5] * 1_000_000}]}).encode())
    found = call(lambda client: client.embeddings.create(model="m", input="x", encoding_format="float"))
    assert len(found.data[0].embedding) == 1_000_000


@pytest.mark.parametrize("depth", [150, 250, 300, 400, 450])
def test_a_model_within_itself_is_read_or_an_error(depth: int, call: Call, wire: WireServer) -> None:
    """Each level takes decoding more of Python's stack than it took reading: below, what was read stays plain."""
    body = b'{"nodes":[' * depth + b"]}" * depth
    wire.otherwise = answer(body)
    with suppress(APIResponseValidationError):
        found = call(lambda client: client.get("/nodes", cast_to=Node))
        assert isinstance(found.nodes[0].nodes[0], Node)
    wire.otherwise = answer(b"data: %s\n\n" % body, headers=EVENTS)
    with suppress(StreamError):
        (event,) = call(nodes)
        assert isinstance(event.nodes[0].nodes[0], Node)
