"""The check of what is built finds what does not belong, and what is missing."""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from scripts.dist_contents import ROOT, main

PYPROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "pond-client"
version = "1.0"
requires-python = ">=3.10"
license = "MIT"
license-files = ["LICENSE"]
dependencies = ["attrs>=23.2", "tomli>=2 ; python_version < '3.11'"]

[project.optional-dependencies]
fast = ["orjson>=3.10", "uvloop ; sys_platform != 'win32'"]
all = ["pond-client[fast]"]

[project.scripts]
pond = "pond_client:main"

[tool.hatch.build.targets.wheel]
packages = ["src/pond_client"]

[tool.hatch.build.targets.wheel.force-include]
"words" = "pond_client/words"

[tool.hatch.build.targets.sdist]
include = ["/src", "/words"]
"""
FILES = {
    "pyproject.toml": PYPROJECT,
    "LICENSE": "Do as you like.\n",
    "src/pond_client/__init__.py": "def main(): ...\n",
    "src/pond_client/py.typed": "",
    "words/en.txt": "frog\n",
}
WHEEL = "pond_client-1.0-py3-none-any.whl"
SDIST = "pond_client-1.0.tar.gz"
NOTES = "pond_client-1.0.dist-info"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project in a repository."""
    folder = tmp_path / "pond"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    subprocess.run(["git", "add", "."], cwd=folder, check=True)
    return folder


@pytest.fixture
def dist(project: Path, tmp_path: Path) -> Path:
    """What the project is built into."""
    build(project, tmp_path / "dist")
    return tmp_path / "dist"


def build(project: Path, dist: Path) -> None:
    """Build wheel and sdist."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--directory", str(dist)],
        cwd=project,
        check=True,
        capture_output=True,
    )


def rewrite(wheel: Path, changes: Mapping[str, bytes | None], mode: int = 0o644) -> None:
    """Replace, add or (``None``) take away files of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, content in {**held, **changes}.items():
            if content is not None:
                info = zipfile.ZipInfo(name)
                info.external_attr = (mode if name in changes else 0o644) << 16
                archive.writestr(info, content)


def said(capsys: pytest.CaptureFixture[str], dist: Path, project: Path) -> list[str]:
    """What the check prints, which fails."""
    assert main([str(dist), str(project)]) == 1
    return capsys.readouterr().out.splitlines()


def test_what_was_built_of_tracked_files_is_fine(
    project: Path, dist: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(dist), str(project)]) == 0, capsys.readouterr().out


def test_a_file_that_git_does_not_know_is_found(project: Path, dist: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "src/pond_client/scratch.py").write_text("", "utf-8")
    build(project, dist)
    assert said(capsys, dist, project) == [
        f"{WHEEL}: holds pond_client/scratch.py, which is none of its files",
        f"{SDIST}: holds src/pond_client/scratch.py, which is none of its files",
    ]


def test_a_file_that_is_not_packed_is_found(project: Path, dist: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "words/de.txt").write_text("Frosch\n", "utf-8")
    subprocess.run(["git", "add", "."], cwd=project, check=True)
    assert said(capsys, dist, project) == [
        f"{WHEEL}: lacks pond_client/words/de.txt",
        f"{SDIST}: lacks words/de.txt",
    ]


def test_an_sdist_that_holds_the_same_name_elsewhere_is_found(
    project: Path, dist: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "old/words").mkdir(parents=True)
    (project / "old/words/en.txt").write_text("toad\n", "utf-8")
    (project / "pyproject.toml").write_text(PYPROJECT.replace('"/words"', '"words"'), "utf-8")
    build(project, dist)
    (project / "pyproject.toml").write_text(PYPROJECT, "utf-8")
    assert said(capsys, dist, project) == [
        f"{SDIST}: holds old/words/en.txt, which is none of its files",
        f"{SDIST}: pyproject.toml is not what pyproject.toml is",
    ]


