"""``specloom generate [NAME] [--check | --watch]``: packages from pinned documents."""

from __future__ import annotations

from pathlib import Path

import click

from specloom.commands.console import FINDING, echo_json, echo_text, make_progress
from specloom.commands.generating import check_lines, generate_target, result_json, summary_line
from specloom.config import load_config


@click.command("generate")
@click.argument("name", required=False)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 and list what is stale, missing or extra.")
@click.option("--watch", is_flag=True, help="Write again whenever what the packages are made from changes.")
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print the result as one JSON object; with --watch one a line, each time.",
)
def command(name: str | None, check: bool, watch: bool, as_json: bool) -> None:
    """Write the packages of all APIs, or of NAME, from their pinned documents."""
    if watch:
        if check:
            raise click.UsageError("--watch writes and --check does not: use one of them")
        # Imported here: no other run needs it.
        from specloom.commands.watch import watch_targets

        watch_targets(Path.cwd(), name, as_json=as_json)
        return
    config = load_config(Path.cwd())
    results = []
    for target in config.chosen(name):
        with make_progress(target.name, quiet=as_json) as progress:
            result = generate_target(config, target, check=check, progress=progress)
        results.append(result)
        if not as_json:
            for line in check_lines(result) if check else [summary_line(result)]:
                echo_text(line)
    if as_json:
        echo_json({"targets": [result_json(result) for result in results], "check": check})
    if check and any(result.stale for result in results):
        raise SystemExit(FINDING)
