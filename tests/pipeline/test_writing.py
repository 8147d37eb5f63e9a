"""Writing: whole files or none, whatever happens; nothing to do touches nothing; ``--check`` only looks."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

from tests.pipeline.project import GENERATE, Project, pets, problems

CLIENT = "generated/pets_client/src/pets_client"


def changed(project: Project) -> None:
    """Pin a document from which files are changed, added and removed."""
    document = pets()
    document["info"]["version"] = "2.0"
    document["components"]["schemas"]["Cow"] = document["components"]["schemas"].pop("Pet")
    response = document["paths"]["/pets"]["get"]["responses"]["200"]
    response["content"]["application/json"]["schema"]["items"]["$ref"] = "#/components/schemas/Cow"
    project.pin(document)


@pytest.fixture
def wanted(
    project: Project, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> dict[str, bytes]:
    """What the output looks like after the change, made elsewhere."""
    other = project.copy_to(tmp_path_factory.mktemp("other"))
    changed(other)
    assert other.run("generate").exit_code == 0
    monkeypatch.chdir(project.root)
    return other.state()


@pytest.mark.parametrize("room", [0, 1, 3])
def test_a_full_disk_leaves_the_old_output(
    project: Project, wanted: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    changed(project)
    before = project.state()
    write = Path.write_bytes
    left = [room]

    def write_bytes(path: Path, data: bytes) -> int:
        left[0] -= 1
        if left[0] < 0:
            write(path, data[: len(data) // 2])
            raise OSError(28, "No space left on device", str(path))
        return write(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", write_bytes)
        (problem,) = problems(project.run("generate", "--json"))
    assert "No space left on device" in problem["message"]
    assert "nothing was changed" in problem["message"]
    assert project.state() == before
    assert leftovers(project) == []
    assert project.run("generate").exit_code == 0
    assert project.state() == wanted


KILLED = """
import os, pathlib, shutil, signal
def deadly(owner, name, calls):
    real, left = getattr(owner, name), [calls]
    def call(*arguments, **keywords):
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **keywords)
    setattr(owner, name, call)
deadly({owner}, {name!r}, {calls})
"""


@pytest.mark.parametrize(
    ("owner", "name", "calls"),
    [
        ("pathlib.Path", "write_bytes", 2),
        ("os", "replace", 0),
        ("os", "replace", 2),
        ("pathlib.Path", "unlink", 0),
        ("shutil", "rmtree", 1),
    ],
)
def test_a_kill_leaves_whole_files_and_the_next_run_mends(
    project: Project, wanted: dict[str, bytes], owner: str, name: str, calls: int
) -> None:
    changed(project)
    before = project.state()
    killed = project.run_apart(KILLED.format(owner=owner, name=name, calls=calls) + GENERATE)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    for path, content in project.state().items():
        assert content in (before.get(path), wanted.get(path)), path

    result = project.run("generate")
    assert result.exit_code == 0, result.output
    assert project.state() == wanted
    assert leftovers(project) == []


def leftovers(project: Project) -> list[str]:
    """Whatever lies beside the output and should not."""
    return sorted(path.name for path in (project.root / "generated").iterdir() if path.name != "pets_client")


def test_nothing_to_do_is_said_at_once_and_touches_no_file(project: Project) -> None:
    project.run("generate")  # the copy of the project has files of its own, so the first run compares them
    before = times(project)
    result = project.run("generate")
    assert result.exit_code == 0
    assert "nothing to do" in result.output
    assert times(project) == before
    target = json.loads(project.run("generate", "--json").stdout)["targets"][0]
    assert (target["nothing_to_do"], target["written"], target["operations"]) == (True, 0, 1)
    assert times(project) == before


def test_a_file_that_is_as_it_should_be_is_not_written_again(project: Project) -> None:
    before = times(project)
    changed(project)
    project.run("generate")
    after = times(project)
    touched = {path for path in before if path.startswith("generated") and after.get(path) != before[path]}
    assert f"{CLIENT}/resources/__init__.py" not in touched
    assert f"{CLIENT}/types/pet.py" in touched
    assert f"{CLIENT}/types/pet.py" not in after
    assert f"{CLIENT}/types/cow.py" in after


def times(project: Project) -> dict[str, int]:
    """When each file of the project was last written."""
    return {
        path.relative_to(project.root).as_posix(): path.stat().st_mtime_ns
        for path in sorted(project.root.rglob("*"))
        if path.is_file()
    }


def test_check_lists_what_is_stale_missing_and_extra_and_writes_nothing(project: Project) -> None:
    client = project.root / CLIENT / "_client.py"
    client.write_text(client.read_text("utf-8") + "\n# changed by hand\n", "utf-8")
    (project.root / CLIENT / "types/pet.py").unlink()
    header = (project.root / CLIENT / "types/__init__.py").read_text("utf-8").split("\n", 1)[0]
    project.write(f"{CLIENT}/types/dog.py", f"{header}\n")
    before = times(project)

    result = project.run("generate", "--check")
    assert result.exit_code == 1
    assert result.output.splitlines()[:3] == [
        f"stale: {CLIENT}/_client.py",
        f"missing: {CLIENT}/types/pet.py",
        f"extra: {CLIENT}/types/dog.py",
    ]
    assert "specloom generate pets" in result.output.splitlines()[3]
    assert times(project) == before

    as_json = project.run("generate", "--check", "--json")
    assert as_json.exit_code == 1
    (target,) = json.loads(as_json.stdout)["targets"]
    assert target["stale"] == ["src/pets_client/_client.py"]
    assert target["missing"] == ["src/pets_client/types/pet.py"]
    assert target["extra"] == ["src/pets_client/types/dog.py"]

    assert project.run("generate").exit_code == 0
    checked = project.run("generate", "--check")
    assert checked.exit_code == 0
    assert "up to date" in checked.output
    assert not (project.root / CLIENT / "types/dog.py").exists()


def test_check_sees_a_changed_document(project: Project) -> None:
    changed(project)
    before = times(project)
    result = project.run("generate", "--check")
    assert result.exit_code == 1
    assert f"missing: {CLIENT}/types/cow.py" in result.output
    assert f"extra: {CLIENT}/types/pet.py" in result.output
    assert times(project) == before
