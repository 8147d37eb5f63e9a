"""Whatever a document says becomes text: no code, no way out of the output folder, nothing invisible."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from specloom.commands.main import main
from tests.security.hostile import PAYLOADS, document

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HARMLESS: Final = "dog"
REFUSED: Final = ("lone surrogate",)
"""No text at all: what reads JSON and YAML says so."""
IMPORT_ALL: Final = """
import importlib, pathlib, sys
sys.path.insert(0, "generated/pets_client/src")
for path in sorted(pathlib.Path("generated/pets_client/src").rglob("*.py")):
    parts = path.relative_to("generated/pets_client/src").with_suffix("").parts
    module = importlib.import_module(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    for name in dir(module):
        getattr(module, name)
from pets_client import AsyncPets, Pets
for client in (Pets, AsyncPets):
    vars(client)
"""
INVISIBLE: Final = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def make(folder: Path, payload: str) -> Path:
    """The package of the hostile document, in a folder that holds nothing else."""
    (folder / "hostile.json").write_text(json.dumps(document(payload)), "utf-8")
    result = CliRunner().invoke(main, ["new", "pets", "hostile.json"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return folder / "generated/pets_client"


def python_files(package: Path) -> Iterator[tuple[str, str]]:
    """What the generator wrote itself, by path."""
    for path in sorted(package.rglob("*.py")):
        if "_runtime" not in path.parts:
            yield path.relative_to(package).as_posix(), path.read_bytes().decode()


def calls_and_imports(package: Path) -> set[str]:
    """What the code of a package calls and imports, and the kinds of its statements; its own classes left out."""
    found: set[str] = set()
    trees = [ast.parse(text, name) for name, text in python_files(package)]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    own = {node.name for node in nodes if isinstance(node, ast.ClassDef)}
    # A dict with keys that are no identifiers is declared by a call, with texts alone.
    own.add("TypedDict")
    for node in nodes:
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            found |= set() if called in own else {f"call {called}"}
        elif isinstance(node, ast.Import):
            found.update(f"import {alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(f"from {node.module}")
        elif isinstance(node, (ast.stmt, ast.comprehension)):
            found.add(type(node).__name__)
    return found


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The package of the same document when it means no harm."""
    with _inside(tmp_path_factory.mktemp("harmless")) as folder:
        yield make(folder, HARMLESS)


@pytest.fixture(scope="module", params=[what for what in PAYLOADS if what not in REFUSED])
def hostile(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The package of a hostile document, for each of them; the folder around it is where the test runs."""
    with _inside(tmp_path_factory.mktemp("hostile")) as folder:
        yield make(folder, PAYLOADS[request.param])


@contextmanager
def _inside(folder: Path) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield folder


def test_a_package_of_a_hostile_document_is_as_harmless_as_any(hostile: Path, harmless: Path) -> None:
    assert calls_and_imports(hostile) <= calls_and_imports(harmless)
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-B", "-c", IMPORT_ALL], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert not ran.stdout + ran.stderr
    folder = Path.cwd()
    assert {path.name for path in folder.iterdir()} == {
        "hostile.json",
        "generated",
        "spec",
        "specloom.toml",
        ".specloom",
    }
    assert {path.name for path in (folder / "generated").iterdir()} == {"pets_client"}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_text_is_refused(what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("hostile.json").write_text(json.dumps(document(PAYLOADS[what])), "utf-8")
    result = CliRunner().invoke(main, ["new", "pets", "hostile.json"], catch_exceptions=False)
    assert result.exit_code == 2
    assert "hostile.json:1:" in result.output
    assert {path.name for path in tmp_path.iterdir()} == {"hostile.json"}


def test_nothing_invisible_is_written(hostile: Path) -> None:
    for path in hostile.rglob("*"):
        if path.is_file():
            text = path.read_bytes().decode()
            odd = {character for character in text if unicodedata.category(character) in INVISIBLE} - {"\n"}
            assert not {f"U+{ord(character):04X}" for character in odd - _joiners(path)}, path


def _joiners(path: Path) -> set[str]:
    # Emoji are made of several characters, joined by one that has no width; in prose they may stay.
    return {"\u200d"} if path.suffix == ".md" else set()


def test_names_of_files_are_plain_on_every_system(hostile: Path) -> None:
    devices = {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))}
    seen: set[str] = set()
    for path in hostile.rglob("*"):
        relative = path.relative_to(hostile).as_posix()
        assert re.fullmatch(r"[\w./-]+", relative), relative
        assert len(path.name.encode()) <= 200, relative
        assert path.stem.casefold() not in devices
        assert unicodedata.normalize("NFC", relative).casefold() not in seen
        seen.add(unicodedata.normalize("NFC", relative).casefold())


def test_the_project_file_says_what_it_always_says(hostile: Path, harmless: Path) -> None:
    said = tomllib.loads((hostile / "pyproject.toml").read_text("utf-8"))
    usual = tomllib.loads((harmless / "pyproject.toml").read_text("utf-8"))
    assert said["project"].keys() == usual["project"].keys()
    for key in ("name", "dependencies", "requires-python"):
        assert said["project"][key] == usual["project"][key]
    for table in ("build-system", "tool"):
        assert said[table] == usual[table]


def test_pages_hold_no_markup_of_the_document(hostile: Path) -> None:
    for path in hostile.rglob("*.md"):
        code = re.compile(r"^(`{3,}).*?^\1$", re.MULTILINE | re.DOTALL)
        text = path.read_text("utf-8")
        for block in re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
            ast.parse(block)
        prose = re.sub(r"(`+)[^`].*?\1", "", code.sub("", text))
        assert not re.search(r"<(?!!--|a id=|/a>)[a-zA-Z/]", prose), path
        assert "javascript:" not in prose, path


@pytest.mark.parametrize("what", ["escape sequences of terminals", "directions", "carriage return", "null"])
@pytest.mark.parametrize("command", ["pull", "report", "generate"])
def test_nothing_steers_the_terminal(what: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("specloom.toml").write_text('[apis.pets]\nsource = "hostile.json"\n', "utf-8")
    for said in (document(PAYLOADS[what]), {**document(PAYLOADS[what]), "components": {}}):
        Path("hostile.json").write_text(json.dumps(said), "utf-8")
        pulled = CliRunner().invoke(main, ["pull", "--unchecked", "pets"], catch_exceptions=False)
        result = CliRunner().invoke(main, [command, "pets"], catch_exceptions=False)
        for line in (*pulled.output.split("\n"), *result.output.split("\n")):
            assert line.isprintable(), line
