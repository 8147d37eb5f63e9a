"""Looking over training data, beside tiktoken alone on the same texts.

Every run is a fresh process on the same made file; the cases take turns, and the median counts.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from attrs import asdict, frozen
from rich.console import Console
from rich.table import Table

from scripts.bench_import import OURS, ROOT
from scripts.costs import CommandError, run
from scripts.layer_probe import CASES
from scripts.progress import shown
from scripts.rounds import Say, in_turn, spread

PROBE = Path(__file__).with_name("layer_probe.py")
TARGET = 3.0
"""How many times as long as tiktoken alone the whole look may take."""
_TEXT = (
    "the of to and a in is it you that he was for on are with as his they be at one have this from or had by hot but "
    "some what there we can out other were all your when up use word how said each she which their time will way "
    "about many then them would write like these her long make thing see him two has look more day could go come did "
    "naïve café übermäßig 天気 東京 погода"
)


@frozen
class Found:
    """Medians of a case.

    Attributes:
        seconds: On the clock of the probe.
        peak: Memory in megabytes, the reading of encodings included.
        records: In the file.
        tokens: That were counted.
    """

    seconds: float
    peak: float
    records: int
    tokens: int


def make_file(path: Path, megabytes: float) -> int:
    """A file of chats, the same in every run; returns its bytes."""
    choose = random.Random(7)  # noqa: S311 (nothing is secret here)
    words = _TEXT.split()
    size = 0
    with path.open("wb") as file:
        while size < megabytes * 1_000_000:
            messages = [{"role": "system", "content": "Answer in one sentence."}]
            for _ in range(choose.choice((1, 1, 2))):
                for role, longest in (("user", 60), ("assistant", 90)):
                    content = choose.choices(words, k=choose.randint(5, longest))
                    messages.append({"role": role, "content": " ".join(content)})
            line = json.dumps({"messages": messages}, ensure_ascii=False).encode() + b"\n"
            size += file.write(line)
    return size


def measure(case: str, path: Path, project: Path) -> Found:
    """One run in a fresh process.

    Raises:
        CommandError: If the program fails.
    """
    environment = {**os.environ, "PYTHONPATH": str(project / "src")}
    cost, output = run([sys.executable, str(PROBE), case, str(path)], folder=path.parent, environment=environment)
    seconds, records, tokens = json.loads(output.splitlines()[-1])
    return Found(seconds, cost.peak, records, tokens)


def measure_all(path: Path, project: Path, runs: int, say: Say) -> dict[str, list[Found]]:
    """Every case, in turns, round by round.

    Raises:
        CommandError: If a program fails.
    """
    return in_turn({case: partial(measure, case, path, project) for case in CASES}, runs, say)


def middle(rounds: Sequence[Found]) -> Found:
    """The medians of the rounds of a case."""
    seconds, peak = (spread([getattr(each, name) for each in rounds]).middle for name in ("seconds", "peak"))
    return Found(seconds, peak, rounds[0].records, rounds[0].tokens)


def collect(megabytes: float, project: Path, runs: int, say: Say) -> dict[str, Any]:
    """The benchmark as a value of JSON.

    Raises:
        CommandError: If a program fails.
    """
    with TemporaryDirectory(prefix="specloom-bench-") as folder:
        path = Path(folder, "data.jsonl")
        size = make_file(path, megabytes)
        found = measure_all(path, project, runs, say)
    return {"bytes": size, "goal": TARGET, "cases": {case: [asdict(each) for each in found[case]] for case in CASES}}


def ratio(found: dict[str, Found]) -> float:
    """How many times as long as tiktoken alone the whole look takes."""
    return found["validate"].seconds / found["tiktoken alone"].seconds


def table(found: dict[str, Found], size: int, runs: int) -> Table:
    """The cases below one another."""
    title = f"A file of {size / 1e6:,.0f} MB, median of {runs} runs each"
    made = Table("", title=title, title_justify="left")
    for name in ("seconds", "MB/s", "records/s", "tokens", "peak MB"):
        made.add_column(name, justify="right")
    for case, each in found.items():
        made.add_row(
            case,
            f"{each.seconds:.2f}",
            f"{size / 1e6 / each.seconds:,.1f}",
            f"{each.records / each.seconds:,.0f}",
            f"{each.tokens:,}" if each.tokens else "",
            f"{each.peak:,.0f}",
        )
    made.caption = f"validate takes {ratio(found):.1f} times as long as tiktoken alone (target: {TARGET:g} or less)"
    return made


def main(argv: Sequence[str]) -> int:
    """Run the benchmark and print it; 0 when it could be run, 2 when it could not."""
    parser = argparse.ArgumentParser("bench.py layer", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="processes for each case (5)")
    parser.add_argument("--megabytes", type=float, default=30, help="size of the made file (30)")
    parser.add_argument("--project", type=Path, default=ROOT / "generated" / OURS, help="our package's project")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    arguments = parser.parse_args(argv)
    runs = max(arguments.runs, 1)
    console = Console(stderr=True)
    try:
        with TemporaryDirectory(prefix="specloom-bench-") as folder, shown(console) as say:
            path = Path(folder, "data.jsonl")
            size = make_file(path, arguments.megabytes)
            rounds = measure_all(path, arguments.project.resolve(), runs, say)
            found = {case: middle(each) for case, each in rounds.items()}
    except (CommandError, OSError) as error:
        console.print(str(error), markup=False, highlight=False)
        return 2
    if arguments.json:
        cases = {case: asdict(each) for case, each in found.items()}
        json.dump({"bytes": size, "cases": cases, "ratio": ratio(found)}, sys.stdout, indent=1)
        print()
    else:
        Console(width=None if sys.stdout.isatty() else 120).print(table(found, size, runs))
    return 0
