"""Nothing at the top of a module is there for nobody: what only tests use is dead as well."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.the_map import ROOT

FOLDERS = ("src/specloom", "scripts")
_USERS = (
    *FOLDERS,
    "templates",
    "docs/_site",
    "docs/conf.py",
    "docs/reference",
    "pyproject.toml",
    "noxfile.py",
    "action.yml",
)
_TEXTS = {".py", ".jinja", ".md", ".toml", ".yml"}


def defined(text: str) -> Iterator[str]:
    """Functions, classes and constants of a module; those with a decorator are whatever that makes of them."""
    for node in ast.parse(text).body:
        match node:
            case (
                ast.ClassDef(name=name)
                | ast.FunctionDef(name=name, decorator_list=[])
                | ast.AsyncFunctionDef(name=name, decorator_list=[])
            ):
                yield name
            case ast.Assign(targets=targets):
                yield from (target.id for target in targets if isinstance(target, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name


def unused(folder: Path, users: list[Path]) -> list[str]:
    """The names that stand once in all that uses them: where they are defined."""
    counts: dict[str, int] = {}
    for path in users:
        for word in re.findall(r"\w+", path.read_text("utf-8")):
            counts[word] = counts.get(word, 0) + 1
    return [
        f"{path.name}: {name}"
        for path in sorted(folder.rglob("*.py"))
        for name in defined(path.read_text("utf-8"))
        if counts[name] == 1 and not name.startswith("__")
    ]


def users() -> list[Path]:
    places = [ROOT / name for name in _USERS]
    found = [path for place in places for path in (place.rglob("*") if place.is_dir() else [place])]
    return [path for path in found if path.is_file() and path.suffix in _TEXTS]


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_name_is_used(folder: str) -> None:
    assert unused(ROOT / folder, users()) == []


def test_a_name_that_nobody_uses_is_seen(tmp_path: Path) -> None:
    module = tmp_path / "one.py"
    module.write_text(
        "import click\nA = 1\nB: int = A\ndef f() -> int: ...\n@click.command()\ndef g(): ...\nclass C(D): ...\n"
    )
    other = tmp_path / "two.py"
    other.write_text("from one import C\n")
    assert unused(tmp_path, [module, other]) == ["one.py: B", "one.py: f"]
