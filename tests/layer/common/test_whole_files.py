"""A file is there whole or not at all, and what was there stays unless it may be replaced."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from openai_client.lib.input_errors import InputError
from openai_client.lib.whole_files import write_whole


def test_the_file_is_there_when_the_block_ends(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    with write_whole(path) as file:
        file.write(b"one\n")
        assert not path.exists()
    assert path.read_bytes() == b"one\n"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_nothing_is_left_when_the_block_fails(error: type[BaseException], tmp_path: Path) -> None:
    def fail() -> None:
        with write_whole(tmp_path / "out.jsonl") as file:
            file.write(b"half")
            raise error

    with pytest.raises(error):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_stays_unless_it_may_be_replaced(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(b"old")
    path.chmod(0o640)
    with pytest.raises(InputError, match="there is such a file already"), write_whole(path):
        pytest.fail("the block must not run")
    assert path.read_bytes() == b"old"
    with pytest.raises(RuntimeError), write_whole(path, overwrite=True):
        raise RuntimeError
    assert path.read_bytes() == b"old"
    with write_whole(path, overwrite=True) as file:
        file.write(b"new")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o640)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_came_up_meanwhile_stays(links: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not links:
        monkeypatch.setattr(os, "link", _no_links)
    path = tmp_path / "out.jsonl"

    def write_both() -> None:
        with write_whole(path) as file:
            file.write(b"ours")
            path.write_bytes(b"theirs")

    with pytest.raises(InputError, match="already"):
        write_both()
    assert path.read_bytes() == b"theirs"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_system_without_links_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", _no_links)
    with write_whole(tmp_path / "out.jsonl") as file:
        file.write(b"one")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"one"]


def test_a_new_file_has_the_permissions_of_new_files(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    mask = os.umask(0o027)
    try:
        with write_whole(path) as file:
            file.write(b"")
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(mask)
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(InputError, match=r"out\.jsonl: cannot write here \(No such file"),
        write_whole(tmp_path / "none" / "out.jsonl"),
    ):
        pytest.fail("the block must not run")


def _no_links(source: str, target: Path) -> None:
    raise OSError("no links here")
