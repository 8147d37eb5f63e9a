"""The report tells what was widened and mended, and `pull` takes what can be mended."""

from __future__ import annotations

import json
from typing import Any

from tests.commands.conftest import Project

TEXT = {"200": {"description": "", "content": {"application/json": {"schema": {"type": "string"}}}}}
EXPORT: dict[str, Any] = {
    "openapi": "3.0.1",
    "info": {"title": "Pets", "version": "1.2"},
    "servers": [{"url": "https://a1b2c3.execute-api.eu-west-1.amazonaws.com/live"}],
    "paths": {"/pets/{id}": {"get": {"responses": TEXT}, "options": {"responses": TEXT}}},
}
OVERLAY = """
overlay: 1.0.0
info: {title: Ours, version: 1.0.0}
actions:
  - target: $.paths.*.options
    update: {x-specloom-keep: true}
"""


def made(project: Project, document: dict[str, Any]) -> None:
    result = project.run("new", "pets", project.document(document))
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[-1].startswith("pets: ")


def test_what_was_mended_is_told(project: Project) -> None:
    made(project, EXPORT)
    told = project.run("report", "pets").output
    assert "nothing was widened" in told
    assert told.splitlines()[-3:] == [
        "2 places mended",
        "  #/paths/~1pets~1{id}/options: OPTIONS is left out: it answers the preflight requests of browsers",
        "  #/paths/~1pets~1{id}/get: nothing declares {id}; it is text",
    ]
    values = json.loads(project.run("report", "pets", "--json").output)
    assert [row["pointer"] for row in values["mended"]] == ["#/paths/~1pets~1{id}/options", "#/paths/~1pets~1{id}/get"]
    assert values["counts"]["mended"] == 2
    assert "0 widened, 2 mended;" in project.run("generate").output


def test_a_document_that_needed_no_mending_says_so(project: Project) -> None:
    made(project, {**EXPORT, "paths": {"/pets": {"get": {"responses": TEXT}}}})
    assert "nothing was mended" in project.run("report", "pets").output
    assert "mended" not in project.run("generate").output


def test_an_overlay_keeps_preflights(project: Project) -> None:
    made(project, EXPORT)
    (project.root / "spec" / "pets" / "overlay.yaml").write_text(OVERLAY, "utf-8")
    values = json.loads(project.run("report", "pets", "--json").output)
    assert [row["verb"] for row in values["operations"]] == ["GET", "OPTIONS"]
    assert [row["reason"] for row in values["mended"]] == ["nothing declares {id}; it is text"] * 2
    assert project.run("generate").exit_code == 0
