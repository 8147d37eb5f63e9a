"""Calls that are signed for AWS: what a real server receives is verified by botocore."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from specloom_runtime import errors
from specloom_runtime.sigv4 import LARGEST_BODY
from tests.runtime.clocks import FakeClock, clocked
from tests.runtime.listening import Answer, Colour, Listener, listening
from tests.runtime.sigv4.aws import ID, OPTIONS, Rotating, ask, signed, verified

NOW = 1_700_000_000.0
HERE = "20231114T221320Z"


# --- what is signed -----------------------------------------------------------------------------------------------


def test_a_call_is_signed(colour: Colour, server: Listener) -> None:
    clock = FakeClock(now=NOW)
    colour.calls(clocked(signed(colour, server), clock), ask())
    claim = verified(server.asked[0])
    assert (claim.key, claim.region, claim.service, claim.moment) == (ID, "eu-west-1", "execute-api", HERE)
    assert claim.names == ("host", "x-amz-date")
    with pytest.raises(AssertionError):
        verified(server.asked[0], "another secret")


QUERIES: dict[str, tuple[str, dict[str, Any], str]] = {
    "space": ("/orders", {"q": "blue shoes"}, "q=blue%20shoes"),
    "plus": ("/orders", {"q": "1+1"}, "q=1%2B1"),
    "reserved": (
        "/orders",
        {"q": "a/b?c:d@e,f;g!h*i(j)'$&="},
        "q=a%2Fb%3Fc%3Ad%40e%2Cf%3Bg%21h%2Ai%28j%29%27%24%26%3D",
    ),
    "repeated keys": ("/orders", {"id": ["b", "a", "a"]}, "id=b&id=a&id=a"),
    "empty value": ("/orders", {"q": ""}, "q="),
    "valueless key": ("/orders?flag", {"q": "1"}, "flag&q=1"),
    "keys that sort after encoding": ("/orders", {"b": "1", "a-": "2", "a": "3", "ä": "4"}, "b=1&a-=2&a=3&%C3%A4=4"),
    "not ASCII": ("/orders", {"q": "müller 😀"}, "q=m%C3%BCller%20%F0%9F%98%80"),
    "tilde": ("/orders", {"~a": "~-._"}, "~a=~-._"),
}


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_arrives_as_it_was_signed(colour: Colour, server: Listener, name: str) -> None:
    path, query, wanted = QUERIES[name]
    colour.calls(signed(colour, server), ask(template=path, query=query))
    assert server.asked[0].query == wanted
    verified(server.asked[0])


@pytest.mark.parametrize(
    ("path", "values", "wanted"),
    [
        ("/orders/{id}", {"id": "a b"}, "/orders/a%20b"),
        ("/orders/{id}", {"id": "a/b"}, "/orders/a%2Fb"),
        ("/orders/{id}", {"id": "50%"}, "/orders/50%25"),
        ("/orders/{id}/items", {"id": "ü:@$&+,;="}, "/orders/%C3%BC:@$&+,;=/items"),
        ("/orders/", {}, "/orders/"),
        ("", {}, "/"),
        ("/a//b/", {}, "/a//b/"),
        ("/files/{id}", {"id": "..a"}, "/files/..a"),
    ],
)
def test_a_path_arrives_as_it_was_signed(
    colour: Colour, server: Listener, path: str, values: dict[str, str], wanted: str
) -> None:
    colour.calls(signed(colour, server), ask(template=path, path=values))
    assert server.asked[0].path == wanted
    verified(server.asked[0])


async def _later(pieces: list[bytes]) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


def test_bodies_arrive_as_they_were_signed(colour: Colour, server: Listener, tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"from a path")
    file = io.BytesIO(b"skipped, from a file")
    file.seek(9)
    pipe = SimpleNamespace(read=io.BytesIO(b"from a pipe").read)
    once = _later([b"in ", b"pieces"]) if colour.is_async else iter([b"in ", b"pieces"])
    bodies: list[tuple[object, bytes]] = [
        (b"\x00\xff", b"\x00\xff"), ("text", b"text"), (path, b"from a path"), (file, b"from a file"),
        (pipe, b"from a pipe"), ([b"a", b"b"], b"ab"), (once, b"in pieces"), (b"", b""),
    ]  # fmt: skip
    raw = {"body": "raw", "content_type": "application/octet-stream"}
    calls = [ask("PUT", content=content, **raw) for content, _ in bodies]  # type: ignore[arg-type]  # by keyword
    colour.calls(signed(colour, server), *calls)
    assert [one.body for one in server.asked] == [wanted for _, wanted in bodies]
    for one in server.asked:
        assert verified(one).names == ("content-type", "host", "x-amz-date")
        assert one.header("transfer-encoding") == ""
        assert one.header("content-length") == str(len(one.body))


def test_json_forms_and_multipart_are_signed(colour: Colour, server: Listener) -> None:
    colour.calls(
        signed(colour, server),
        ask("POST", body="json", content={"name": "Größe"}),
        ask("POST", body="json"),
        ask("DELETE"),
        ask("POST", body="multipart", content={"note": "a b", "scan": ("ä.pdf", b"%PDF", "application/pdf")}),
    )
    for one in server.asked:
        verified(one)
    as_json, without, delete, multipart = server.asked
    assert json.loads(as_json.body) == {"name": "Größe"}
    assert (without.body, delete.body) == (b"", b"")
    assert multipart.header("content-type").startswith("multipart/form-data; boundary=")
    assert b"%PDF" in multipart.body


def test_a_body_that_is_too_long_is_not_sent(colour: Colour, server: Listener) -> None:
    pieces = [b"0" * (1 << 20)] * 11
    with pytest.raises(errors.RequestEncodingError, match="API Gateway takes 10,485,760 bytes at most"):
        colour.calls(signed(colour, server), ask("PUT", body="raw", content=iter(pieces)))
    assert server.asked == []
    colour.calls(signed(colour, server), ask("PUT", body="raw", content=iter([b"0" * LARGEST_BODY])))
    assert len(server.asked[0].body) == LARGEST_BODY
    verified(server.asked[0])


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12)
ASCII = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20)


@pytest.fixture(scope="module")
def long_lived() -> Iterator[tuple[Listener, Any]]:
    with listening(lambda asked: Answer()) as listener:
        client = signed(Colour(False), listener)
        with client:
            yield listener, client


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    part=TEXT.filter(lambda text: text.strip(".") != ""),
    query=st.lists(st.tuples(TEXT, st.one_of(TEXT, st.lists(TEXT, max_size=3), st.just("")))),
    header=ASCII,
    body=st.binary(max_size=64),
)
def test_whatever_is_sent_verifies(
    long_lived: tuple[Listener, Any], part: str, query: list[tuple[str, Any]], header: str, body: bytes
) -> None:
    listener, client = long_lived
    listener.asked.clear()
    ask(
        "POST", "/a/{part}/b", path={"part": part}, query=dict(query), body="raw", content=body,
        headers={"X-Amz-Meta-Note": header.strip(), "X-Other": header.strip()},
    )(client)  # fmt: skip
    claim = verified(listener.asked[0])
    assert claim.names == ("host", "x-amz-date", "x-amz-meta-note")


# --- each attempt by itself ---------------------------------------------------------------------------------------


def test_an_attempt_is_signed_anew_with_the_keys_of_its_moment(colour: Colour) -> None:
    credentials, clock = Rotating(), FakeClock(now=NOW)
    statuses = iter([503, 200])
    with listening(lambda asked: Answer(status=next(statuses))) as server:
        client = colour.client(OPTIONS, {"aws_credentials": credentials, "aws_region": "eu-west-1"},
                               base_url=server.url, max_retries=2)  # fmt: skip
        colour.calls(clocked(client, clock), ask("PUT", body="raw", content=b"again"))
    first, second = server.asked
    assert [verified(one, f"secret{number}").key for number, one in ((1, first), (2, second))] == ["KEY1", "KEY2"]
    assert [one.header("x-amz-security-token") for one in server.asked] == ["token1", "token2"]
    assert "x-amz-security-token" in verified(first, "secret1").names
    assert clock.slept
    assert first.header("x-amz-date") == HERE
    is_main = [thread is threading.main_thread() for thread in credentials.threads]
    assert is_main == [not colour.is_async] * 2  # an event loop is not held up


def test_a_redirect_is_not_followed(colour: Colour) -> None:
    headers = {"Location": "https://elsewhere.example/orders?key=1"}
    with listening(lambda asked: Answer(status=307, headers=headers)) as server:
        with pytest.raises(errors.APIStatusError) as caught:
            colour.calls(signed(colour, server), ask())
        assert "leads to https://elsewhere.example/orders?key=<redacted>; a signature is for one host" in str(
            caught.value
        )
        assert len(server.asked) == 1
        with pytest.raises(errors.APIConnectionError):  # what is not signed goes where it is sent
            colour.calls(signed(colour, server), ask(security=()))
