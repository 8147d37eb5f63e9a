"""``specloom mock`` as a program: a real server on a port of this machine."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from openai_client import APIConnectionError, OpenAI, RateLimitError
from specloom.commands.main import main
from tests.mock.shop import SHOP

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-c", "from specloom.commands.main import main; main()", "mock"]


@contextmanager
def mocked(folder: Path, *arguments: str) -> Iterator[str]:
    """The base URL of an API that is served meanwhile. Interrupted, the command ends well."""
    with subprocess.Popen([*COMMAND, *arguments, "--json"], cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        text = ""
        while not text.endswith("}\n"):
            line = process.stdout.readline()
            assert line, "the command ended before it took connections"
            text += line
        try:
            yield json.loads(text)["url"]
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(10) == 0


@pytest.fixture
def shop_folder(tmp_path: Path) -> Path:
    """A project with a small API."""
    (tmp_path / "specloom.toml").write_text("[apis.shop]\n", "utf-8")
    (tmp_path / "spec" / "shop").mkdir(parents=True)
    (tmp_path / "spec" / "shop" / "openapi.json").write_text(json.dumps(SHOP), "utf-8")
    return tmp_path


def test_a_small_api_is_served_until_interrupted(shop_folder: Path) -> None:
    with mocked(shop_folder, "shop", "--seed", "3") as url:
        assert url.startswith("http://127.0.0.1:")
        assert url.endswith("/v1")
        with httpx.Client(base_url=url, headers={"X-Key": "k"}) as client:
            assert client.get("/items", params={"limit": 2}).json()["has_more"] is True
            assert client.get("/items", params={"limit": "x"}).status_code == 400
            assert client.get("/items/a%2Fb").status_code == 200
            with pytest.raises(httpx.RemoteProtocolError):
                client.get("/items/7", headers={"x-specloom-mock-drop": "mid-body"})
            with client.stream("GET", "/news", headers={"x-specloom-mock-drop": "mid-body"}) as response:
                seen: list[bytes] = []
                with pytest.raises(httpx.RemoteProtocolError):
                    seen.extend(response.iter_raw())
            assert b"news.created" in b"".join(seen)


def test_checks_can_be_switched_off(shop_folder: Path) -> None:
    with mocked(shop_folder, "shop", "--no-validate") as url:
        assert httpx.get(f"{url}/items", params={"limit": "x"}).status_code == 200


def test_the_flagship_package_talks_to_its_mock() -> None:
    with mocked(ROOT, "openai") as url, OpenAI(api_key="sk-test", base_url=url, max_retries=0) as client:
        completion = client.chat.completions.create(model="m", messages=[{"role": "user", "content": "Hello"}])
        assert completion.choices[0].message.content
        stream = client.chat.completions.create(
            model="m", messages=[{"role": "user", "content": "Hello"}], stream=True
        )
        text = [chunk.choices[0].delta.content for chunk in stream if chunk.choices[0].delta.content]
        assert "".join(text) == completion.choices[0].message.content
        assert len(list(client.files.list(limit=2))) == 5
        with pytest.raises(RateLimitError):
            client.models.list(extra_headers={"x-specloom-mock-status": "429"})
        with pytest.raises(APIConnectionError):
            client.models.list(extra_headers={"x-specloom-mock-drop": "mid-body"})
        retried = client.with_options(max_retries=2).models.list(
            extra_headers={"x-specloom-mock-status": "503,503,200", "x-specloom-mock-retry-after": "0.01"}
        )
        assert len(retried.data) == 5


def test_a_port_that_is_taken_is_told(shop_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shop_folder)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = CliRunner().invoke(main, ["mock", "shop", "--port", str(taken.getsockname()[1])])
    assert result.exit_code == 2
    assert "in use" in result.stderr


def test_a_missing_extra_is_named(shop_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shop_folder)
    for module in [name for name in sys.modules if name.startswith("specloom.mock")]:
        monkeypatch.delitem(sys.modules, module)
    for missing in ("uvicorn", "jsonschema"):
        with monkeypatch.context() as patch:
            patch.setitem(sys.modules, missing, None)
            result = CliRunner().invoke(main, ["mock", "shop"])
        assert result.exit_code == 2
        assert "specloom[mock]" in result.stderr
