"""Parameters go where they belong, written as the document says."""

from __future__ import annotations

from types import ModuleType

from tests.golden.calls import call


def check(package: ModuleType) -> None:
    exchange = call(
        package,
        lambda client: client.parcels.list(
            x_trace_id="t",
            x_tags=["a", "b"],
            x_depth=2,
            session="s 3;",
            query_session="q",
            filter_since=7,
            with_=["u", "v"],
        ),
        ["p"],
    )
    headers = exchange.request.headers
    assert (headers["X-Trace-Id"], headers["X-Tags"], headers["X-Depth"]) == ("t", "a,b", "2")
    assert headers["Cookie"] == "session=s%203%3B"
    assert dict(exchange.query) == {"filter[since]": "7", "session": "q", "with": "u,v"}

    plain = call(package, lambda client: client.parcels.list(x_trace_id="t"), ["p"])
    assert "Cookie" not in plain.request.headers
    assert plain.query == []
