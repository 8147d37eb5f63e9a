"""A git repository in a folder of its own, which is also where commands run."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from attrs import frozen
from click.testing import CliRunner, Result

from specloom.commands.main import main

PET = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": {"type": "integer"}, "name": {"type": "string"}},
}


def pets(*without: str, version: str = "1.2.0", **pet: Any) -> dict[str, Any]:
    """A small document; ``without`` names properties of a pet that it lacks."""
    schema = {**PET, "properties": {key: one for key, one in PET["properties"].items() if key not in without}}  # type: ignore[attr-defined] # it is a dict
    schema["required"] = [key for key in PET["required"] if key not in without]
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": version},
        "paths": {
            "/pets": {
                "get": {"operationId": "getPet", "responses": {"200": {"description": "", "content": content}}},
                "delete": {"operationId": "deletePet", "responses": {"204": {"description": ""}}},
            }
        },
        "components": {"schemas": {"Pet": {**schema, **pet}}},
    }


SWAGGER = {
    "swagger": "2.0",
    "info": {"title": "Pets", "version": "1.2.0"},
    "paths": {
        "/pets": {
            "get": {
                "operationId": "getPet",
                "produces": ["application/json"],
                "responses": {"200": {"description": "", "schema": {"$ref": "#/definitions/Pet"}}},
            },
            "delete": {"operationId": "deletePet", "responses": {"204": {"description": ""}}},
        }
    },
    "definitions": {"Pet": PET},
}
"""The same API in the oldest spelling."""


@frozen
class Repository:
    """A folder that may be a git repository."""

    root: Path

    def git(self, *arguments: str) -> str:
        """Run git without the user's settings."""
        own = ("-c", "user.name=Test", "-c", "user.email=test@localhost", "-c", "commit.gpgsign=false")
        done = subprocess.run(["git", *own, *arguments], cwd=self.root, capture_output=True, check=True, text=True)
        return done.stdout.strip()

    def write(self, name: str, values: Any) -> str:
        """A file; what is no text is written as JSON."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(values if isinstance(values, str) else json.dumps(values, indent=1), "utf-8")
        return name

    def commit(self, message: str = "state") -> str:
        """Everything as it is, in a new commit."""
        if not (self.root / ".git").exists():
            self.git("init", "--quiet", "--initial-branch=main")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")

    def run(self, *arguments: str) -> Result:
        """A command of specloom, in this process."""
        return CliRunner().invoke(main, arguments)
