"""Replaying documents: what is refused or lost is shown, and decides the exit code."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from scripts import history

DOCUMENTS = Path(__file__).parents[1] / "documents"


def document(**changes: Any) -> bytes:
    operation = {"operationId": "ping", "responses": {"204": {"description": "Fine."}}}
    body = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/ping": {"get": operation}}}
    return json.dumps({**body, **changes}).encode()


@pytest.mark.parametrize("name", ["library-3.0.yaml", "orders-3.1.json", "weather-2.0.yaml"])
def test_our_own_documents_keep_all_operations_and_import(name: str, tmp_path: Path) -> None:
    outcome = history.replay(DOCUMENTS / name, tmp_path)
    assert outcome.problems == ()
    assert outcome.generated == outcome.operations >= 12


def test_compressed_documents_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(document()))
    (tmp_path / "index.json").write_text("[]")
    assert history.main([str(tmp_path)]) == 0


def test_a_refused_document_ends_with_1_unless_it_ought_to_be_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "good.json").write_bytes(document())
    (tmp_path / "bad.json").write_bytes(document(paths={"/ping": {"get": {"$ref": "#/nowhere"}}}))
    assert history.main([str(tmp_path)]) == 1
    assert "#/paths/~1ping" in "".join(capsys.readouterr().out.split())
    assert history.main([str(tmp_path), "--invalid", "bad.json"]) == 0
    assert history.main([str(tmp_path), "--invalid", "bad.json", "good.json"]) == 1


def test_a_lost_operation_and_a_module_that_does_not_import_are_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def generate(text: bytes, folder: Path) -> int:
        package = folder / "out" / "src" / history.PACKAGE
        package.mkdir(parents=True)
        (package / "__init__.py").write_text("import no_such_module_anywhere\n")
        return 0

    monkeypatch.setattr(history, "_generate", generate)
    (tmp_path / "a.json").write_bytes(document())
    outcome = history.replay(tmp_path / "a.json", tmp_path)
    assert outcome.generated == 0
    assert outcome.problems[0] == "lost: get /ping"
    assert "no_such_module_anywhere" in outcome.problems[1]


def test_a_fault_of_the_generator_is_a_row_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    generate = history._generate

    def faulty(text: bytes, folder: Path) -> int:
        return generate(text, folder) if b'"B"' in text else 1 // 0

    monkeypatch.setattr(history, "_generate", faulty)
    (tmp_path / "a.json").write_bytes(document())
    (tmp_path / "b.json").write_bytes(document(info={"title": "B", "version": "1"}))
    assert history.main([str(tmp_path), "--invalid", "a.json"]) == 0
    assert "fault: ZeroDivisionError" in capsys.readouterr().out


def test_a_folder_without_documents_cannot_be_replayed(tmp_path: Path) -> None:
    assert history.main([str(tmp_path)]) == 2
