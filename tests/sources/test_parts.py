"""References to other files lead only to where the owner of a document lets them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from specloom.problems import SpecloomError
from specloom.sources import github, parts
from specloom.sources.registry import fetch

PET = {"type": "object", "properties": {"name": {"type": "string"}}}


def api(*references: str) -> dict[str, Any]:
    members = {f"m{at}": {"$ref": reference} for at, reference in enumerate(references)}
    schemas = {"All": {"type": "object", "properties": members}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    }


def names(source: str, *refs: str) -> list[str]:
    return list(json.loads(fetch(source, refs=refs).text)["components"]["schemas"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("api/pet.json", "api/more/cat.json", "common/dog.json", "api-secret/key.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(json.dumps(PET))
    return tmp_path


def document(folder: Path, *references: str) -> str:
    path = folder / "api/openapi.json"
    path.write_text(json.dumps(api(*references)))
    return str(path)


def refusal(source: str, *refs: str) -> str:
    with pytest.raises(SpecloomError) as caught:
        fetch(source, refs=refs)
    return str(caught.value)


def test_files_below_an_allowed_folder_are_taken_over(folder: Path) -> None:
    source = document(folder, "pet.json", "./more/../more/cat.json", "../common/dog.json#/properties/name")
    assert names(source, str(folder / "api"), str(folder / "common")) == ["All", "pet", "cat", "name"]


def test_a_document_in_one_file_stays_as_it_is(folder: Path) -> None:
    source = document(folder)
    assert fetch(source, refs=[str(folder)]).text == Path(source).read_bytes()


@pytest.mark.parametrize(
    "reference",
    [
        "../common/dog.json",
        "../api-secret/key.json",
        "/etc/passwd",
        "%2e%2e/common/dog.json",
        "link.json",
        "up/dog.json",
    ],
)
def test_files_elsewhere_are_not_read(folder: Path, reference: str) -> None:
    (folder / "api/link.json").symlink_to(folder / "common/dog.json")
    (folder / "api/up").symlink_to(folder / "common")
    said = refusal(document(folder, reference), str(folder / "api"))
    assert f"#/components/schemas/All/properties/m0: {reference!r} leads to a place that `refs` does not allow" in said


@pytest.mark.parametrize("reference", ["file:///etc/passwd", "ftp://127.0.0.1/x.json", "apigateway:orders/prod"])
def test_other_kinds_of_addresses_are_refused(folder: Path, reference: str) -> None:
    assert "leads to no file that can be read" in refusal(document(folder, reference), str(folder))


def test_a_broken_part_is_told_with_its_line(folder: Path) -> None:
    (folder / "api/pet.json").write_text('{\n "type": }')
    assert f"{folder}/api/pet.json:2" in refusal(document(folder, "pet.json"), str(folder))


def test_there_is_an_end_to_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MAX_FILES", 1)
    assert "more than 1 files" in refusal(document(folder, "pet.json", "more/cat.json"), str(folder))
    monkeypatch.setattr(parts, "MAX_FILES", 2)
    monkeypatch.setattr(parts, "MAX_BYTES", 100)
    assert "more than 100 bytes" in refusal(document(folder, "pet.json", "more/cat.json"), str(folder))


class _Site(BaseHTTPRequestHandler):
    asked: list[tuple[str, str]]
    other: str

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers.get("Authorization", "")))
        if self.path.startswith("/api/moved"):
            targets = {"/api/moved-within": "/api/pet.json", "/api/moved-up": "/secret.json", "/api/moved": self.other}
            self.send_response(302)
            self.send_header("Location", targets[self.path.removesuffix(".json")])
            self.end_headers()
            return
        body = json.dumps(api(*self.references) if self.path.startswith("/api/openapi") else PET).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    references: tuple[str, ...] = ()

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture
def site() -> Iterator[tuple[str, type[_Site]]]:
    handler = type("Site", (_Site,), {"asked": [], "other": ""})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_port}", handler
        finally:
            server.shutdown()
            thread.join()


def test_parts_of_a_site_are_fetched_where_they_may(site: tuple[str, type[_Site]]) -> None:
    host, handler = site
    handler.references = ("pet.json", "moved-within.json", f"http://{host.upper()}/api/cat.json#/properties/name")
    assert names(f"http://{host}/api/openapi.json?v=1", f"http://{host}/api") == ["All", "pet", "moved-within", "name"]


@pytest.mark.parametrize(
    "reference",
    ["../secret.json", "../api-secret/key.json", "//localhost/pet.json", "..%2fsecret.json", "http://{host}@x/"],
)
def test_other_places_of_a_site_are_not_asked(site: tuple[str, type[_Site]], reference: str) -> None:
    host, handler = site
    handler.references = (reference.format(host=host),)
    assert "does not allow" in refusal(f"http://{host}/api/openapi.json", f"http://{host}/api")
    assert [path for path, _ in handler.asked] == ["/api/openapi.json"]


@pytest.mark.parametrize("reference", ["moved.json", "moved-up.json"])
def test_a_redirect_to_another_place_is_not_followed(site: tuple[str, type[_Site]], reference: str) -> None:
    host, handler = site
    handler.references, handler.other = (reference,), f"http://localhost:{host.split(':')[1]}/api/pet.json"
    assert "redirects to one not allowed" in refusal(f"http://{host}/api/openapi.json", f"http://{host}/api/")
    assert [path for path, _ in handler.asked] == ["/api/openapi.json", f"/api/{reference}"]


def test_a_password_goes_to_its_own_host_and_is_never_shown(site: tuple[str, type[_Site]]) -> None:
    host, handler = site
    handler.references = ("pet.json", "pet.json#/none")
    said = refusal(f"http://me:hidden@{host}/api/openapi.json", f"http://{host}/api/")
    assert "leads nowhere" in said
    assert "hidden" not in said
    assert {given for _, given in handler.asked} == {f"Basic {base64.b64encode(b'me:hidden').decode()}"}
    handler.asked.clear()
    handler.references = (f"http://localhost:{host.split(':')[1]}/api/pet.json",)
    names(f"http://me:hidden@{host}/api/openapi.json", f"http://localhost:{host.split(':')[1]}/")
    assert handler.asked[1] == ("/api/pet.json", "")


def test_parts_of_a_repository_are_of_the_same_ref(
    site: tuple[str, type[_Site]], monkeypatch: pytest.MonkeyPatch
) -> None:
    host, handler = site
    monkeypatch.setattr(github, "RAW_FILES", f"http://{host}")
    monkeypatch.setattr(handler, "references", ("../common/pet.json",))
    monkeypatch.setattr(github, "raw_url", lambda file: f"http://{host}/api/openapi.json?{file.path}@{file.ref}")
    found = parts.Parts(("github:acme/specs/common",), lambda done, total: None)
    base = "github:acme/specs/api/openapi.json@v1"
    assert found.locate(base, "../common/pet.json") == "github:acme/specs/common/pet.json@v1"
    for reference in ("../../other/common/pet.json", "/etc/passwd", "../../../../etc/passwd", "pet.json"):
        with pytest.raises(SpecloomError):
            found.locate(base, reference)
    assert found.read("github:acme/specs/common/pet.json@v1")["openapi"] == "3.1.0"
    assert handler.asked == [("/api/openapi.json?common/pet.json@v1", "")]
