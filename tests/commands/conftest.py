"""A project in an empty folder, and commands run in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from click.testing import CliRunner, Result

from specloom.commands.main import main

PETS = {
    "openapi": "3.1.0",
    "info": {"title": "Pets", "version": "1.2"},
    "paths": {"/pets": {"get": {"operationId": "listPets", "summary": "Some words.", "responses": {"200": {}}}}},
    "components": {"schemas": {"Pet": {"type": "object", "description": "Some words."}}},
}


@frozen
class Project:
    """A folder with or without a specloom.toml, which is also the current folder."""

    root: Path

    def configure(self, text: str = "[apis.pets]\n") -> None:
        (self.root / "specloom.toml").write_text(text, "utf-8")

    def document(self, values: Any = None, name: str = "pets.json") -> str:
        (self.root / name).write_text(json.dumps(PETS if values is None else values), "utf-8")
        return name

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(main, arguments)

    def files(self) -> dict[str, str]:
        return {
            path.relative_to(self.root).as_posix(): path.read_text("utf-8")
            for path in sorted(self.root.rglob("*"))
            if path.is_file()
        }


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path)
