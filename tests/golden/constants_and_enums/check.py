"""Closed lists are types; at run time they are open."""

from __future__ import annotations

from types import ModuleType

from tests.golden.calls import call


def check(package: ModuleType) -> None:
    lamp = {"object": "lamp", "colour": "grün", "on": True, "shade": None}
    new = {"object": "lamp", "colour": "ultraviolet", "on": False, "level": 9}
    exchange = call(
        package, lambda client: client.lamps.list(version="2", colour=["red", 'bl"ue'], level=3), [lamp, new]
    )
    assert exchange.query == [("version", "2"), ("colour", "red"), ("colour", 'bl"ue'), ("level", "3")]
    first, second = exchange.answer
    assert (first.object, first.colour, first.kind, first.shade) == ("lamp", "grün", None, None)
    assert (second.colour, second.on, second.level) == ("ultraviolet", False, 9)
