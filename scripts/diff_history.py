"""Compare all consecutive revisions of a document: ``python scripts/diff_history.py FOLDER [--only N] [--shown M]``.

The folder holds revisions, YAML or JSON, plain or ``.gz``, whose names sort by date. For each pair one line: seconds
of the comparison on the wire and in Python, and findings by verdict. With ``--only`` the findings of that pair are
listed by rule, with at most ``--shown`` of each rule.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise
from pathlib import Path

from attrs import frozen

from specloom.diff.compare import compare
from specloom.diff.findings import Finding, findings_of
from specloom.diff.python import compare_plans
from specloom.diff.python_surface import Side
from specloom.document.load import load_text
from specloom.engines.reading import read_parsed
from specloom.plan.make import make_plan
from specloom.plan.sdk import Sdk
from specloom.prepare import prepare
from specloom.prepare.values import Document
from specloom.problems import SpecloomError


@frozen
class Revision:
    """One revision, read, or why it cannot be."""

    name: str
    prepared: Document
    side: Side | None
    refused: str = ""


def main(arguments: list[str] | None = None) -> int:
    """Print a line for each pair; 2 where the folder holds fewer than two revisions."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition(":")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", type=int, help="number of a pair to list")
    parser.add_argument("--shown", type=int, default=20, help="findings of a rule to list, at most")
    options = parser.parse_args(arguments)
    paths = sorted(path for path in options.folder.iterdir() if ".yaml" in path.name or path.suffix == ".gz")
    if len(paths) < 2:
        sys.stderr.write(f"{options.folder}: fewer than two revisions (.yaml, .yaml.gz)\n")
        return 2
    if options.only is not None:
        paths = paths[options.only - 1 : options.only + 1]
    for number, (old, new) in enumerate(pairwise(map(_read, paths)), start=options.only or 1):
        for line in _compared(number, old, new, options.shown if options.only else 0):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
    return 0


def _read(path: Path) -> Revision:
    raw = path.read_bytes()
    try:
        prepared = prepare(load_text(gzip.decompress(raw) if path.suffix == ".gz" else raw, path.name), path.name)
        parsed = read_parsed(prepared)
        plan = make_plan(prepared, parsed, Sdk(), api="history", package="history_client")
    except SpecloomError as error:
        return Revision(path.name, {}, None, str(error).splitlines()[0])
    return Revision(path.name, prepared, Side(parsed, plan))


def _compared(number: int, old: Revision, new: Revision, shown: int) -> Iterator[str]:
    name = f"{number:3} {old.name[:19]} {new.name[:19]}"
    if old.side is None or new.side is None:
        yield f"{name} refused: {old.refused or new.refused}"
        return
    start = time.perf_counter()
    compared = compare(old.prepared, new.prepared)
    wire = time.perf_counter()
    found = findings_of(compared.changes, compare_plans(old.side, new.side, compared))
    end = time.perf_counter()
    counts = Counter((one.wire, one.python) for one in found)
    told = ", ".join(f"{wire}/{python} {count}" for (wire, python), count in sorted(counts.items()))
    yield f"{name} {wire - start:5.2f} s + {end - wire:5.2f} s {len(found):5} findings (wire/Python): {told}"
    if shown:
        yield from _listed(found, shown)


def _listed(found: Iterable[Finding], shown: int) -> Iterator[str]:
    by_rule: dict[tuple[str, str, str], list[Finding]] = {}
    for one in found:
        by_rule.setdefault((one.wire, one.python, one.rule), []).append(one)
    for (wire, python, rule), members in by_rule.items():
        yield f"{wire}/{python} {rule}: {len(members)}"
        for one in islice(members, shown):
            yield f"    {one.message} [{len(one.uses)}]"


if __name__ == "__main__":
    sys.exit(main())
