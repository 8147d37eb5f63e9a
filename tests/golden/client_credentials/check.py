"""A token is fetched with the id and the secret of the client, for the scopes that operations ask for."""

from __future__ import annotations

from importlib.util import find_spec
from types import ModuleType
from urllib.parse import parse_qs

import httpx
import pytest

from tests.golden.calls import call

TOKEN = {"access_token": "t1", "token_type": "Bearer", "expires_in": 3600}
ME = {"client_id": "me", "client_secret": "secret"}


def check(package: ModuleType) -> None:
    fetched = call(package, lambda client: client.pets.retrieve("1"), answers=[TOKEN, "Rex"], options=ME)
    asked, listed = fetched.requests
    assert fetched.answer == "Rex"
    assert (asked.method, str(asked.url)) == ("POST", "https://api.test/oauth/token")
    assert asked.headers["Authorization"] == httpx.BasicAuth("me", "secret")._auth_header
    assert parse_qs(asked.content.decode())["scope"] == ["pets:read pets:write"]
    assert listed.headers["Authorization"] == "Bearer t1"

    ready = call(package, lambda client: client.pets.retrieve("1"), "Rex", options={"access_token": "ready"})
    assert ready.request.headers["Authorization"] == "Bearer ready"

    both = call(package, lambda client: client.pets.create(), "Rex", options={"access_token": "t", "tenant": "a"})
    assert both.request.headers["Authorization"] == "Bearer t"
    assert both.request.headers["Cookie"] == "tenant=a"

    health = call(package, lambda client: client.health.retrieve(), "well", options=ME)
    assert "Authorization" not in health.request.headers

    staff = {"staff": ("ann", "pass:word")}
    admin = call(package, lambda client: client.admin.retrieve(), "yes", options=staff).request
    assert admin.headers["Authorization"] == httpx.BasicAuth("ann", "pass:word")._auth_header
    other = call(package, lambda client: client.admin.retrieve(), "yes", options={"token": "token abc"}).request
    assert other.headers["Authorization"] == "token abc"

    with pytest.raises(package.TokenError, match=r"^No access token: POST https://api\.test/oauth/tok"):
        call(package, lambda client: client.pets.retrieve("1"), answers=[httpx.Response(401, json={})] * 2, options=ME)

    runtime = f"{package.__name__}._runtime"
    assert [bool(find_spec(f"{runtime}.{name}")) for name in ("sigv4", "sigv4_rules", "oauth2")] == [
        False,
        False,
        True,
    ]
