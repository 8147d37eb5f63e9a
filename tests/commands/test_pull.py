"""Pulling pins a document or leaves everything as it was."""

from __future__ import annotations

import copy
import hashlib
import json
from typing import Any

import pytest

from specloom import __version__
from specloom.commands import pull
from specloom.problems import SpecloomError
from tests.commands.conftest import PETS, Project

_CONTRACT = '[apis.pets]\nprose = "contract"\n'


def _changed(**parts: Any) -> dict[str, Any]:
    return {**copy.deepcopy(PETS), **parts}


def test_a_pull_writes_the_document_and_its_lock(project: Project) -> None:
    project.configure()
    result = project.run("pull", "pets", "--from", project.document())
    assert result.exit_code == 0, result.output
    files = project.files()
    assert json.loads(files["spec/pets/openapi.json"]) == PETS
    lock = json.loads(files["spec/pets/spec.lock"])
    assert lock.pop("fetched").count("-") == 2
    assert lock == {
        "source": "pets.json",
        "revision": "1.2",
        "sha256": hashlib.sha256(files["pets.json"].encode()).hexdigest(),
        "tool": f"specloom {__version__}",
        "prose": "keep",
    }
    assert "operations: 1 added, 0 removed, 0 changed\n    + GET /pets" in result.output


def test_a_contract_holds_no_prose(project: Project) -> None:
    project.configure(_CONTRACT)
    project.run("pull", "pets", "--from", project.document())
    assert "Some words" not in project.files()["spec/pets/openapi.json"]


def test_the_source_of_the_configuration_starts_at_its_file(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.configure('[apis.pets]\nsource = "pets.json"\n')
    project.document()
    (project.root / "below").mkdir()
    monkeypatch.chdir(project.root / "below")
    assert project.run("pull").exit_code == 0
    assert json.loads(project.files()["spec/pets/spec.lock"])["source"] == "pets.json"


def test_a_path_of_this_machine_is_not_written_down(
    project: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "pets.json"
    elsewhere.write_text(json.dumps(PETS))
    project.configure()
    project.run("pull", "pets", "--from", str(elsewhere))
    assert json.loads(project.files()["spec/pets/spec.lock"])["source"] == "pets.json"


def test_a_document_at_hand_can_be_recorded_as_what_it_is(project: Project) -> None:
    project.configure()
    arguments = ("--record-as", "github:acme/pets/openapi.json@main", "--revision", "of Monday")
    project.run("pull", "pets", "--from", project.document(), *arguments)
    lock = json.loads(project.files()["spec/pets/spec.lock"])
    assert (lock["source"], lock["revision"]) == ("github:acme/pets/openapi.json@main", "1.2 (of Monday)")


def test_a_second_pull_of_the_same_changes_nothing_not_even_the_date(project: Project) -> None:
    project.configure()
    source = project.document()
    project.run("pull", "pets", "--from", source)
    lock = project.root / "spec/pets/spec.lock"
    lock.write_text(lock.read_text().replace(json.loads(lock.read_text())["fetched"], "2001-01-01"))
    before = project.files()
    result = project.run("pull", "pets", "--from", source)
    assert "nothing changed" in result.output
    assert project.files() == before


def test_a_change_of_prose_alone_is_the_same_api(project: Project) -> None:
    project.configure(_CONTRACT)
    project.run("pull", "pets", "--from", project.document())
    before = project.files()["spec/pets/openapi.json"]
    result = project.run(
        "pull", "pets", "--from", project.document(_changed(components={"schemas": {"Pet": {"type": "object"}}}))
    )
    assert "the API is the same as before" in result.output
    assert project.files()["spec/pets/openapi.json"] == before


def test_a_summary_names_what_came_went_and_changed(project: Project) -> None:
    project.configure()
    project.run("pull", "pets", "--from", project.document())
    new = _changed(components={"schemas": {"Pet": {"type": "string"}, "Cat": {}}}, paths={"/cats": {"get": {}}})
    result = project.run("pull", "pets", "--from", project.document(new), "--json")
    (pulled,) = json.loads(result.stdout)["pulled"]
    assert pulled["changes"] == {
        "operations": {"added": ["GET /cats"], "removed": ["GET /pets"], "changed": []},
        "schemas": {"added": ["Cat"], "removed": [], "changed": ["Pet"]},
        "elsewhere": False,
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "1:2: this is not valid JSON"),
        ("{}", "neither an openapi nor a swagger key"),
        ('{"openapi": "3.1.0", "paths": {"/a": {"get": {"parameters": [{"$ref": "#/x"}]}}}}', "leads nowhere"),
    ],
)
def test_a_refused_document_leaves_the_old_one(project: Project, text: str, message: str) -> None:
    project.configure()
    project.run("pull", "pets", "--from", project.document())
    (project.root / "bad.json").write_text(text)
    before = project.files()
    result = project.run("pull", "pets", "--from", "bad.json")
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""
    assert project.files() == before


def test_an_overlay_may_mend_what_would_be_refused(project: Project) -> None:
    project.configure()
    broken = _changed(components={"schemas": {"Pet": {"$ref": "#/nowhere"}}})
    assert project.run("pull", "pets", "--from", project.document(broken)).exit_code == 2
    assert project.run("pull", "pets", "--from", project.document(broken), "--unchecked").exit_code == 0
    action = "{target: $.components.schemas.Pet, update: {$ref: '#/components/schemas/Cat'}}"
    cat = "{target: $.components.schemas, update: {Cat: {}}}"
    (project.root / "spec/pets/overlay.yaml").write_text(f"overlay: 1.0.0\nactions: [{action}, {cat}]")
    assert project.run("pull", "pets", "--from", project.document(broken)).exit_code == 0


def test_an_interrupted_pull_leaves_the_old_files(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.configure()
    project.run("pull", "pets", "--from", project.document())
    before = project.files()

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    for place in ("fetch", "load_text", "write_files"):
        with monkeypatch.context() as patch:
            patch.setattr(pull, place, interrupted)
            assert project.run("pull", "pets", "--from", "pets.json").exit_code == 130
    assert project.files() == before


def test_an_api_without_a_source_says_how_to_give_one(project: Project) -> None:
    project.configure()
    result = project.run("pull")
    assert result.exit_code == 2
    assert "pets has no source; give one with --from" in result.stderr


def test_from_without_a_name_is_refused(project: Project) -> None:
    project.configure()
    assert "say which" in project.run("pull", "--from", "x").stderr


def test_a_spoilt_pinned_file_is_told_and_kept(project: Project) -> None:
    project.configure()
    source = project.document()
    project.run("pull", "pets", "--from", source)
    (project.root / "spec/pets/spec.lock").write_text("spoilt")
    assert project.run("pull", "pets", "--from", source).exit_code == 0
    assert "sha256" in project.files()["spec/pets/spec.lock"]


def test_problems_are_raised_not_printed_by_the_function(project: Project) -> None:
    from specloom.commands.console import SilentProgress
    from specloom.config import load_config

    project.configure()
    config = load_config(project.root)
    with pytest.raises(SpecloomError):
        pull.pull_target(config, config.target("pets"), pull.Origin("nope.json"), SilentProgress())
