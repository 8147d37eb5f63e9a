"""``specloom report``: every operation with its call, and where the name comes from."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.commands.conftest import Project

ONE: dict[str, Any] = {"responses": {"200": {"description": "", "content": {"application/json": {"schema": {}}}}}}
ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.0.1",
    "info": {"title": "Pets", "version": "1"},
    "paths": {
        "/pets": {"get": ONE, "post": ONE},
        "/pets/{id}": {"parameters": [ID], "put": ONE, "patch": ONE, "delete": ONE},
        "/health:now": {"get": ONE},
    },
}
OVERLAY = """\
overlay: 1.0.0
info: {title: Names, version: "1"}
actions:
- target: $.paths['/pets'].post
  update: {x-specloom-call: animals.add}
"""


@pytest.fixture
def pets(project: Project) -> Project:
    project.configure()
    folder = project.root / "spec" / "pets"
    folder.mkdir(parents=True)
    (folder / "openapi.json").write_text(json.dumps(DOCUMENT), "utf-8")
    (folder / "overlay.yaml").write_text(OVERLAY, "utf-8")
    (folder / "sdk.yaml").write_text("methods: {'DELETE /pets/{id}': pets.remove}\n", "utf-8")
    return project


def test_every_name_says_where_it_comes_from(pets: Project) -> None:
    result = pets.run("report", "pets")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[:7] == [
        "6 operations",
        "  pets.list    GET    /pets",
        "  animals.add  POST   /pets  (x-specloom-call)",
        "  pets.update  PUT    /pets/{id}",
        "  pets.remove  DELETE /pets/{id}  (sdk.yaml)",
        "  pets.patch   PATCH  /pets/{id}  (not pets.update, which is PUT /pets/{id})",
        "  health.now   GET    /health:now",
    ]


def test_the_same_as_json(pets: Project) -> None:
    rows = json.loads(pets.run("report", "pets", "--json").stdout)["operations"]
    assert {f"{row['verb']} {row['path']}": (row["calls"], row["named_by"], row["instead_of"]) for row in rows} == {
        "GET /pets": (["pets.list"], "path", ""),
        "POST /pets": (["animals.add"], "document", ""),
        "PUT /pets/{id}": (["pets.update"], "path", ""),
        "DELETE /pets/{id}": (["pets.remove"], "sdk.yaml", ""),
        "PATCH /pets/{id}": (["pets.patch"], "path", "pets.update"),
        "GET /health:now": (["health.now"], "path", ""),
    }


def test_names_may_be_kept_in_sdk_yaml(pets: Project) -> None:
    lines = pets.run("report", "pets", "--names").stdout
    assert lines.splitlines() == [
        "methods:",
        "  GET /pets: pets.list",
        "  PUT /pets/{id}: pets.update",
        "  PATCH /pets/{id}: pets.patch",
        '  "GET /health:now": health.now',
    ]
    before = json.loads(pets.run("report", "pets", "--json").stdout)["operations"]
    (pets.root / "spec" / "pets" / "sdk.yaml").write_text(lines + "  DELETE /pets/{id}: pets.remove\n", "utf-8")
    after = json.loads(pets.run("report", "pets", "--json").stdout)["operations"]
    assert [row["calls"] for row in after] == [row["calls"] for row in before]
    assert {row["named_by"] for row in after} == {"sdk.yaml", "document"}
