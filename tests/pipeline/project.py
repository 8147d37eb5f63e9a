"""A project with one API whose package has been generated, and commands run in it."""

from __future__ import annotations

import copy
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from attrs import frozen
from click.testing import CliRunner, Result

from specloom.commands.main import main

Json = dict[str, Any]

PETS: Json = {
    "openapi": "3.1.0",
    "info": {"title": "Pets", "version": "1.2"},
    "paths": {
        "/pets": {
            "get": {
                "operationId": "listPets",
                "responses": {
                    "200": {
                        "description": "All of them.",
                        "content": {
                            "application/json": {
                                "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}
                            }
                        },
                    }
                },
            }
        }
    },
    "components": {"schemas": {"Pet": {"type": "object", "properties": {"name": {"type": "string"}}}}},
}
GENERATE = "from specloom.commands.main import main; main(['generate'])"


def pets() -> Json:
    """A document that a test may spoil."""
    return copy.deepcopy(PETS)


@frozen
class Project:
    """A folder with a specloom.toml, which is also the current folder."""

    root: Path

    @classmethod
    def generated(cls, root: Path) -> Project:
        """A project whose package is up to date."""
        project = cls(root)
        project.configure()
        project.pin(PETS)
        result = project.run("generate")
        assert result.exit_code == 0, result.output
        return project

    @property
    def output(self) -> Path:
        """The generated project."""
        return self.root / "generated/pets_client"

    def configure(self, more: str = "") -> None:
        """Write specloom.toml, with further lines for the API."""
        (self.root / "specloom.toml").write_text(f"[apis.pets]\n{more}", "utf-8")

    def pin(self, document: Json | str) -> None:
        """Put a document where ``generate`` looks for it."""
        text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
        self.write("spec/pets/openapi.json", text)

    def write(self, path: str, text: str) -> Path:
        """Write any file of the project."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
        return target

    def run(self, *arguments: str) -> Result:
        """A command, in this process."""
        return CliRunner().invoke(main, arguments)

    def run_apart(self, program: str) -> subprocess.CompletedProcess[str]:
        """A Python program in a process of its own that may die."""
        return subprocess.run(
            [sys.executable, "-c", program], cwd=self.root, capture_output=True, text=True, check=False
        )

    def state(self) -> dict[str, bytes]:
        """Every file of the output, byte for byte."""
        return _read(self.output)

    def copy_to(self, root: Path) -> Project:
        """The same project elsewhere, its files as old as here."""
        shutil.copytree(self.root, root, dirs_exist_ok=True)
        os.chdir(root)
        return Project(root)


def _read(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def problems(result: Result) -> list[Json]:
    """The problems that ``--json`` tells of."""
    assert result.exit_code == 2, result.output
    found: list[Json] = json.loads(result.stdout)["error"]
    return found
