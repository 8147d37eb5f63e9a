"""What running a command costs: time on the wall, time of the processor, most memory at once.

The numbers are the kernel's own for the finished process and everything it waited for (``wait4``), not samples.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from attrs import frozen

_BYTES_PER_MAXRSS = 1 if sys.platform == "darwin" else 1024
_MEGABYTE = 1_000_000

# A process starts with the memory of the one that forked it on its account, so a small one has to do that.
_LAUNCHER = """
import json, os, subprocess, sys, time
start = time.perf_counter()
process = subprocess.Popen(sys.argv[2:])
_, status, usage = os.wait4(process.pid, 0)
wall = time.perf_counter() - start
process.returncode = os.waitstatus_to_exitcode(status)  # else Popen believes that it is still running
with open(sys.argv[1], "w") as numbers:
    json.dump([process.returncode, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss], numbers)
"""


@frozen
class Cost:
    """The cost of one run, or the medians of several.

    Attributes:
        wall: Seconds from start to end.
        cpu: Seconds of processor time, user and system, children included.
        peak: Most resident memory of any one process of the run, in megabytes.
    """

    wall: float
    cpu: float
    peak: float


class CommandError(Exception):
    """A measured command ended with another exit code than 0."""

    def __init__(self, command: Sequence[str], code: int, output: str) -> None:
        self.output = output
        last_lines = "\n".join(output.strip().splitlines()[-5:])
        super().__init__(f"{' '.join(command)} ended with {code}:\n{last_lines}")


def run(command: Sequence[str], *, folder: Path, environment: Mapping[str, str]) -> tuple[Cost, str]:
    """Run a command and return what it cost and what it printed.

    Raises:
        CommandError: If it ends with another exit code than 0.
        OSError: If it cannot be started.
    """
    log, numbers = folder / "bench.log", folder / "bench.json"
    launcher = [sys.executable, "-I", "-S", "-c", _LAUNCHER, str(numbers), *command]
    with log.open("wb") as output:
        started = subprocess.run(
            launcher,
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
        )
    text = log.read_text(errors="replace")
    log.unlink()
    if started.returncode:
        raise OSError(f"{command[0]} could not be started:\n{text}")
    code, wall, cpu, peak = json.loads(numbers.read_text())
    numbers.unlink()
    if code:
        raise CommandError(command, code, text)
    return Cost(wall, cpu, peak * _BYTES_PER_MAXRSS / _MEGABYTE), text


def middle(costs: Sequence[Cost]) -> Cost:
    """The medians of several runs, number by number."""
    return Cost(
        median(cost.wall for cost in costs), median(cost.cpu for cost in costs), median(cost.peak for cost in costs)
    )
