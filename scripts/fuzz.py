"""Feed the machine with inputs that nobody would write: ``python scripts/fuzz.py --minutes 60``.

What fails is made small and kept in the work folder; whoever mends it copies it to ``tests/security/seeds/<target>``,
where a test runs it for ever after. A later run goes on where the last one stopped.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.fuzzing.shrinking import shrunk
from scripts.fuzzing.targets import TARGETS
from scripts.fuzzing.watch import ROOT, watched

_COVERED: Final = re.compile(r"cov: (\d+)")
_SHRINKING: Final = 20.0
"""Seconds in which an input is made small."""
_START: Final = 300.0
"""Seconds that a worker may take to begin and to end."""


def work(folder: Path, seconds: float, names: Sequence[str]) -> int:
    """Run workers until the time is over; one that dies is followed by another. Returns the branches covered."""
    end, covered, log = time.monotonic() + seconds, 0, folder / "log"
    while (left := end - time.monotonic()) > 1:
        command = [sys.executable, "-m", "scripts.fuzzing.worker", str(folder), str(left), *names]
        with log.open("wb") as stream:
            try:
                code = subprocess.run(
                    command, cwd=ROOT, stdout=stream, stderr=stream, timeout=left + _START, check=False
                ).returncode
            except subprocess.TimeoutExpired:
                code = -1
        said = log.read_text("utf-8", "replace")
        covered = max([covered, *map(int, _COVERED.findall(said))])
        if code:
            number = len(list(folder.glob("died-*.log")))
            log.rename(folder / f"died-{number}.log")
            print(f"a worker ended with {code}: {folder}/died-{number}.log", flush=True)
    return covered


def shrink(folder: Path) -> list[str]:
    """Make small what still fails, and say what that is."""
    failing = []
    for told in sorted(folder.glob("*-*.txt")):
        name, what = told.stem.partition("-")[0], told.read_text("utf-8").partition("\n")[0]

        def fails(data: bytes, name: str = name, what: str = what) -> bool:
            failure = watched(TARGETS[name].run, data).failure
            return failure is not None and failure.what == what

        data = told.with_suffix(".input").read_bytes()
        if fails(data):
            told.with_suffix(".small").write_bytes(shrunk(data, fails, _SHRINKING))
            failing.append(f"{name}: {what} ({told.with_suffix('.small')})")
    return failing


def figures(folder: Path) -> Mapping[str, Mapping[str, float]]:
    """Sums (and what is largest) of all runs in a folder, by target."""
    found: dict[str, dict[str, float]] = {}
    for path in folder.glob("figures-*.json"):
        told: Mapping[str, Any] = json.loads(path.read_text())
        for name, one in told["targets"].items():
            sums = found.setdefault(name, dict.fromkeys(one, 0))
            for key, value in one.items():
                sums[key] = max(sums[key], value) if key in ("slowest", "grown") else sums[key] + value
    return found


def table(folder: Path) -> list[str]:
    """The figures as lines for people."""
    lines = [f"{'target':<10} {'runs':>10} {'minutes':>8} {'slowest s':>10} {'most MB':>8} {'found':>6}"]
    for name, one in figures(folder).items():
        found = len(list(folder.glob(f"{name}-*.txt")))
        lines.append(
            f"{name:<10} {one['runs']:>10,.0f} {one['seconds'] / 60:>8.1f} {one['slowest']:>10.2f} "
            f"{one['grown'] / 1024**2:>8.0f} {found:>6}"
        )
    return lines


def main(arguments: list[str]) -> int:
    """Fuzz, tell the figures, and end with 1 where something fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", help=f"of {', '.join(TARGETS)}; all unless given")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--work", type=Path, default=ROOT / ".specloom/fuzz", help="where inputs are kept")
    given = parser.parse_args(arguments)
    if unknown := [name for name in given.targets if name not in TARGETS]:
        parser.error(f"there is no target {unknown[0]!r}; there are {', '.join(TARGETS)}")
    given.work.mkdir(parents=True, exist_ok=True)
    covered = work(given.work, given.minutes * 60, given.targets or list(TARGETS))
    failing = shrink(given.work)
    print(*table(given.work), f"{covered:,} branches covered", *failing, sep="\n")
    return int(bool(failing))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
