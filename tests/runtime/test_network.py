"""What a network does to a call: the same cases over plain connections and TLS, sync and async."""

from __future__ import annotations

import asyncio
import importlib
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
import trustme

from .clocks import FakeClock, clocked
from .conftest import Caller
from .wire import Line, Script, WireServer, answer, cut, raw

CAT = {"id": "1", "kind": "cat"}
EVENT = b'data: {"id":"1","kind":"cat"}\n\n'
STREAM_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"


def chunk(content: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(content), content)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, Path]:
    """A server's certificate for this machine, and the authority that vouches for it."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    path = tmp_path_factory.mktemp("tls") / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    return context, path


@pytest.fixture(params=["plain", "tls"])
def wire(
    request: pytest.FixtureRequest, certificates: tuple[ssl.SSLContext, Path], monkeypatch: pytest.MonkeyPatch
) -> Iterator[WireServer]:
    context, authority = certificates
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    made = WireServer(context if request.param == "tls" else None)
    yield made
    made.close()


@pytest.fixture(params=["sync", "async"])
def caller(request: pytest.FixtureRequest, zoo: ModuleType, wire: WireServer) -> Caller:
    module = importlib.import_module("zoo.client")
    return Caller(module.Zoo if request.param == "sync" else module.AsyncZoo, wire.url)


@pytest.fixture
def errors(zoo: ModuleType) -> Any:
    return importlib.import_module("zoo._runtime.errors")


def get(clock: FakeClock) -> Callable[[Any], Any]:
    return lambda client: clocked(client, clock).animals.retrieve("1")


def stream(clock: FakeClock) -> Callable[[Any], Any]:
    return lambda client: clocked(client, clock).animals.create(name="x", stream=True)


def slowly(line: Line) -> bool:
    line.write(b"HTTP/1.1 200 OK\r\ncontent-length: 24\r\n\r\n")
    for byte in b'{"id":"1","kind":"cat"} ':
        line.write(bytes([byte]))
        time.sleep(0.002)
    return True


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


# --- proxies ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A forward proxy from the package index, and the log of what went through it."""
    folder = tmp_path_factory.mktemp("proxy")
    ports, log = folder / "port", folder / "log"
    command = [sys.executable, "-m", "proxy", "--hostname", "127.0.0.1", "--port", "0", "--port-file", str(ports)]
    command += ["--num-workers", "1", "--num-acceptors", "1", "--log-file", str(log)]
    process = subprocess.Popen([*command, "--data-dir", str(folder)], cwd=folder)
    try:
        for _ in range(1000):
            if ports.exists() and ports.read_text().strip():
                break
            time.sleep(0.02)
        yield f"http://127.0.0.1:{ports.read_text().split()[0]}", log
    finally:
        process.terminate()
        process.wait(20)


@pytest.mark.parametrize("way", ["environment", "http_client"])
def test_calls_go_through_a_proxy(
    caller: Caller, wire: WireServer, zoo: ModuleType, proxy: tuple[str, Path], way: str, monkeypatch: Any
) -> None:
    url, log = proxy
    options: dict[str, Any] = {}
    if way == "environment":
        monkeypatch.setenv("HTTPS_PROXY" if wire.tls else "HTTP_PROXY", url)
    else:
        clients = importlib.import_module("zoo._runtime.http_clients")
        kind = clients.DefaultAsyncHttpxClient if caller.is_async else clients.DefaultHttpxClient
        options["http_client"] = kind(proxy=url)
    wire.scripts.append(cut())
    assert caller.one(get(FakeClock()), **options).id == "1"
    assert len(wire.requests) == 2
    assert _seen(log, f"localhost:{wire.port}") is True


def test_no_proxy_is_asked_for_hosts_that_are_excepted(
    caller: Caller, wire: WireServer, proxy: tuple[str, Path], monkeypatch: Any
) -> None:
    url, log = proxy
    monkeypatch.setenv("ALL_PROXY", url)
    monkeypatch.setenv("NO_PROXY", "localhost")
    assert caller.one(get(FakeClock())).id == "1"
    assert f"localhost:{wire.port}" not in log.read_text()


