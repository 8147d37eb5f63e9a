"""Stands in for ``pip`` where no package index may be asked; see stand_ins.py.

It knows ``install`` of folders and wheels, and ``wheel`` of a folder, with the options that the pages use.
"""

from __future__ import annotations

import os
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

MODULES = Path(os.environ["STAND_IN_MODULES"])
PROGRAMS = Path(os.environ["STAND_IN_PROGRAMS"])
_FLAGS = ("--quiet", "--editable", "--no-deps")


def main(words: list[str]) -> None:
    """Do one command."""
    verb, *rest = [word for word in words if word not in _FLAGS]
    if verb == "wheel":
        option, target, source = rest
        assert option == "--wheel-dir", option
        _wheel(Path(source), Path(target))
        return
    assert verb == "install", verb
    for word in rest:
        assert not word.startswith("-"), f"what does {word} do?"
        _install(word)


def _install(word: str) -> None:
    if word.endswith(".whl"):
        with zipfile.ZipFile(word) as wheel:
            wheel.extractall(MODULES)
        return
    place = re.fullmatch(r"([^\[]+)(?:\[([\w,]+)\])?", word)
    assert place is not None, word
    folder, extras = Path(place[1]), place[2].split(",") if place[2] else []
    project = _project(folder)
    assert set(extras) <= set(project.get("optional-dependencies", {})), f"{project['name']} has no {extras}"
    for module in _modules(folder):
        link = MODULES / module.name
        if not link.exists():
            link.symlink_to(module)
    for name, entry in project.get("scripts", {}).items():
        if not (PROGRAMS / name).exists():
            module_name, _, function = entry.partition(":")
            code = f"import sys; from {module_name} import {function}; sys.exit({function}())"
            (PROGRAMS / name).write_text(f'#!/bin/sh\nexec {sys.executable} -c "{code}" "$@"\n', "utf-8")
            (PROGRAMS / name).chmod(0o755)


def _wheel(folder: Path, target: Path) -> None:
    project = _project(folder)
    target.mkdir(exist_ok=True)
    name = f"{project['name'].replace('-', '_')}-{project['version']}-py3-none-any.whl"
    with zipfile.ZipFile(target / name, "w") as wheel:
        for module in _modules(folder):
            for path in sorted(module.rglob("*")):
                if path.is_file() and "__pycache__" not in path.parts:
                    wheel.write(path, path.relative_to(module.parent))


def _project(folder: Path) -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]
    return project


def _modules(folder: Path) -> list[Path]:
    return [path.resolve() for path in (folder / "src").iterdir() if (path / "__init__.py").exists()]


if __name__ == "__main__":
    main(sys.argv[1:])
