"""Bodies that are too large, packed or without end."""

from __future__ import annotations

import gzip
import itertools
import subprocess
import sys
import zlib
from typing import Any

import pytest

from openai_client._runtime import bounds
from openai_client._runtime.errors import APIResponseValidationError, BadRequestError, StreamError
from tests.children import environment
from tests.runtime.wire import Line, Script, WireServer, answer

from .conftest import Call, events, file, model

MIB = 1024**2


def endless(head: bytes, piece: bytes) -> Script:
    """A body that only ends when the client goes."""

    def write(line: Line) -> bool:
        line.write(head)
        for _ in itertools.repeat(None):
            line.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        return False

    return write


def head(kind: str, status: str = "200 OK", extra: str = "") -> bytes:
    lines = f"HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ntransfer-encoding: chunked\r\n{extra}\r\n"
    return lines.encode()


def packed(mebibytes: int) -> bytes:
    """That many MiB of zeros in a thousandth of the bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = bytes(MIB)
    return b"".join([packer.compress(zeros) for _ in range(mebibytes)]) + packer.flush()


@pytest.mark.parametrize("task", [model, file])
def test_an_answer_without_end_is_given_up(
    task: Any, call: Call, wire: WireServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "MAX_ANSWER_BYTES", 3 * MIB)
    wire.otherwise = endless(head("application/json"), b" " * 65536)
    with pytest.raises(APIResponseValidationError, match=r"more than 3,145,728 bytes.*MAX_ANSWER_BYTES.*in pieces"):
        call(task)
    assert len(wire.requests) == 1  # what is too large now would be too large again


def test_an_answer_of_the_limit_is_read(call: Call, wire: WireServer, monkeypatch: pytest.MonkeyPatch) -> None:
    body = b'{"id":"' + b"x" * 91 + b'"}'
    wire.otherwise = answer(body)
    monkeypatch.setattr(bounds, "MAX_ANSWER_BYTES", len(body))
    assert call(model).id == "x" * 91
    monkeypatch.setattr(bounds, "MAX_ANSWER_BYTES", len(body) - 1)
    with pytest.raises(APIResponseValidationError, match="more than 99 bytes"):
        call(model)


def test_of_an_error_without_end_the_beginning_is_read(call: Call, wire: WireServer) -> None:
    wire.otherwise = endless(head("text/plain", "400 Bad Request"), b"no! " * 1000)
    with pytest.raises(BadRequestError, match=r"no! no! ") as caught:
        call(model)
    assert len(caught.value.response.content) == bounds.MAX_ERROR_BYTES


def test_a_redirect_with_an_endless_body_is_followed(call: Call, wire: WireServer) -> None:
    wire.scripts.append(endless(head("text/plain", "302 Found", "location: /v1/there\r\n"), b"x" * 5000))
    wire.otherwise = answer({"id": "there"})
    assert call(model).id == "there"


def test_an_answer_packed_again_and_again_is_not_unpacked(call: Call, wire: WireServer) -> None:
    wire.otherwise = answer(gzip.compress(gzip.compress(b"{}")), headers={"content-encoding": "gzip, gzip"})
    with pytest.raises(APIResponseValidationError, match=r"compressed 2 times over \(gzip, gzip\)"):
        call(model)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "identity", "identity, gzip", "nonsense"])
def test_an_honest_packed_answer_is_read(coding: str, call: Call, wire: WireServer) -> None:
    body = b'{"id":"%s"}' % (b"honest " * 10_000)
    content = gzip.compress(body) if "gzip" in coding else zlib.compress(body) if coding == "deflate" else body
    wire.otherwise = answer(content, headers={"content-encoding": coding})
    assert call(model).id == "honest " * 10_000


def test_packed_events_come_one_by_one(call: Call, wire: WireServer) -> None:
    text = b"".join(b'data: {"id":"%d"}\n\n' % number for number in range(5000)) + b"data: [DONE]\n\n"
    kind = {"content-type": "text/event-stream", "content-encoding": "gzip"}
    wire.otherwise = answer(gzip.compress(text), headers=kind)
    assert [event.id for event in call(events)] == [str(number) for number in range(5000)]


@pytest.mark.parametrize("line", [b"data: xxxxxxxxx", b": a comment\n", b"data: x\n"])
def test_an_event_without_end_is_given_up(
    line: bytes, call: Call, wire: WireServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("openai_client._runtime.sse.SSEDecoder.__init__.__defaults__", (MIB,))
    wire.otherwise = endless(head("text/event-stream"), line * 1000)
    with pytest.raises(StreamError, match="an event of the stream is larger than 1048576 bytes"):
        call(events)


def test_many_small_pieces_of_a_line_take_no_more_than_their_bytes() -> None:
    import tracemalloc

    from openai_client._runtime.sse import SSEDecoder

    decoder = SSEDecoder()
    tracemalloc.start()
    for _ in range(100_000):
        decoder.feed(b"ab")
        decoder.feed(bytes([99, 100]))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 1_000_000
    (event,) = decoder.feed(b"\ndata: x\n\n")
    assert event.data == "x"


CHILD = """
import resource, sys
import openai_client
from openai_client._runtime import bounds
bounds.MAX_ANSWER_BYTES = 20 * 1024**2
url, target = sys.argv[1:]
with openai_client.OpenAI(api_key="k", base_url=url, max_retries=0, timeout=60) as client:
    client.models.retrieve("warm")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        if target:
            with client.files.with_streaming_response.content("f") as answer:
                answer.stream_to_file(target)
        else:
            client.models.retrieve("m")
    except openai_client.APIError as error:
        print(type(error).__name__)
    else:
        print("done")
unit = 1 if sys.platform == "darwin" else 1024
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit // 1024**2)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="memory of a process is asked of Unix")
@pytest.mark.parametrize(("target", "outcome"), [("", "APIResponseValidationError"), ("/dev/null", "done")])
def test_a_bomb_takes_little_memory(target: str, outcome: str, wire: WireServer) -> None:
    """Of 512 MiB (in 0.5 MB) 20 are allowed, or all of them into a file: the child does not grow by much more."""
    wire.scripts.append(answer({"id": "warm"}))
    wire.otherwise = answer(packed(512), headers={"content-encoding": "gzip"})
    child = subprocess.run(
        [sys.executable, "-c", CHILD, wire.url, target], capture_output=True, text=True, env=environment(), check=True
    )
    said, grown = child.stdout.split()
    assert said == outcome
    assert int(grown) < 60
