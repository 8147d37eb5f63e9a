"""Lists go on by a token, a number, an offset or a URL, each until its own end, and none goes round in circles."""

from __future__ import annotations

import asyncio
import importlib
from types import ModuleType
from typing import Any

import httpx
import pytest

from tests.golden.calls import call


def check(package: ModuleType) -> None:
    tokens(package)
    deep_tokens(package)
    numbers(package)
    offsets(package)
    urls(package)
    circles(package)
    raw(package)
    # A marker that may be the one that was sent is none to go on with.
    answered = call(package, lambda client: client.markers.list(), {"things": things("a"), "marker": "m"}).answer
    assert [thing.name for thing in answered.things] == ["a"]


def things(names: str) -> list[dict[str, str]]:
    return [{"name": name} for name in names]


def walked(package: ModuleType, method: Any, *answers: Any) -> tuple[str, list[str]]:
    """The names of all items, and the queries that were asked."""
    found = call(package, method, answers=answers, collect=True)
    return "".join(item.name for item in found.answer), [request.url.query.decode() for request in found.requests]


def tokens(package: ModuleType) -> None:
    first = {"orders": things("ab"), "nextCursor": "t/1", "region": "eu"}
    # An empty page may have others behind it; absent, null and empty tokens end the list.
    lasts: list[dict[str, Any]] = [
        {"orders": things("c")},
        {"orders": things("c"), "nextCursor": None},
        {**first, "nextCursor": ""},
    ]
    for last in lasts:
        names, queries = walked(
            package, lambda client: client.orders.list(limit=2), first, {"orders": [], "nextCursor": "t2"}, last
        )
        assert names == "ab" + "".join(item["name"] for item in last["orders"])
        assert queries == ["limit=2", "cursor=t%2F1&limit=2", "cursor=t2&limit=2"]
    page = call(package, lambda client: client.orders.list(), first).answer
    assert type(page).__name__ == "SyncTokenPage"
    assert (page.region, page.nextCursor, page.has_next_page()) == ("eu", "t/1", True)
    assert page.next_page_info().params == {"cursor": "t/1"}
    assert page.orders is page.data
    assert type(page.orders[0]) is package.types.Thing


def deep_tokens(package: ModuleType) -> None:
    first = {"result": {"events": things("ab")}, "meta": {"resume": "r1", "hasMore": True}}
    last = {"result": {"events": things("c")}, "meta": {"resume": "r2", "hasMore": False}}
    assert walked(package, lambda client: client.events.list(), first, last) == ("abc", ["", "since=r1"])
    for bare in ({}, {"result": None}, {"result": {"events": None}}, {"meta": "r"}):
        assert walked(package, lambda client: client.events.list(), bare) == ("", [""])


def numbers(package: ModuleType) -> None:
    pages = [{"users": things("ab"), "total_pages": 2}, {"users": things("c"), "total_pages": 2}]
    assert walked(package, lambda client: client.users.list(), *pages) == ("abc", ["", "page=2"])
    unsaid = [{"users": things("a")}, {"users": things("b")}, {"users": []}]
    queries = ["page=5", "page=6", "page=7"]
    assert walked(package, lambda client: client.users.list(page=5), *unsaid) == ("ab", queries)
    said = [{"users": things("a"), "has_more": True}, {"users": things("b"), "has_more": False}]
    assert walked(package, lambda client: client.users.list(), *said) == ("ab", ["", "page=2"])
    query = {"page": "3"}
    pages = [{"users": things("a"), "total_pages": "4"}, {"users": things("b"), "total_pages": 4.0}]
    assert walked(package, lambda client: client.users.list(extra_query=query), *pages) == ("ab", ["page=3", "page=4"])
    page = call(package, lambda client: client.users.list(extra_query={"page": "x"}), pages[0]).answer
    with pytest.raises(errors(package).PageError, match="'page', which is 'x'"):
        page.has_next_page()


def offsets(package: ModuleType) -> None:
    pages = [things("ab"), things("c"), []]
    assert walked(package, lambda client: client.logs.list(), *pages) == ("abc", ["", "start=3", "start=4"])
    counted = [{"data": things("ab"), "total": 3}, {"data": things("c"), "total": 3}]
    assert walked(package, lambda client: client.files.list(), *counted) == ("abc", ["", "offset=2"])


def urls(package: ModuleType) -> None:
    first = {"images": things("ab"), "links": {"next": "https://api.test/v1/more?from=2"}}
    last = {"images": things("c"), "links": {"next": None}}
    names, queries = walked(package, lambda client: client.images.list(size=2), first, {**first, "links": {}})
    assert (names, queries) == ("abab", ["size=2", "from=2"])
    found = call(package, lambda client: client.images.list(), answers=[first, last], collect=True)
    assert [str(request.url) for request in found.requests] == [
        "https://api.test/v1/images",
        "https://api.test/v1/more?from=2",
    ]
    away = {"images": [], "links": {"next": "https://evil.test/"}}
    page = call(package, lambda client: client.images.list(), away).answer
    with pytest.raises(errors(package).PageError, match="credentials"):
        page.get_next_page()


def circles(package: ModuleType) -> None:
    same = {"orders": things("a"), "nextCursor": "t1"}
    with pytest.raises(errors(package).PageError, match="again"):
        call(package, lambda client: client.orders.list(), answers=[same, same], collect=True)
    here = {"images": things("a"), "links": {"next": "/v1/images"}}
    with pytest.raises(errors(package).PageError, match="this very page"):
        call(package, lambda client: client.images.list(), answers=[here], collect=True)
    last = call(package, lambda client: client.orders.list(), {"orders": []}).answer
    with pytest.raises(errors(package).PageError, match="no next page"):
        last.get_next_page()


def raw(package: ModuleType) -> None:
    """Raw responses give pages that go on, and so do pages that are asked for one by one."""

    def answer(request: httpx.Request) -> httpx.Response:
        is_first = "cursor" not in request.url.params
        return httpx.Response(200, json={"orders": things("ab" if is_first else "c"), "nextCursor": "t" * is_first})

    transport = httpx.MockTransport(answer)
    with package.Client(http_client=httpx.Client(transport=transport), base_url="https://api.test") as client:
        response = client.orders.with_raw_response.list()
        assert [len(page.data) for page in response.parse().iter_pages()] == [2, 1]

    async def later() -> list[int]:
        http_client = httpx.AsyncClient(transport=transport)
        async with package.AsyncClient(http_client=http_client, base_url="https://api.test") as client:
            page = await client.orders.list()
            return [len(page.data) async for page in page.iter_pages()]

    assert asyncio.run(later()) == [2, 1]


def errors(package: ModuleType) -> Any:
    return importlib.import_module(f"{package.__name__}._runtime.errors")
