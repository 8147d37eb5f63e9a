"""No module over 400 lines without a reason: one that long has two things to say."""

from __future__ import annotations

from collections.abc import Iterator

from tests.house.the_map import ROOT

MOST_LINES = 400

REASONS: dict[str, str] = {}
"""Modules that are longer, from the root of the repository, each with the reason why it is not two."""


def long_modules() -> Iterator[str]:
    """What is written by hand and too long; what is expected of the generator is not written by hand."""
    for folder in ("src", "scripts", "tests"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if "/expected/" not in name and len(path.read_text("utf-8").splitlines()) > MOST_LINES:
                yield name


def test_long_modules_have_a_reason_and_reasons_a_long_module() -> None:
    assert sorted(long_modules()) == sorted(REASONS)
    assert all(REASONS.values())
