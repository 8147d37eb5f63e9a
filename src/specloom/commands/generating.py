"""Generating one target, and what is said of it; whoever asks for it prints."""

from __future__ import annotations

import time

from attrs import asdict, frozen

from specloom.collection import no_collection
from specloom.commands.alone import alone
from specloom.commands.coverage import Covered, covered
from specloom.commands.pipeline import Steps, emit_target, paths_as_shown, plan_target, shown
from specloom.commands.proven_file import proven_path, read_proven, write_proven
from specloom.commands.stamp import inputs_digest, read_stamp, remember, write_stamp
from specloom.config import Config, Target
from specloom.emit.write import Changes, apply, compare
from specloom.engines import Proven


@frozen
class GenerateResult:
    """What a generation did.

    Attributes:
        output: The output folder, relative to the project where it lies inside.
        nothing_to_do: Whether inputs and outputs were as the last run left them, so that nothing was computed.
        seconds: Wall time.
    """

    api: str
    output: str
    counts: Covered
    changes: Changes
    nothing_to_do: bool
    seconds: float

    @property
    def stale(self) -> bool:
        """Whether the output folder differed from what the generator writes."""
        return bool(self.changes)


def generate_target(config: Config, target: Target, *, check: bool = False, progress: Steps) -> GenerateResult:
    """Generate one target, or with ``check`` only find out what would change.

    Raises:
        SpecloomError: If it cannot be done; the output is then as it was.
    """
    start = time.perf_counter()
    output = shown(config, target.output)
    with progress.step("compare inputs"):
        inputs = inputs_digest(target)
        known = read_stamp(config, target, inputs)
    if known is not None:
        counts = Covered(**{key: int(str(known[key])) for key in asdict(Covered(0, 0, 0, 0))})
        unchanged = Changes((), (), (), int(str(known["files"])))
        return GenerateResult(target.name, output, counts, unchanged, True, time.perf_counter() - start)
    proven = Proven(read_proven(proven_path(config, target)))
    with no_collection():
        planned = plan_target(config, target, progress, proven)
        with paths_as_shown(config):
            files = emit_target(config, target, planned.plan, progress)
        counts = covered(planned.prepared, planned.plan)
    with progress.step("write" if not check else "compare"), paths_as_shown(config):
        if check:
            changes = compare(files, target.output)
        else:
            with alone(config.root / ".specloom" / f"{target.name}.lock"):
                changes = compare(files, target.output)
                # Also where nothing changes: a run that was killed may have left its stage.
                apply(files, target.output, changes)
    if not check or not changes:
        remember(config.root)
        if proven.current != proven.known:
            write_proven(proven_path(config, target), proven.current)
        write_stamp(config, target, inputs, {**asdict(counts), "files": len(files)})
    return GenerateResult(target.name, output, counts, changes, False, time.perf_counter() - start)


def summary_line(result: GenerateResult) -> str:
    """One line for people."""
    counts = result.counts
    head = (
        f"{result.api}: {counts.operations} of {counts.operations} operations, {counts.models} models, "
        f"{counts.params} params, {counts.widened} widened"
    )
    if counts.mended:
        head += f", {counts.mended} mended"
    if result.nothing_to_do:
        return f"{head}; nothing to do ({result.seconds:.2f} s)"
    return f"{head}; {written_text(result)}"


def written_text(result: GenerateResult) -> str:
    """What was written, for people."""
    changes = result.changes
    return (
        f"{changes.written} files written, {changes.unchanged} unchanged, "
        f"{len(changes.extra)} removed in {result.output} ({result.seconds:.1f} s)"
    )


def check_lines(result: GenerateResult) -> list[str]:
    """What ``--check`` says of one target."""
    if not result.stale:
        return [f"{result.api}: {result.output} is up to date ({result.seconds:.1f} s)"]
    kinds = (("stale", result.changes.stale), ("missing", result.changes.missing), ("extra", result.changes.extra))
    lines = [f"{kind}: {result.output}/{path}" for kind, paths in kinds for path in paths]
    total = sum(len(paths) for _, paths in kinds)
    return [*lines, f"{result.api}: {total} files differ; run: specloom generate {result.api}"]


def result_json(result: GenerateResult) -> dict[str, object]:
    """One target as JSON."""
    return {
        "api": result.api,
        "output": result.output,
        **asdict(result.counts),
        "written": result.changes.written,
        "unchanged": result.changes.unchanged,
        "removed": len(result.changes.extra),
        "stale": result.changes.stale,
        "missing": result.changes.missing,
        "extra": result.changes.extra,
        "nothing_to_do": result.nothing_to_do,
        "seconds": round(result.seconds, 3),
    }