def test_a_changed_file_is_found_whatever_record_says(
    project: Path, dist: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rewrite(dist / WHEEL, {"pond_client/words/en.txt": b"toad\n"})
    assert said(capsys, dist, project) == [
        f"{WHEEL}: pond_client/words/en.txt is not what en.txt is",
        f"{WHEEL}: RECORD is wrong of pond_client/words/en.txt",
    ]


@pytest.mark.parametrize("name", ["../evil.py", "/evil.py", "other/evil.py", f"{NOTES}/sboms/evil.json"])
def test_a_file_outside_the_package_is_found(
    name: str, project: Path, dist: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rewrite(dist / WHEEL, {name: b""})
    assert f"{WHEEL}: holds {name}, which is none of its files" in said(capsys, dist, project)


def test_links_and_programs_are_found(project: Path, dist: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = "pond_client/words/en.txt"
    rewrite(dist / WHEEL, {name: b"frog\n"}, mode=0o120777)
    assert said(capsys, dist, project) == [f"{WHEEL}: {name} is no plain file of mode 644: lrwxrwxrwx"]
    rewrite(dist / WHEEL, {name: b"frog\n"}, mode=0o755)
    assert said(capsys, dist, project) == [f"{WHEEL}: {name} is no plain file of mode 644: ?rwxr-xr-x"]
    with tarfile.open(dist / SDIST, "w:gz") as archive:
        info = tarfile.TarInfo("../evil.py")
        archive.addfile(info, io.BytesIO())
    assert f"{SDIST}: ../evil.py is no plain file of mode 644 in pond_client-1.0/" in said(capsys, dist, project)


@pytest.mark.parametrize("name", [f"{NOTES}/licenses/LICENSE", f"{NOTES}/entry_points.txt", f"{NOTES}/RECORD"])
def test_missing_metadata_are_found(name: str, project: Path, dist: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rewrite(dist / WHEEL, {name: None})
    assert f"{WHEEL}: lacks {name}" in said(capsys, dist, project)


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (b"Requires-Dist: attrs>=23.2", b"Requires-Dist: attrs", "metadata do not require attrs>=23.2"),
        (b"Requires-Dist: attrs>=23.2", b"Requires-Dist: attrs>=23.2\nRequires-Dist: left-pad", "require left-pad"),
        (b"uvloop", b"evil", 'metadata require evil;sys_platform!="win32"andextra=="all"'),
        (b"Version: 1.0", b"Version: 1.1", "metadata are of pond-client 1.1"),
        (b"Name: pond-client\n", b"", "metadata: "),
    ],
)
def test_metadata_that_say_otherwise_are_found(
    before: bytes, after: bytes, found: str, project: Path, dist: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile(dist / WHEEL) as wheel:
        text = wheel.read(f"{NOTES}/METADATA")
    assert before in text
    rewrite(dist / WHEEL, {f"{NOTES}/METADATA": text.replace(before, after)})
    assert found in "\n".join(said(capsys, dist, project))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"made in {ROOT}\n", "names the folder that it was built in"),
        (f"key = 'sk-proj-{'a1B2' * 6}'\n", "holds what looks like a key"),
        (f"key = 'AKIA{'Z7' * 8}'\n", "holds what looks like a key"),
        (f"-----BEGIN RSA PRIVATE KEY-----\n{'Ab0+' * 16}\n", "holds what looks like a key"),
    ],
)
def test_what_must_not_be_told_is_found_in_tracked_files_too(
    text: str, found: str, project: Path, dist: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "words/en.txt").write_text(text, "utf-8")
    build(project, dist)
    assert said(capsys, dist, project) == [
        f"{WHEEL}: pond_client/words/en.txt {found}",
        f"{SDIST}: words/en.txt {found}",
    ]


def test_what_nobody_asked_for_is_found(project: Path, dist: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (dist / "pond_client-0.9-py3-none-any.whl").write_bytes(b"")
    (dist / SDIST).unlink()
    assert said(capsys, dist, project) == [
        f"{SDIST}: is missing",
        "pond_client-0.9-py3-none-any.whl: was not asked for",
    ]
