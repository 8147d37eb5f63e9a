"""Parameters of paths, headers and cookies, JSON in a query, and the fields of a form, as the document says."""

from __future__ import annotations

from types import ModuleType
from urllib.parse import parse_qsl

from tests.golden.calls import call

SIZE = {"width": 1, "height": 2}
QUERY = {"words": ["a b", "c"], "size": SIZE, "sizes": [{"width": 3}, {"height": 4}]}
DEEP = [
    ("{}[words][]", "a b"),
    ("{}[words][]", "c"),
    ("{}[size][width]", "1"),
    ("{}[size][height]", "2"),
    ("{}[sizes][0][width]", "3"),
    ("{}[sizes][1][height]", "4"),
]


def check(package: ModuleType) -> None:
    place = {"row": 5, "area": SIZE, "ids": ["a,b", "c/d"], "size": SIZE, "tags": ["x", "y;z"]}
    plain = call(package, lambda client: client.plots.retrieve(**place))
    assert plain.line == "GET /v1/plots/;row=5/.width=1.height=2/a%2Cb,c%2Fd/width=1,height=2/;tags=x;tags=y%3Bz"

    sent = call(
        package,
        lambda client: client.plots.retrieve(
            **place,
            x_plain=SIZE,
            x_exploded=SIZE,
            x_ids=[1, 2],
            x_where=SIZE,
            prefs=SIZE,
            flags=["on", "off"],
            filter=QUERY,
            next="https://a.test/?b=1&c=%20d",
            limit="",
            where=QUERY,
        ),
    )
    headers = sent.request.headers
    assert headers["X-Plain"] == "width,1,height,2"
    assert headers["X-Exploded"] == "width=1,height=2"
    assert headers["X-Ids"] == "1,2"
    assert headers["X-Where"] == '{"width":1,"height":2}'
    assert headers["Cookie"] == "flags=on; flags=off; prefs=width%2C1%2Cheight%2C2"
    query = sent.request.url.query.decode()
    assert "next=https://a.test/?b=1%26c=%20d" in query.split("&")
    pairs = dict(parse_qsl(query, keep_blank_values=True))
    assert pairs["filter"] == (
        '{"words":["a b","c"],"size":{"width":1,"height":2},"sizes":[{"width":3},{"height":4}]}'
    )
    assert pairs["limit"] == ""
    assert [pair for pair in sent.query if pair[0].startswith("where")] == [
        (key.format("where"), value) for key, value in DEEP
    ]

    form = call(
        package,
        lambda client: client.plots.create(
            name="North & South", size=SIZE, deep=QUERY, tags=["a", "b"], words=["c", "d"], page="/a?b"
        ),
    ).request
    assert form.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert sorted(parse_qsl(form.content.decode())) == sorted(
        [
            ("name", "North & South"),
            ("size", '{"width":1,"height":2}'),
            *((key.format("deep"), value) for key, value in DEEP),
            ("tags", "a"),
            ("tags", "b"),
            ("words", "c d"),
            ("page", "/a?b"),
        ]
    )
    assert b"page=/a?b" in form.content
