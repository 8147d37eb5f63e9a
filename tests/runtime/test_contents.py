"""Bodies from files and iterables: sent whole, sent again whole, or refused with their name."""

from __future__ import annotations

import importlib
import io
import os
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from .clocks import FakeClock, clocked
from .conftest import Caller, Server

CAT = {"id": "1", "kind": "cat"}
TEXT = b"0123456789" * 20_000


@pytest.fixture
def send_raw(caller: Caller, zoo: ModuleType) -> Callable[[Any], Any]:
    """Send a body as it is."""
    request = importlib.import_module("zoo._runtime.call_values")
    operation = zoo._runtime.Operation("POST", "/raw", body="raw", content_type="audio/wav")

    def send(content: Any) -> Any:
        arguments = request.Arguments(content=content)
        return caller.one(lambda client: clocked(client, FakeClock())._send(operation, arguments))

    return send


def upload(caller: Caller, file: Any) -> Any:
    return caller.one(lambda client: clocked(client, FakeClock()).animals.upload(file=file, purpose="test"))


class Pipe:
    """A file that can be read forwards only."""

    def __init__(self, content: bytes) -> None:
        self._rest = io.BytesIO(content)

    def read(self, size: int = -1) -> bytes:
        return self._rest.read(size)


class Again:
    """An iterable that begins anew each time."""

    def __iter__(self) -> Iterator[bytes]:
        return iter((TEXT[:7], TEXT[7:]))


