"""The benchmark of reviews: its edited document has something to tell of, and its numbers are of whole reviews."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scripts import bench_diff
from scripts.bench_diff import edited, main, measured, pair, read
from specloom.diff.compare import compare
from specloom.prepare import prepare


def _document(paths: int = 130, schemas: int = 130) -> dict[str, object]:
    answer = {"200": {"description": "", "content": {"application/json": {"schema": {}}}}}
    contents = answer["200"]["content"]["application/json"]  # type: ignore[index] # it is a dict
    contents["schema"] = {"type": "array", "items": {"anyOf": [
        {"$ref": f"#/components/schemas/S{number}"} for number in range(schemas)]}}  # fmt: skip
    return {
        "openapi": "3.1.0",
        "info": {"title": "Many", "version": "1"},
        "paths": {f"/p{number}": {"get": {"responses": answer}} for number in range(paths)},
        "components": {"schemas": {
            f"S{number}": {"type": "object", "required": ["first"], "properties": {
                "first": {"type": "string"}, f"own_{number}": {"type": "boolean"}}}
            for number in range(schemas)
        }},
    }  # fmt: skip


def test_an_edit_is_of_every_kind_and_leaves_the_original() -> None:
    old = _document()
    before = json.dumps(old)
    rules = {change.rule for change in compare(prepare(old), prepare(edited(old))).changes}
    assert json.dumps(old) == before
    assert {
        "operation-removed", "operation-added", "operation-deprecated",
        "required-property-removed", "property-added", "type-changed",
    } <= rules  # fmt: skip


def test_both_spellings_are_measured_and_tell_the_same(tmp_path: Path) -> None:
    old = _document(4, 4)
    rows = measured(old, edited(old), 1, lambda text: None)
    assert [row.spelling for row in rows] == ["JSON", "YAML"]
    assert rows[0].findings == rows[1].findings > 0
    assert all(cost.wall > 0 and cost.peak > 0 for row in rows for cost in row.costs)
    assert all(len(row.costs) == 1 and row.megabytes > 0 for row in rows)


def test_without_revisions_at_hand_the_pinned_document_is_edited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pinned = tmp_path / "openapi.json"
    pinned.write_text(json.dumps(_document()))
    monkeypatch.setattr(bench_diff, "HISTORY", tmp_path / "none")
    monkeypatch.setattr(bench_diff, "PINNED", pinned)
    title, old, new = pair(None, None)
    assert title == "the pinned document and an edited copy"
    assert (old, new) == (read(pinned), edited(read(pinned)))
    assert pair(pinned, pinned) == ("openapi.json and openapi.json", old, old)


def test_what_cannot_be_read_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "a.json"), str(tmp_path / "b.json")]) == 2
    assert "a.json" in capsys.readouterr().err
