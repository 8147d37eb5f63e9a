"""The part of README that tells of the benchmarks, made of their results like the page itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from scripts.bench_goals import between
from scripts.bench_import import FLOOR, OURS, THEIRS
from scripts.rounds import ratios, spread

BEGIN: Final = "<!-- benchmarks -->\n"
END: Final = "<!-- end of benchmarks -->\n"


def put(results: Mapping[str, Any], readme: Path) -> None:
    """Write the part of README anew.

    Raises:
        ValueError: If README does not say where it stands.
    """
    text = readme.read_text("utf-8")
    before, begun, rest = text.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not begun or not ended:
        raise ValueError(f"{readme.name} has no place for the benchmarks: {BEGIN.strip()} and {END.strip()}")
    readme.write_text(before + BEGIN + part(results) + END + after, "utf-8")


def part(results: Mapping[str, Any]) -> str:
    """What stands between the two marks."""
    generators = _table(
        ("OpenAI's document", "time", "peak MB", "operations", "lines", "modules that import"), _generators(results)
    )
    clients = _table(("`openai_client` beside `openai`", "takes", "`httpx` alone"), _clients(results))
    return f"\n{generators}\n\n{clients}\n\nEvery figure, with its spread: [benchmarks](docs/benchmarks.md).\n\n"


def _table(headings: Sequence[str], rows: Iterator[Sequence[str]]) -> str:
    lined = [":--", *["--:"] * (len(headings) - 1)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (headings, lined, *rows))


def _generators(results: Mapping[str, Any]) -> Iterator[Sequence[str]]:
    document = results["generate"]["document"]
    for row in results["generate"]["rows"]:
        if not row["costs"] or row["files"] is None:
            continue
        costs = row["costs"]
        wall, peak = (spread([cost[name] for cost in costs]).middle for name in ("wall", "peak"))
        covered = "types alone" if row["operations"] is None else f"{row['operations']} of {document['operations']}"
        counts = (f"{row['lines']:,}", f"{row['imported']:,} of {row['modules']:,}")
        yield row["tool"], f"{wall:.1f} s", f"{peak:,.0f}", covered, *counts


def _clients(results: Mapping[str, Any]) -> Iterator[Sequence[str]]:
    starts = results["start"]["starts"]
    ours, theirs, floor = ([start["total"] for start in starts[name]] for name in (OURS, THEIRS, FLOOR))
    alone = between(ratios(floor, theirs), 2)
    yield "import and first call", f"{between(ratios(ours, theirs), 2)} of the time", f"{alone} of the time"
    for case in results["runtime"]["cases"]:
        if THEIRS in case["found"]:
            taken, needed = ([each["seconds"] for each in case["found"][name]] for name in (OURS, THEIRS))
            least = f"{spread(needed).middle / spread(case['alone']).middle:.1f} times less" if case["alone"] else ""
            yield case["label"], f"{between(ratios(needed, taken), 1)} times less", least
