"""The first server is called; every operation gets the credentials that it asks for, and no others."""

from __future__ import annotations

from types import ModuleType

import httpx
import pytest

from tests.golden.calls import call


def check(package: ModuleType) -> None:
    assert str(package.Client(token="t").base_url).rstrip("/") == "https://eu.example.com/v1"
    everything = {"token": "t", "key": "k", "login": "ann:secret", "query_key": "q"}

    me = call(package, lambda client: client.me.retrieve(), "Ann", options=everything).request
    assert me.headers["Authorization"] == "Bearer t"
    assert "X-Api-Key" not in me.headers

    with_key = call(package, lambda client: client.me.retrieve(), "Ann", options={"key": "k"}).request
    assert with_key.headers["X-Api-Key"] == "k"
    assert "Authorization" not in with_key.headers

    health = call(package, lambda client: client.health.retrieve(), "well", options=everything).request
    assert not {"authorization", "x-api-key"} & set(health.headers)
    assert health.url.query == b""

    admin = call(package, lambda client: client.admin.retrieve(), "yes", options=everything).request
    assert admin.headers["Authorization"] == httpx.BasicAuth("ann", "secret")._auth_header

    old = call(package, lambda client: client.old.retrieve(), "yes", options=everything)
    assert old.query == [("key", "q")]

    with pytest.raises(package.SeveralServersAndSecurityError):
        call(package, lambda client: client.admin.retrieve(), "yes", options={"key": "k"})
