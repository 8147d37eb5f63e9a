"""What the vendor gives up still works, and says so."""

from __future__ import annotations

from types import ModuleType

from tests.golden.calls import call


def check(package: ModuleType) -> None:
    exchange = call(package, lambda client: client.fax.create(to="1", cover="c"), {"id": "f", "cover": "c"})
    assert exchange.body == {"to": "1", "cover": "c"}
    assert exchange.answer.cover == "c"
    assert package.types.Fax.__doc__ == 'What was sent, with """quotes""" and a back\\slash.'
