"""The generated package as its users get it: a wheel, installed alone, against a real server."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.e2e.server import CONTENT, Server, serve

ROOT = Path(__file__).parents[2]
JOURNEY = Path(__file__).with_name("journey.py")


@pytest.fixture(scope="session")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an empty environment into which only the wheel was installed."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder)]
    subprocess.run([*build, str(ROOT / "generated/openai_client")], check=True)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "venv", with_pip=True)
    interpreter = folder / "venv/bin/python"
    subprocess.run([interpreter, "-m", "pip", "install", "--quiet", str(wheel)], check=True)
    return interpreter


@pytest.mark.parametrize("colour", ["sync", "async"])
def test_the_first_day(python: Path, colour: str) -> None:
    with serve() as server:
        run = subprocess.run(
            [python, "-W", "error", "-I", str(JOURNEY), colour, server.url],
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == {
        "models": ["a", "b"],
        "answer": "Hello there",
        "request_id": "req-1",
        "pieces": ["Hel", "lo", None],
        "uploaded": "file-1",
        "content": len(CONTENT),
        "vector": [0.5, -1.0, 0.25],
        "failure": [404, "nope", "req-1"],
    }
    check_requests(server)


def check_requests(server: Server) -> None:
    """The server was asked what the document says."""
    assert [(seen.verb, seen.path) for seen in server.seen] == [
        ("GET", "/v1/models"),
        ("POST", "/v1/chat/completions"),
        ("POST", "/v1/chat/completions"),
        ("POST", "/v1/files"),
        ("GET", "/v1/files/file-1/content"),
        ("POST", "/v1/embeddings"),
        ("GET", "/v1/models/none"),
    ]
    assert {seen.headers["authorization"] for seen in server.seen} == {"Bearer sk-test"}
    plain, streamed = server.seen[1], server.seen[2]
    assert json.loads(plain.body) == {"model": "gpt-x", "messages": [{"role": "user", "content": "Hi"}]}
    assert json.loads(streamed.body)["stream"] is True
    assert server.seen[3].parts() == {"purpose": (None, b"fine-tune"), "file": ("data.jsonl", b'{"a": 1}\n')}


def test_nothing_but_httpx_and_attrs_came_along(python: Path) -> None:
    code = "import importlib.metadata as m; print(*sorted(d.name.lower() for d in m.distributions()))"
    found = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    httpx_and_its_own = {"anyio", "certifi", "exceptiongroup", "h11", "httpcore", "httpx", "idna", "sniffio"}
    assert set(found) - httpx_and_its_own - {"typing_extensions", "typing-extensions"} == {
        "attrs",
        "openai-client",
        "pip",
        *({"setuptools"} & set(found)),
    }
