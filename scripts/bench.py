"""Benchmarks, beside the peers: ``scripts/bench.py generate``, ``import``, ``runtime``, ``layer`` or ``diff``."""

from __future__ import annotations

import sys
from pathlib import Path

# Run as a file, Python looks for modules beside it and not in the folder that holds `scripts`.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts import bench_diff, bench_generate, bench_import, bench_layer, bench_runtime

BENCHES = {
    "generate": bench_generate.main,
    "import": bench_import.main,
    "runtime": bench_runtime.main,
    "diff": bench_diff.main,
    "layer": bench_layer.main,
}


def main(argv: list[str]) -> int:
    """Run one benchmark; 0 when it could be run, 2 when it could not."""
    if not argv or argv[0] not in BENCHES:
        print(f"usage: bench.py {{{','.join(BENCHES)}}} [--help] [options]", file=sys.stderr)
        return 0 if argv in (["-h"], ["--help"]) else 2
    return BENCHES[argv[0]](argv[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
