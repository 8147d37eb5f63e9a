"""``specloom report NAME``: every operation with its method and the origin of its name; what was widened or mended."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import click
from attrs import asdict

from specloom.commands.console import echo_json, echo_text, make_progress
from specloom.commands.coverage import OperationRow, WidenedRow, covered, mended, operations, widened
from specloom.commands.pipeline import plan_target
from specloom.config import load_config

_PLAIN = re.compile(r"[A-Z]+ /(?:[\w/{}.=&~+-]*[\w/}])?")


@click.command("report")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
@click.option("--names", is_flag=True, help="Print the names that come by rule as lines for sdk.yaml, to keep them.")
def command(name: str, as_json: bool, names: bool) -> None:
    """List the operations of NAME with their methods, and what was widened or mended, with JSON pointers.

    A method is named for the path and the verb of its operation. It says where a name comes from elsewhere: from
    sdk.yaml, from x-specloom-call in the document or its overlay, or from another method that has the name already.
    """
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
    if names:
        click.echo("\n".join(_name_lines(rows)))
        return
    for line in [*_operation_lines(rows), "", *_place_lines(wide, "widened"), *_place_lines(changed, "mended")]:
        echo_text(line)


def _operation_lines(rows: list[OperationRow]) -> list[str]:
    width = max((len(row.calls[0]) for row in rows if row.calls), default=0)
    holders = {call: f"{row.verb} {row.path}" for row in rows for call in row.calls}
    lines = [f"{len(rows)} operations"]
    for row in rows:
        first, *more = row.calls or ("(none)",)
        also = f"  also {', '.join(more)}" if more else ""
        lines.append(f"  {first:<{width}}  {row.verb:<6} {row.path}{also}{_origin(row, holders)}")
    return lines


def _origin(row: OperationRow, holders: Mapping[str, str]) -> str:
    """Where a name comes from that is not simply that of its path."""
    if row.instead_of:
        holder = holders.get(row.instead_of)
        return f"  (not {row.instead_of}, which is {holder or 'a resource'})"
    return {"path": "", "sdk.yaml": "  (sdk.yaml)", "document": "  (x-specloom-call)"}[row.named_by]


def _name_lines(rows: list[OperationRow]) -> list[str]:
    by_rule = [row for row in rows if row.named_by == "path" and row.calls]
    lines = [f"  {_key(f'{row.verb} {row.path}')}: {row.calls[0]}" for row in by_rule]
    return ["methods:", *lines] if lines else ["methods: {}"]


def _key(text: str) -> str:
    """A key of YAML; JSON is YAML, and tells every text."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text)


def _place_lines(rows: list[WidenedRow], done: str) -> list[str]:
    if not rows:
        return [f"nothing was {done}"]
    return [f"{len(rows)} places {done}", *(f"  {row.pointer}: {row.reason}" for row in rows)]
