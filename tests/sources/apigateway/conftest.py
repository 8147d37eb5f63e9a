"""A server with a REST API and an HTTP API, and boto3 pointed at it."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from tests.aws.orders import oas30, swagger
from tests.aws.server import FakeAws, HttpApi, RestApi, serve_aws

REST = "a1b2c3d4e5"
HTTP = "f6g7h8i9j0"


@pytest.fixture(scope="session")
def server() -> Iterator[FakeAws]:
    with serve_aws() as aws:
        yield aws


@pytest.fixture
def aws(server: FakeAws, monkeypatch: pytest.MonkeyPatch) -> FakeAws:
    """The server with its usual APIs, whatever a test before did to them."""
    fresh = FakeAws(url=server.url)
    for name in ("rest", "http", "faults", "seen", "page", "stamps"):
        setattr(server, name, getattr(fresh, name))
    none = {"authorizationType": "NONE", "apiKeyRequired": False}
    methods = {"/": {}, "/orders": {"GET": none, "POST": none}}
    orders = RestApi(REST, "orders", {"prod": "dep001"}, deployments={"dep001": {"/orders": methods["/orders"]}})
    orders.edited = methods
    orders.exports = {("prod", "oas30"): oas30("/orders"), ("prod", "swagger"): swagger("/orders")}
    events = HttpApi(HTTP, "events", {"$default": "dep002"})
    events.exports = {"$default": oas30("/events"), "": oas30("/events")}
    server.rest.append(orders)
    server.http.append(events)
    for name in ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_REGION", "AWS_SESSION_TOKEN", "AWS_MAX_ATTEMPTS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    # What is tried again is tried at once.
    monkeypatch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=lambda _seconds: None))
    return server
