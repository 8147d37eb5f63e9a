"""Null can be sent, left out and read."""

from __future__ import annotations

from types import ModuleType

from tests.golden.calls import call


def check(package: ModuleType) -> None:
    note = {"id": "n", "title": None, "author": {"name": "Ann"}, "labels": ["a", None], "mood": None}
    exchange = call(package, lambda client: client.notes.update("n", title=None, mood="calm"), note)
    assert exchange.line == "PATCH /v1/notes/n"
    assert exchange.body == {"title": None, "mood": "calm"}
    answer = exchange.answer
    assert isinstance(answer, package.types.Note)
    assert (answer.title, answer.labels, answer.mood, answer.score) == (None, ["a", None], None, None)
    assert isinstance(answer.author, package.types.Author)
    assert answer.to_dict() == note

    nobody = call(
        package, lambda client: client.notes.update("n", title="t"), {"id": "n", "title": "t", "author": None}
    )
    assert nobody.body == {"title": "t"}
    assert nobody.answer.author is None
