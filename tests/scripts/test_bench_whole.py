"""A quick run of everything: it measures each part, installs nothing, and writes a page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scripts import bench_generate, bench_runtime
from scripts.bench import main
from scripts.bench_whole import machine

DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Many", "version": "1"},
    "paths": {
        f"/p{number}": {"get": {"responses": {"200": {"description": "", "content": {"application/json": {
            "schema": {"$ref": f"#/components/schemas/S{number}"}}}}}}}
        for number in range(3)
    },
    "components": {"schemas": {
        f"S{number}": {"type": "object", "properties": {"first": {"type": "string"}}} for number in range(3)
    }},
}  # fmt: skip


def test_a_quick_run_measures_everything_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (bench_generate, bench_runtime):
        monkeypatch.setattr(module, "environment", lambda *arguments: pytest.fail("something is installed"))
    document = tmp_path / "openapi.json"
    document.write_text(json.dumps(DOCUMENT))
    into = tmp_path / "docs"
    assert main(["--quick", "--document", str(document), "--into", str(into)]) == 0
    results = json.loads((into / "benchmarks/results.json").read_text("utf-8"))
    assert results.keys() == {
        "about", "generate", "growth", "start", "runtime", "sizes", "layer", "diff", "profile",
    }  # fmt: skip
    rows = {row["tool"]: row for row in results["generate"]["rows"]}
    ours = rows["specloom"]
    assert (ours["operations"], ours["imported"]) == (3, ours["modules"])
    assert rows["specloom, one operation changed"]["written"] > 0
    assert all(row["failure"] for name, row in rows.items() if not name.startswith("specloom"))
    assert [size["operations"] for size in results["growth"]["sizes"]] == [3, 6]
    assert all(cost["cpu"] > 0 for size in results["growth"]["sizes"] for cost in size["costs"]["generate"])
    assert {case["name"] for case in results["runtime"]["cases"]} == {case.name for case in bench_runtime.CASES}
    assert [point["work"] for point in results["sizes"]] == ["answer", "stream"]
    assert [profile["name"] for profile in results["profile"]] == [
        "generate", "generate 2 times", "diff", "answer", "stream", "start",
    ]  # fmt: skip
    page = (into / "benchmarks.md").read_text("utf-8")
    assert "This is a quick run" in page
    assert "3 of 3" in page


def test_what_is_told_of_the_machine_is_no_name_of_it() -> None:
    about = machine()
    assert about.keys() == {
        "date", "python", "system", "processor", "cores", "memory", "java", "specloom", "commit",
    }  # fmt: skip
    assert about["cores"] >= 1


def test_a_name_that_is_none_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nothing"]) == 2
    assert "usage: bench.py" in capsys.readouterr().err
