"""Where sdk.yaml asks for brackets, an object is spread over parts whatever the document says."""

from __future__ import annotations

from types import ModuleType

from tests.golden.calls import call


def check(package: ModuleType) -> None:
    exchange = call(
        package, lambda client: client.photos.create(file=("a.png", b"1"), place={"lat": 1.5, "lon": 2}, note="x")
    )
    assert ("place[lat]", None, b"1.5") in exchange.parts
    assert ("place[lon]", None, b"2") in exchange.parts
    assert exchange.part_types["note"] == "text/plain"
