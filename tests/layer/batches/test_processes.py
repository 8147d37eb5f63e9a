"""A run in a process of its own, over HTTP, that the system ends again and again."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from openai_client._runtime.testing import BASE_URL
from tests.children import environment
from tests.serving import QuietHandler, running

from .service import BatchService
from .test_resuming import EXPECTED, flaky

PROGRAM = Path(__file__).with_name("killed_run.py")


@pytest.fixture
def served() -> Iterator[tuple[BatchService, str]]:
    service = BatchService()
    service.outcome = flaky
    transport = service.api.transport()
    lock = threading.Lock()

    class Handler(QuietHandler):
        def answer(self) -> None:
            content = self.body()
            request = httpx.Request(self.command, BASE_URL + self.path, headers=dict(self.headers), content=content)
            with lock:
                response = transport.handle_request(request)
            try:
                self.send_response(response.status_code)
                self.send_header("content-type", response.headers.get("content-type", ""))
                self.send_header("content-length", str(len(response.content)))
                self.end_headers()
                self.wfile.write(response.content)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True  # the program was ended

    with running(Handler) as url:
        yield service, url


def test_a_program_that_is_ended_again_and_again(served: tuple[BatchService, str], tmp_path: Path) -> None:
    service, url = served
    codes: list[int] = []
    while 0 not in codes:
        assert len(codes) < 30, "the run gets nowhere"
        # Odd moments are before a call, even ones after it, when its answer is lost.
        command = [sys.executable, str(PROGRAM), url, str(tmp_path / "run.json"), str(2 + len(codes))]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment())
        assert done.returncode in (0, 9), done.stderr
        codes.append(done.returncode)
    assert len(codes) > 3
    assert done.stdout.splitlines() == [f"re: question {number}" for number in range(4)]
    assert dict(service.runs) == EXPECTED
    assert len(service.batches) == 4
    assert service.calls["upload"] == 4
