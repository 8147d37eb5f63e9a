"""What running a command costs: time on the wall, time of the processor, most memory at once.

The numbers are the kernel's own for the finished process and everything it waited for (``wait4``), not samples.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from attrs import frozen

_BYTES_PER_MAXRSS = 1 if sys.platform == "darwin" else 1024
_MEGABYTE = 1_000_000


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
    log = folder / "bench.log"
    with log.open("wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=dict(environment), stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)  # else Popen believes that it is still running
    text = log.read_text(errors="replace")
    log.unlink()
    if process.returncode:
        raise CommandError(command, process.returncode, text)
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _BYTES_PER_MAXRSS / _MEGABYTE), text


def middle(costs: Sequence[Cost]) -> Cost:
    """The medians of several runs, number by number."""
    return Cost(
        median(cost.wall for cost in costs), median(cost.cpu for cost in costs), median(cost.peak for cost in costs)
    )
