"""Each parameter of a query is written in the style that the document states for it."""

from __future__ import annotations

from types import ModuleType

from tests.golden.calls import call


def check(package: ModuleType) -> None:
    sent = call(
        package,
        lambda client: client.shelves.list(
            plain=["a", "b"],
            exploded=["a", "b"],
            commas=[1, 2],
            bars=["a", "b"],
            blanks=["a", "b"],
            limit=3,
            size={"width": 1, "height": 2},
            color={"R": 100, "G": None},
            filter={"author": "x y", "year": 1999},
            open={"author": "z"},
        ),
    )
    assert sorted(sent.query) == sorted(
        [
            ("plain", "a"),
            ("plain", "b"),
            ("exploded", "a"),
            ("exploded", "b"),
            ("commas", "1,2"),
            ("bars", "a|b"),
            ("blanks", "a b"),
            ("limit", "3"),
            ("width", "1"),
            ("height", "2"),
            ("color", "R,100"),
            ("filter[author]", "x y"),
            ("filter[year]", "1999"),
            ("open[author]", "z"),
        ]
    )
    assert call(package, lambda client: client.shelves.list(color={"R": None})).query == []

    # A list that is called without brackets stays without them, beside one that has them.
    books = call(package, lambda client: client.books.list(ids=["a"], tags=["b", "c"]))
    assert sorted(books.query) == [("ids[]", "a"), ("tags", "b"), ("tags", "c")]
