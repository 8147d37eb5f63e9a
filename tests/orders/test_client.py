"""What the example's client sends, as a real server receives it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from orders_client import AsyncOrdersClient, OrdersClient
from orders_client._runtime.errors import MissingCredentialsError
from tests.layer.polling.serving import Answer, Service, serving

PDF = b"%PDF-1.7 \x00\xff"


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as found:
        yield found


def test_an_api_key_is_sent_where_a_method_asks_for_it(service: Service) -> None:
    service.says("POST /orders", {"id": "o-1"})
    service.says("GET /health", {"status": "ok"})
    with OrdersClient(api_key="k", base_url=service.url) as client:
        made = client.orders.create(customer_id="c", lines=[{"sku": "mug", "quantity": 1}], idempotency_key="i")
        assert made.id == "o-1"
        assert client.health.retrieve().status == "ok"
    order, health = service.seen
    assert order.json() == {"customerId": "c", "lines": [{"sku": "mug", "quantity": 1}]}
    assert (order.headers["x-api-key"], order.headers["idempotency-key"]) == ("k", "i")
    assert "x-api-key" not in health.headers
    assert "authorization" not in order.headers


def test_an_authorizer_gets_the_header_as_it_is_and_a_greedy_path_its_slashes(service: Service) -> None:
    service.says("GET /files/labels/2026/a%20b.txt", Answer(b"hello", headers={"content-type": "text/plain"}))
    with OrdersClient(desk="Desk abc", base_url=service.url) as client:
        assert client.files.proxy.get("labels/2026/a b.txt") == "hello"
        with pytest.raises(ValueError, match="path parameters"):
            client.files.proxy.get("labels/../../orders")
    (seen,) = service.seen
    assert seen.headers["authorization"] == "Desk abc"


def test_a_download_is_bytes(service: Service) -> None:
    service.says("GET /orders/o-1/invoice", Answer(PDF, headers={"content-type": "application/pdf"}))
    with OrdersClient(api_key="k", base_url=service.url) as client:
        assert client.orders.invoice.retrieve("o-1").read() == PDF
    assert service.seen[0].headers["accept"] == "application/pdf"


def test_reports_are_signed_and_nothing_else_is(service: Service) -> None:
    service.says("POST /reports", {"id": "r-1", "day": "2026-11-20", "status": "running"})

    async def start() -> str:
        async with AsyncOrdersClient(
            aws_access_key_id="AKIDEXAMPLE",
            aws_secret_access_key="not-a-secret",
            aws_region="eu-west-1",
            api_key="k",
            base_url=service.url,
        ) as client:
            return (await client.reports.create(day="2026-11-20")).status

    assert asyncio.run(start()) == "running"
    (seen,) = service.seen
    assert seen.headers["authorization"].startswith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
    assert "/eu-west-1/execute-api/aws4_request" in seen.headers["authorization"]
    assert "x-api-key" not in seen.headers


def test_a_credential_that_a_method_needs_is_asked_for_by_name(service: Service) -> None:
    client = OrdersClient(api_key="k", base_url=service.url)
    with pytest.raises(MissingCredentialsError, match="`desk`"):
        client.customers.retrieve("c")
    client.close()
    assert service.seen == []
