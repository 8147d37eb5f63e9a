"""A client calls the server that it is told to, with the parts of its URL that it is told."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from tests.golden.calls import call


def check(package: ModuleType) -> None:
    def url(method: Callable[[Any], Any], **options: Any) -> str:
        return str(call(package, method, "", options={"base_url": None, **options}).request.url)

    def ships(**options: Any) -> str:
        return url(lambda client: client.ships.retrieve(), **options)

    def logs(**options: Any) -> str:
        return url(lambda client: client.logs.retrieve(), **options)

    def upload(**options: Any) -> str:
        return url(lambda client: client.logs.update(), **options)

    assert ships() == "https://eu.example.com/v1/ships"
    assert ships(region="us", base_path="dev") == "https://us.example.com/dev/ships"
    assert ships(base_path="/dev/") == "https://eu.example.com/dev/ships"
    assert ships(base_path="") == "https://eu.example.com/ships"
    assert ships(server="staging") == "https://staging.example.com/ships"
    assert ships(server="staging", base_path="v2") == "https://staging.example.com/v2/ships"
    assert ships(server="production") == ships(server=0) == ships()
    assert ships(server=2) == "https://demo.example.com/ships"
    assert ships(server=2, tenant="acme") == "https://acme.example.com/ships"
    assert ships(base_url="https://own.test/x") == "https://own.test/x/ships"

    # What has servers of its own goes there: to that of the same name or number, and with the same parts.
    assert logs() == "https://logs.eu.example.com/logs"
    assert logs(region="us") == "https://logs.us.example.com/logs"
    assert upload() == "https://uploads.example.com/logs"
    assert upload(server="staging") == "https://staging.example.com/uploads/logs"
    assert logs(base_url="https://own.test") == "https://own.test/logs"

    client = package.Client(region="us")
    assert str(client.copy(base_path="v2").base_url) == "https://us.example.com/v2/"
    assert str(client.copy(base_path="v2").copy(region="eu").base_url) == "https://eu.example.com/v2/"
    assert str(client.copy(base_url="https://own.test").base_url) == "https://own.test/"
    assert str(client.copy(base_url="https://own.test").copy(server="staging").base_url) == (
        "https://staging.example.com/"
    )
    _check_refusals(package)


def _check_refusals(package: ModuleType) -> None:
    def refused(message: str, **options: Any) -> None:
        with pytest.raises(package.InvalidOptionError, match=message):
            package.Client(**options)

    refused(r"region is one of 'eu', 'us' in 'https://\{region\}.*, not 'mars'", region="mars")
    refused("server: there is no 'live'; there are 'production', 'staging', 2", server="live")
    refused("server: there is no 3", server=3)
    refused("region: the server 'https://staging.* has no such part", server="staging", region="eu")
    refused("base_url says where the API is, and so does region", base_url="https://own.test", region="us")
    refused("base_url says where the API is, and so does server", base_url="https://own.test", server=1)
    refused("tenant is to be a text, not int", server=2, tenant=3)
    refused(r"the server: 'https://a b.* holds a space", server=2, tenant="a b")
