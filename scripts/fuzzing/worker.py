"""One process that fuzzes one target for a while, guided by coverage: ``python -m scripts.fuzzing.worker``.

It writes its figures and whatever it finds into a folder, and ends by itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import sys
import time
from pathlib import Path
from random import Random

import atheris  # type: ignore[import-not-found, unused-ignore]  # installed by `nox -s fuzz` alone

MEMORY = 3 * 1024**3
"""Bytes of addresses that the process gets; above, Python says MemoryError."""
LONGEST = 200_000
"""Bytes of an input."""
_MODULES = ["specloom", "specloom_runtime", "openai_client._runtime"]


def main(name: str, folder: Path, seconds: float) -> None:
    """Fuzz a target until the time is over; figures go into ``figures.json``."""
    with atheris.instrument_imports(include=_MODULES):
        from scripts.fuzzing.mutation import Mutator
        from scripts.fuzzing.targets import TARGETS
        from scripts.fuzzing.watch import most_memory, watched

        target = TARGETS[name]
        seeds = list(target.seeds())
        for seed in seeds:
            # What a target imports on its way is instrumented too; and it is warm.
            watched(target.run, seed)
        mutator = Mutator(seeds)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        figures = {"runs": 0, "slowest": 0.0, "failed": 0, "memory": 0}
        known: set[str] = set()
        end = time.monotonic() + seconds

        def one(data: bytes) -> None:
            ran = watched(target.run, data)
            figures["runs"] += 1
            if ran.seconds > figures["slowest"]:
                figures["slowest"] = ran.seconds
                (folder / "slowest").write_bytes(data)
            if ran.failure is not None:
                figures["failed"] += 1
                if ran.failure.what not in known:
                    known.add(ran.failure.what)
                    stem = hashlib.sha256(ran.failure.what.encode()).hexdigest()[:12]
                    (folder / f"{stem}.input").write_bytes(data)
                    (folder / f"{stem}.txt").write_text(f"{ran.failure.what}\n\n{ran.failure.told}", "utf-8", "replace")
            if time.monotonic() > end:
                figures["memory"] = most_memory()
                (folder / "figures.json").write_text(json.dumps(figures))
                sys.stderr.flush()
                os._exit(0)

        def mutated(data: bytes, most: int, seed: int) -> bytes:
            made = mutator.mutated(data, Random(seed), lambda text: atheris.Mutate(text, most))
            return made if len(made) <= most else data

        def crossed(first: bytes, other: bytes, most: int, seed: int) -> bytes:
            made = mutator.crossed(first, other, Random(seed))
            return made if len(made) <= most else first

        arguments = [sys.argv[0], f"-max_len={LONGEST}", "-timeout=0", "-rss_limit_mb=0", "-len_control=0"]
        corpus = folder.parent / "corpus"
        corpus.mkdir(exist_ok=True)
        for seed in seeds:
            (corpus / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
        atheris.Setup([*arguments, f"-artifact_prefix={folder}/died-", str(corpus)], one,
                      custom_mutator=mutated, custom_crossover=crossed)  # fmt: skip
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]))
