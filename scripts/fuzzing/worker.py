"""One process that fuzzes, guided by coverage: ``python -m scripts.fuzzing.worker FOLDER SECONDS TARGET...``.

All targets share it, since telling coverage apart takes half a minute to set up; an input begins with the name of its
target. It writes its figures and what it finds into the folder, and ends by itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]  # installed by `nox -s fuzz` alone
from attrs import asdict, define

MEMORY = 4 * 1024**3
"""Bytes of addresses that the process gets; above, Python says MemoryError."""
LONGEST = 100_000
"""Bytes of an input."""
_MODULES = ["specloom", "specloom_runtime", "openai_client._runtime"]
_POOL = 2000
_PAUSE = 15.0
"""Seconds between two times that the figures are written."""


@define
class Figures:
    """What became of one target.

    Attributes:
        seconds: Of its runs.
        slowest: Seconds of the longest run.
        grown: The most bytes that the process grew by in one run.
        failed: Runs that failed, whatever the reason.
    """

    runs: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    grown: int = 0
    failed: int = 0


class Worker:
    """Chooses targets so that each gets its share of the time, and keeps the books.

    Args:
        targets: By name.
        folder: Where figures and findings go.
        seconds: When to end.
    """

    def __init__(self, targets: Mapping[str, Any], folder: Path, seconds: float) -> None:
        from scripts.fuzzing.mutation import Mutator
        from scripts.fuzzing.watch import watched

        self._targets, self._folder, self._watched = targets, folder, watched
        self._figures = {name: Figures() for name in targets}
        self._pools = {name: list(dict.fromkeys(target.seeds())) for name, target in targets.items()}
        self._mutators = {name: Mutator(pool) for name, pool in self._pools.items()}
        self._known: set[str] = set()
        self._told = self._begun = time.monotonic()
        self._end = self._begun + seconds

    def seeds(self) -> list[bytes]:
        """All inputs to start from."""
        return [name.encode() + b"\n" + seed for name, pool in self._pools.items() for seed in pool]

    def run(self, data: bytes) -> None:
        """Run one input; the process ends here when its time is over."""
        name, text = self._split(data)
        if name in self._targets:
            ran, figures = self._watched(self._targets[name].run, text), self._figures[name]
            figures.runs += 1
            figures.seconds += ran.seconds
            figures.slowest = max(figures.slowest, ran.seconds)
            figures.grown = max(figures.grown, ran.grown)
            if ran.failure is not None:
                figures.failed += 1
                self._keep(name, ran.failure.what, ran.failure.told, text)
        now = time.monotonic()
        if now > self._told + _PAUSE or now > self._end:
            self._told = now
            self._write()
        if now > self._end:
            sys.stderr.flush()
            os._exit(0)

    def mutated(self, data: bytes, most: int, seed: int) -> bytes:
        """An input for the target that has had least for its share, made from the given one where it is its own."""
        random = Random(seed)  # noqa: S311 - inputs are to be random, and the same again
        own, text = self._split(data)
        self._remember(own, text)
        name = min(self._targets, key=lambda one: self._figures[one].seconds / self._targets[one].share)
        if own != name:
            text = random.choice(self._pools[name])
        made = self._mutators[name].mutated(text, random, lambda part: bytes(atheris.Mutate(part, most)))
        return name.encode() + b"\n" + (made if len(made) < most - 20 else text)

    def crossed(self, first: bytes, other: bytes, most: int, seed: int) -> bytes:
        """An input with a part of another one of its target."""
        name, text = self._split(first)
        if name not in self._targets:
            return first
        random = Random(seed)  # noqa: S311 - as above
        theirs, there = self._split(other)
        made = self._mutators[name].crossed(
            text, there if theirs == name else random.choice(self._pools[name]), random
        )
        return name.encode() + b"\n" + (made if len(made) < most - 20 else text)

    def _split(self, data: bytes) -> tuple[str, bytes]:
        name, _, text = data.partition(b"\n")
        return name.decode("ascii", "replace"), text

    def _remember(self, name: str, text: bytes) -> None:
        pool = self._pools.get(name, [])
        if len(pool) < _POOL and text not in pool[-50:]:
            pool.append(text)

    def _keep(self, name: str, what: str, told: str, text: bytes) -> None:
        stem = f"{name}-{hashlib.sha256(what.encode()).hexdigest()[:10]}"
        if stem not in self._known:
            self._known.add(stem)
            (self._folder / f"{stem}.input").write_bytes(text)
            (self._folder / f"{stem}.txt").write_text(f"{what}\n\n{told}", "utf-8", "replace")
            print(f"found: {name}: {what}", file=sys.stderr, flush=True)

    def _write(self) -> None:
        figures = {name: asdict(one) for name, one in self._figures.items()}
        told = {"wall": self._told - self._begun, "targets": figures}
        (self._folder / f"figures-{os.getpid()}.json").write_text(json.dumps(told))


def main(folder: Path, seconds: float, names: list[str]) -> None:
    """Fuzz until the time is over."""
    with atheris.instrument_imports(include=_MODULES):
        from scripts.fuzzing.targets import TARGETS
        from scripts.fuzzing.watch import watched

        targets = {name: TARGETS[name] for name in names}
        for target in targets.values():
            for seed in target.seeds():
                # What a target imports on its way is told apart too; and it is warm.
                watched(target.run, seed)
    worker = Worker(targets, folder, seconds)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    corpus = folder / "corpus"
    corpus.mkdir(exist_ok=True)
    for data in worker.seeds():
        (corpus / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    options = [f"-max_len={LONGEST}", "-timeout=3600", "-rss_limit_mb=0", "-len_control=0", "-reload=0"]
    atheris.Setup(
        [sys.argv[0], *options, f"-artifact_prefix={folder}/died-", str(corpus)],
        worker.run,
        custom_mutator=worker.mutated,
        custom_crossover=worker.crossed,
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3:])
