"""``specloom report NAME``: every operation with its method, and every place that was widened or mended."""

from __future__ import annotations

from pathlib import Path

import click
from attrs import asdict

from specloom.commands.console import echo_json, echo_text, make_progress
from specloom.commands.coverage import OperationRow, WidenedRow, covered, mended, operations, widened
from specloom.commands.pipeline import plan_target
from specloom.config import load_config


@click.command("report")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
def command(name: str, as_json: bool) -> None:
    """List the operations of NAME with their methods, and what was widened or mended, with JSON pointers."""
    config = load_config(Path.cwd())
    target = config.target(name)
    with make_progress(name, quiet=as_json) as progress:
        planned = plan_target(config, target, progress)
    counts = covered(planned.prepared, planned.plan)
    rows, wide = operations(planned.prepared, planned.plan), widened(planned.prepared)
    changed = mended(planned.prepared)
    if as_json:
        echo_json(
            {
                "api": name,
                "counts": asdict(counts),
                "operations": [asdict(row) for row in rows],
                "widened": [asdict(row) for row in wide],
                "mended": [asdict(row) for row in changed],
            }
        )
        return
    for line in [*_operation_lines(rows), "", *_place_lines(wide, "widened"), *_place_lines(changed, "mended")]:
        echo_text(line)


def _operation_lines(rows: list[OperationRow]) -> list[str]:
    width = max((len(row.calls[0]) for row in rows if row.calls), default=0)
    lines = [f"{len(rows)} operations"]
    for row in rows:
        first, *more = row.calls or ("(none)",)
        also = f"  also {', '.join(more)}" if more else ""
        lines.append(f"  {first:<{width}}  {row.verb:<6} {row.path}{also}")
    return lines


def _place_lines(rows: list[WidenedRow], done: str) -> list[str]:
    if not rows:
        return [f"nothing was {done}"]
    return [f"{len(rows)} places {done}", *(f"  {row.pointer}: {row.reason}" for row in rows)]