def test_a_proxy_that_is_not_there_is_a_connection_error(caller: Caller, errors: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    with pytest.raises(errors.APIConnectionError):
        caller.one(get(FakeClock()))


def _seen(log: Path, text: str) -> bool:
    for _ in range(250):
        if text in log.read_text():
            return True
        time.sleep(0.02)
    return False


# --- connections go back ------------------------------------------------------------------------------------------


def _open_connections(client: Any) -> list[Any]:
    pool = client._connections.http._transport._pool
    return [each for each in pool.connections if not each.is_closed() and not each.is_idle()]


def _endless(line: Line) -> bool:
    line.write(STREAM_HEAD + chunk(EVENT))
    return not line.gone()


def test_a_stream_that_is_left_early_gives_its_connection_back(zoo: ModuleType, wire: WireServer) -> None:
    wire.scripts += [_endless, _endless]
    module = importlib.import_module("zoo.client")
    with module.Zoo(api_key="k", base_url=wire.url) as client:
        with client.animals.create(name="x", stream=True) as stream:
            assert next(stream).id == "1"
            assert len(_open_connections(client)) == 1
        assert _open_connections(client) == []
        for _ in client.animals.create(name="x", stream=True):
            break
        client.animals.retrieve("1")

    async def run() -> None:
        wire.scripts.append(_endless)
        async with module.AsyncZoo(api_key="k", base_url=wire.url) as client:
            async with await client.animals.create(name="x", stream=True) as stream:
                assert (await stream.__anext__()).id == "1"
            assert _open_connections(client) == []

    asyncio.run(run())


@pytest.mark.parametrize("moment", ["before the answer", "within the answer", "within a stream", "in a pause"])
def test_a_cancelled_call_gives_its_connection_back(zoo: ModuleType, wire: WireServer, moment: str) -> None:
    module = importlib.import_module("zoo.client")
    asked, left = threading.Event(), threading.Event()

    def hang(line: Line) -> bool:
        if moment == "within the answer":
            line.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{")
        elif moment == "within a stream":
            line.write(STREAM_HEAD + chunk(EVENT))
        asked.set()
        if line.gone():
            left.set()
        return False

    async def use(client: Any) -> None:
        if moment == "within a stream":
            async for _ in await client.animals.create(name="x", stream=True):
                pass
        else:
            await client.animals.retrieve("1")

    async def run() -> None:
        async with module.AsyncZoo(api_key="k", base_url=wire.url) as client:
            task = asyncio.create_task(use(client))
            assert await asyncio.to_thread(asked.wait, 5)
            await asyncio.sleep(0.05)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert _open_connections(client) == []

    if moment == "in a pause":
        busy = answer({}, status="429 Busy", headers={"retry-after": "60"})

        def refuse(line: Line) -> bool:
            asked.set()
            return busy(line)

        wire.otherwise = refuse
        left.set()
    else:
        wire.otherwise = hang
    asyncio.run(run())
    assert left.wait(5)


class _Breaking(httpx.SyncByteStream, httpx.AsyncByteStream):
    """The content of an answer by a transport of the user: it breaks off, and notes that it was closed."""

    def __init__(self) -> None:
        self.closed = 0

    def __iter__(self) -> Iterator[bytes]:
        yield b"{"
        raise httpx.ReadError("cut")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"{"
        raise httpx.ReadError("cut")

    def close(self) -> None:
        self.closed += 1

    async def aclose(self) -> None:
        self.closed += 1


def test_what_breaks_off_is_closed_whatever_the_transport(caller: Caller, errors: Any) -> None:
    contents = [_Breaking(), _Breaking()]
    waiting = iter(contents)
    transport = httpx.MockTransport(lambda request: httpx.Response(200, stream=next(waiting)))
    own: Any = httpx.AsyncClient(transport=transport) if caller.is_async else httpx.Client(transport=transport)
    with pytest.raises(errors.APIConnectionError):
        caller.one(get(FakeClock()), http_client=own, max_retries=1)
    assert [content.closed > 0 for content in contents] == [True, True]


def test_threads_share_one_pool(zoo: ModuleType, wire: WireServer) -> None:
    module = importlib.import_module("zoo.client")
    with module.Zoo(api_key="k", base_url=wire.url) as client:
        found: list[Any] = []
        threads = [threading.Thread(target=lambda: found.append(client.animals.retrieve("1"))) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [each.id for each in found] == ["1"] * 16
        assert _open_connections(client) == []


def test_another_event_loop_is_refused(zoo: ModuleType, wire: WireServer, errors: Any) -> None:
    client = importlib.import_module("zoo.client").AsyncZoo(api_key="k", base_url=wire.url)
    second = client.copy(http_client=httpx.AsyncClient())
    wire.otherwise = answer(CAT, headers={"connection": "close"})

    async def use(which: Any) -> Any:
        return await which.animals.retrieve("1")

    asyncio.run(use(client))
    with pytest.raises(errors.WrongEventLoopError, match=r"GET /animals/\{animal_id\} was not sent: .* event loop"):
        asyncio.run(use(client))
    asyncio.run(use(second))
    with pytest.raises(errors.WrongEventLoopError):
        asyncio.run(use(second))
    assert len(wire.requests) == 2


# --- certificates ---------------------------------------------------------------------------------------------------


@pytest.fixture
def secure(certificates: tuple[ssl.SSLContext, Path]) -> Iterator[WireServer]:
    made = WireServer(certificates[0])
    yield made
    made.close()


@pytest.mark.parametrize("wire", ["plain"], indirect=True)
def test_certificates_are_read_when_a_server_has_one(
    caller: Caller, wire: WireServer, secure: WireServer, monkeypatch: Any
) -> None:
    made: list[ssl.SSLContext] = []
    make = httpx.create_ssl_context

    def counted() -> ssl.SSLContext:
        made.append(make())
        return made[-1]

    monkeypatch.setattr(httpx, "create_ssl_context", counted)
    assert caller.one(get(FakeClock())).id == "1"
    assert made == []
    wire.scripts.append(raw(f"HTTP/1.1 307 OK\r\nlocation: {secure.url}\r\ncontent-length: 0\r\n\r\n".encode()))
    secure.otherwise = answer({"id": "2"})
    assert caller.one(get(FakeClock())).id == "2"
    assert len(made) == 1


@pytest.mark.parametrize("wire", ["plain"], indirect=True)
def test_a_server_that_nobody_vouches_for_is_refused_also_after_a_redirect(
    caller: Caller, wire: WireServer, secure: WireServer, errors: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    wire.otherwise = raw(f"HTTP/1.1 307 OK\r\nlocation: {secure.url}\r\ncontent-length: 0\r\n\r\n".encode())
    with pytest.raises(errors.APIConnectionError) as caught:
        caller.one(get(FakeClock()))
    assert "CERTIFICATE_VERIFY_FAILED" in str(caught.value.__cause__)
    assert secure.requests == []
