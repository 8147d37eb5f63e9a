"""The blocks of docs/exports.md: what is mended, and the overlay that keeps OPTIONS."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from specloom.commands.main import main

from .blocks import DOCS, blocks, take
from .claims import claims

PAGE = DOCS / "exports.md"
MOCKED = {"responses": {"200": {"description": "200 response"}}, "x-amazon-apigateway-integration": {"type": "mock"}}


def export(*paths: str) -> dict[str, Any]:
    """An export in which each path can be fetched, and answers browsers."""
    content = {"application/json": {"schema": {"type": "string"}}}
    item = {"get": {"responses": {"200": {"description": "", "content": content}}}, "options": MOCKED}
    return {"openapi": "3.0.1", "info": {"title": "pets", "version": "1"}, "paths": dict.fromkeys(paths, item)}


@pytest.fixture
def pinned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with the export pinned; the document itself."""
    pinned = tmp_path / "spec/pets/openapi.json"
    pinned.parent.mkdir(parents=True)
    pinned.write_text(json.dumps(export("/pets/{id}")), "utf-8")
    (tmp_path / "specloom.toml").write_text("[apis.pets]\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return pinned


@claims(PAGE, "bash", "text")
def test_what_was_mended_is_told_as_the_page_shows(pinned: Path) -> None:
    (typed,), (shown,) = blocks(PAGE, "bash"), blocks(PAGE, "text")
    program, *words = take(typed).split()
    assert program == "specloom"
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    left_out, _, told = take(shown).partition("\n")
    assert left_out == "..."
    assert told in done.stdout


@claims(PAGE, "yaml")
def test_the_overlay_keeps_options_of_one_path(pinned: Path) -> None:
    pinned.write_text(json.dumps(export("/pets", "/toys")), "utf-8")
    (block,) = blocks(PAGE, "yaml")
    name = take(block).partition("\n")[0].removeprefix("# ")
    Path(name).write_text(take(block), "utf-8")
    done = CliRunner().invoke(main, ["report", "pets"])
    assert re.findall(r"^  \w+\.\S+ +OPTIONS +(\S+)", done.stdout, re.MULTILINE) == ["/pets"]
