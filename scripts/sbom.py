"""Write a software bill of materials beside each wheel: ``python -m scripts.sbom dist PROJECT ...``.

CycloneDX, of what the package requires at run time, extras included, as it is resolved under constraints.txt: the same
bytes each time. cyclonedx-bom looks at an environment that holds the wheel and nothing else that was not asked for.

It is not put into the wheel (PEP 770): there such a file says what was packed, and a wheel of ours packs nothing of
others; which versions come along is decided where it is installed.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts.dist_contents import Project, read_project

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = ROOT / "constraints.txt"
NOT_FOR_USERS = frozenset({"dev", "docs", "fuzz", "layer", "release"})
LOCAL = re.compile(r"file:|[\"/](?:home|root|tmp|Users|var)/|[A-Z]:\\")
"""What tells of the machine that wrote a file."""


class SbomError(Exception):
    """A bill that would not be the same elsewhere."""


def bill(wheel: Path, project: Project) -> str:
    """The bill of a wheel, as JSON.

    Raises:
        SbomError: If it names a version that is not pinned, or this machine.
    """
    with tempfile.TemporaryDirectory() as folder:
        environment = Path(folder) / "environment"
        _run("uv", "venv", "--quiet", "--python", sys.executable, str(environment))
        wanted = f"{project.name}[{','.join(extras_of(project))}] @ {wheel.resolve().as_uri()}"
        pins = ("--constraint", str(CONSTRAINTS), "--only-binary", ":all:")
        _run("uv", "pip", "install", "--quiet", "--python", str(environment), *pins, wanted)
        pyproject = str(project.folder / "pyproject.toml")
        how = ("--output-reproducible", "--mc-type", "library", "--pyproject", pyproject)
        text = _run("cyclonedx-py", "environment", str(environment), *how)
    if problems := list(_problems(json.loads(text), text, project)):
        raise SbomError(f"{wheel.name}: {'; '.join(problems)}")
    return text


def extras_of(project: Project) -> list[str]:
    """The extras that are for users."""
    return sorted(project.extras - NOT_FOR_USERS)


def _problems(found: dict[str, Any], text: str, project: Project) -> Iterator[str]:
    pinned = set(_pins(CONSTRAINTS.read_text("utf-8")))
    named = {canonicalize_name(one["name"]) for one in found["components"]}
    missing = {Requirement(text).name for text in project.requirements if ";" not in text} - named
    yield from (f"it does not name {name}" for name in sorted(missing))
    for one in found["components"]:
        if (canonicalize_name(one["name"]), one["version"]) not in pinned:
            yield f"{one['name']} {one['version']} is not what constraints.txt has: nox -s constraints"
    if local := LOCAL.search(text):
        yield f"it names this machine: {text[local.start() - 40 : local.end() + 40]}"
    yield from (f"it has a {name}" for name in ("serialNumber", "timestamp") if f'"{name}"' in text)


def _pins(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        if line and not line.startswith("#"):
            requirement = Requirement(line)
            yield canonicalize_name(requirement.name), str(requirement.specifier).removeprefix("==")


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def main(arguments: list[str]) -> int:
    """Write the bills of a folder's wheels."""
    dist, *folders = map(Path, arguments)
    for project in map(read_project, folders):
        wheel = dist / f"{project.stem}-py3-none-any.whl"
        text = bill(wheel, project)
        target = dist / f"{wheel.name}.cdx.json"
        target.write_text(text, "utf-8")
        print(f"{target}: {len(json.loads(text)['components'])} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
