"""Bytes and text go out and come in as what their content type says."""

from __future__ import annotations

import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from tests.golden.calls import call

PNG = b"\x89PNG"


def check(package: ModuleType) -> None:
    def created(**arguments: Any) -> tuple[str, bytes]:
        request = call(package, lambda client: client.photos.create(**arguments)).request
        return request.headers["Content-Type"], request.content

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sea.png"
        path.write_bytes(PNG)
        assert created(body=path) == ("image/png", PNG)
    assert created(body=PNG, content_type="image/webp") == ("image/webp", PNG)
    assert created(body=("sea.gif", PNG)) == ("image/gif", PNG)
    assert created(body=("sea.gif", PNG, "image/x-own")) == ("image/x-own", PNG)
    with pytest.raises(package.ContentTypesError, match=r"the API takes image/\*; say which it is"):
        created(body=PNG)

    def replaced(**arguments: Any) -> str:
        return str(call(package, lambda client: client.scans.create(**arguments)).request.headers["Content-Type"])

    assert replaced(body=PNG) == "image/png"
    assert replaced(body=b"%PDF", content_type="application/pdf") == "application/pdf"
    assert replaced(body=("a.pdf", b"%PDF", "application/pdf")) == "application/pdf"

    _check_answers(package)


def _check_answers(package: ModuleType) -> None:
    def answered(kind: str, content: bytes) -> Any:
        answer = httpx.Response(200, headers={"Content-Type": kind}, content=content)
        return call(package, lambda client: client.scene.retrieve(), answer)

    known = answered("application/json", b'{"name":"sea"}')
    assert known.request.headers["Accept"] == "application/json, image/png"
    assert known.answer.name == "sea"
    assert answered("image/png", PNG).answer.read() == PNG

    xml = httpx.Response(200, headers={"Content-Type": "application/xml"}, content=b"<photo/>")
    report = call(package, lambda client: client.report.retrieve(), xml)
    assert report.answer == "<photo/>"
    assert report.request.headers["Accept"] == "application/xml"
    made = call(package, lambda client: client.orders.create(body="<photo/>"), xml)
    assert (made.request.headers["Content-Type"], made.request.content) == ("application/xml", b"<photo/>")
