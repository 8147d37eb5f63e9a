"""Feed the machine with inputs that nobody would write: ``python scripts/fuzz.py --minutes 60``.

Targets take turns, each in a process of its own, guided by coverage. What fails is made small and kept in the work
folder; whoever mends it copies it to ``tests/security/seeds/<target>``, where a test runs it for ever after.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from attrs import define, field

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.fuzzing.shrinking import shrunk
from scripts.fuzzing.targets import TARGETS, Target
from scripts.fuzzing.watch import ROOT, watched

TURN: Final = 150.0
"""Seconds until the next target has its turn; seeds are run first in each, so that very short turns waste time."""
_COVERED: Final = re.compile(r"cov: (\d+)")


@define
class Tally:
    """What became of a target.

    Attributes:
        failures: What fails, by what it is; the path of the input.
        covered: Branches that were seen, of those that were instrumented.
    """

    target: Target
    runs: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    memory: int = 0
    covered: int = 0
    failures: dict[str, Path] = field(factory=dict)

    def line(self) -> str:
        """For people."""
        return (
            f"{self.target.name:<10} {self.runs:>10,} {self.seconds / 60:>7.1f} {self.covered:>8,} "
            f"{self.slowest:>8.2f} {self.memory / 1024**2:>7.0f} {len(self.failures):>8}"
        )


def take_turn(tally: Tally, work: Path, seconds: float) -> None:
    """Fuzz a target for a while, and add to its tally."""
    folder = work / tally.target.name / "turn"
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    command = [sys.executable, "-m", "scripts.fuzzing.worker", tally.target.name, str(folder), str(seconds)]
    start = time.monotonic()
    log = work / tally.target.name / "log"
    with log.open("wb") as stream:
        try:
            code = subprocess.run(command, cwd=ROOT, stderr=stream, stdout=stream, timeout=seconds + 300, check=False).returncode
        except subprocess.TimeoutExpired:
            code = -1
    tally.seconds += time.monotonic() - start
    said = log.read_text("utf-8", "replace")
    tally.covered = max([tally.covered, *map(int, _COVERED.findall(said))])
    figures = folder / "figures.json"
    if figures.exists():
        told = json.loads(figures.read_text())
        tally.runs += told["runs"]
        tally.slowest = max(tally.slowest, told["slowest"])
        tally.memory = max(tally.memory, told["memory"])
    else:
        _keep(tally, work, f"the process ended with {code}", said[-4000:], next(folder.glob("died-*"), log).read_bytes())
    for path in sorted(folder.glob("*.txt")):
        what, _, told = path.read_text("utf-8", "replace").partition("\n\n")
        if what not in tally.failures:
            _keep(tally, work, what, told, path.with_suffix(".input").read_bytes())


def _keep(tally: Tally, work: Path, what: str, told: str, data: bytes) -> None:
    found = work / tally.target.name / "found"
    found.mkdir(exist_ok=True)
    path = found / f"{len(list(found.glob('*.input'))):03}.input"
    path.write_bytes(data)
    path.with_suffix(".txt").write_text(f"{what}\n\n{told}", "utf-8", "replace")
    tally.failures[what] = path
    print(f"{tally.target.name}: {what} ({path})", flush=True)


def shrink_all(tallies: Sequence[Tally], seconds: float) -> None:
    """Make what fails small, each for so long at most."""
    for tally in tallies:
        for what, path in tally.failures.items():

            def fails(data: bytes, tally: Tally = tally, what: str = what) -> bool:
                failure = watched(tally.target.run, data).failure
                return failure is not None and failure.what == what

            data = path.read_bytes()
            if fails(data):
                path.with_suffix(".small").write_bytes(shrunk(data, fails, seconds))


def main(arguments: list[str]) -> int:
    """Fuzz, tell the figures, and end with 1 where something fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", help=f"of {', '.join(TARGETS)}; all unless given")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--turn", type=float, default=TURN, help="seconds of a turn")
    parser.add_argument("--work", type=Path, default=ROOT / ".specloom/fuzz", help="where inputs are kept")
    given = parser.parse_args(arguments)
    unknown = [name for name in given.targets if name not in TARGETS]
    if unknown:
        parser.error(f"there is no target {unknown[0]!r}; there are {', '.join(TARGETS)}")
    tallies = {name: Tally(TARGETS[name]) for name in given.targets or TARGETS}
    end = time.monotonic() + given.minutes * 60
    while (left := end - time.monotonic()) > 1:
        # Whoever had least so far, for its share, is next.
        tally = min(tallies.values(), key=lambda one: one.seconds / one.target.share)
        take_turn(tally, given.work, min(left, given.turn))
    shrink_all(list(tallies.values()), 20.0)
    print(f"{'target':<10} {'runs':>10} {'minutes':>7} {'branches':>8} {'slowest':>8} {'MB':>7} {'failures':>8}")
    for tally in tallies.values():
        print(tally.line())
    return int(any(tally.failures for tally in tallies.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
