"""The worked example of docs/templates.md, from the project of the first tutorial, with a checkout of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from .blocks import DOCS, ROOT, blocks, load
from .claims import claims
from .reader import Reader
from .stand_ins import environment

PAGE = DOCS / "templates.md"
TUTORIAL = DOCS / "tutorials/regenerate.md"


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    """In the folder of the first tutorial, right after the first client was made."""
    checkout, toys = tmp_path / "specloom", tmp_path / "toys"
    checkout.mkdir()
    toys.mkdir()
    for name in ("src", "pyproject.toml"):
        (checkout / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "templates", checkout / "templates")
    (document,) = blocks(TUTORIAL, "yaml", section="The document")
    (toys / "toys.yaml").write_text(document.code, "utf-8")
    reader = Reader(toys, environment(tmp_path / "stand-ins", checkout))
    prepared = "python3 -m venv ../toys-venv && . ../toys-venv/bin/activate && specloom new toys toys.yaml"
    assert reader.type(prepared)[0] == 0
    yield reader
    reader.close()


@claims(PAGE, "console", "diff")
def test_the_worked_example(reader: Reader) -> None:
    reader.follow(PAGE, "console", "diff")


@claims(PAGE, "toml")
def test_a_folder_of_templates_is_named_as_the_page_says(tmp_path: Path) -> None:
    (block,) = blocks(PAGE, "toml")
    assert load(block) == {"apis": {"pets": {"templates": ["my_templates"]}}}
