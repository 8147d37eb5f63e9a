"""Requests are signed where IAM decides; authorizers get their values as they are, where they look for them."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.golden.calls import call

KEYS = {"aws_access_key_id": "AKID", "aws_secret_access_key": "secret", "aws_region": "eu-west-1"}


def check(package: ModuleType) -> None:
    clock = type(
        "Stopped", (import_module(f"{package.__name__}._runtime.retries").Clock,), {"now": lambda self: 1e9}
    )()

    def orders(client: Any) -> Any:
        """Both colours sign at the same moment."""
        client._clock = clock
        return client.orders

    both = call(package, lambda client: orders(client).retrieve("1"), "1", options={**KEYS, "api_key": "k"}).request
    assert both.headers["X-Api-Key"] == "k"
    assert both.headers["Authorization"].startswith("AWS4-HMAC-SHA256 Credential=AKID/20010909/")
    assert "/eu-west-1/execute-api/aws4_request, SignedHeaders=host;x-amz-date, " in both.headers["Authorization"]
    with pytest.raises(TypeError, match=r"needs `api_key` .* and AWS credentials"):
        call(package, lambda client: client.orders.retrieve("1"), "1", options=KEYS)

    signed = call(package, lambda client: orders(client).create(), "1", options=KEYS).request
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

    api = import_module(f"{package.__name__}.testing").MockAPI()
    api.orders.retrieve.returns("1")
    api.client().orders.retrieve("1")
    assert "Credential=test-aws_access_key_id/" in api.requests[0].headers["Authorization"]
    assert (api.requests[0].headers["x-api-key"], api.requests[0].path) == ("test-api_key", "/orders/1")

    runtime = f"{package.__name__}._runtime"
    assert [bool(find_spec(f"{runtime}.{name}")) for name in ("sigv4", "sigv4_rules", "oauth2")] == [True, True, False]
    assert (
        'aws = [\n    "botocore>=1.31",\n]' in (Path(str(package.__file__)).parents[2] / "pyproject.toml").read_text()
    )
