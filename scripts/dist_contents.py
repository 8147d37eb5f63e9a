"""Check that what was built holds what it should, and nothing else: ``python -m scripts.dist_contents dist PROJECT``.

A wheel holds the tracked files of its packages, byte for byte, and its metadata; an sdist holds what a wheel is built
from. Whatever else is found, or is missing, fails.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import re
import stat
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from attrs import frozen
from packaging.markers import Marker
from packaging.metadata import ExceptionGroup, Metadata
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parent.parent

SECRETS = re.compile(
    rb"""
    \b(?: sk-(?:proj-)?[A-Za-z0-9]{20,} | (?:AKIA|ASIA)[0-9A-Z]{16} | gh[pousr]_[A-Za-z0-9]{36} | pypi-[\w-]{50,} )
    | -----BEGIN [A-Z ]*PRIVATE\ KEY----- (?=\s+[A-Za-z0-9+/=]{16})""",
    re.VERBOSE,
)
"""Keys of those whom this project has to do with."""

Check: TypeAlias = "Callable[[Path, Project], Iterator[str]]"

BINARY = frozenset({".gz", ".png", ".whl"})


@frozen
class Project:
    """What a pyproject.toml says that its wheel and its sdist are to hold."""

    folder: Path
    name: str
    version: str
    requirements: frozenset[str]
    extras: frozenset[str]
    packed: Mapping[str, Path]
    """Name in the wheel to the file that is packed under it."""
    metadata: Mapping[str, Path | None]
    """Name beneath ``.dist-info`` to the file that it is a copy of, if of one."""
    sources: Mapping[str, Path]
    """Name in the sdist to the file."""

    @property
    def stem(self) -> str:
        """How the names of its wheel and sdist begin."""
        return f"{canonicalize_name(self.name).replace('-', '_')}-{self.version}"


# --- what should be there ----------------------------------------------------------------------------------------


def read_project(folder: Path) -> Project:
    """Read a project whose files git tracks."""
    data = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))
    project, targets = data["project"], data["tool"]["hatch"]["build"]["targets"]
    tracked = tuple(_tracked(folder))
    homes = {package: Path(package).name for package in targets["wheel"]["packages"]}
    homes |= targets["wheel"].get("force-include", {})
    licenses = project.get("license-files", [])
    always = {"pyproject.toml", project.get("readme"), *licenses}
    return Project(
        folder=folder,
        name=project["name"],
        version=project["version"],
        requirements=frozenset(_requirements(project)),
        extras=frozenset(project.get("optional-dependencies", {})),
        packed={
            f"{home}/{name.removeprefix(f'{place}/')}": folder / name
            for place, home in homes.items()
            for name in tracked
            if name.startswith(f"{place}/")
        },
        metadata={
            **dict.fromkeys(("METADATA", "WHEEL", "RECORD", *(["entry_points.txt"] if "scripts" in project else []))),
            **{f"licenses/{name}": folder / name for name in licenses},
        },
        sources={
            name: folder / name
            for name in tracked
            if name in always or any(f"/{name}/".startswith(f"{kept}/") for kept in targets["sdist"]["include"])
        },
    )


def _tracked(folder: Path) -> Iterator[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=folder, check=True, capture_output=True, text=True).stdout
    return (name for name in listed.split("\0") if name)


def _requirements(project: Mapping[str, Any]) -> Iterator[str]:
    extras: Mapping[str, list[str]] = project.get("optional-dependencies", {})

    def written_out(extra: str) -> Iterator[Requirement]:
        """What an extra brings; one made of others of the same project brings what they do."""
        for requirement in map(Requirement, extras[extra]):
            if requirement.name == project["name"]:
                yield from (one for other in requirement.extras for one in written_out(other))
            else:
                yield requirement

    yield from (_comparable(Requirement(text)) for text in project.get("dependencies", ()))
    for extra in extras:
        for requirement in written_out(extra):
            own = f"extra == '{extra}'"
            requirement.marker = Marker(f"({requirement.marker}) and {own}" if requirement.marker else own)
            yield _comparable(requirement)


def _comparable(requirement: Requirement) -> str:
    """A requirement in one spelling, whoever wrote it."""
    requirement.name = canonicalize_name(requirement.name)
    return re.sub(r"[() ]", "", str(requirement))


# --- what is there -----------------------------------------------------------------------------------------------


def wheel_problems(wheel: Path, project: Project) -> Iterator[str]:
    """What is wrong with a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        infos = archive.infolist()
        held = {info.filename: archive.read(info) for info in infos}
    if len(infos) != len(held):
        yield "holds a name twice"
    for info in infos:
        mode = info.external_attr >> 16
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG) or stat.S_IMODE(mode) != 0o644:
            yield f"{info.filename} is no plain file of mode 644: {stat.filemode(mode)}"
    notes = f"{project.stem}.dist-info"
    wanted = {**project.packed, **{f"{notes}/{name}": source for name, source in project.metadata.items()}}
    yield from _contents(held, wanted)
    yield from _record(held, f"{notes}/RECORD")
    yield from _metadata(held.get(f"{notes}/METADATA", b""), project)


