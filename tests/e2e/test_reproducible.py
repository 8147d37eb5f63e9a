"""The same tree gives the same wheel and sdist, wherever, whenever and by whomever it is built."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final, TypeAlias

import pytest

from scripts.dist_contents import read_project

ROOT: Final = Path(__file__).parents[2]
PROJECTS: Final = (".", "generated/openai_client", "generated/orders_client")
LITTER: Final = (
    ".env",
    "notes.txt",
    "tests/test_secret.py",
    "src/{package}/.env",
    "src/{package}/__pycache__/client.cpython-311.pyc",
)
"""What lies about in the folders of people who work."""

Files: TypeAlias = Mapping[str, bytes]


def tree_of(project: str) -> Files:
    """The files of a project that its distributions are made of, and those that say what else they are not."""
    found = read_project(ROOT / project)
    licences = (path for path in found.metadata.values() if path is not None)
    paths = {*found.packed.values(), *found.sources.values(), *licences}
    return {path.relative_to(found.folder).as_posix(): path.read_bytes() for path in sorted(paths)}


def lay_out(tree: Files, folder: Path, *, mode: int, moment: float) -> None:
    """Write a tree in its order, with permissions and times of its own."""
    for name, content in tree.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        target.chmod(mode)
        os.utime(target, (moment, moment))


def build(folder: Path, into: Path, **environment: str) -> Files:
    """Build a project; what was made of it by name."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--directory", str(into)],
        cwd=folder,
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
        umask=int(environment["UMASK"], 8),
    )
    return {path.name: path.read_bytes() for path in sorted(into.iterdir())}


@pytest.fixture(params=PROJECTS)
def trees(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Path]:
    """One tree in two folders that differ in all that is none of its contents; the second is strewn with litter."""
    tree = tree_of(request.param)
    one, other = tmp_path / "one", tmp_path / "elsewhere" / "and deeper"
    lay_out(tree, one, mode=0o644, moment=1_500_000_000)
    lay_out(dict(reversed(list(tree.items()))), other, mode=0o600, moment=1_700_000_001)
    package = read_project(ROOT / request.param).name.replace("-", "_")
    lay_out({name.format(package=package): b"secret" for name in LITTER}, other, mode=0o644, moment=1_700_000_002)
    return one, other


def test_the_same_tree_gives_the_same_bytes(trees: tuple[Path, Path], tmp_path: Path) -> None:
    one, other = trees
    first = build(one, tmp_path / "a", UMASK="022", PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")
    second = build(other, tmp_path / "b", UMASK="077", PYTHONHASHSEED="2", TZ="Asia/Tokyo", LC_ALL="C.UTF-8")
    assert [Path(name).suffix for name in first] == [".whl", ".gz"]
    assert list(first) == list(second)
    for name in first:
        assert first[name] == second[name], name


def test_an_sdist_gives_the_wheel_of_the_tree_that_it_was_made_of(trees: tuple[Path, Path], tmp_path: Path) -> None:
    built = build(trees[0], tmp_path / "a", UMASK="022")
    (sdist,) = (tmp_path / "a").glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    assert build(unpacked, tmp_path / "b", UMASK="022") == built


def test_nothing_that_lies_about_is_packed(trees: tuple[Path, Path], tmp_path: Path) -> None:
    build(trees[1], tmp_path / "b", UMASK="022")
    for path in (tmp_path / "b").iterdir():
        if path.suffix == ".whl":
            with zipfile.ZipFile(path) as wheel:
                contents = [wheel.read(name) for name in wheel.namelist()]
        else:
            with tarfile.open(path) as sdist:
                contents = [file.read() for file in map(sdist.extractfile, sdist) if file]
        assert len(contents) > 50
        assert b"secret" not in contents
