"""How plain credentials travel, and what of the caller goes before them."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import pytest

from specloom_runtime import ClientOption, errors, not_given, omit
from specloom_runtime.call_values import Arguments
from specloom_runtime.operation import Endpoint

from .listening import Answer, Colour, Listener, listening

OPTIONS = (
    ClientOption("staff", "basic", env="PETS_STAFF", secret=True),
    ClientOption("key", "query", name="key", secret=True),
    ClientOption("session", "cookie", name="sid", secret=True),
    ClientOption("raw", "header", name="Authorization", secret=True),
)


@pytest.fixture(params=["sync", "async"])
def colour(request: pytest.FixtureRequest) -> Colour:
    return Colour(request.param == "async")


@pytest.fixture
def server() -> Iterator[Listener]:
    with listening(lambda asked: Answer()) as listener:
        yield listener


def ask(*security: str, headers: Any = None, query: Any = None, cookie: Any = None) -> Any:
    arguments = Arguments(extra=(headers, query, None, not_given), cookie=cookie)
    return lambda client: client._send(Endpoint("GET", "/pets", security=security), arguments)


@pytest.mark.parametrize(
    ("given", "pair"),
    [(("ann", "a:b"), "ann:a:b"), ("ann:secret", "ann:secret"), (("änn", "ü"), "änn:ü"), (lambda: "f:g", "f:g")],
)
def test_user_and_password(colour: Colour, server: Listener, given: Any, pair: str) -> None:
    colour.calls(colour.client(OPTIONS, {"staff": given}, base_url=server.url), ask("staff"))
    assert base64.b64decode(server.asked[0].header("authorization").removeprefix("Basic ")).decode() == pair


def test_an_authorizers_value_travels_as_it_is(colour: Colour, server: Listener) -> None:
    colour.calls(colour.client(OPTIONS, {"raw": "id-token"}, base_url=server.url), ask("raw"))
    assert server.asked[0].header("authorization") == "id-token"


def test_a_cookie_joins_those_that_are_there(colour: Colour, server: Listener) -> None:
    client = colour.client(OPTIONS, {"session": "s1"}, base_url=server.url)
    colour.calls(client, ask("session"), ask("session", cookie={"a": "b"}), ask("session", headers={"cookie": "x=y"}))
    assert [one.header("cookie") for one in server.asked] == ["sid=s1", "a=b; sid=s1", "x=y; sid=s1"]


def test_what_the_caller_says_goes_first(colour: Colour, server: Listener) -> None:
    client = colour.client(OPTIONS, {"key": "mine", "raw": "mine"}, base_url=server.url, default_query={"page": 1})
    colour.calls(
        client, ask("key"), ask("key", query={"key": "other"}), ask("raw", headers={"authorization": "other"}),
        ask("raw", headers={"Authorization": omit}),
    )  # fmt: skip
    assert [one.query for one in server.asked] == ["page=1&key=mine", "page=1&key=other", "page=1", "page=1"]
    assert [one.header("authorization") for one in server.asked] == ["", "", "other", ""]


def test_a_key_in_the_call_is_enough(colour: Colour, server: Listener) -> None:
    client = colour.client(OPTIONS, {}, base_url=server.url)
    colour.calls(client, ask("key", query={"key": "other"}))
    assert server.asked[0].query == "key=other"
    with pytest.raises(
        errors.MissingCredentialsError, match=r"needs `staff` \(or the PETS_STAFF environment variable"
    ):
        colour.calls(colour.client(OPTIONS, {}, base_url=server.url), ask("staff+key"))


def test_the_first_way_that_is_complete_is_taken(colour: Colour, server: Listener) -> None:
    client = colour.client(OPTIONS, {"key": "k", "session": "s"}, base_url=server.url)
    colour.calls(client, ask("staff+key", "session", "key"), ask("key+session"), ask("staff", ""))
    assert [(one.query, one.header("cookie")) for one in server.asked] == [("", "sid=s"), ("key=k", "sid=s"), ("", "")]
