"""Writing touches only what is ours and only what changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from specloom.emit.write import MARK, apply, compare
from specloom.problems import SpecloomError

OURS = f"# {MARK} from a.json\n"


def test_a_first_run_writes_all_and_a_second_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    files = {"a.py": OURS + "1\n", "b/c.py": OURS + "2\n", "py.typed": ""}
    changes = compare(files, folder)
    assert changes.missing == ("a.py", "b/c.py", "py.typed")
    apply(files, folder, changes)
    before = (folder / "a.py").stat().st_mtime_ns
    again = compare(files, folder)
    assert not again
    assert again.unchanged == 3
    assert (folder / "a.py").stat().st_mtime_ns == before


def test_what_is_no_longer_made_goes_and_so_do_empty_folders(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    old = {"a.py": OURS, "b/c.py": OURS}
    apply(old, folder, compare(old, folder))
    new = {"a.py": OURS + "x\n"}
    changes = compare(new, folder)
    assert (changes.stale, changes.extra) == (("a.py",), ("b/c.py",))
    apply(new, folder, changes)
    assert sorted(path.name for path in folder.rglob("*")) == ["a.py"]


def test_foreign_files_stop_everything(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "mine.py").write_text("hand-written\n")
    (folder / "a.py").write_text("hand-written too, where ours would go\n")
    files = {"a.py": OURS, "b.py": OURS}
    changes = compare(files, folder)
    assert (changes.stale, changes.missing, changes.extra) == (("a.py",), ("b.py",), ("mine.py",))
    with pytest.raises(SpecloomError) as caught:
        apply(files, folder, changes)
    assert len(caught.value.problems) == 2
    assert not (folder / "b.py").exists()
    assert "mine.py" in str(caught.value)
    assert (folder / "mine.py").read_text() == "hand-written\n"


@pytest.mark.parametrize("path", ["../x.py", "/x.py", "a/../../x.py", "a\\b.py"])
def test_no_path_leads_out_of_the_folder(tmp_path: Path, path: str) -> None:
    with pytest.raises(SpecloomError, match="leads out"):
        compare({path: OURS}, tmp_path / "out")


def test_a_symbolic_link_is_no_output_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    os.symlink(tmp_path / "real", tmp_path / "out")
    with pytest.raises(SpecloomError, match="not a folder of its own"):
        compare({"a.py": OURS}, tmp_path / "out")


def test_no_link_within_the_folder_leads_a_file_out_of_it(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").mkdir()
    os.symlink(tmp_path / "real", tmp_path / "out/types")
    with pytest.raises(SpecloomError, match="out/types: is a symbolic link"):
        compare({"types/a.py": OURS}, tmp_path / "out")
    (tmp_path / "out/types").unlink()
    # Where files wait before they are moved, too.
    os.symlink(tmp_path / "real", tmp_path / ".out.stage")
    apply({"a.py": OURS}, tmp_path / "out", compare({"a.py": OURS}, tmp_path / "out"))
    assert (tmp_path / "out/a.py").read_text() == OURS
    assert not list((tmp_path / "real").iterdir())


def test_a_link_in_place_of_a_file_is_replaced_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious.py").write_text(OURS)
    (tmp_path / "out").mkdir()
    os.symlink(tmp_path / "precious.py", tmp_path / "out/a.py")
    new = {"a.py": OURS + "1\n"}
    apply(new, tmp_path / "out", compare(new, tmp_path / "out"))
    assert (tmp_path / "precious.py").read_text() == OURS
    assert not (tmp_path / "out/a.py").is_symlink()


def test_a_failure_while_staging_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "out"
    old = {"a.py": OURS, "b.py": OURS}
    apply(old, folder, compare(old, folder))
    new = {"a.py": OURS + "1\n", "b.py": OURS + "2\n"}
    changes = compare(new, folder)
    writes: list[Path] = []

    def full_disk(path: Path, data: bytes) -> int:
        writes.append(path)
        if len(writes) == 2:
            raise OSError(28, "No space left on device")
        with path.open("wb") as file:
            return file.write(data)

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    with pytest.raises(SpecloomError, match="No space left"):
        apply(new, folder, changes)
    assert (folder / "a.py").read_text() == OURS
    assert not (tmp_path / ".out.stage").exists()
