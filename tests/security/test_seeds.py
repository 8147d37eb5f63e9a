"""Inputs that fuzzing once found to fail, or begins with: each is refused clearly or done right (scripts/fuzz.py)."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("time and memory are watched by means of Unix", allow_module_level=True)

from scripts.fuzzing.targets import SEEDS, TARGETS
from scripts.fuzzing.watch import WrongOutcomeError, watched

ENOUGH = 20.0
"""Seconds of the processor, a hundred times what the slowest of them takes."""
EVERY = [(name, path) for name, target in TARGETS.items() for path in target.kept()]


def test_every_folder_of_seeds_is_that_of_a_target() -> None:
    assert {path.name for path in SEEDS.iterdir()} <= set(TARGETS)


@pytest.mark.parametrize(("target", "seed"), EVERY, ids=[f"{name}/{path.name}" for name, path in EVERY])
def test_a_seed_ends_well(target: str, seed: Path) -> None:
    failure = watched(TARGETS[target].run, seed.read_bytes(), seconds=ENOUGH).failure
    assert failure is None, failure.told


def test_the_watch_sees_what_is_wrong() -> None:
    """A crash, a fault, an endless loop; what they share is seen by the same name."""

    def crash(data: bytes) -> None:
        raise KeyError(data)

    def fault(data: bytes) -> None:
        raise WrongOutcomeError(f"{data!r}\nand more")

    def hang(data: bytes) -> None:
        while True:
            pass

    def right(data: bytes) -> None:
        assert data

    found = [watched(run, b"x", seconds=0.05).failure for run in (crash, fault, hang, right)]
    assert [one and one.what.partition(" in ")[0] for one in found] == [
        "KeyError",
        "WrongOutcomeError",
        "TooSlowError",
        None,
    ]
    assert found[1] is not None
    assert found[1].what.endswith("b'x'")
