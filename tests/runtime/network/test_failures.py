"""What a network does to a call: the same cases over plain connections and TLS, sync and async."""

from __future__ import annotations

import threading
from typing import Any

import httpx
import pytest

from tests.runtime.clocks import FakeClock, clocked
from tests.runtime.conftest import Caller
from tests.runtime.network.cases import CAT, EVENT, STREAM_HEAD, chunk, get, slowly, stream
from tests.runtime.wire import Line, Script, WireServer, answer, cut, raw

# --- failures that pass -------------------------------------------------------------------------------------------

PASSING: dict[str, Script] = {
    "reset before a word": cut(),
    "closed before a word": raw(),
    "reset within the status line": cut(b"HTTP/1."),
    "reset within the headers": cut(b"HTTP/1.1 200 OK\r\ncontent-ty"),
    "dropped within the body": raw(b'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"id":'),
    "reset within the body": cut(b'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"id":'),
    "dropped within a chunk": raw(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1f\r\n{"),
    "dropped between chunks": raw(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{\r\n"),
    "a chunk without a size": raw(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n"),
    "a content length that is none": raw(b"HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\n{}"),
    "no HTTP at all": raw(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"),
    "a header without an end": raw(b"HTTP/1.1 200 OK\r\nx-huge: " + b"x" * 300_000 + b"\r\n\r\n{}"),
    "compressed content that is not": raw(b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 2\r\n\r\n{}"),
    "too many requests": answer({}, status="429 Too Many Requests"),
    "an error of the server": answer({}, status="500 Internal Server Error"),
    "an error page that breaks off": raw(b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 100\r\n\r\n<html>"),
}


@pytest.mark.parametrize("failure", PASSING.values(), ids=PASSING)
def test_a_failure_that_passes_is_not_noticed(caller: Caller, wire: WireServer, failure: Script) -> None:
    clock = FakeClock()
    wire.scripts += [failure, failure]
    cat = caller.one(get(clock))
    assert (cat.id, clock.slept, len(wire.requests)) == ("1", [0.5, 1.0], 3)


@pytest.mark.parametrize("failure", PASSING.values(), ids=PASSING)
def test_a_failure_that_stays_comes_out_typed(caller: Caller, wire: WireServer, errors: Any, failure: Script) -> None:
    clock = FakeClock()
    wire.otherwise = failure
    with pytest.raises(errors.APIError) as caught:
        caller.one(get(clock))
    assert isinstance(caught.value, (errors.APIConnectionError, errors.APIStatusError))
    assert isinstance(caught.value, errors.APIStatusError) or caught.value.__cause__ is not None
    assert caught.value.request.url.path == "/v1/animals/1"
    assert (clock.slept, len(wire.requests)) == ([0.5, 1.0], 3)


def test_a_stream_is_tried_again_before_its_first_byte(caller: Caller, wire: WireServer) -> None:
    clock = FakeClock()
    good = raw(STREAM_HEAD + chunk(EVENT) + chunk(b"data: [DONE]\n\n") + b"0\r\n\r\n")
    wire.scripts += [cut(), answer({}, status="503 Busy", headers={"retry-after": "9"}), good]
    found = caller.items(stream(clock))
    assert ([each.id for each in found], clock.slept) == (["1"], [0.5, 9.0])


def test_a_stream_that_breaks_off_is_not_tried_again(caller: Caller, wire: WireServer, errors: Any) -> None:
    for broken in (cut(STREAM_HEAD + chunk(EVENT)), raw(STREAM_HEAD + chunk(EVENT) + b"ff\r\nda")):
        clock = FakeClock()
        wire.requests.clear()
        wire.scripts.append(broken)
        with pytest.raises(errors.APIConnectionError):
            caller.items(stream(clock))
        assert (len(wire.requests), clock.slept) == (1, [])


# --- answers that are odd but sound -------------------------------------------------------------------------------


def test_connections_are_kept(caller: Caller, wire: WireServer) -> None:
    def thrice(client: Any) -> Any:
        if not caller.is_async:
            return [client.animals.retrieve("1") for _ in range(3)]

        async def run() -> Any:
            return [await client.animals.retrieve("1") for _ in range(3)]

        return run()

    wire.scripts.append(answer({}, status="500 Internal Server Error"))
    caller.one(lambda client: thrice(clocked(client, FakeClock())))
    assert (wire.opened, len(wire.requests)) == (1, 4)


def test_slow_bytes_are_waited_for(caller: Caller, wire: WireServer) -> None:
    wire.scripts.append(slowly)
    assert caller.one(get(FakeClock()), timeout=5.0).id == "1"


def test_interim_answers_are_passed_over(caller: Caller, wire: WireServer) -> None:
    body = b'{"id":"1","kind":"cat"}'
    wire.scripts.append(
        raw(
            b"HTTP/1.1 100 Continue\r\n\r\n",
            b"HTTP/1.1 103 Early Hints\r\nlink: </a>; rel=preload\r\n\r\n",
            b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(body) + body,
        )
    )
    assert caller.one(get(FakeClock())).id == "1"


def test_a_long_header_is_read(caller: Caller, wire: WireServer) -> None:
    wire.scripts.append(answer(CAT, headers={"x-long": "x" * 50_000}))
    assert caller.one(get(FakeClock())).id == "1"


def test_a_character_may_be_cut_anywhere(caller: Caller, wire: WireServer) -> None:
    event = 'data: {"id":"żółw 🐢","kind":"cat"}\n\n'.encode()
    pieces = [chunk(event[index : index + 1]) for index in range(len(event))]
    wire.scripts.append(raw(STREAM_HEAD, *pieces, b"0\r\n\r\n"))
    assert [each.id for each in caller.items(stream(FakeClock()))] == ["żółw 🐢"]


SENSELESS: dict[str, Script] = {
    "HTML": answer(b"<html>Sign in</html>", headers={"content-type": "text/html"}),
    "a body longer than it says": raw(b'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n{"id":"1","kind":"cat"}'),
    "half a character": answer(b'{"id":"\xc5'),
    "text in another encoding": answer(b'{"id":"\xff"}'),
}


@pytest.mark.parametrize("script", SENSELESS.values(), ids=SENSELESS)
def test_an_answer_that_is_not_what_it_says_is_an_error(
    caller: Caller, wire: WireServer, errors: Any, script: Script
) -> None:
    wire.scripts.append(script)
    with pytest.raises(errors.APIResponseValidationError, match="Expected JSON from GET /v1/animals/1 but received"):
        caller.one(get(FakeClock()))
    assert len(wire.requests) == 1


def test_no_answer_in_time(caller: Caller, wire: WireServer, errors: Any) -> None:
    left = threading.Event()

    def silent(line: Line) -> bool:
        if line.gone():
            left.set()
        return False

    wire.otherwise = silent
    clock = FakeClock()
    with pytest.raises(errors.APITimeoutError, match=r"^Request timed out\.$") as caught:
        caller.one(lambda client: clocked(client, clock).animals.retrieve("1", timeout=0.1), max_retries=1)
    assert isinstance(caught.value.__cause__, httpx.ReadTimeout)
    assert (clock.slept, len(wire.requests)) == ([0.5], 2)
    assert left.wait(5)  # the connection was given up


# --- redirects ----------------------------------------------------------------------------------------------------


def moved(target: str, status: str) -> Script:
    return answer(b"", status=status, headers={"location": target})


@pytest.mark.parametrize(
    ("status", "method", "body"),
    [
        ("301 Moved Permanently", "GET", b""),
        ("302 Found", "GET", b""),
        ("303 See Other", "GET", b""),
        ("307 Temporary Redirect", "POST", b'{"name":"x"}'),
        ("308 Permanent Redirect", "POST", b'{"name":"x"}'),
    ],
)
def test_redirects_are_followed(caller: Caller, wire: WireServer, status: str, method: str, body: bytes) -> None:
    wire.scripts.append(moved("/elsewhere?a=1", status))
    assert caller.one(lambda client: client.animals.create(name="x")).id == "1"
    second = wire.requests[1]
    assert (second.method, second.path, second.body) == (method, "/elsewhere?a=1", body)
    assert second.headers["authorization"] == "Bearer key-1"
    assert ("content-type" in second.headers) is bool(body)


def test_a_redirect_without_end_is_given_up(caller: Caller, wire: WireServer, errors: Any) -> None:
    wire.otherwise = moved("/v1/animals/1", "302 Found")
    with pytest.raises(errors.APIConnectionError) as caught:
        caller.one(get(FakeClock()), max_retries=0)
    assert isinstance(caught.value.__cause__, httpx.TooManyRedirects)
    assert len(wire.requests) == 21


def test_keys_do_not_follow_to_another_server(caller: Caller, wire: WireServer) -> None:
    other = WireServer(wire.tls)
    try:
        wire.scripts += [moved(f"{other.url}/a", "307 Temporary Redirect")] * 2
        headers = {"X-Api-Key": "third", "Cookie": "session=1", "X-Harmless": "yes"}
        caller.one(lambda client: client.animals.remove("1", extra_headers=headers), admin_key="boss")
        caller.one(lambda client: client.animals.retrieve("1"))
        assert wire.requests[0].headers["x-admin"] == "boss"
        for asked in other.requests:
            assert not {"authorization", "x-admin", "x-api-key", "cookie"} & asked.headers.keys()
        assert other.requests[0].headers["x-harmless"] == "yes"
    finally:
        other.close()


def test_a_body_that_can_be_read_once_is_not_redirected(caller: Caller, wire: WireServer, errors: Any) -> None:
    class Pipe:
        def read(self, size: int = -1) -> bytes:
            return b""

    wire.scripts.append(moved("/elsewhere", "307 Temporary Redirect"))
    with pytest.raises(errors.APIConnectionError, match="Redirected, but the file of `file` can be read only once"):
        caller.one(lambda client: client.animals.upload(file=Pipe(), purpose="test"))
