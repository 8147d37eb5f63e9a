"""Looks where a program is, hundreds of times a second: ``profile_probe.py WHAT ARGUMENTS``.

The clock is the processor's. What a built-in function takes counts for the Python function that calls it; and unlike a
profiler that is called with every function, looking does not make small functions seem slow. The last line that it
prints is JSON: seconds in all, and of each function, by file and name.
"""

from __future__ import annotations

import json
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

INTERVAL = 0.001
"""Seconds of the processor between two looks."""


def looked_into(use: Callable[[], object]) -> dict[str, Any]:
    """Where a call of a function spends its time; of the main thread of this process alone."""
    seen: dict[tuple[str, str], float] = defaultdict(float)
    last = time.process_time()

    def look(_: int, frame: FrameType | None) -> None:
        # A built-in function is not interrupted: the look comes when it is done, and has to count for all of it.
        nonlocal last
        now = time.process_time()
        if frame is not None:
            seen[frame.f_code.co_filename, frame.f_code.co_name] += now - last
        last = now

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)
    try:
        use()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    functions = [[file, name, seconds] for (file, name), seconds in seen.items()]
    return {"seconds": sum(seen.values()), "functions": functions}


def specloom(arguments: list[str]) -> None:
    """A run of our command line."""
    from specloom.commands.main import main

    main(arguments, standalone_mode=False)


def reading(work: str, package: str, size: int) -> Callable[[], object]:
    """Reads a stream or an answer of some size; a small one is read before, which loads what is loaded once."""
    from scripts.runtime_probe import side
    from scripts.sizes_probe import CASES

    one = side(package)
    CASES[work](one, 1)
    return lambda: CASES[work](one, size)


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    found = looked_into((lambda: specloom(rest)) if what == "specloom" else reading(what, rest[0], int(rest[1])))
    print(json.dumps(found))
