"""A part is sent as the document says: an object as JSON, and any other with its content type."""

from __future__ import annotations

from types import ModuleType

from tests.golden.calls import call


def check(package: ModuleType) -> None:
    exchange = call(
        package,
        lambda client: client.photos.create(
            file=("a.png", b"\x89PNG"),
            scan=("scan", b"II"),
            place={"lat": 1.5, "lon": 2},
            size={"lat": 3, "lon": 4},
            note="# Sea",
        ),
    )
    assert ("place", None, b'{"lat":1.5,"lon":2}') in exchange.parts
    assert ("note", None, b"# Sea") in exchange.parts
    types = exchange.part_types
    assert types["place"] == "application/json"
    assert types["note"] == "text/markdown"
    assert types["scan"] == "image/tiff"
    # Two are allowed: the name of the file tells which it is.
    assert types["file"] == "image/png"
    # Of this one nothing is said: an object is JSON.
    assert ("size", None, b'{"lat":3,"lon":4}') in exchange.parts
    assert types["size"] == "application/json"

    chosen = call(
        package,
        lambda client: client.photos.create(
            file=b"1", place={"lat": 1, "lon": 2}, scan=("scan", b"II", "image/x-raw")
        ),
    )
    assert chosen.part_types["scan"] == "image/x-raw"
