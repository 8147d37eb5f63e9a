"""What lies in .specloom is a shortcut: gone, damaged, foreign or shared, the output is the same."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from specloom.commands.alone import alone
from specloom.commands.proven_file import read_proven, write_proven
from specloom.commands.stamp import generator_digest
from tests.pipeline.project import GENERATE, Project, pets

DIGESTS = frozenset(hashlib.sha256(bytes([number])).digest() for number in range(3))


def test_digests_are_read_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / ".specloom" / "pets.proven"
    assert read_proven(path) == frozenset()
    for digests in (DIGESTS, frozenset[bytes]()):
        write_proven(path, digests)
        assert read_proven(path) == digests
    assert [each.name for each in path.parent.iterdir()] == ["pets.proven"]


def test_a_file_that_is_not_as_it_was_written_counts_as_none(tmp_path: Path) -> None:
    path = tmp_path / "pets.proven"
    write_proven(path, DIGESTS)
    whole = path.read_bytes()
    for at in range(0, len(whole), 7):
        for damaged in (whole[:at], whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :], whole + whole[:at]):
            if damaged != whole:
                path.write_bytes(damaged)
                assert read_proven(path) == frozenset()
    path.unlink()
    path.mkdir()
    assert read_proven(path) == frozenset()


def test_another_generator_trusts_none_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "pets.proven"
    write_proven(path, DIGESTS)
    monkeypatch.setattr("specloom.commands.proven_file.generator_digest", lambda: "another")
    assert read_proven(path) == frozenset()


def test_more_than_the_limit_is_neither_written_nor_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "pets.proven"
    write_proven(path, DIGESTS)
    monkeypatch.setattr("specloom.commands.proven_file._LIMIT", 100)
    assert read_proven(path) == frozenset()
    path.unlink()
    write_proven(path, DIGESTS)
    assert not path.exists()


def test_what_cannot_be_kept_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "pets.proven"
    path.mkdir()
    with pytest.raises(OSError, match=r"pets\.proven"):
        write_proven(path, DIGESTS)
    assert os.listdir(tmp_path) == ["pets.proven"]


@pytest.mark.parametrize("content", [None, b"", b"garbage", b"\0" * 4096])
def test_the_output_does_not_depend_on_it(project: Project, content: bytes | None) -> None:
    document = pets()
    document["components"]["schemas"]["Pet"]["properties"]["age"] = {"type": "integer"}
    project.pin(document)
    path = project.root / ".specloom/pets.proven"
    assert path.exists()
    assert project.run("generate").exit_code == 0
    wanted = project.state()
    assert any(b"age: int" in text for text in wanted.values())
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    (project.root / ".specloom/pets.json").unlink()
    result = project.run("generate", "--check")
    assert result.exit_code == 0, result.output
    assert read_proven(path)  # and it is whole again


def test_several_generations_at_once_write_one_output(project: Project) -> None:
    document = pets()
    document["info"]["version"] = "7"
    project.pin(document)
    running = [subprocess.Popen([sys.executable, "-c", GENERATE], cwd=project.root) for _ in range(4)]
    assert [each.wait(300) for each in running] == [0] * 4
    generator_digest.cache_clear()  # this process may have looked at the generator long before they did
    assert read_proven(project.root / ".specloom/pets.proven")
    assert (project.root / ".specloom/.gitignore").read_text("utf-8") == "*\n"
    assert project.run("generate", "--check").exit_code == 0
    assert not [path for path in project.output.parent.iterdir() if path.name.endswith(".stage")]


def test_a_process_waits_for_the_one_that_writes(tmp_path: Path) -> None:
    path = tmp_path / ".specloom/pets.lock"
    code = (
        "import sys; from pathlib import Path; from specloom.commands.alone import alone\n"
        "print('asks', flush=True)\n"
        "with alone(Path(sys.argv[1])): print('writes', flush=True)"
    )
    with alone(path):
        other = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True)
        assert other.stdout is not None
        assert other.stdout.readline() == "asks\n"
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(0.3)
    assert other.communicate(timeout=300)[0] == "writes\n"
