"""Whose keys sign a call: those of the client, of the machine, or none beside another credential."""

from __future__ import annotations

import logging
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from specloom_runtime import ClientOption, errors
from specloom_runtime.polling_display import MissingDependencyError
from tests.runtime.listening import Answer, Colour, Listener, listening
from tests.runtime.sigv4.aws import ID, OPTIONS, SECRET, VALUES, Rotating, ask, signed, verified


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
