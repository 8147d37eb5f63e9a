"""The map in CONTRIBUTING.md shows the house as it is, and so does the glossary."""

from __future__ import annotations

import ast
import re

from tests.house.the_map import ROOT, SOURCE, rooms


def test_each_room_has_its_line() -> None:
    inside = {path.stem for path in (SOURCE / "specloom").iterdir() if path.suffix == ".py" or path.is_dir()}
    beside = {path.name for path in SOURCE.iterdir() if path.is_dir()}
    there = {name for name in (inside | beside) if not name.startswith("_")} - {"py", "specloom"}
    assert sorted(room.name for room in rooms()) == sorted(there)


def test_each_line_leads_to_a_room_and_to_tests() -> None:
    for room in rooms():
        assert (ROOT / room.path).exists(), room.path
        assert room.tests, room.name
        for place in room.tests:
            assert (ROOT / place).exists(), place


def test_each_folder_of_tests_has_its_line() -> None:
    told = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    folders = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and not path.name.startswith("_")}
    assert sorted(name for name in folders if f"`tests/{name}" not in told) == []


def test_each_session_is_told() -> None:
    told = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("| session | does |")[2].partition("\n\n")[0]
    named = {name for row in told.splitlines() for name in re.findall(r"`(\w+)`", row.rpartition(" | ")[0])}
    functions = ast.parse((ROOT / "noxfile.py").read_text("utf-8")).body
    sessions = [each.name for each in functions if isinstance(each, ast.FunctionDef) and each.decorator_list]
    assert sorted(named) == sorted(sessions)


def test_each_word_leads_to_its_module() -> None:
    rows = re.findall(
        r"^\| \*\*.+\*\* \| .+ \| `([^`]+)` \|$", (ROOT / "docs/glossary.md").read_text("utf-8"), re.MULTILINE
    )
    assert len(rows) > 20
    assert [row for row in rows if not (ROOT / row).exists()] == []
