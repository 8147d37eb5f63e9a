"""Imports go in one direction: no module reaches itself, and rooms import what the map allows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house.imports import cycles, import_graph
from tests.house.the_map import SOURCE, rooms

EVERYBODYS = {"specloom", "problems", "legible"}
"""Every room may import these: the version, and how a problem is told."""

PACKAGES = {"specloom_runtime", "openai_layer"}


def room_of(module: str) -> str:
    """The room that a module is in: ``specloom.plan.values`` is in ``plan``."""
    parts = module.split(".")
    return parts[1] if parts[0] == "specloom" and len(parts) > 1 else parts[0]


def test_no_module_reaches_itself() -> None:
    assert cycles(import_graph(SOURCE)) == []


def test_rooms_import_what_the_map_allows() -> None:
    allowed = {room.name: set(room.uses) | EVERYBODYS | {room.name} for room in rooms()}
    graph = import_graph(SOURCE)
    wrong = [
        f"{module} imports {target}"
        for module, targets in graph.items()
        for target in sorted(targets)
        if module != "specloom" and room_of(target) not in allowed[room_of(module)]
    ]
    assert wrong == []


def test_the_map_allows_nothing_that_nobody_does() -> None:
    graph = import_graph(SOURCE)
    done = {(room_of(module), room_of(target)) for module, targets in graph.items() for target in targets}
    unused = [
        f"{room.name} does not import {used}"
        for room in rooms()
        for used in room.uses
        if (room.name, used) not in done
    ]
    assert unused == []


def test_what_is_copied_imports_nothing_of_the_generator() -> None:
    by_name = {room.name: room for room in rooms()}
    assert {name: by_name[name].uses for name in PACKAGES} == dict.fromkeys(PACKAGES, ())


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Two packages whose modules import one another in every way there is."""
    files = {
        "a/__init__.py": "",
        "a/top.py": "from a import late\nimport json",
        "a/late.py": "def f():\n    from .typed import X",
        "a/typed.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from ..b.deep import one",
        "b/__init__.py": "from . import deep",
        "b/deep/__init__.py": "from .one import name",
        "b/deep/one.py": "import a.top\nname = 1",
        "b/alone.py": "from b import deep",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_every_kind_of_import_is_seen(source: Path) -> None:
    assert import_graph(source) == {
        "a": frozenset(),
        "a.top": {"a.late"},
        "a.late": {"a.typed"},
        "a.typed": {"b.deep.one"},
        "b": {"b.deep"},
        "b.deep": {"b.deep.one"},
        "b.deep.one": {"a.top"},
        "b.alone": {"b.deep"},
    }


def test_a_circle_is_named_and_who_only_leads_to_it_is_not(source: Path) -> None:
    assert cycles(import_graph(source)) == [["a.late", "a.top", "a.typed", "b.deep.one"]]
