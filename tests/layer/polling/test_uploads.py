"""Files on their way: in parts, into vector stores, without being read into memory, and how far they are."""

from __future__ import annotations

import io
import sys
import threading
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from openai_client import APIStatusError
from openai_client._runtime import RequestEncodingError
from openai_client._runtime.uploads import FileWindow, track_upload
from openai_client.lib.uploads import PART_SIZE

from .conftest import Caller
from .serving import Answer, Service

CONTENT = bytes(range(256)) * 4 + b"the rest"  # 1032 bytes


@pytest.fixture
def upload(service: Service) -> Service:
    """A service that takes an upload in parts."""
    service.says("POST /uploads", {"id": "upload_1", "status": "pending"})
    service.says("POST /uploads/upload_1/parts", *({"id": f"part_{index}"} for index in range(5)))
    service.says("POST /uploads/upload_1/complete", {"id": "upload_1", "status": "completed"})
    return service


def chunked(**more: Any) -> Callable[[Any], Any]:
    return lambda client: client.uploads.upload_file_chunked(mime_type="text/plain", purpose="batch", **more)


@pytest.mark.parametrize("kind", ["path", "text", "bytes"])
def test_a_file_in_parts(call: Caller, upload: Service, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "data.txt"
    path.write_bytes(CONTENT)
    file: Any = {"path": path, "text": str(path), "bytes": CONTENT}[kind]
    told: list[tuple[int, int]] = []
    more = {"filename": "data.txt"} if kind == "bytes" else {}
    done = call(chunked(file=file, part_size=400, md5="m", on_progress=lambda *now: told.append(now), **more))
    assert done.status == "completed"
    first, *parts, last = upload.seen
    assert first.json() == {"bytes": 1032, "filename": "data.txt", "mime_type": "text/plain", "purpose": "batch"}
    assert [part.parts() for part in parts] == [
        {"data": ("upload", CONTENT[:400])},
        {"data": ("upload", CONTENT[400:800])},
        {"data": ("upload", CONTENT[800:])},
    ]
    assert last.json() == {"part_ids": ["part_0", "part_1", "part_2"], "md5": "m"}
    assert told == [(400, 1032), (800, 1032), (1032, 1032)]


def test_a_part_that_failed_is_sent_again_whole(call: Caller, upload: Service) -> None:
    upload.answers["POST /uploads/upload_1/parts"].insert(1, Answer({}, 500))
    told: list[int] = []
    call(
        chunked(file=CONTENT, filename="d", part_size=600, on_progress=lambda read, size: told.append(read)),
        max_retries=1,
    )
    parts = [each.parts()["data"][1] for each in upload.seen if each.path.endswith("parts")]
    assert parts == [CONTENT[:600], CONTENT[600:], CONTENT[600:]]
    assert told == [600, 1032, 1032]


def test_parts_are_as_large_as_can_be_by_rule(call: Caller, upload: Service) -> None:
    call(chunked(file=CONTENT, filename="d"))
    assert upload.lines().count("POST /uploads/upload_1/parts") == 1
    assert PART_SIZE == 64 * 1024 * 1024


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"file": b"x"}, "filename must be given"),
        ({"file": b"xyz", "filename": "f", "bytes": 2}, "says 2, but the file has 3"),
        ({"file": b"x", "filename": "f", "part_size": 0}, "from 1 to"),
        ({"file": b"x", "filename": "f", "part_size": PART_SIZE + 1}, "from 1 to"),
        ({"file": Path("no/such/file")}, "cannot read the file"),
    ],
)
def test_mistakes_send_nothing(call: Caller, service: Service, wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        call(chunked(**wrong))
    assert service.seen == []


def test_a_file_that_becomes_shorter_meanwhile(call: Caller, upload: Service, tmp_path: Path) -> None:
    path = tmp_path / "data.txt"
    path.write_bytes(CONTENT)

    def shorten(read: int, size: int) -> None:
        path.write_bytes(b"")

    with pytest.raises(RequestEncodingError, match="ends after 400 bytes") as failure:
        call(chunked(file=path, part_size=400, on_progress=shorten))
    assert "POST /uploads/upload_1/complete" not in upload.lines()
    if sys.version_info >= (3, 11):
        assert any("client.uploads.cancel('upload_1')" in note for note in failure.value.__notes__)


class Swallow(httpx.MockTransport):
    """A service that forgets at once what it is sent, so that only the client's memory counts.

    Attributes:
        sizes: How long bodies were.
    """

    def __init__(self) -> None:
        super().__init__(lambda request: httpx.Response(200, json={"id": "x", "status": "pending"}))
        self.sizes: list[int] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        assert isinstance(request.stream, httpx.SyncByteStream)
        self.sizes.append(sum(len(chunk) for chunk in request.stream))
        return httpx.Response(200, json={"id": "x", "status": "pending"})

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        assert isinstance(request.stream, httpx.AsyncByteStream)
        self.sizes.append(sum([len(chunk) async for chunk in request.stream]))
        return httpx.Response(200, json={"id": "x", "status": "pending"})


@pytest.mark.parametrize("way", ["in parts", "whole", "tracked"])
def test_a_large_file_is_not_read_into_memory(call: Caller, tmp_path: Path, way: str) -> None:
    path = tmp_path / "large.bin"
    size = 64 * 1024 * 1024
    with path.open("wb") as file:
        file.truncate(size)
    use = {
        "in parts": chunked(file=path, part_size=size // 2),
        "whole": lambda client: client.files.create(file=path, purpose="batch"),
        "tracked": lambda client: client.files.create(file=track_upload(path, lambda *now: None), purpose="batch"),
    }[way]
    swallow = Swallow()
    http: Any = httpx.AsyncClient if call.is_async else httpx.Client
    call(use, http_client=http(transport=swallow))  # what is imported on the way does not count
    tracemalloc.start()
    try:
        call(use, http_client=http(transport=swallow))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert sum(swallow.sizes) > 2 * size
    assert peak < 2 * 1024 * 1024


@pytest.mark.parametrize("kind", ["path", "open", "bytes"])
def test_any_upload_can_tell_how_far_it_is(call: Caller, service: Service, tmp_path: Path, kind: str) -> None:
    service.says("POST /files", {"id": "file_1", "status": "uploaded"})
    path = tmp_path / "cats.jsonl"
    path.write_bytes(CONTENT * 200)
    told: list[tuple[int, int]] = []
    with path.open("rb") as opened:
        file: Any = {"path": path, "open": opened, "bytes": CONTENT * 200}[kind]
        call(
            lambda client: client.files.create(file=track_upload(file, lambda *now: told.append(now)), purpose="batch")
        )
    assert service.seen[0].parts()["file"] == ("upload" if kind == "bytes" else "cats.jsonl", CONTENT * 200)
    assert told == sorted(set(told))
    assert told[-1] == (206400, 206400)
    assert len(told) > 2


def test_what_can_be_read_once_only_has_no_known_size() -> None:
    class Pipe(io.RawIOBase):
        def readable(self) -> bool:
            return True

    with pytest.raises(RequestEncodingError, match="only once"):
        track_upload(Pipe(), print)  # type: ignore[arg-type]  # a raw stream is no IO[bytes] for type checkers
    with pytest.raises(RequestEncodingError, match="binary mode"):
        track_upload(io.StringIO("x"), print)  # type: ignore[arg-type]  # what is tested


def test_a_window_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(CONTENT)
    with FileWindow(path, start=10, size=20) as window:
        assert window.read(5) == CONTENT[10:15]
        assert window.tell() == 5
        assert window.read() == CONTENT[15:30]
        assert window.read(1) == b""
        assert window.seek(-3, io.SEEK_END) == 17
        assert window.read() == CONTENT[27:30]
        assert window.seek(-9, io.SEEK_CUR) == 11
        assert (window.readable(), window.seekable()) == (True, True)
    assert window.closed


def test_a_file_goes_into_a_vector_store(call: Caller, service: Service) -> None:
    service.says("POST /files", {"id": "file_1"})
    service.says("POST /vector_stores/vs/files", {"id": "file_1", "status": "in_progress"})
    service.says(
        "GET /vector_stores/vs/files/file_1",
        {"id": "file_1", "status": "in_progress"},
        {"id": "file_1", "status": "completed"},
    )
    file = ("notes.txt", b"notes")
    put = call(lambda client: client.vector_stores.files.upload(vector_store_id="vs", file=file))
    assert put.status == "in_progress"
    assert service.seen[0].parts() == {"file": ("notes.txt", b"notes"), "purpose": (None, b"assistants")}
    assert service.seen[1].json() == {"file_id": "file_1"}
    done = call(
        lambda client: client.vector_stores.files.upload_and_poll(
            vector_store_id="vs", file=file, attributes={"a": 1}, poll_interval_ms=20
        )
    )
    assert done.status == "completed"
    assert service.seen[3].json() == {"file_id": "file_1", "attributes": {"a": 1}}
    assert call.clock.slept == [0.02]


def test_many_files_go_into_a_vector_store_some_at_a_time(call: Caller, service: Service) -> None:
    service.says("POST /vector_stores/vs/file_batches", {"id": "batch", "status": "in_progress"})
    service.says("GET /vector_stores/vs/file_batches/batch", {"id": "batch", "status": "completed"})
    together, most, lock = 0, 0, threading.Lock()
    answer = service.answer

    def upload(seen: Any) -> Answer:
        nonlocal together, most
        if seen.line != "POST /files":
            return answer(seen)
        with lock:
            together += 1
            most = max(most, together)
        try:
            threading.Event().wait(0.02)
            name, _ = seen.parts()["file"]
            return Answer({"id": f"file-{name}"})
        finally:
            with lock:
                together -= 1

    service.answer = upload  # type: ignore[method-assign]
    files = ((f"{index}.txt", b"x") for index in range(7))
    done = call(
        lambda client: client.vector_stores.file_batches.upload_and_poll(
            "vs", files=files, file_ids=["old"], max_concurrency=3
        )
    )
    assert done.status == "completed"
    assert service.seen[0].json() == {"file_ids": ["old", *(f"file-{index}.txt" for index in range(7))]}
    assert 1 < most <= 3


def test_one_file_that_fails_ends_it_and_the_others_are_named(call: Caller, service: Service) -> None:
    service.says("POST /files", {"id": "file_1"}, Answer({"error": {"message": "no"}}, 400))
    with pytest.raises(APIStatusError) as failure:
        call(
            lambda client: client.vector_stores.file_batches.upload_and_poll(
                "vs", files=[b"1", b"2", b"3", b"4"], max_concurrency=1
            )
        )
    assert len(service.seen) <= 3
    assert all(line == "POST /files" for line in service.lines())
    if sys.version_info >= (3, 11):
        assert failure.value.__notes__ == ["Uploaded already, but in no vector store: file_1"]


@pytest.mark.parametrize(("files", "at_a_time"), [([], 5), ([b"x"], 0)])
def test_nothing_to_upload(call: Caller, service: Service, files: list[bytes], at_a_time: int) -> None:
    with pytest.raises(ValueError, match=r"no files|max_concurrency"):
        call(
            lambda client: client.vector_stores.file_batches.upload_and_poll(
                "vs", files=files, max_concurrency=at_a_time
            )
        )
    assert service.seen == []
