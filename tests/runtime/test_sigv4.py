"""Calls that are signed for AWS: what a real server receives is verified by botocore."""

from __future__ import annotations

import io
import json
import logging
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from specloom_runtime import ClientOption, PermissionDeniedError, errors, not_given
from specloom_runtime.call_values import Arguments
from specloom_runtime.operation import BodyKind, Endpoint
from specloom_runtime.polling_display import MissingDependencyError
from specloom_runtime.sigv4 import LARGEST_BODY

from .aws import ID, OPTIONS, SECRET, SIGNED, VALUES, verified
from .clocks import FakeClock, clocked
from .listening import Answer, Colour, Listener, listening

NOW = 1_700_000_000.0
HERE = "20231114T221320Z"


@pytest.fixture(params=["sync", "async"])
def colour(request: pytest.FixtureRequest) -> Colour:
    return Colour(request.param == "async")


@pytest.fixture
def server() -> Iterator[Listener]:
    with listening(lambda asked: Answer({"ok": True})) as listener:
        yield listener


@pytest.fixture(autouse=True)
def no_aws_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing of the machine that the tests run on is found, and no server is asked."""
    for name in ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID",
                 "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_CONTAINER_CREDENTIALS_FULL_URI"):  # fmt: skip
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))


def ask(
    verb: str = "GET",
    template: str = "/orders",
    *,
    security: tuple[str, ...] = SIGNED,
    body: BodyKind = "none",
    content_type: str = "",
    headers: Mapping[str, str] | None = None,
    **sent: Any,
) -> Callable[[Any], Any]:
    """A call of an operation, as methods make it."""
    operation = Endpoint(verb, template, security=security, body=body, content_type=content_type, arrays="repeat")
    arguments = Arguments(extra=(headers, None, None, not_given), **sent)
    return lambda client: client._send(operation, arguments)


def signed(colour: Colour, server: Listener, **more: Any) -> Any:
    """A client with keys."""
    return colour.client(OPTIONS, {**VALUES, **more.pop("values", {})}, base_url=server.url, **more)


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


class Rotating:
    """Credentials as those of botocore, other ones each time; notes the threads that ask."""

    def __init__(self) -> None:
        self.threads: list[threading.Thread] = []

    def get_frozen_credentials(self) -> Any:
        self.threads.append(threading.current_thread())
        number = len(self.threads)
        return SimpleNamespace(access_key=f"KEY{number}", secret_key=f"secret{number}", token=f"token{number}")


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


# --- who signs ----------------------------------------------------------------------------------------------------


def test_keys_come_from_a_profile(colour: Colour, server: Listener, tmp_path: Path) -> None:
    (tmp_path / "credentials").write_text(
        "[default]\naws_access_key_id=D\naws_secret_access_key=ds\n"
        "[work]\naws_access_key_id=W\naws_secret_access_key=ws\naws_session_token=wt\n"
    )
    client = {"base_url": server.url}
    colour.calls(colour.client(OPTIONS, {"aws_region": "eu-west-1"}, **client), ask())
    colour.calls(colour.client(OPTIONS, {"aws_region": "eu-west-1", "aws_profile": "work"}, **client), ask())
    assert verified(server.asked[0], "ds").key == "D"
    assert verified(server.asked[1], "ws").key == "W"
    with pytest.raises(errors.MissingCredentialsError, match=r"could not be had: The config profile \(none\)"):
        colour.calls(colour.client(OPTIONS, {"aws_region": "eu-west-1", "aws_profile": "none"}, **client), ask())


def test_keys_come_from_the_environment(colour: Colour, server: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ID)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_REGION", "eu-south-1")
    colour.calls(colour.client(OPTIONS, {}, base_url=server.url), ask())
    assert verified(server.asked[0]).region == "eu-south-1"


def test_keys_come_from_a_role(colour: Colour, server: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    later = datetime.now(timezone.utc) + timedelta(hours=6)
    role = {"AccessKeyId": "ROLE", "SecretAccessKey": "rs", "Token": "rt", "Expiration": later.isoformat()}
    with listening(lambda asked: Answer(role)) as container:
        monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"{container.url}/role")
        client = colour.client(OPTIONS, {"aws_region": "eu-west-1"}, base_url=server.url)
        colour.calls(client, ask(), ask(), lambda client: ask()(client.with_options(max_retries=1)))
    assert [verified(one, "rs").key for one in server.asked] == ["ROLE"] * 3
    assert len(container.asked) == 1


def test_without_keys_every_way_is_named(colour: Colour, server: Listener) -> None:
    options = (ClientOption("api_key", "header", name="x-api-key", env="ORDERS_API_KEY", secret=True), *OPTIONS)
    client = colour.client(options, {"aws_region": "eu-west-1"}, base_url=server.url)
    with pytest.raises(errors.MissingCredentialsError) as caught:
        colour.calls(client, ask(security=("aws_credentials", "api_key")))
    told = str(caught.value)
    assert told.startswith("No AWS credentials were found. ")
    for way in (
        "`aws_access_key_id` with `aws_secret_access_key`",
        "`aws_profile`",
        "`api_key` (or the ORDERS_API_KEY",
    ):
        assert way in told
    assert server.asked == []


def test_without_botocore_keys_are_enough(colour: Colour, server: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "botocore.session", None)
    colour.calls(signed(colour, server), ask())
    verified(server.asked[0])
    with pytest.raises(
        MissingDependencyError, match=r"pip install 'specloom-runtime\[aws\]'; or pass `aws_access_key_id`"
    ):
        colour.calls(colour.client(OPTIONS, {"aws_region": "eu-west-1"}, base_url=server.url), ask())


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"aws_access_key_id": "K"}, "`aws_access_key_id` and `aws_secret_access_key` go together"),
        ({**VALUES, "aws_profile": "work"}, "AWS credentials are given twice"),
        ({"aws_credentials": Rotating(), "aws_profile": "work"}, "AWS credentials are given twice"),
        ({"aws_region": 5}, "`aws_region` is to be a text, not int"),
        ({"aws_credentials": "AKID"}, "AWS credentials are those of a session"),
    ],
)
def test_what_makes_no_sense_is_refused(
    colour: Colour, server: Listener, values: dict[str, Any], message: str
) -> None:
    with pytest.raises(errors.InvalidOptionError, match=message):
        colour.calls(colour.client(OPTIONS, values, base_url=server.url), ask())
    assert server.asked == []


def test_where_the_region_comes_from(colour: Colour, server: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {"aws_access_key_id": ID, "aws_secret_access_key": SECRET}
    host = {"Host": "abc.execute-api.eu-north-1.amazonaws.com"}
    with pytest.raises(
        errors.InvalidOptionError, match=r"127\.0\.0\.1 does not tell the AWS region.*pass `aws_region`"
    ):
        colour.calls(colour.client(OPTIONS, keys, base_url=server.url), ask())
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-west-1")
    colour.calls(colour.client(OPTIONS, keys, base_url=server.url), ask(), ask(headers=host))
    colour.calls(colour.client(OPTIONS, {**keys, "aws_region": "sa-east-1"}, base_url=server.url), ask(headers=host))
    assert [verified(one).region for one in server.asked] == ["us-west-1", "eu-north-1", "sa-east-1"]
    assert server.asked[1].header("host") == host["Host"]


# --- several at once ----------------------------------------------------------------------------------------------

KEY = ClientOption("api_key", "header", name="x-api-key", secret=True)


def test_a_key_and_a_signature_go_together(colour: Colour, server: Listener) -> None:
    client = colour.client((KEY, *OPTIONS), {**VALUES, "api_key": "k"}, base_url=server.url)
    colour.calls(client, ask(security=("api_key+aws_credentials",)), ask(security=("api_key",)), ask(security=()))
    both, key, nothing = server.asked
    assert (both.header("x-api-key"), key.header("x-api-key"), nothing.header("x-api-key")) == ("k", "k", "")
    verified(both)
    assert (key.header("authorization"), nothing.header("authorization")) == ("", "")


def test_keys_of_the_machine_come_after_all_that_was_given(
    colour: Colour, server: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ID)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    either = ("aws_credentials", "api_key")
    options = (KEY, *OPTIONS)
    with_key = {"api_key": "k", "aws_region": "eu-west-1"}
    colour.calls(colour.client(options, with_key, base_url=server.url), ask(security=either))
    colour.calls(colour.client(options, {**with_key, **VALUES}, base_url=server.url), ask(security=either))
    colour.calls(colour.client(options, {"aws_region": "eu-west-1"}, base_url=server.url), ask(security=either))
    assert [one.header("x-api-key") for one in server.asked] == ["k", "", ""]
    assert [bool(one.header("authorization")) for one in server.asked] == [False, True, True]


def test_a_header_of_the_caller_wins_and_copies_have_their_own_keys(colour: Colour, server: Listener) -> None:
    def with_others(client: Any) -> Any:
        return ask()(client.with_options(aws_access_key_id="OTHER", aws_secret_access_key="other"))

    colour.calls(signed(colour, server), ask(headers={"authorization": "mine"}), with_others, ask())
    mine, other, own = server.asked
    assert (mine.header("authorization"), mine.header("x-amz-date")) == ("mine", "")
    assert verified(other, "other").key == "OTHER"
    assert verified(own).key == ID


def test_no_secret_is_logged(colour: Colour, server: Listener, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    colour.calls(signed(colour, server, values={"aws_session_token": "the-session-token"}), ask())
    assert server.asked[0].header("x-amz-security-token") == "the-session-token"
    signature = server.asked[0].header("authorization").rpartition("=")[2]
    assert "GET" in caplog.text
    for secret in (SECRET, "the-session-token", signature):
        assert secret not in caplog.text


# --- what a refusal means -----------------------------------------------------------------------------------------


def refusal(colour: Colour, message: str, *, seconds: float = 0.0, kind: str = "", status: int = 403) -> str:
    """The error that a caller sees of a refusal by a server whose clock is ahead."""
    date = format_datetime(datetime.fromtimestamp(NOW + seconds, timezone.utc), usegmt=True)
    headers = {"Date": date, **({"x-amzn-ErrorType": kind} if kind else {})}
    with listening(lambda asked: Answer({"message": message}, status, headers)) as server:
        with pytest.raises(errors.APIStatusError) as caught:
            colour.calls(clocked(signed(colour, server), FakeClock(now=NOW)), ask())
        assert len(server.asked) == 1
    assert message in str(caught.value)
    return str(caught.value)


def test_a_clock_that_is_wrong_is_told(colour: Colour) -> None:
    expired = "Signature expired: 20231114T221320Z is now earlier than 20231114T222820Z (20231114T223320Z - 5 min.)"
    assert refusal(colour, expired, seconds=1200).endswith(
        "(the clock of this machine is 20 minutes behind the server's: it is 2023-11-14 22:13:20 UTC here and "
        "2023-11-14 22:33:20 UTC there, and a signature is good for 5 minutes. Set the clock, for instance by NTP)"
    )
    early = refusal(colour, "Signature not yet current: 20231114T221320Z", seconds=-4 * 3600)
    assert "the clock of this machine is 4 hours ahead of the server's" in early
    kind = refusal(colour, "no", seconds=600, kind="InvalidSignatureException")
    assert "the clock of this machine is 10 minutes behind" in kind


def test_other_refusals_are_told_apart(colour: Colour) -> None:
    mismatch = "The request signature we calculated does not match the signature you provided."
    told = refusal(colour, mismatch, kind="InvalidSignatureException")
    assert told.endswith(
        "(signed for execute-api in eu-west-1; the clocks agree within 5 minutes: check the region and the secret "
        "key, and whether a proxy changes host, path or body on the way)"
    )
    assert "where no such path and verb are deployed" in refusal(colour, "Missing Authentication Token")
    assert "AWS credentials have expired" in refusal(colour, "The security token included in the request is expired")
    assert refusal(colour, "User is not authorized to access this resource").endswith("this resource'}")
    assert refusal(colour, "Signature expired", seconds=1200, status=500).endswith("expired'}")


def test_a_refusal_is_still_what_it_was(colour: Colour) -> None:
    answer = Answer({"message": "Signature expired"}, 403)
    with listening(lambda asked: answer) as server, pytest.raises(PermissionDeniedError) as caught:
        colour.calls(signed(colour, server), ask())
    assert caught.value.body == answer.body
