"""``specloom generate --watch``, as a process of its own over real files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.pipeline.project import Project, pets
from tests.pipeline.watch import Watch

CLIENT = "generated/pets_client/src/pets_client/_client.py"


@pytest.fixture
def watch(project: Project) -> Iterator[Callable[..., Watch]]:
    started: list[Watch] = []

    def start(*options: str) -> Watch:
        started.append(Watch(project.root, *options))
        return started[-1]

    yield start
    for each in started:
        each.close()


def versioned(version: str) -> dict[str, Any]:
    document = pets()
    document["info"]["version"] = version
    return document


def test_a_changed_document_is_generated_again_until_interrupted(
    project: Project, watch: Callable[..., Watch]
) -> None:
    running = watch()
    assert running.line().startswith("pets: 1 of 1 operations")
    assert running.error() == "watching pets; Ctrl-C ends it"
    project.pin(versioned("3.1"))
    assert running.line().startswith("spec/pets/openapi.json changed; pets: ")
    assert "3.1" in (project.root / CLIENT).read_text()
    beside = project.root / "spec/pets/openapi.new"
    beside.write_text(json.dumps(versioned("3.2")))
    beside.replace(project.root / "spec/pets/openapi.json")
    assert running.line().startswith("spec/pets/openapi.json changed; pets: ")
    assert "3.2" in (project.root / CLIENT).read_text()
    assert running.end() == 0
    assert running.error() == "stopped watching"


def test_an_error_is_shown_and_the_next_change_mends_it(project: Project, watch: Callable[..., Watch]) -> None:
    running = watch("pets")
    running.line()
    running.error()
    before = project.state()
    project.write("spec/pets/overlay.yaml", "overlay: 1.0.0\ninfo: {title: T, version: '1'}\nactions: [}\n")
    assert running.line() == "spec/pets/overlay.yaml changed; not generated"
    assert running.error() == "error:"
    assert "spec/pets/overlay.yaml" in running.error()
    assert project.state() == before
    (project.root / "spec/pets/overlay.yaml").unlink()
    assert running.line() == "spec/pets/overlay.yaml changed; nothing to do"
    project.configure("package = 'pats_client'\noutput = 'generated/pets_client'\n")
    assert running.line().startswith("specloom.toml changed; pets: ")
    assert (project.root / "generated/pets_client/src/pats_client/_client.py").exists()
    assert running.end() == 0


def test_a_template_of_the_user_is_watched_and_json_is_one_line_each_time(
    project: Project, watch: Callable[..., Watch]
) -> None:
    folder = project.root / "mine/package"
    folder.mkdir(parents=True)
    project.configure("templates = ['mine']\n")
    running = watch("--json")
    first = json.loads(running.line())
    assert (first["changed"], [one["api"] for one in first["targets"]]) == ([], ["pets"])
    (folder / "README.md.jinja").write_text("{{ header }}\n# Mine: {{ view.title }}\n")
    second = json.loads(running.line())
    assert second["changed"] == ["mine/package/README.md.jinja"]
    assert second["targets"][0]["stale"] == ["README.md"]
    assert (project.output / "README.md").read_text().endswith("# Mine: Pets\n")
    (folder / "README.md.jinja").write_text("{{ nothing }}")
    third = json.loads(running.line())
    assert third["targets"] == []
    assert "nothing" in third["error"][0]["message"]
    assert running.end() == 0


def test_watching_and_checking_do_not_go_together(project: Project) -> None:
    result = project.run("generate", "--watch", "--check")
    assert result.exit_code == 2
    assert "--watch" in result.output


def test_a_name_that_is_wrong_ends_it_at_once(project: Project) -> None:
    result = project.run("generate", "pats", "--watch")
    assert result.exit_code == 2
    assert "did you mean 'pets'" in result.output
