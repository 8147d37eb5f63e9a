"""Templates can be seen, read and taken over."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from specloom.commands import template_folders, templates
from specloom.commands.template_folders import builtin_folder
from tests.commands.conftest import Project

_NAME = "client/resource.py.jinja"


def _listed(project: Project) -> dict[str, str]:
    result = project.run("templates", "list", "--json")
    return {one["name"]: one["from"] for one in json.loads(result.stdout)["templates"]}


def test_ours_are_listed_anywhere(project: Project) -> None:
    listed = _listed(project)
    assert listed[_NAME] == "built in"
    assert list(listed) == sorted(listed)
    assert _NAME in project.run("templates", "list").output


def test_a_template_is_shown_as_it_is(project: Project) -> None:
    text = (builtin_folder() / _NAME).read_text("utf-8")
    assert project.run("templates", "show", _NAME).output == text
    assert json.loads(project.run("templates", "show", _NAME, "--json").stdout)["text"] == text
    assert project.run("templates", "show", "resource.py").output == text


def test_an_unknown_template_names_the_nearest(project: Project) -> None:
    result = project.run("templates", "show", "client/resorce.py.jinja")
    assert result.exit_code == 2
    assert _NAME in result.stderr


def test_an_ejected_template_overrides_ours_once_configured(project: Project) -> None:
    project.configure()
    result = project.run("templates", "eject", _NAME)
    assert result.exit_code == 0
    assert 'add templates = ["my_templates"]' in result.output
    assert _listed(project)[_NAME] == "built in"
    project.configure('[apis.pets]\ntemplates = ["my_templates"]\n')
    (project.root / "my_templates" / _NAME).write_text("mine")
    (project.root / "my_templates/client/extra.jinja").write_text("mine")
    listed = _listed(project)
    assert (listed[_NAME], listed["client/extra.jinja"]) == ("my_templates, overrides ours", "my_templates")
    assert project.run("templates", "show", _NAME).output == "mine"


def test_what_is_ejected_makes_what_ours_makes(project: Project) -> None:
    project.configure()
    project.run("pull", "pets", "--from", project.document())
    assert project.run("generate", "pets").exit_code == 0
    for name in _listed(project):
        assert project.run("templates", "eject", name).exit_code == 0
    project.configure('[apis.pets]\ntemplates = ["my_templates"]\n')
    assert set(_listed(project).values()) == {"my_templates, overrides ours"}
    result = project.run("generate", "pets", "--check")
    assert (result.exit_code, result.output.count("stale")) == (0, 0), result.output


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A template of ours that a newer version may change."""
    folder = tmp_path / "ours"
    shutil.copytree(builtin_folder(), folder)
    monkeypatch.setattr(templates, "builtin_folder", lambda: folder)
    monkeypatch.setattr(template_folders, "builtin_folder", lambda: folder)
    return folder / _NAME


def test_a_change_of_ours_since_it_was_ejected_is_told(project: Project, ours: Path) -> None:
    project.configure('[apis.pets]\ntemplates = ["mine"]\n')
    (project.root / "mine").mkdir()
    assert project.run("templates", "eject", _NAME).exit_code == 0
    own = project.root / "mine" / _NAME
    own.write_text(own.read_text() + "mine\n")
    assert _listed(project)[_NAME] == "mine, overrides ours"
    assert "since" not in project.run("templates", "list").output
    ours.write_bytes(ours.read_bytes().replace(b"\n", b"\r\n"))
    assert "since" not in project.run("templates", "list").output, "other line ends are no change"
    ours.write_text("new\n" + ours.read_text())
    told = project.run("templates", "list").output
    assert re.findall(r"^(\S+) .*; ours has changed since it was ejected$", told, re.MULTILINE) == [_NAME]
    listed = json.loads(project.run("templates", "list", "--json").stdout)["templates"]
    assert [one["name"] for one in listed if one["changed"]] == [_NAME]
    own.write_text("without a mark")
    assert "since" not in project.run("templates", "list").output


def test_what_is_yours_is_told_as_a_difference(project: Project, ours: Path) -> None:
    project.configure('[apis.pets]\ntemplates = ["mine"]\n')
    (project.root / "mine").mkdir()
    assert project.run("templates", "eject", _NAME).exit_code == 0
    assert project.run("templates", "diff", _NAME).output == ""
    own = project.root / "mine" / _NAME
    own.write_text(own.read_text() + "mine\n")
    shown = project.run("templates", "diff", "resource.py").output
    assert shown.startswith(f"--- ours/{_NAME}\n+++ yours/{_NAME}\n@@")
    assert [line for line in shown.splitlines()[3:] if line[0] != " "] == ["+mine"]
    assert json.loads(project.run("templates", "diff", _NAME, "--json").stdout)["diff"] == shown
    result = project.run("templates", "diff", "client/root.py.jinja")
    assert result.exit_code == 2
    assert _NAME in result.stderr


def test_ejecting_never_overwrites(project: Project) -> None:
    project.configure('[apis.pets]\ntemplates = ["mine"]\n')
    (project.root / "mine/client").mkdir(parents=True)
    (project.root / "mine" / _NAME).write_text("mine")
    result = project.run("templates", "eject", _NAME)
    assert result.exit_code == 2
    assert f"mine/{_NAME}: there is such a file already" in result.stderr
    assert (project.root / "mine" / _NAME).read_text() == "mine"


def test_a_folder_that_is_not_there_is_an_error(project: Project) -> None:
    project.configure('[apis.pets]\ntemplates = ["mine"]\n')
    result = project.run("templates", "list")
    assert result.exit_code == 2
    assert "  mine: specloom.toml names this folder" in result.stderr


@pytest.mark.parametrize("configured", [False, True])
def test_list_names_apis_and_template_sets(project: Project, configured: bool) -> None:
    if configured:
        project.configure()
        project.run("pull", "pets", "--from", project.document())
    values = json.loads(project.run("list", "--json").stdout)
    assert {one["name"] for one in values["template_sets"]} >= {"client", "package", "params"}
    text = project.run("list").output
    if configured:
        assert values["targets"][0]["pinned"] == "1.2"
        assert "pets: generated/pets_client (package pets_client), pinned 1.2" in text
    else:
        assert "specloom new NAME SOURCE" in text
