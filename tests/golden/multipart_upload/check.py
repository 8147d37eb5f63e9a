"""Files and fields as parts, bytes as a whole body, and a form."""

from __future__ import annotations

from types import ModuleType

from tests.golden.calls import call


def check(package: ModuleType) -> None:
    exchange = call(
        package,
        lambda client: client.photos.create(
            file=("a.png", b"\x89PNG"),
            title="Sea",
            extra_files=[("b.png", b"1"), ("c.png", b"2")],
            tags=["x", "y"],
            place={"lat": 1.5, "lon": 2},
        ),
        {"id": "p", "place": {"lat": 1.5, "lon": 2}},
    )
    assert exchange.request.headers["Content-Type"].startswith("multipart/form-data; boundary=")
    assert ("file", "a.png", b"\x89PNG") in exchange.parts
    assert ("title", None, b"Sea") in exchange.parts
    files = [(file_name, content) for name, file_name, content in exchange.parts if name == "extra_files"]
    assert files == [("b.png", b"1"), ("c.png", b"2")]
    assert [content for name, _, content in exchange.parts if name == "tags"] == [b"x", b"y"]
    assert exchange.answer.place.lat == 1.5

    raw = call(package, lambda client: client.photos.raw.update("p", body=b"\x89PNG"))
    assert raw.line == "PUT /v1/photos/p/raw"
    assert raw.request.headers["Content-Type"] == "image/png"
    assert raw.request.content == b"\x89PNG"
    assert raw.answer is None

    form = call(package, lambda client: client.logins.create(user="a b", scopes=["r", "w"]))
    assert form.request.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert form.request.content == b"user=a+b&scopes=r&scopes=w"
