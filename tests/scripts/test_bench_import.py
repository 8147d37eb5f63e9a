"""The stub server answers what the probe asks, and the probe counts what a program loads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.request import ProxyHandler, Request, build_opener

from scripts.bench_import import ANSWER, FLOOR, Start, middle, probe, stub_server

STANDIN = """
class OpenAI:
    def __init__(self, **options):
        self.chat = self
        self.completions = self
    def create(self, **body):
        import wave
        from types import SimpleNamespace as Any
        return Any(choices=[Any(message=Any(content="Good day."))])
"""


def test_the_stub_answers_every_post_with_a_chat_completion() -> None:
    with stub_server() as url:
        for _ in range(2):
            request = Request(f"{url}/chat/completions", data=b"{}", method="POST")
            with build_opener(ProxyHandler({})).open(request, timeout=10) as answer:
                assert json.load(answer) == ANSWER


def test_the_probe_tells_what_the_import_loads_from_what_the_call_loads(tmp_path: Path) -> None:
    (tmp_path / "standin.py").write_text(STANDIN)
    command = [sys.executable, "-c", probe("standin"), "http://127.0.0.1:9"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    output = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    start = Start(**json.loads(output), peak=0)
    assert start.import_modules == 1
    assert start.call_modules > start.import_modules
    assert start.total >= start.import_ + start.call


def test_the_floor_is_the_same_call_by_the_http_library_alone() -> None:
    with stub_server() as url:
        command = [sys.executable, "-c", probe(FLOOR), url]
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    start = Start(**json.loads(output), peak=0)
    assert start.call_modules > start.import_modules > 1


def test_medians_are_taken_number_by_number() -> None:
    starts = [Start(*(float(base + place) for place in range(7))) for base in (30, 10, 20)]
    assert middle(starts) == Start(20, 21, 22, 23, 24, 25, 26)
