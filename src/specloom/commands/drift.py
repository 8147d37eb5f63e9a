"""``specloom drift NAME``: whether the live API still is what is pinned."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from specloom.commands.console import json_option, make_progress
from specloom.commands.reviewing import named_rules
from specloom.config import load_config
from specloom.document.files import write_files
from specloom.problems import SpecloomError

if TYPE_CHECKING:
    from specloom.drift.values import Drift

FORMATS: Final = {"text": "text", "markdown": "markdown", "json": "json_report"}
"""Module below ``specloom.drift.formats`` by the word of the command line."""


@click.command("drift")
@click.argument("name", required=False)
@click.option("--from", "source", metavar="SOURCE", help="Look there instead of at the source in specloom.toml.")
@click.option("--full", is_flag=True, help="Compare what is behind the contract too: integrations, authorizers...")
@click.option("--no-undeployed", is_flag=True, help="Pass over edits of API Gateway that are not deployed.")
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), help="What is printed; text unless given.")
@click.option("--output", metavar="FILE", help="Write it there instead of printing it.")
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    name: str | None,
    source: str | None,
    full: bool,
    no_undeployed: bool,
    format_: str | None,
    output: str | None,
    as_json: bool,
) -> None:
    """Compare the pinned document of NAME (or of every API) with the one that is live.

    The contract is compared: operations, parameters, bodies, models, credentials. Servers, versions that are
    timestamps, the order of keys and the format (Swagger or OpenAPI) do not count. With --full also what exports of
    API Gateway tell beside it (integrations, authorizers, request validators, gateway responses, binary media types,
    the policy; ARNs without region and account), and extensions (x-...) of other documents.

    Of a stage of API Gateway, edits that are not deployed are told as well.

    It cannot see the code behind an integration, what mapping templates make of a call, canaries, custom domains, or
    anything behind {proxy+}; nor what overlay.yaml replaces, for it mends both documents.

    Ends with 0 when there is no drift, with 1 when there is, and with 2 when that could not be told.
    """
    from specloom.commands.drift_inputs import Check
    from specloom.drift.values import GRAVITY, Drift

    if as_json and format_ not in (None, "json"):
        raise SpecloomError(f"--json prints JSON, and --format asks for {format_}; give one of them")
    format_ = "json" if as_json else format_ or "text"
    config = load_config(Path.cwd())
    named_rules(config.diff.severity)
    if name is None and source:
        raise SpecloomError("--from is about one API; say which")
    check = Check(config, "full" if full else "contract", source, undeployed=not no_undeployed)
    apis = []
    for target in config.chosen(name):
        with make_progress(target.name, quiet=format_ != "text" and not output) as progress:
            apis.append(check.run(target, progress))
    report = Drift(datetime.now(timezone.utc), tuple(apis))
    text = render(report, format_)
    if output:
        write_files({Path(output): text.encode()})
    else:
        click.echo(text, nl=False)
    for one in apis:
        for note in one.compared.notes if one.compared else ():
            click.echo(f"note: {note}", err=True)
    ctx.exit(GRAVITY.index(report.status))


def render(report: Drift, format_: str) -> str:
    """A run in one of ``FORMATS``."""
    module: Any = import_module(f"specloom.drift.formats.{FORMATS[format_]}")
    draw: Callable[[Drift], str] = module.render
    return draw(report)