def sdist_problems(sdist: Path, project: Project) -> Iterator[str]:
    """What is wrong with an sdist."""
    held = {}
    with tarfile.open(sdist) as archive:
        for member in archive:
            name = member.name.removeprefix(f"{project.stem}/")
            if not member.isreg() or member.mode != 0o644 or name == member.name:
                yield f"{member.name} is no plain file of mode 644 in {project.stem}/"
            elif content := archive.extractfile(member):
                held[name] = content.read()
    held.pop(".gitignore", None)  # the builder packs it, so that a wheel built from the sdist leaves out the same
    yield from _contents(held, {**project.sources, "PKG-INFO": None})
    yield from _metadata(held.get("PKG-INFO", b""), project)


def _contents(held: Mapping[str, bytes], wanted: Mapping[str, Path | None]) -> Iterator[str]:
    yield from (f"lacks {name}" for name in sorted(wanted.keys() - held.keys()))
    yield from (f"holds {name}, which is none of its files" for name in sorted(held.keys() - wanted.keys()))
    for name, source in wanted.items():
        if source is not None and name in held and held[name] != source.read_bytes():
            yield f"{name} is not what {source.name} is"
    for name, content in held.items():
        if Path(name).suffix not in BINARY:
            yield from _leaks(name, content)


def _leaks(name: str, content: bytes) -> Iterator[str]:
    if str(ROOT).encode() in content:
        yield f"{name} names the folder that it was built in"
    if SECRETS.search(content):
        yield f"{name} holds what looks like a key"


def _record(held: Mapping[str, bytes], name: str) -> Iterator[str]:
    """RECORD names each file once, with its digest and size; itself without."""
    rows = sorted(tuple(row) for row in csv.reader(io.StringIO(held.get(name, b"").decode())))
    right = sorted((path, "", "") if path == name else _row(path, content) for path, content in held.items())
    if rows != right:
        yield f"RECORD is wrong of {', '.join(sorted({row[0] for row in set(rows) ^ set(right)}))}"


def _row(path: str, content: bytes) -> tuple[str, str, str]:
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return path, f"sha256={digest}", str(len(content))


def _metadata(text: bytes, project: Project) -> Iterator[str]:
    """Metadata are of the standard's form, and require what pyproject.toml does."""
    try:
        found = Metadata.from_email(text)
    except ExceptionGroup as group:
        yield f"metadata: {'; '.join(map(str, group.exceptions))}"
        return
    if (found.name, str(found.version)) != (project.name, project.version):
        yield f"metadata are of {found.name} {found.version}"
    required = {_comparable(requirement) for requirement in found.requires_dist or ()}
    yield from (f"metadata do not require {one}" for one in sorted(project.requirements - required))
    yield from (f"metadata require {one}" for one in sorted(required - project.requirements))


# --- all of a folder ---------------------------------------------------------------------------------------------


def problems(dist: Path, projects: list[Project]) -> Iterator[str]:
    """What is wrong with the files of a folder, to which each project gives a wheel and an sdist."""
    known: dict[str, tuple[Check, Project]] = {
        f"{project.stem}-py3-none-any.whl": (wheel_problems, project) for project in projects
    }
    known |= {f"{project.stem}.tar.gz": (sdist_problems, project) for project in projects}
    found = {path.name for path in dist.iterdir()}
    yield from (f"{name}: is missing" for name in sorted(known.keys() - found))
    yield from (f"{name}: was not asked for" for name in sorted(found - known.keys()))
    for name in sorted(known.keys() & found):
        check, project = known[name]
        yield from (f"{name}: {problem}" for problem in check(dist / name, project))


def main(arguments: list[str]) -> int:
    """Print what is wrong; 1 if anything is."""
    dist, *folders = map(Path, arguments)
    found = list(problems(dist, [read_project(folder) for folder in folders]))
    print(*found or [f"{dist}: wheels and sdists of {len(folders)} projects hold what they should"], sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
