"""Maps are dicts with typed values; what the document leaves open stays as it came."""

from __future__ import annotations

from types import ModuleType

from tests.golden.calls import call


def check(package: ModuleType) -> None:
    settings = {
        "flags": {"a": True},
        "labels": {"x": {"text": "X"}},
        "free": {"deep": [1]},
        "anything": [None],
        "empty": {},
        "open": {"a": "A", "more": 3},
        "list": [1, "two"],
    }
    exchange = call(package, lambda client: client.settings.update(**settings), settings)
    assert exchange.body == settings
    answer = exchange.answer
    assert isinstance(answer.labels["x"], package.types.Label)
    assert (answer.flags, answer.free, answer.anything, answer.list) == (
        {"a": True},
        {"deep": [1]},
        [None],
        [1, "two"],
    )
    assert (answer.open.a, answer.open.more) == ("A", 3)
    assert answer.to_dict() == settings

    labels = call(package, lambda client: client.labels.update(body={"x": "X"}), {"x": {"text": "X"}})
    assert labels.body == {"x": "X"}
    assert labels.answer["x"].text == "X"
