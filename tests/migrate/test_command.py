"""``specloom import-config`` in a project: what it writes, what it refuses to, and what it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from specloom.commands.main import main

from .clinic import CONFIG, clinic


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a pinned document and a config beside it; the current folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "specloom.toml").write_text('[apis.clinic]\nsource = "clinic.json"\n', "utf-8")
    pinned = tmp_path / "spec" / "clinic" / "openapi.json"
    pinned.parent.mkdir(parents=True)
    pinned.write_text(json.dumps(clinic()), "utf-8")
    (tmp_path / "stainless.yml").write_text(CONFIG, "utf-8")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["import-config", *arguments])


def test_it_writes_sdk_yaml_and_lists_the_rest_with_lines(folder: Path) -> None:
    done = run("stainless.yml", "clinic")
    assert done.exit_code == 0, done.output
    assert done.stdout == "spec/clinic/sdk.yaml: 8 methods, 8 of them stated, the others by rule; 13 remarks\n"
    lines = done.stderr.splitlines()
    assert len(lines) == 13
    assert lines[0].startswith("stainless.yml:1: edition: ")
    assert all(line.startswith("stainless.yml:") for line in lines)
    rows = json.loads(CliRunner().invoke(main, ["report", "clinic", "--json"]).stdout)["operations"]
    assert {row["path"]: row["calls"] for row in rows}["/pets/import"] == ["patients.import_"]


def test_it_never_replaces_a_file_unasked(folder: Path) -> None:
    path = folder / "spec" / "clinic" / "sdk.yaml"
    path.write_text("acronyms: [API]\n", "utf-8")
    refused = run("stainless.yml", "clinic")
    assert refused.exit_code == 2
    assert "spec/clinic/sdk.yaml" in refused.stderr
    assert "--force" in refused.stderr
    assert path.read_text("utf-8") == "acronyms: [API]\n"
    assert run("stainless.yml", "clinic", "--force").exit_code == 0
    assert "patients.list" in path.read_text("utf-8")


def test_it_prints_where_it_is_told_to(folder: Path) -> None:
    printed = run("stainless.yml", "clinic", "-o", "-")
    assert not (folder / "spec" / "clinic" / "sdk.yaml").exists()
    assert run("stainless.yml", "clinic", "-o", "names.yaml").exit_code == 0
    assert (folder / "names.yaml").read_text("utf-8") == printed.stdout
    alone = run("stainless.yml")
    assert "GET /ping" not in alone.stdout
    assert "POST /pets/{pet_id}/grooming: patients.groom" in alone.stdout


def test_json_has_all_of_it(folder: Path) -> None:
    done = run("stainless.yml", "clinic", "-o", "-", "--json")
    told = json.loads(done.stdout)
    assert done.stderr == ""
    assert (told["output"], told["methods"], told["stated"]) == (None, 8, 8)
    assert {"line", "what", "why"} == set(told["remarks"][0])
    assert told["sdk"].startswith("# Names taken over from stainless.yml")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nothing.yml", "clinic"), "nothing.yml"),
        (("stainless.yml", "klinic"), "clinic"),
        (("broken.yml", "clinic"), "broken.yml:2:3"),
        (("latin.yml", "clinic"), "latin.yml"),
    ],
)
def test_what_it_cannot_do_is_said(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    (folder / "broken.yml").write_text("resources:\n  pets: 7\n", "utf-8")
    (folder / "latin.yml").write_bytes(b"resources: {p\xe9ts: {}}")
    done = run(*arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert not (folder / "spec" / "clinic" / "sdk.yaml").exists()


def test_a_document_that_is_not_pinned_is_asked_for(folder: Path) -> None:
    (folder / "spec" / "clinic" / "openapi.json").unlink()
    done = run("stainless.yml", "clinic")
    assert done.exit_code == 2
    assert "specloom pull" in done.stderr
