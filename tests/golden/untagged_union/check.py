"""Without a tag, the kind of JSON and then the fields decide."""

from __future__ import annotations

from types import ModuleType

from tests.golden.calls import call


def check(package: ModuleType) -> None:
    types = package.types

    def search(value: object) -> object:
        return call(
            package, lambda client: client.search.create(input=value, limit=None), {"best": None, "echo": "e"}
        ).body

    assert search("a") == {"input": "a", "limit": None}
    assert search(["a", "b"]) == {"input": ["a", "b"], "limit": None}
    assert search({"text": "a"}) == {"input": {"text": "a"}, "limit": None}

    def best(value: object) -> object:
        return call(package, lambda client: client.search.create(input="a"), {"best": value, "echo": "e"}).answer.best

    assert best(None) is None
    assert isinstance(best({"name": "Ann", "born": 1900}), types.Person)
    assert isinstance(best({"name": "Rome", "lat": 1, "lon": 2}), types.Place)

    echo = call(
        package, lambda client: client.search.create(input="a"), {"best": None, "echo": [{"name": "A", "born": 1}]}
    )
    assert isinstance(echo.answer.echo[0], types.Person)
