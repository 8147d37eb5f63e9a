"""The benchmark of generators: what it changes, what it counts, and what it says of those that are not there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import bench_generate
from scripts.bench_generate import change_an_operation, measure
from scripts.generators import DOCUMENT, ROOT, Tool, tools


def test_one_parameter_is_added_to_one_operation(tmp_path: Path) -> None:
    path = tmp_path / "openapi.json"
    before = {"paths": {"/a": {"post": {}}, "/b": {"get": {"operationId": "b"}}, "/c": {"get": {}}}}
    path.write_text(json.dumps(before))
    change_an_operation(path)
    after = json.loads(path.read_text())
    assert [one["name"] for one in after["paths"]["/b"]["get"].pop("parameters")] == ["added_by_the_bench"]
    assert after == before


def test_a_tool_that_needs_what_is_not_there_gets_a_row_that_says_so(tmp_path: Path) -> None:
    document = tmp_path / "openapi.json"
    document.write_text('{"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {}}')
    absent = Tool("absent", "absent", (), ("absent",), "out", "nothing", needs="no-such-program-anywhere")
    (row,) = measure([absent], document, tmp_path, 1, lambda text: None)
    assert row.failure == "`no-such-program-anywhere` is not on this machine"
    assert row.costs == ()


def test_a_quick_run_installs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_generate, "environment", lambda *arguments: pytest.fail("something is installed"))
    chosen = list(tools(pinned=False))[1:]
    rows = measure(chosen, DOCUMENT, tmp_path, 1, lambda text: None, quick=True)
    assert {row.failure for row in rows} == {"not measured in a quick run"}


def test_modules_are_imported_one_by_one_and_the_first_error_is_told(tmp_path: Path) -> None:
    package = tmp_path / "out" / "pets"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "fine.py").write_text("print('noise')\n")
    (package / "wrong.py").write_text("def (\n")
    (package / "needs.py").write_text("from pets import wrong\n")
    (tmp_path / "out" / "docs").mkdir()
    (tmp_path / "out" / "docs" / "no_package.py").write_text("raise SystemExit\n")
    command = [sys.executable, str(ROOT / "scripts/import_probe.py"), str(tmp_path / "out")]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert (told["modules"], told["imported"]) == (4, 2)
    assert told["error"].startswith("SyntaxError")
