"""Command lines that a test cannot run, such as those that install: are they at least possible in this checkout?"""

from __future__ import annotations

import ast
import importlib.util
import re
import shlex
import sys
from pathlib import Path
from typing import Any

import click

from openai_client.lib.cli.app import app
from specloom.commands.main import main

from .blocks import ROOT, Block, take

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_PROJECT = re.compile(r"(?P<place>[^\[\s]+?)(?:\[(?P<extras>[\w,]+)\])?")
_OTHERS = ("cd", "export", "git")


def check_all(block: Block) -> None:
    """Hold each command of a block against what there is; comments and what is printed are passed over."""
    lines = take(block).replace("\\\n", " ").splitlines()
    if block.language == "console":
        lines = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
    for line in lines:
        if words := shlex.split(line, comments=True):
            try:
                check(words, _home(block.page))
            except (AssertionError, click.ClickException, OSError) as error:
                raise AssertionError(f"{block.page.name}, from line {block.line}: {line}\n{error}") from error


def check(words: list[str], home: Path = ROOT) -> None:
    """Hold one command against what there is; ``home`` is the folder in which it is typed.

    Raises:
        AssertionError: if there is no such session, module, script, folder or extra.
        click.ClickException: if our own command has no such option.
    """
    program, *rest = words
    if program in ("specloom", "openai-client"):
        _parse(main if program == "specloom" else app, rest)
    elif program in ("python", "python3"):
        _python(rest)
    elif program == "pip":
        assert rest[0] == "install", rest
        for word in rest[1:]:
            _installable(word, home)
    elif program == "nox":
        _sessions(rest[1:])
    elif program == "pytest":
        assert all(Path(ROOT, word.partition("::")[0]).exists() for word in rest if word[0] != "-"), rest
    else:
        assert program in _OTHERS or (ROOT / program).is_file(), f"what is {program}?"


def _parse(command: click.Command, words: list[str]) -> None:
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        inner = command.get_command(click.Context(command), words[0])
        assert inner is not None, f"there is no command {words[0]}"
        command, words = inner, words[1:]
    command.make_context(command.name, list(words))


def _python(words: list[str]) -> None:
    if words[0] == "-m":
        assert importlib.util.find_spec(words[1]), f"there is no module {words[1]}"
        return
    assert (ROOT / words[0]).is_file(), f"there is no {words[0]}"
    if words[0] == "scripts/dev.py":
        _sessions(words[1:])


def _sessions(words: list[str]) -> None:
    text = (ROOT / "noxfile.py").read_text("utf-8")
    known = {each.name for each in ast.parse(text).body if isinstance(each, ast.FunctionDef) and each.decorator_list}
    for word in words:
        if word == "--":
            break
        assert word in known, f"nox has no session {word}"


def _installable(word: str, home: Path) -> None:
    if word.startswith("-"):
        return
    found = _PROJECT.fullmatch(word)
    assert found is not None, word
    projects = {project["name"]: (folder, project) for folder, project in _projects().items()}
    if found["place"] in projects:
        _, project = projects[found["place"]]
    else:
        folder = (home / found["place"]).resolve()
        if folder not in _projects():
            assert _needed(found["place"]), f"there is no project {found['place']}"
            return
        project = _projects()[folder]
    extras = set((found["extras"] or "").split(",")) - {""}
    assert extras <= set(project.get("optional-dependencies", {})), f"{project['name']} has not {sorted(extras)}"


def _needed(name: str) -> bool:
    """Whether one of our projects needs a distribution of others."""
    needs = [
        need
        for project in _projects().values()
        for group in (project.get("dependencies", []), *project.get("optional-dependencies", {}).values())
        for need in group
    ]
    return any(re.fullmatch(rf"{re.escape(name)}\b[^-].*", need) for need in needs)


def _home(page: Path) -> Path:
    """The project that a page belongs to."""
    return next((folder for folder in _projects() if folder != ROOT and page.is_relative_to(folder)), ROOT)


def _projects() -> dict[Path, dict[str, Any]]:
    files = [ROOT / "pyproject.toml", *(ROOT / "generated").glob("*/pyproject.toml")]
    return {path.parent: tomllib.loads(path.read_text("utf-8"))["project"] for path in files}
