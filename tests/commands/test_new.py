"""A stranger's document becomes a package in one command."""

from __future__ import annotations

from typing import Any

import pytest

from specloom.commands import generating
from specloom.config import Config, Target
from tests.commands.conftest import PETS, Project


@pytest.fixture
def generated(monkeypatch: pytest.MonkeyPatch) -> list[Target]:
    """The targets that were generated; the generator itself is not run."""
    targets: list[Target] = []

    def fake(_config: Config, target: Target, **_: Any) -> None:
        targets.append(target)

    monkeypatch.setattr(generating, "generate_target", fake)
    monkeypatch.setattr(generating, "summary_line", lambda _: "generated")
    return targets


def test_a_new_api_is_configured_pulled_and_generated(project: Project, generated: list[Target]) -> None:
    result = project.run("new", "pets", project.document())
    assert result.exit_code == 0, result.output
    files = project.files()
    assert files["specloom.toml"].endswith('\n\n[apis.pets]\nsource = "pets.json"\npackage = "pets_client"\n')
    assert "spec/pets/openapi.json" in files
    assert [target.package for target in generated] == ["pets_client"]
    assert project.run("pull").exit_code == 0


def test_a_second_api_is_added_to_the_file(project: Project, generated: list[Target]) -> None:
    project.configure("# mine\n[apis.cows]")
    project.run("new", "pets", project.document(), "--package", "zoo")
    assert project.files()["specloom.toml"] == (
        '# mine\n[apis.cows]\n\n[apis.pets]\nsource = "pets.json"\npackage = "zoo"\n'
    )


def test_a_document_elsewhere_is_noted_as_seen_from_the_file(
    project: Project, generated: list[Target], monkeypatch: pytest.MonkeyPatch
) -> None:
    project.configure()
    project.document(name="cows.json")
    (project.root / "below").mkdir()
    monkeypatch.chdir(project.root / "below")
    assert project.run("new", "cows", "../cows.json").exit_code == 0
    assert 'source = "cows.json"' in project.files()["specloom.toml"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("cows", "nope.json"),
        ("cows", "bad.json"),
        ("pets", "pets.json"),
        ("../x", "pets.json"),
        ('a"b', "pets.json"),
        ("cows", "pets.json", "--package", "not a name"),
    ],
)
def test_what_is_refused_leaves_no_trace(
    project: Project, generated: list[Target], arguments: tuple[str, ...]
) -> None:
    project.configure()
    project.document()
    (project.root / "bad.json").write_text("{}")
    before = project.files()
    result = project.run("new", *arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert project.files() == before
    assert generated == []


def test_a_document_in_several_files_is_pinned_as_one(project: Project, generated: list[Target]) -> None:
    (project.root / "api").mkdir()
    (project.root / "api/pet.yaml").write_text("type: object\n")
    reference = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": PETS["paths"]}
    project.document(reference | {"components": {"schemas": {"Pet": {"$ref": "pet.yaml"}}}}, "api/openapi.json")
    refused = project.run("new", "pets", "api/openapi.json")
    assert refused.exit_code == 2
    assert "leads out of the document; `refs` of specloom.toml says where it may lead" in refused.output
    assert "specloom.toml" not in project.files()
    result = project.run("new", "pets", "api/openapi.json", "--refs", "api")
    assert result.exit_code == 0, result.output
    files = project.files()
    assert files["specloom.toml"].endswith('package = "pets_client"\nrefs = ["api"]\n')
    assert '"Pet": {\n        "type": "object"\n      }' in files["spec/pets/openapi.json"]
    (project.root / "api/pet.yaml").write_text("type: string\n")
    assert "~ Pet" in project.run("pull").output
