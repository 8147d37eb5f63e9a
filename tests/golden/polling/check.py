"""What takes a while is waited for, whatever starts it."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import httpx

from tests.golden.calls import call


def order(state: str) -> dict[str, Any]:
    return {"id": "order-1", "shop_id": "shop-1", "state": state}


def check(package: ModuleType) -> None:
    seen: list[str] = []
    waited = call(
        package,
        lambda client: client.shops.orders.poll(
            "order-1", "shop-1", detail=True, poll_interval_ms=0, on_state=lambda found: seen.append(found.state)
        ),
        answers=[order("waiting"), order("baking"), order("delivered")],
    )
    assert waited.answer.state == "delivered"
    assert seen == ["waiting", "baking", "delivered"] * 2
    assert [str(request.url) for request in waited.requests] == [
        "https://api.test/v1/shops/shop-1/orders/order-1?detail=true"
    ] * 3
    assert [(each.headers["X-Waiting"], each.headers["X-Looking"]) for each in waited.requests] == [("true", "0")] * 3

    created = call(
        package,
        lambda client: client.shops.orders.create_and_poll("shop-1", cake="plum"),
        answers=[
            order("waiting"),
            httpx.Response(200, json=order("baking"), headers={"x-look-again": "1"}),
            order("burnt"),
        ],
    )
    assert created.answer.state == "burnt"
    assert [(each.method, each.url.path) for each in created.requests] == [
        ("POST", "/v1/shops/shop-1/orders"),
        ("GET", "/v1/shops/shop-1/orders/order-1"),
        ("GET", "/v1/shops/shop-1/orders/order-1"),
    ]
    assert "X-Looking" not in created.requests[1].headers

    reopened = call(
        package, lambda client: client.shops.reopen_and_poll("shop-1"), answers=[order("waiting"), order("delivered")]
    )
    assert [each.url.path for each in reopened.requests] == [
        "/v1/shops/shop-1/reopen",
        "/v1/shops/shop-1/orders/order-1",
    ]
