"""The tutorials, followed from top to bottom as they stand; only what needs the package index is stood in for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .blocks import DOCS, ROOT, blocks
from .claims import claims
from .reader import Reader
from .stand_ins import environment
from .workflows import check_github, check_gitlab

REGENERATE, INSTALL, REVIEW = (DOCS / "tutorials" / f"{name}.md" for name in ("regenerate", "install", "review"))
CI = "Every time, in CI"


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


@claims(INSTALL)
def test_install(reader: Reader) -> None:
    reader.follow(INSTALL)


@claims(REVIEW, "console", "diff")
@claims(REVIEW, "yaml", section="A repository with a client")
def test_review(reader: Reader) -> None:
    reader.follow(REVIEW)


@claims(REVIEW, "yaml", section=CI)
def test_the_jobs_of_the_review_are_possible() -> None:
    github, gitlab = blocks(REVIEW, "yaml", section=CI)
    check_github(github, "toys")
    check_gitlab(gitlab, "toys")
