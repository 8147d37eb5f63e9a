"""Headers: floods of them, cookies, waits that make no sense, and redirects that are after credentials."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme

from openai_client import AsyncOpenAI, OpenAI
from openai_client._runtime import bounds
from openai_client._runtime.errors import APIConnectionError, RateLimitError
from openai_client._runtime.retries import Clock
from tests.runtime.wire import Line, Script, WireServer, answer

from .conftest import Call, model


@pytest.fixture
def other() -> Iterator[WireServer]:
    made = WireServer()
    yield made
    made.close()


def moved(target: str, status: str = "307 Temporary Redirect") -> Script:
    return answer(b"", status=status, headers={"location": target})


def test_a_flood_of_headers_is_refused(call: Call, wire: WireServer) -> None:
    def flood(line: Line) -> bool:
        line.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            line.write(b"x-flood: 1\r\n" * 1000)

    wire.otherwise = flood
    with pytest.raises(APIConnectionError) as caught:
        call(model)
    assert isinstance(caught.value.__cause__, httpx.RemoteProtocolError)


def test_cookies_do_not_pile_up(call: Call, wire: WireServer) -> None:
    made = {"number": 0}

    def flood(line: Line) -> bool:
        first = made["number"]
        made["number"] += 100
        cookies = "".join(f"set-cookie: c{number}=x\r\n" for number in range(first, first + 100))
        line.write(f"HTTP/1.1 200 OK\r\n{cookies}content-length: 2\r\n\r\n{{}}".encode())
        return True

    async def twice(client: Any) -> None:
        for _ in range(10):
            found = client.models.retrieve("m")
            await found if hasattr(found, "__await__") else found

    wire.otherwise = flood
    call(lambda client: twice(client) if isinstance(client, AsyncOpenAI) else asyncio.run(twice(client)))
    sent = [asked.headers.get("cookie", "").count("=") for asked in wire.requests]
    assert max(sent) <= bounds.MAX_COOKIES
    assert sent[1] == 100  # the few of an honest server are sent back


@pytest.mark.parametrize(
    ("asked", "tried"),
    [
        ("1e400", 1),
        ("99999999999", 1),
        ("9" * 5000, 1),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 1),
        ("-5", 2),
        ("nan", 2),
        ("infinity", 2),
    ],
)
def test_a_server_cannot_make_a_client_wait(
    asked: str, tried: int, call: Call, wire: WireServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pause of years ends the call; one that is no pause is taken as none asked for."""
    waits: list[float] = []

    async def sleep_async(clock: Clock, seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr(Clock, "sleep", lambda clock, seconds: waits.append(seconds))
    monkeypatch.setattr(Clock, "sleep_async", sleep_async)
    wire.otherwise = answer({"error": {"message": "slow"}}, status="429 Slow", headers={"retry-after": asked})
    with pytest.raises(RateLimitError):
        call(model, max_retries=1)
    assert len(wire.requests) == tried
    assert all(0 < seconds <= 1 for seconds in waits)


# --- redirects ----------------------------------------------------------------------------------------------------

KEYS = {"X-Api-Key": "k1", "Cookie": "a=b", "X-Signature": "s", "Proxy-Authorization": "p", "X-Auth-Token": "t"}


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_keys_stay_with_their_server(status: str, call: Call, wire: WireServer, other: WireServer) -> None:
    wire.otherwise = moved(f"{other.url}/a", status)
    other.scripts.append(moved("/v1/b", status))
    other.otherwise = answer({"id": "m"})
    call(model, default_headers=KEYS, default_query={"api-key": "q"}, organization="o")
    assert [asked.path for asked in other.requests] == ["/v1/a", "/v1/b"]
    for asked in other.requests:
        assert not {"authorization", *(name.lower() for name in KEYS)} & asked.headers.keys()


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_keys_of_the_http_client_stay_too(kind: str, wire: WireServer, other: WireServer) -> None:
    """httpx gives its own ``auth``, headers and parameters to every request: here not to another server's."""
    wire.otherwise = moved(f"{other.url}/a")
    other.otherwise = answer({"id": "m"})
    given: dict[str, Any] = {
        "headers": {**KEYS, "X-Harmless": "yes"},
        "params": {"api-key": "q"},
        "auth": ("user", "password"),
        "follow_redirects": True,
    }
    made: dict[str, Any] = {"api_key": "k", "base_url": wire.url, "max_retries": 0}
    if kind == "sync":
        with OpenAI(**made, http_client=httpx.Client(**given)) as client:
            client.models.retrieve("m")
    else:

        async def main() -> None:
            async with AsyncOpenAI(**made, http_client=httpx.AsyncClient(**given)) as client:
                await client.models.retrieve("m")

        asyncio.run(main())
    (first,), (second,) = wire.requests, other.requests
    assert first.path.endswith("api-key=q")
    assert first.headers["authorization"].startswith("Basic")
    assert second.path == "/v1/a"
    assert second.headers["x-harmless"] == "yes"
    assert not {"authorization", *(name.lower() for name in KEYS)} & second.headers.keys()


@pytest.fixture
def safe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WireServer]:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    made = WireServer(context)
    yield made
    made.close()


def test_from_https_nothing_goes_to_http(call: Call, safe: WireServer, wire: WireServer) -> None:
    safe.otherwise = moved(f"{wire.url}/a")
    with pytest.raises(APIConnectionError, match="Redirected from https to http, to localhost: not followed"):
        call(lambda client: client.embeddings.create(model="m", input="private"), base_url=safe.url, max_retries=2)
    assert (len(safe.requests), wire.requests) == (1, [])


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://localhost/a", "gopher://localhost", "http://", "//["])
def test_a_redirect_to_no_place_is_an_error(target: str, call: Call, wire: WireServer) -> None:
    wire.otherwise = moved(target)
    with pytest.raises(APIConnectionError):
        call(model)


def upload(path: Path) -> Any:
    return lambda client: client.files.create(file=path, purpose="assistants")


@pytest.mark.parametrize(("status", "again"), [("307 Temporary", True), ("303 See Other", False)])
def test_a_file_goes_along_where_the_status_says_so(
    status: str, again: bool, call: Call, wire: WireServer, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("the content")
    wire.scripts.append(moved("/v1/there", status))
    wire.otherwise = answer({"id": "f"})
    call(upload(tmp_path / "a.txt"))
    second = wire.requests[1]
    assert (second.method, b"the content" in second.body) == (("POST", True) if again else ("GET", False))


def test_a_name_that_a_server_gives_is_no_path(call: Call, wire: WireServer, tmp_path: Path) -> None:
    """Downloads go where the caller says; what the server calls them is not looked at."""
    hostile: Mapping[str, str] = {"content-disposition": f'attachment; filename="../../{tmp_path}/evil"'}
    wire.otherwise = answer(b"bytes", headers=hostile)
    call(lambda client: client.files.content("f")).write_to_file(tmp_path / "mine")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("mine", b"bytes")]
