"""The tutorials, followed from top to bottom as they stand; only what needs the package index is stood in for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .blocks import DOCS, ROOT
from .claims import claims
from .reader import Reader
from .stand_ins import environment

REGENERATE = DOCS / "tutorials/regenerate.md"


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    """Somebody in a folder that holds a checkout of specloom."""
    folder = tmp_path / "reader"
    folder.mkdir()
    (folder / "specloom").symlink_to(ROOT)
    reader = Reader(folder, environment(tmp_path / "stand-ins"))
    yield reader
    reader.close()


@claims(REGENERATE)
def test_regenerate(reader: Reader) -> None:
    reader.follow(REGENERATE)
