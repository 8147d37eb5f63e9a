"""Access tokens by client credentials, from a token endpoint on 127.0.0.1."""

from __future__ import annotations

import asyncio
import base64
import logging
import pickle
import threading
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs

import pytest

from specloom_runtime import ClientOption, errors, not_given
from specloom_runtime.call_values import Arguments
from specloom_runtime.oauth2 import TokenError
from specloom_runtime.operation import Endpoint

from .clocks import FakeClock, clocked
from .listening import Answer, Asked, Colour, Listener, listening

OPTIONS = (
    ClientOption("access_token", "oauth2", env="PETS_ACCESS_TOKEN", secret=True),
    ClientOption("client_id", "setting", "client_id", env="PETS_CLIENT_ID", of="access_token"),
    ClientOption(
        "client_secret", "setting", "client_secret", env="PETS_CLIENT_SECRET", secret=True, of="access_token"
    ),
    ClientOption("token_url", "setting", "token_url", of="access_token", default="/oauth/token"),
    ClientOption("scope", "setting", "scope", of="access_token", default="pets:read pets:write"),
)
VALUES = {"client_id": "me", "client_secret": "s3cret/+"}


class Provider:
    """A token endpoint and an API that lets in who has the newest token.

    Attributes:
        tokens: How many were given out.
        lifetime: Of the next one, in seconds; None is not told.
    """

    def __init__(self) -> None:
        self.tokens = 0
        self.lifetime: object = 3600
        self.token_answer: Callable[[Asked], Answer | None] = lambda asked: None
        self.revoked: set[str] = set()
        self._lock = threading.Lock()

    def __call__(self, asked: Asked) -> Answer:
        if asked.path != "/oauth/token":
            token = asked.header("authorization").removeprefix("Bearer ")
            return Answer({"token": token}, 401 if token in self.revoked else 200)
        stated = self.token_answer(asked)
        if stated is not None:
            return stated
        with self._lock:
            self.tokens += 1
            facts = {"access_token": f"token{self.tokens}", "token_type": "Bearer", "expires_in": self.lifetime}
        return Answer({name: value for name, value in facts.items() if value is not None})


@pytest.fixture(params=["sync", "async"])
def colour(request: pytest.FixtureRequest) -> Colour:
    return Colour(request.param == "async")


@pytest.fixture
def provider() -> Provider:
    return Provider()


@pytest.fixture
def server(provider: Provider) -> Iterator[Listener]:
    with listening(provider) as listener:
        yield listener


def ask(security: tuple[str, ...] = ("access_token",), **sent: Any) -> Callable[[Any], Any]:
    operation = Endpoint("PUT", "/pets", body="raw", security=security)
    headers = sent.pop("headers", None)
    arguments = Arguments(extra=(headers, None, None, not_given), **sent)
    return lambda client: client._send(operation, arguments)


def client_of(colour: Colour, server: Listener, **more: Any) -> Any:
    values = {**VALUES, **more.pop("values", {})}
    return clocked(colour.client(OPTIONS, values, base_url=f"{server.url}/v1", **more), FakeClock())


def sent_tokens(server: Listener) -> list[str]:
    return [one.header("authorization") for one in server.at("/v1/pets")]


def basic(asked: Asked) -> str:
    return base64.b64decode(asked.header("authorization").removeprefix("Basic ")).decode()


# --- getting one --------------------------------------------------------------------------------------------------


def test_a_token_is_fetched_when_it_is_needed_and_kept(colour: Colour, server: Listener, provider: Provider) -> None:
    client = client_of(colour, server)
    colour.calls(client, ask(security=()), ask(), ask(), lambda client: ask()(client.with_options(timeout=3)))
    assert sent_tokens(server) == ["", "Bearer token1", "Bearer token1", "Bearer token1"]
    (asked,) = server.at("/oauth/token")
    assert (asked.verb, asked.header("content-type")) == ("POST", "application/x-www-form-urlencoded")
    assert basic(asked) == "me:s3cret%2F%2B"
    assert parse_qs(asked.body.decode()) == {"grant_type": ["client_credentials"], "scope": ["pets:read pets:write"]}
    assert server.asked.index(asked) == 1


