"""Generate a package from every document of a folder: ``python scripts/history.py FOLDER``.

Each document (.json, .yaml, .yml, and each of these with .gz) goes the whole way in a temporary folder of its own.
Then its operations are looked for in the code that was written, and every module of the package is imported in a
fresh process. Ends with 1 when an operation is lost, a document is refused or a module does not import.
"""

from __future__ import annotations

import argparse
import gzip
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from attrs import evolve, frozen
from rich.console import Console
from rich.markup import escape
from rich.table import Table

# Run as a file, Python looks for modules beside it and not in the folder that holds `scripts`.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.operations import SPECLOOM, operations_in, operations_of
from specloom.commands.generating import generate_target
from specloom.config import CONFIG_NAME, Config, Target
from specloom.document.load import load_text
from specloom.problems import SpecloomError

PACKAGE = "replayed_client"
ENDINGS = (".json", ".yaml", ".yml", ".json.gz", ".yaml.gz", ".yml.gz")
IMPORT_ALL = """
import importlib, pkgutil, sys
for module in pkgutil.walk_packages(importlib.import_module(sys.argv[1]).__path__, sys.argv[1] + "."):
    importlib.import_module(module.name)
"""


@frozen
class Outcome:
    """What became of one document.

    Attributes:
        version: Of the OpenAPI or Swagger specification.
        operations: In the document.
        generated: Of these, how many the written code holds.
        problems: Why it was refused, which operations were lost, or what did not import.
    """

    file: str
    version: str = ""
    operations: int = 0
    generated: int = 0
    widened: int = 0
    seconds: float = 0.0
    problems: tuple[str, ...] = ()


class Quiet:
    """Shows no progress: the whole way is a step here."""

    def step(self, name: str) -> AbstractContextManager[object]:
        """Go on in silence."""
        return nullcontext()


def replay(path: Path, folder: Path) -> Outcome:
    """Take one document the whole way, in an empty folder."""
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    outcome = Outcome(path.name)
    start = time.perf_counter()
    try:
        document = load_text(text, path.name.removesuffix(".gz"))
        wanted = operations_of(document)
        version = str(document.get("openapi", document.get("swagger")))
        outcome = evolve(outcome, version=version, operations=wanted.total())
        start = time.perf_counter()
        widened = _generate(text, folder)
    except SpecloomError as error:
        problems = tuple(str(problem) for problem in error.problems)
        return evolve(outcome, seconds=time.perf_counter() - start, problems=problems)
    except Exception as error:  # noqa: BLE001 - a fault of the generator is what this script looks for: it gets its row
        place = traceback.extract_tb(error.__traceback__)[-1]
        fault = f"fault: {type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno})"
        return evolve(outcome, seconds=time.perf_counter() - start, problems=(fault,))
    seconds = time.perf_counter() - start
    source = folder / "out" / "src"
    held = operations_in([module.read_text("utf-8") for module in sorted(source.rglob("*.py"))], SPECLOOM)
    lost = tuple(f"lost: {verb} {path}" for verb, path in wanted - held)
    generated = (wanted & held).total()
    problems = (*lost, *_import_all(source))
    return evolve(outcome, generated=generated, widened=widened, seconds=seconds, problems=problems)


def _generate(text: bytes, folder: Path) -> int:
    target = Target(
        name="replayed",
        source="",
        spec=folder / "spec",
        output=folder / "out",
        package=PACKAGE,
        prose="keep",
    )
    target.spec.mkdir()
    target.document.write_bytes(text)
    config = Config(folder / CONFIG_NAME, {target.name: target})
    return generate_target(config, target, progress=Quiet()).counts.widened


def _import_all(source: Path) -> tuple[str, ...]:
    command = [sys.executable, "-W", "error", "-c", IMPORT_ALL, PACKAGE]
    answer = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    return (f"does not import: {answer.stderr.strip().splitlines()[-1]}",) if answer.returncode else ()


def table(outcomes: Sequence[Outcome], shown: int) -> Table:
    """All outcomes, one a row, with the first problems of each."""
    made = Table("document", "version", title="Generated from every document", title_justify="left")
    for heading in ("operations", "generated", "widened", "seconds"):
        made.add_column(heading, justify="right")
    made.add_column("problems", overflow="fold")
    for outcome in outcomes:
        more = len(outcome.problems) - shown
        problems = [*outcome.problems[:shown], *((f"and {more} more",) if more > 0 else ())]
        counts = (outcome.operations, outcome.generated, outcome.widened)
        numbers = (*map(str, counts), f"{outcome.seconds:.1f}")
        made.add_row(outcome.file, outcome.version, *numbers, escape("\n".join(problems)))
    return made


def documents(folder: Path) -> list[Path]:
    """The documents of a folder, by name; an index of them is none."""
    return sorted(path for path in folder.iterdir() if path.name.endswith(ENDINGS) and path.stem != "index")


def main(argv: Sequence[str]) -> int:
    """Replay a folder; 0 when all went well, 1 when not, 2 when there is nothing to replay."""
    parser = argparse.ArgumentParser("history.py", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", metavar="TEXT", help="only files that have this in their name")
    parser.add_argument("--problems", type=int, default=3, metavar="N", help="problems shown of each document (3)")
    parser.add_argument(
        "--invalid", nargs="+", default=[], metavar="FILE", help="files that ought to be refused, being invalid"
    )
    arguments = parser.parse_args(argv)
    console = Console(stderr=True)
    found = [path for path in documents(arguments.folder) if arguments.only in path.name]
    if not found:
        console.print(f"{arguments.folder}: no documents ({', '.join(ENDINGS)})", markup=False)
        return 2
    outcomes = []
    for number, path in enumerate(found, 1):
        with console.status(f"{number} of {len(found)}: {path.name}"), tempfile.TemporaryDirectory() as scratch:
            outcomes.append(replay(path, Path(scratch)))
    Console(width=None if sys.stdout.isatty() else 160).print(table(outcomes, arguments.problems))
    surprises = [o.file for o in outcomes if bool(o.problems) != (o.file in arguments.invalid)]
    return 1 if surprises else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
