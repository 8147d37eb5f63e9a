"""Runs under the profiler: ``profile_probe.py specloom ARGUMENTS`` or ``profile_probe.py stream PACKAGE EVENTS``.

The last line that it prints is JSON: seconds of the processor in all, and of every function the file, the name and its
own seconds. What built-in functions take is added to whoever called them.
"""

from __future__ import annotations

import cProfile
import json
import pstats
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

BUILT_IN = "~"
"""What the profiler gives for the file of a function that is in C."""


def own_times(profile: cProfile.Profile) -> dict[tuple[str, str], float]:
    """Seconds of every function of Python code, by file and name, with those of the built-in ones that it calls."""
    stats: dict[Any, Any] = pstats.Stats(profile).stats  # type: ignore[attr-defined] # typeshed has it not
    own: Counter[tuple[str, str]] = Counter()
    for (file, _, name), (_, _, seconds, _, callers) in stats.items():
        if file != BUILT_IN:
            own[file, name] += seconds
        elif callers:
            for (caller, _, by), (_, _, part, _) in callers.items():
                own[caller, by if caller != BUILT_IN else name] += part
        else:
            own[file, name] += seconds
    return dict(own)


def profiled(use: Callable[[], object]) -> dict[str, Any]:
    """What a call takes."""
    profile = cProfile.Profile(time.process_time)
    profile.enable()
    try:
        use()
    finally:
        profile.disable()
    own = own_times(profile)
    functions = [[file, name, seconds] for (file, name), seconds in own.items() if seconds > 0]
    return {"seconds": sum(own.values()), "functions": functions}


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
    found = profiled((lambda: specloom(rest)) if what == "specloom" else reading(what, rest[0], int(rest[1])))
    print(json.dumps(found))
