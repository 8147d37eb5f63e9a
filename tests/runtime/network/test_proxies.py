"""Calls through a proxy."""

from __future__ import annotations

import importlib
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.runtime.clocks import FakeClock
from tests.runtime.conftest import Caller
from tests.runtime.network.cases import get
from tests.runtime.wire import WireServer, cut


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
