"""Requests are signed where IAM decides; authorizers get their values as they are, where they look for them."""

from __future__ import annotations

from types import ModuleType

import pytest

from tests.golden.calls import call

KEYS = {"aws_access_key_id": "AKID", "aws_secret_access_key": "secret", "aws_region": "eu-west-1"}


def check(package: ModuleType) -> None:
    both = call(package, lambda client: client.orders.retrieve("1"), "1", options={**KEYS, "api_key": "k"}).request
    assert both.headers["X-Api-Key"] == "k"
    assert both.headers["Authorization"].startswith("AWS4-HMAC-SHA256 Credential=AKID/")
    assert "/eu-west-1/execute-api/aws4_request, SignedHeaders=host;x-amz-date, " in both.headers["Authorization"]
    with pytest.raises(TypeError, match=r"needs `api_key` .* and AWS credentials"):
        call(package, lambda client: client.orders.retrieve("1"), "1", options=KEYS)

    signed = call(package, lambda client: client.orders.create(), "1", options=KEYS).request
    assert signed.headers["Authorization"].startswith("AWS4-HMAC-SHA256 ")
    assert "X-Api-Key" not in signed.headers

    caller = {"caller": "ann", "caller_tenant": "a b"}
    judged = call(package, lambda client: client.notes.update("1"), "1", options=caller)
    assert judged.request.headers["X-Caller"] == "ann"
    assert judged.query == [("tenant", "a b")]

    pool = call(package, lambda client: client.stock.retrieve(), "1", options={"pool": "id-token"}).request
    assert pool.headers["Authorization"] == "id-token"

    health = call(package, lambda client: client.health.retrieve(), "1", options=KEYS).request
    assert "Authorization" not in health.headers
