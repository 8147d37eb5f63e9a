"""The same cases over plain connections and TLS, by both kinds of client."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme

from tests.runtime.conftest import Caller
from tests.runtime.wire import WireServer


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


@pytest.fixture
def caller(client_class: Any, wire: WireServer) -> Caller:
    return Caller(client_class, wire.url)
