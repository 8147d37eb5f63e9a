"""Any folder of OpenAPI documents, each as a package: generated, imported, type-checked and called, in one table.

Every document below FOLDER (JSON or YAML, Swagger 2.0 to OpenAPI 3.1) becomes a package in a temporary folder, by
the functions that `specloom pull` and `specloom generate` call. Then

- its operations are counted in the document and in the code: ANY of AWS API Gateway counts as the verbs that it
  stands for, OPTIONS is counted apart (exports of AWS API Gateway lose it);
- the package is imported, and every operation is called once through its client, against the mock of its document,
  which refuses what the document does not allow;
- all packages are type-checked together by mypy --strict.

Exit codes: 0 when no document has a problem, 1 when one has, 2 when there is nothing to look at.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from attrs import asdict, evolve
from rich.console import Console
from rich.table import Table

from scripts.any_api_calls import answered
from scripts.any_api_document import Made, Row, Workshop, documents
from specloom.commands.console import DONE, FAILED, FINDING, make_progress

_ERROR = re.compile(r"(?P<path>.*?):(?P<place>\d+): error: (?P<message>.*)")
_SHOWN = 3


def main(argv: Sequence[str]) -> int:
    """Look at every document and print the table."""
    options = _options(argv)
    files = documents(options.folder)
    if not files:
        print(f"there is no OpenAPI document in {options.folder}", file=sys.stderr)
        return FAILED
    with tempfile.TemporaryDirectory(prefix="specloom-any-") as folder:
        rows = rows_of(Path(folder).resolve(), options.folder, files, quiet=options.json)
    if options.json:
        print(json.dumps({"documents": [asdict(row) for row in rows], "totals": totals(rows)}, indent=1))
    else:
        Console(width=None if sys.stdout.isatty() else 140).print(table(rows))
        for row in rows:
            for problem in row.problems:
                print(f"{row.file}: {problem}")
    return FINDING if any(row.problems for row in rows) else DONE


def rows_of(root: Path, folder: Path, files: Sequence[Path], *, quiet: bool) -> list[Row]:
    """A row for each file of a folder, in their order; all that is written goes below ``root``."""
    workshop = Workshop.fitted_out(root, folder, files)
    rows: dict[str, Row] = {}
    made: dict[str, Made] = {}
    for number, name in enumerate(workshop.files, start=1):
        with make_progress(f"{number}/{len(files)} {workshop.shown(name)}", quiet=quiet) as progress:
            row, done = workshop.make(name, progress)
            if done is not None:
                made[name] = done
                with progress.step("call"):
                    count, problems = answered(done)
                row = evolve(row, answered=count, problems=(*row.problems, *problems))
        rows[name] = row
    with make_progress(f"{len(made)} packages", quiet=quiet) as progress, progress.step("mypy --strict"):
        complaints = type_errors(root, made) if made else {}
    return [evolve(row, problems=(*row.problems, *complaints.get(name, ()))) for name, row in rows.items()]


def type_errors(root: Path, made: Mapping[str, Made]) -> dict[str, list[str]]:
    """What mypy says of each package; the runtime that all of them carry is read for its types alone."""
    files = [
        str(path)
        for one in made.values()
        for path in sorted((one.source / one.target.package).rglob("*.py"))
        if "_runtime" not in path.parts
    ]
    (root / "files.txt").write_text("\n".join(files), "utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--python-version=3.10", "--follow-imports=silent"]
    result = subprocess.run(
        [*command, "--config-file=", f"--cache-dir={root / 'cache'}", f"@{root / 'files.txt'}"],
        cwd=root,
        env={**os.environ, "MYPYPATH": os.pathsep.join(str(one.source) for one in made.values())},
        capture_output=True,
        text=True,
        check=False,
    )
    found: dict[str, list[str]] = {}
    for line in result.stdout.splitlines():
        error = _ERROR.match(line)
        if error:
            path = (root / error["path"]).resolve()
            name = next((name for name, one in made.items() if path.is_relative_to(one.source)), next(iter(made)))
            found.setdefault(name, []).append(f"mypy: {path.relative_to(root)}:{error['place']}: {error['message']}")
    if result.returncode and not found:
        # It did not get to checking: that is a problem of all of them.
        said = (result.stdout + result.stderr).strip()
        return {name: [f"mypy could not run: {said}"] for name in made}
    return found


def totals(rows: Sequence[Row]) -> dict[str, int]:
    """The sums of the columns."""
    counted = ("operations", "options", "covered", "answered")
    sums = {key: sum(getattr(row, key) for row in rows) for key in counted}
    return {"documents": len(rows), **sums, "problems": sum(len(row.problems) for row in rows)}


def table(rows: Sequence[Row]) -> Table:
    """The rows for people."""
    made = Table("file", "format")
    for name in ("operations", "OPTIONS", "covered", "answered"):
        made.add_column(name, justify="right")
    made.add_column("problems")
    for row in rows:
        numbers: tuple[int, ...] = (row.operations, row.options, row.covered, row.answered)
        made.add_row(row.file, row.format, *map(str, numbers), _summary(row.problems))
    sums = totals(rows)
    made.add_section()
    numbers = tuple(sums[key] for key in ("operations", "options", "covered", "answered"))
    made.add_row(f"{sums['documents']} documents", "", *map(str, numbers), str(sums["problems"] or "none"))
    return made


def _summary(problems: Sequence[str]) -> str:
    shown = [problem if len(problem) <= 60 else f"{problem[:57]}..." for problem in problems[:_SHOWN]]
    more = len(problems) - len(shown)
    return "\n".join([*shown, *([f"and {more} more"] if more > 0 else [])]) or "none"


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.any_api", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=_folder, metavar="FOLDER", help="where documents are, folders below included")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
    return parser.parse_args(argv)


def _folder(text: str) -> Path:
    path = Path(text)
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"{text} is no folder")
    return path


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
