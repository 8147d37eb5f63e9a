"""An API may call things as the runtime does: each name still means what it should."""

from __future__ import annotations

from types import ModuleType

from tests.golden.calls import call, events


def check(package: ModuleType) -> None:
    types = package.types
    exchange = call(package, lambda client: client.query.create(body={"text": "t"}), {"text": "u"})
    assert exchange.body == {"body": {"text": "t"}}
    assert isinstance(exchange.answer, types.None_)
    assert isinstance(call(package, lambda client: client.query.retrieve(), {"text": "u"}).answer, types.Query)
    answer = call(package, lambda client: client.raw.retrieve(), {"seconds": 3, "previous": {"text": "u"}}).answer
    assert isinstance(answer, types.Timeout)
    assert isinstance(answer.previous, types.Query)
    assert types.NoneParam.__optional_keys__ == {"text"}
    streamed = call(package, lambda client: client.stream.retrieve(), events({"data": "d"}), collect=True)
    assert [(type(event), event.data) for event in streamed.answer] == [(types.Stream, "d")]
