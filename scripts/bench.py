"""Benchmarks, beside the peers: ``scripts/bench.py`` runs everything and writes docs/benchmarks.md.

``scripts/bench.py NAME`` runs one part and prints it.
"""

from __future__ import annotations

import sys
from pathlib import Path

# Run as a file, Python looks for modules beside it and not in the folder that holds `scripts`.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts import (
    bench_diff,
    bench_generate,
    bench_growth,
    bench_import,
    bench_layer,
    bench_profile,
    bench_runtime,
    bench_sizes,
    bench_whole,
)

WHOLE = "all"
BENCHES = {
    WHOLE: bench_whole.main,
    "generate": bench_generate.main,
    "growth": bench_growth.main,
    "import": bench_import.main,
    "runtime": bench_runtime.main,
    "sizes": bench_sizes.main,
    "layer": bench_layer.main,
    "diff": bench_diff.main,
    "profile": bench_profile.main,
}


def main(argv: list[str]) -> int:
    """Run one benchmark, or all of them; 0 when it could be run, 2 when it could not."""
    if not argv or argv[0].startswith("-"):
        argv = [WHOLE, *argv]
    if argv[0] not in BENCHES:
        print(f"usage: bench.py [{{{','.join(BENCHES)}}}] [--help] [options]", file=sys.stderr)
        return 2
    return BENCHES[argv[0]](argv[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
