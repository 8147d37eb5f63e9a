"""Every case becomes the expected code, the same each time, without a complaint of the type checker, and it works."""

from __future__ import annotations

import difflib
import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.golden.cases import Case, Workshop, all_cases, read_tree

CASES = all_cases()
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """All cases, generated through the command line."""
    workshop = Workshop.fitted_out(tmp_path_factory.mktemp("golden"), CASES)
    workshop.run("generate")
    return workshop


@pytest.fixture
def importable(workshop: Workshop, case: Case) -> Iterator[None]:
    """The package of a case can be imported; afterwards nothing of it is left."""
    sys.path.insert(0, str(workshop.source(case)))
    importlib.invalidate_caches()
    yield
    sys.path.remove(str(workshop.source(case)))
    for name in [name for name in sys.modules if name.partition(".")[0] == case.package]:
        del sys.modules[name]


@each_case
def test_the_code_is_as_expected(workshop: Workshop, case: Case) -> None:
    expected, written = case.expected(), workshop.written(case)
    difference = [
        line
        for path in sorted({*expected, *written})
        for line in difflib.unified_diff(
            expected.get(path, "").splitlines(),
            written.get(path, "").splitlines(),
            f"expected/{path}",
            f"generated/{path}",
            lineterm="",
        )
    ]
    hint = f"\nif this is meant, run: python -m tests.golden.update {case.name}"
    assert written == expected, "\n".join(difference) + hint


@each_case
def test_the_code_works(importable: None, case: Case) -> None:
    check = importlib.import_module(f"tests.golden.{case.name}.check").check
    check(importlib.import_module(case.package))


def test_the_bytes_do_not_depend_on_the_hash_seed(workshop: Workshop, tmp_path: Path) -> None:
    trees = []
    for seed in ("1", "2"):
        root = tmp_path / seed
        root.mkdir()
        Workshop.fitted_out(root, CASES)
        subprocess.run(
            [sys.executable, "-c", "from specloom.commands.main import main; main()", "generate"],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        )
        trees.append(read_tree(root / "generated"))
    assert trees[0] == trees[1] == read_tree(workshop.root / "generated")


def test_the_type_checker_has_no_complaint(workshop: Workshop) -> None:
    files = [
        str(path)
        for case in CASES
        for path in sorted((workshop.source(case) / case.package).rglob("*.py"))
        if "_runtime" not in path.parts
    ]
    result = subprocess.run(
        # The runtime is checked where it stands; here it is read for its types alone, which saves most of the time.
        [sys.executable, "-m", "mypy", "--strict", "--python-version=3.10", "--follow-imports=silent", *files],
        cwd=workshop.root,
        env={**os.environ, "MYPYPATH": os.pathsep.join(str(workshop.source(case)) for case in CASES)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert f"no issues found in {len(files)} source files" in result.stdout