def test_what_is_given_goes_before_the_document(colour: Colour, server: Listener, provider: Provider) -> None:
    values = {"scope": "", "token_url": f"{server.url}/oauth/token", "client_secret": lambda: "from a vault"}
    colour.calls(client_of(colour, server, values=values), ask())
    (asked,) = server.at("/oauth/token")
    assert basic(asked) == "me:from+a+vault"
    assert parse_qs(asked.body.decode()) == {"grant_type": ["client_credentials"]}


def test_a_relative_address_starts_at_the_base_url(colour: Colour, server: Listener, provider: Provider) -> None:
    with pytest.raises(TokenError, match="without an `access_token`"):
        colour.calls(client_of(colour, server, values={"token_url": "login/token"}), ask())
    assert server.asked[0].target == "/v1/login/token"


def test_options_come_from_the_environment(colour: Colour, server: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PETS_CLIENT_ID", "env-id")
    monkeypatch.setenv("PETS_CLIENT_SECRET", "env-secret")
    colour.calls(colour.client(OPTIONS, {}, base_url=server.url), ask())
    assert basic(server.at("/oauth/token")[0]) == "env-id:env-secret"


def test_a_token_that_is_required_may_be_fetched(colour: Colour, server: Listener) -> None:
    options = (OPTIONS[0]._replace(required=True), *OPTIONS[1:])
    colour.calls(colour.client(options, VALUES, base_url=server.url), ask())
    assert [one.header("authorization") for one in server.at("/pets")] == ["Bearer token1"]


def test_a_ready_token_or_a_function_is_taken_as_it_is(colour: Colour, server: Listener) -> None:
    def function() -> Any:
        async def later() -> str:
            return "awaited"

        return later() if colour.is_async else "given"

    colour.calls(client_of(colour, server, values={"access_token": "ready"}), ask())
    colour.calls(client_of(colour, server, values={"access_token": function}), ask())
    colour.calls(client_of(colour, server), ask(headers={"Authorization": "mine"}))
    assert sent_tokens(server) == ["Bearer ready", "Bearer awaited" if colour.is_async else "Bearer given", "mine"]
    assert server.at("/oauth/token") == []


def test_a_server_that_wants_the_secret_in_the_body(colour: Colour, server: Listener, provider: Provider) -> None:
    def picky(asked: Asked) -> Answer | None:
        return Answer({"error": "invalid_client"}, 401) if asked.header("authorization") else None

    provider.token_answer = picky
    provider.lifetime = 100
    client = client_of(colour, server)
    colour.calls(client, ask(), wait(client, 95), ask())
    header, first, second = server.at("/oauth/token")
    assert basic(header) == "me:s3cret%2F%2B"
    assert parse_qs(first.body.decode())["client_secret"] == ["s3cret/+"]
    assert parse_qs(second.body.decode())["client_id"] == ["me"]
    assert sent_tokens(server) == ["Bearer token1", "Bearer token2"]


def test_copies_for_many_callers_do_not_pile_up(colour: Colour, server: Listener) -> None:
    client = client_of(colour, server, values={"client_id": None})
    colour.calls(
        client, *(lambda client, name=f"c{n}": ask()(client.with_options(client_id=name)) for n in range(260))
    )
    assert len(server.at("/oauth/token")) == 260
    assert len(client._sources) == 256


# --- renewing it --------------------------------------------------------------------------------------------------


def wait(client: Any, seconds: float) -> Callable[[Any], None]:
    """Time passes for a client."""
    return lambda _: client._clock.sleep(seconds)


@pytest.mark.parametrize(
    ("lifetime", "good_for"),
    [(3600, 3540), (100, 90), ("600", 540), (None, 10**9), ("soon", 10**9), (0, 10**9), (-5, 10**9), (10**400, 10**9)],
)
def test_it_is_renewed_shortly_before_it_ends(
    colour: Colour, server: Listener, provider: Provider, lifetime: object, good_for: float
) -> None:
    provider.lifetime = lifetime
    client = client_of(colour, server)
    colour.calls(client, ask(), wait(client, good_for - 1), ask(), wait(client, 2), ask())
    last = "Bearer token1" if good_for == 10**9 else "Bearer token2"
    assert sent_tokens(server) == ["Bearer token1", "Bearer token1", last]


def test_it_is_renewed_once_where_it_is_refused(colour: Colour, server: Listener, provider: Provider) -> None:
    provider.revoked = {"token1"}
    (response,) = colour.calls(client_of(colour, server), ask(content=b"body"))
    assert response.json() == {"token": "token2"}
    assert [one.body for one in server.at("/v1/pets")] == [b"body", b"body"]
    assert response.extensions["retries_taken"] == 0

    provider.revoked = {"token3", "token4", "token5"}
    with pytest.raises(errors.AuthenticationError):
        colour.calls(client_of(colour, server), ask())
    assert sent_tokens(server)[2:] == ["Bearer token3", "Bearer token4"]

    with pytest.raises(errors.AuthenticationError):  # a body that is gone cannot go along again
        colour.calls(client_of(colour, server), ask(content=iter([b"once"])))
    assert sent_tokens(server)[4:] == ["Bearer token5"]


def test_a_token_of_the_caller_is_not_renewed(colour: Colour, server: Listener, provider: Provider) -> None:
    provider.revoked = {"ready"}
    with pytest.raises(errors.AuthenticationError):
        colour.calls(client_of(colour, server, values={"access_token": "ready"}), ask())
    assert len(server.asked) == 1


# --- many calls at once -------------------------------------------------------------------------------------------


def test_many_calls_at_once_fetch_one_token(colour: Colour, server: Listener, provider: Provider) -> None:
    answers = colour.together(client_of(colour, server), ask(), 20)
    assert [one.json()["token"] for one in answers] == ["token1"] * 20
    assert len(server.at("/oauth/token")) == 1


def test_many_calls_at_once_renew_it_once(colour: Colour, server: Listener, provider: Provider) -> None:
    provider.revoked = {"token1"}
    answers = colour.together(client_of(colour, server), ask(), 20)
    assert [one.json()["token"] for one in answers] == ["token2"] * 20
    assert len(server.at("/oauth/token")) == 2


def test_calls_that_wait_share_a_failure(colour: Colour, server: Listener, provider: Provider) -> None:
    all_here = threading.Event()

    class Looks(FakeClock):
        """Counts who looks whether there is a token: all of them, and the one that fetches it once more."""

        looks = 0

        def now(self) -> float:
            Looks.looks += 1
            if Looks.looks == 9:
                all_here.set()
            return super().now()

    def refuse(asked: Asked) -> Answer:
        assert all_here.wait(10)
        return Answer({"error": "invalid_scope"}, 400)

    provider.token_answer = refuse
    client = clocked(client_of(colour, server), Looks())
    outcomes = colour.together(client, ask(), 8)
    assert {type(one) for one in outcomes} == {TokenError}
    assert len({id(one) for one in outcomes}) == 8
    assert len(server.at("/oauth/token")) == 1


def test_a_call_that_is_broken_off_leaves_the_way_free(server: Listener, provider: Provider) -> None:
    gate = threading.Event()

    def slow_once(asked: Asked) -> Answer | None:
        if len(server.at("/oauth/token")) == 1:
            gate.wait(5)
        return None

    provider.token_answer = slow_once
    client = client_of(Colour(True), server)

    async def run() -> Any:
        async with client:
            first = asyncio.ensure_future(ask()(client))
            while not server.at("/oauth/token"):
                await asyncio.sleep(0.001)
            second = asyncio.ensure_future(ask()(client))
            await asyncio.sleep(0)
            first.cancel()
            with pytest.raises(asyncio.CancelledError) as kept:  # it holds on to all of the call
                await first
            gate.set()
            response = await asyncio.wait_for(second, 5)
            return response, kept

    response, _ = asyncio.run(run())
    assert response.json()["token"] in ("token1", "token2")


# --- what goes wrong ----------------------------------------------------------------------------------------------


def failed(colour: Colour, server: Listener, provider: Provider, answer: Answer, **more: Any) -> TokenError:
    provider.token_answer = lambda asked: answer
    with pytest.raises(TokenError) as caught:
        colour.calls(client_of(colour, server, **more), ask())
    assert server.at("/v1/pets") == []
    assert "s3cret" not in str(caught.value)
    return caught.value


def test_a_refusal_says_what_was_asked_and_what_came(colour: Colour, server: Listener, provider: Provider) -> None:
    answer = Answer({"error": "invalid_client", "error_description": "no client me with s3cret/+"}, 401)
    error = failed(colour, server, provider, answer)
    assert str(error) == (
        f"No access token: POST {server.url}/oauth/token for the client 'me' with scope 'pets:read pets:write' was "
        "answered 401: invalid_client, no client me with <redacted>. Check `client_id` and `client_secret`."
    )
    assert (error.error, error.response.status_code) == ("invalid_client", 401)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Answer({"error": "invalid_scope"}, 400), "400: invalid_scope. Pass as `scope` what this client may ask for"),
        (Answer({"error": "unauthorized_client"}, 400), "This client may not ask for tokens in its own name"),
        (Answer({"error": "unsupported_grant_type"}, 400), "; pass a token, or a function that gets one."),
        (Answer("<html>down</html>", 404, {"Content-Type": "text/html"}), "was answered 404: <html>down</html>."),
        (Answer("", 401), "was answered 401. Check `client_id` and `client_secret`."),
        (Answer({"token": "no-show"}), "was answered without an `access_token`."),
        (Answer("[]"), "was answered without an `access_token`."),
        (Answer({"access_token": ""}), "was answered without an `access_token`."),
        (Answer({"access_token": "t", "token_type": "mac"}), "was answered with a token of type 'mac', which"),
    ],
)
def test_other_answers_are_told_apart(
    colour: Colour, server: Listener, provider: Provider, answer: Answer, told: str
) -> None:
    error = failed(colour, server, provider, answer)
    assert told in str(error)
    assert "no-show" not in str(error)


