"""``python -m tests.golden.update [CASE ...]``: write what the generator makes today into ``expected/``.

Then read the difference like anybody's change: it is what users of the generator get.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from tests.golden.cases import Case, Workshop, all_cases


def main(names: list[str]) -> int:
    """Rewrite the expectations of the named cases, or of all."""
    known = {case.name: case for case in all_cases()}
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"no such case: {', '.join(unknown)}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    cases = [known[name] for name in names] or list(known.values())
    with tempfile.TemporaryDirectory() as folder:
        workshop = Workshop.fitted_out(Path(folder), cases)
        workshop.run("generate")
        for case in cases:
            _rewrite(case, workshop.written(case))
    return 0


def _rewrite(case: Case, files: dict[str, str]) -> None:
    if files == case.expected():
        return
    shutil.rmtree(case.folder / "expected", ignore_errors=True)
    for path, text in files.items():
        target = case.folder / "expected" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())
    print(f"rewritten: {case.name}")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
