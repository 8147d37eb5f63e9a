"""Documents come from files, addresses and repositories; what cannot be had is told in a sentence."""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from specloom.problems import SpecloomError
from specloom.sources import file, github, registry, web
from specloom.sources.fetched import Fetched
from specloom.sources.registry import fetch, is_file
from tests.serving import QuietHandler, running

_TEXT = b'{"openapi": "3.1.0"}'


class _Handler(QuietHandler):
    def answer(self) -> None:
        if self.path == "/pets.json":
            self._answer(200, _TEXT)
        elif self.path == "/zipped":
            self._answer(200, gzip.compress(_TEXT), ("Content-Encoding", "gzip"))
        elif self.path.startswith("/hop/"):
            left = int(self.path.removeprefix("/hop/"))
            self._answer(302, b"", ("Location", f"/hop/{left - 1}" if left else "/pets.json"))
        elif self.path == "/acme/specs/v1/a%20b/pets.json":
            self._answer(200, _TEXT)
        else:
            self._answer(404, b"gone")

    def _answer(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in (*headers, ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with running(_Handler) as url:
        yield url


def _refusal(source: str) -> str:
    with pytest.raises(SpecloomError) as caught:
        fetch(source)
    return str(caught.value)


def test_a_file_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "pets.json"
    path.write_bytes(_TEXT)
    assert fetch(str(path)) == Fetched(_TEXT, str(path))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    assert _refusal(str(tmp_path / "no.json")).startswith(
        f"{tmp_path}/no.json: could not read this file: No such file"
    )
    assert "Is a directory" in _refusal(str(tmp_path))


def test_a_file_that_is_too_large_is_not_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file, "MAX_BYTES", 4)
    (tmp_path / "pets.json").write_bytes(_TEXT)
    assert "more than 4 bytes" in _refusal(str(tmp_path / "pets.json"))


@pytest.mark.parametrize("path", ["/pets.json", "/zipped", "/hop/4"])
def test_an_address_is_got_through_compression_and_redirects(site: str, path: str) -> None:
    seen: list[tuple[int, int | None]] = []
    fetched = fetch(site + path, lambda done, total: seen.append((done, total)))
    assert fetched == Fetched(_TEXT, site + path)
    assert seen[-1] == (len(_TEXT), None if path == "/zipped" else len(_TEXT))


def test_a_password_in_an_address_is_not_written_down(site: str) -> None:
    secret = site.replace("://", "://me:hunter2@")
    assert fetch(f"{secret}/pets.json").source == f"{site}/pets.json"
    assert "hunter2" not in _refusal(f"{secret}/no.json")


def test_an_address_that_gives_no_document_is_told(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _refusal(f"{site}/no.json") == (
        f"{site}/no.json: the server answered 404 Not Found; give the address of the document itself"
    )
    assert "more than 5 times" in _refusal(f"{site}/hop/9")
    monkeypatch.setattr(web, "MAX_BYTES", 4)
    assert "more than 4 bytes" in _refusal(f"{site}/pets.json")


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/x", "http://[x", "https://", "http://a b/"])
def test_an_address_that_does_not_answer_is_told(address: str) -> None:
    assert _refusal(address).startswith(address)


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("github:acme/specs/openapi.yaml@main", ("acme", "specs", "openapi.yaml", "main")),
        ("github:acme/a.b/v1/x.json@feature/new", ("acme", "a.b", "v1/x.json", "feature/new")),
        ("github:acme/specs/openapi.yaml", ("acme", "specs", "openapi.yaml", "HEAD")),
    ],
)
def test_a_file_of_a_repository_is_spelt_in_one_line(source: str, parts: tuple[str, ...]) -> None:
    assert github.repository_file(source) == github.RepositoryFile(*parts)


@pytest.mark.parametrize(
    "source", ["github:acme", "github:acme/specs", "github:a/b/../../c@x", "github:a/b/c@", "github:"]
)
def test_a_misspelt_repository_is_refused(source: str) -> None:
    assert "github:acme/specs/openapi.yaml@main" in _refusal(source)


def test_a_repository_gives_the_raw_file_and_its_ref(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(github, "RAW_FILES", site)
    source = "github:acme/specs/a b/pets.json@v1"
    assert fetch(source) == Fetched(_TEXT, source, "v1")
    refusal = _refusal("github:acme/specs/no.json@v1")
    assert refusal.startswith("github:acme/specs/no.json@v1: the server answered 404")
    assert f"{site}/acme/specs/v1/no.json" in refusal


def test_an_unknown_kind_of_source_names_the_known_ones() -> None:
    assert "http:, https:, github:" in _refusal("ftp://example.com/x")


@pytest.mark.parametrize(
    ("source", "file"), [("a.json", True), ("./a:b", True), (r"C:\specs\a.json", True), ("https://x", False)]
)
def test_what_has_no_kind_is_a_path(source: str, file: bool) -> None:
    assert is_file(source) is file


def test_every_registered_module_can_fetch() -> None:
    for module in registry.SOURCES.values():
        assert callable(__import__(module, fromlist=["fetch"]).fetch)


def test_reading_a_file_loads_no_http_client(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    read = f"import sys, specloom.sources.registry as r; r.fetch({str(tmp_path / 'a')!r})"
    code = f"{read}; sys.exit('httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