def test_secrets_do_not_follow_a_redirect(colour: Colour, server: Listener, provider: Provider) -> None:
    answer = Answer(None, 307, {"Location": f"{server.url}/elsewhere"})
    error = failed(colour, server, provider, answer)
    assert f"It leads to {server.url}/elsewhere, and secrets are not taken elsewhere" in str(error)
    assert [one.path for one in server.asked] == ["/oauth/token"]


def test_the_endpoint_is_asked_again_where_that_may_help(colour: Colour, server: Listener, provider: Provider) -> None:
    provider.token_answer = lambda asked: Answer("", 503) if len(server.asked) < 3 else None
    colour.calls(client_of(colour, server, max_retries=2), ask())
    assert [one.path for one in server.asked] == ["/oauth/token"] * 3 + ["/v1/pets"]


def test_an_endpoint_that_is_not_there(colour: Colour, server: Listener) -> None:
    with pytest.raises(errors.APIConnectionError, match=r"\(asking http://127\.0\.0\.1:9/t for an access token\)"):
        colour.calls(client_of(colour, server, values={"token_url": "http://127.0.0.1:9/t"}), ask())
    assert server.asked == []


def test_without_any_way_in_all_are_named(colour: Colour, server: Listener) -> None:
    client = colour.client(OPTIONS, {"client_id": "me"}, base_url=server.url)
    with pytest.raises(errors.MissingCredentialsError) as caught:
        colour.calls(client, ask())
    assert str(caught.value).endswith(
        "this call needs `access_token` (or the PETS_ACCESS_TOKEN environment variable), or `client_id` (or the "
        "PETS_CLIENT_ID environment variable) with `client_secret` (or the PETS_CLIENT_SECRET environment variable) "
        "to be given to the client."
    )


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"client_id": 5}, "`client_id` is to be a text, not int"),
        ({"token_url": ""}, "`token_url`: the document does"),
    ],
)
def test_what_makes_no_sense_is_refused(
    colour: Colour, server: Listener, values: dict[str, Any], message: str
) -> None:
    with pytest.raises(errors.InvalidOptionError, match=message):
        colour.calls(client_of(colour, server, values=values), ask())


def test_no_secret_is_shown(colour: Colour, server: Listener, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client = client_of(colour, server)
    colour.calls(client, ask())
    text = caplog.text + repr(client)
    assert "/oauth/token" in text
    for secret in ("s3cret", "token1", base64.b64encode(b"me:s3cret%2F%2B").decode()):
        assert secret not in text
