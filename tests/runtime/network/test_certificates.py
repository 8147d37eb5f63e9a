"""Certificates are read when a server has one, and not before; who nobody vouches for is refused."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.runtime.clocks import FakeClock
from tests.runtime.conftest import Caller
from tests.runtime.network.cases import get
from tests.runtime.wire import WireServer, answer, raw


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