class AgainAsync:
    """The same for ``async for``."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield TEXT[:7]
        yield TEXT[7:]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "text.txt"
    made.write_bytes(TEXT)
    return made


def _read_to_its_end(path: Path) -> io.BytesIO:
    file = io.BytesIO(path.read_bytes())
    file.read()
    return file


UPLOADS: dict[str, Callable[[Path], Any]] = {
    "bytes": lambda path: path.read_bytes(),
    "path": lambda path: path,
    "file": lambda path: path.open("rb"),
    "file that was written to": _read_to_its_end,
    "tuple": lambda path: ("a.bin", path.open("rb"), "text/x"),
}


@pytest.mark.parametrize("make", UPLOADS.values(), ids=UPLOADS)
def test_an_upload_is_sent_again_whole(
    caller: Caller, server: Server, path: Path, make: Callable[[Path], Any]
) -> None:
    server.answer({}, status=500)
    server.answer({}, status=307, headers={"location": "/v1/moved"})
    server.answer(CAT)
    file = make(path)
    assert upload(caller, file).id == "1"
    assert [asked.body.count(TEXT) for asked in server.requests] == [1, 1, 1]
    assert all(int(asked.header("content-length")) == len(asked.body) for asked in server.requests)
    for opened in file if isinstance(file, tuple) else (file,):
        if hasattr(opened, "close"):
            opened.close()


def test_an_upload_that_can_be_read_once_is_sent_once(caller: Caller, server: Server, errors: Any) -> None:
    server.answer({"error": {"code": "busy"}}, status=429)
    with pytest.raises(
        errors.RateLimitError, match=r"not tried again: the file of `file` can be read only once"
    ) as caught:
        upload(caller, Pipe(TEXT))
    assert (caught.value.code, len(server.requests)) == ("busy", 1)
    assert TEXT in server.requests[0].body
    server.answer(CAT)
    assert upload(caller, Pipe(TEXT)).id == "1"


def test_a_pipe_of_the_system_is_uploaded(caller: Caller, server: Server) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"through a pipe")
    os.close(writing)
    server.answer(CAT)
    with open(reading, "rb") as file:
        assert upload(caller, file).id == "1"
    assert b"\r\n\r\nthrough a pipe\r\n" in server.requests[0].body


def test_a_file_that_cannot_be_read_is_named_and_nothing_is_sent(
    caller: Caller, server: Server, errors: Any, path: Path
) -> None:
    with pytest.raises(
        errors.RequestEncodingError, match=r"^file: cannot read the file '.*gone.txt' \(No such file"
    ) as c:
        upload(caller, path.parent / "gone.txt")
    assert isinstance(c.value.__cause__, FileNotFoundError)
    with pytest.raises(errors.RequestEncodingError, match=r"^file: cannot read the file .*directory\)"):
        upload(caller, path.parent)
    with path.open("rb") as closed:
        pass
    with pytest.raises(errors.RequestEncodingError, match=r"^file: the file is closed"):
        upload(caller, closed)
    with (
        path.open() as of_text,
        pytest.raises(errors.RequestEncodingError, match=r"^file: open the file in binary mode"),
    ):
        upload(caller, of_text)
    assert server.requests == []


def test_a_file_that_vanishes_between_two_attempts_is_named(
    caller: Caller, server: Server, errors: Any, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FakeClock, "sleep", lambda self, seconds: path.unlink())
    server.answer({}, status=500)
    with pytest.raises(errors.RequestEncodingError, match="cannot read the file"):
        upload(caller, path)
    assert len(server.requests) == 1


def _standing_at(position: int) -> Callable[[Path], Any]:
    def make(path: Path) -> io.BytesIO:
        file = io.BytesIO(b"x" * position + path.read_bytes())
        file.seek(position)
        return file

    return make


RAW: dict[str, Callable[[Path], Any]] = {
    "bytes": lambda path: path.read_bytes(),
    "bytearray": lambda path: bytearray(path.read_bytes()),
    "text": lambda path: path.read_text(),
    "path": lambda path: path,
    "file": _standing_at(0),
    "file in the middle": _standing_at(5),
    "list": lambda path: [TEXT[:9], TEXT[9:]],
    "iterable": lambda path: Again(),
}


@pytest.mark.parametrize("make", RAW.values(), ids=RAW)
def test_a_body_is_sent_again_from_where_it_stood(
    send_raw: Callable[[Any], Any], server: Server, path: Path, make: Callable[[Path], Any]
) -> None:
    server.answer({}, status=500)
    server.answer({}, status=308, headers={"location": "/v1/moved"})
    server.answer(CAT)
    send_raw(make(path))
    assert [asked.body == TEXT for asked in server.requests] == [True, True, True]
    assert {asked.header("content-type") for asked in server.requests} == {"audio/wav"}


def test_a_body_that_can_be_read_once_is_sent_once(
    send_raw: Callable[[Any], Any], server: Server, errors: Any
) -> None:
    for make in (lambda: (piece for piece in (TEXT[:3], TEXT[3:])), lambda: Pipe(TEXT)):
        server.answer(CAT)
        send_raw(make())
        assert server.requests[-1].body == TEXT
        server.answer({}, status=500)
        with pytest.raises(errors.InternalServerError, match="the body can be read only once"):
            send_raw(make())


def test_an_asynchronous_iterable(send_raw: Callable[[Any], Any], caller: Caller, server: Server, errors: Any) -> None:
    if not caller.is_async:
        with pytest.raises(errors.RequestEncodingError, match="needs the asynchronous client"):
            send_raw(AgainAsync())
        return
    server.answer({}, status=500)
    server.answer(CAT)
    send_raw(AgainAsync())
    assert [asked.body == TEXT for asked in server.requests] == [True, True]


@pytest.mark.parametrize("body", [7, {"a": 1}, object()])
def test_what_is_no_body_is_refused(send_raw: Callable[[Any], Any], server: Server, errors: Any, body: object) -> None:
    with pytest.raises(errors.RequestEncodingError, match="the body: expected bytes, text, a file or its path, not"):
        send_raw(body)
    assert server.requests == []


def test_a_file_that_grows_shorter_while_it_is_sent_is_a_connection_error(
    send_raw: Callable[[Any], Any], server: Server, errors: Any
) -> None:
    class Shrinking(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return b""

    for _ in range(3):
        server.answer(CAT)  # to what it takes for a request, if anything
    with pytest.raises(errors.APIConnectionError) as caught:
        send_raw(Shrinking(TEXT))
    assert caught.value.__cause__ is not None
