"""A list goes on by itself over its pages."""

from __future__ import annotations

from types import ModuleType

from tests.golden.calls import call


def check(package: ModuleType) -> None:
    first = {"object": "list", "data": [{"id": "a"}, {"id": "b"}], "last_id": "b", "has_more": True}
    last = {"object": "list", "data": [{"id": "c"}], "last_id": "c", "has_more": False}
    orders = call(package, lambda client: client.orders.list(limit=2), answers=[first, last], collect=True)
    assert [order.id for order in orders.answer] == ["a", "b", "c"]
    assert [str(request.url.query, "ascii") for request in orders.requests] == ["limit=2", "after=b&limit=2"]

    page = call(package, lambda client: client.orders.list(limit=2), first).answer
    assert [order.id for order in page.data] == ["a", "b"]
    assert page.has_next_page()

    users = call(
        package,
        lambda client: client.users.list(),
        answers=[{"data": [{"name": "A"}], "has_more": True, "next": "n1"}, {"data": [], "has_more": False}],
        collect=True,
    )
    assert [user.name for user in users.answer] == ["A"]
    assert [str(request.url.query, "ascii") for request in users.requests] == ["", "after=n1"]
