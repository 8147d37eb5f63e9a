"""A set of files is written as a whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from specloom.document.files import write_files
from specloom.problems import SpecloomError


def _state(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    same, other, new = tmp_path / "same", tmp_path / "other", tmp_path / "sub/new"
    same.write_bytes(b"1")
    other.write_bytes(b"1")
    os.utime(same, (1, 1))
    assert write_files({same: b"1", other: b"2", new: b"3"}) == [other, new]
    assert _state(tmp_path) == {"same": b"1", "other": b"2", "sub/new": b"3"}
    assert same.stat().st_mtime == 1


def test_the_mode_of_a_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"1")
    path.chmod(0o640)
    write_files({path: b"2", tmp_path / "b": b""})
    assert path.stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "b").stat().st_mode & 0o600 == 0o600


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, step: str
) -> None:
    old, second = tmp_path / "old", tmp_path / "second"
    old.write_bytes(b"1")
    second.write_bytes(b"1")
    real = getattr(os, step)
    calls = 0

    def failing(*arguments: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise error
        return real(*arguments)

    monkeypatch.setattr(os, step, failing)
    with pytest.raises(SpecloomError if isinstance(error, OSError) else KeyboardInterrupt):
        write_files({old: b"2", tmp_path / "new": b"2", second: b"2"})
    assert _state(tmp_path) == {"old": b"1", "second": b"1"}


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(SpecloomError, match="could not write here"):
        write_files({tmp_path / "a": b"1", tmp_path / "file/below": b"1"})
    assert _state(tmp_path) == {"file": b""}
