"""``specloom mock NAME``: serves an API that is made up from its document."""

from __future__ import annotations

from pathlib import Path

import click

from specloom.commands.console import echo_json, json_option, make_progress
from specloom.commands.pipeline import plan_target
from specloom.config import load_config


@click.command("mock")
@click.argument("name")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="Port to listen at; a free one by default.")
@click.option("--seed", default=0, type=click.IntRange(0), help="Another seed makes other answers.")
@click.option("--no-validate", is_flag=True, help="Answer requests that the document does not allow.")
@json_option
def command(name: str, host: str, port: int, seed: int, no_validate: bool, as_json: bool) -> None:
    """Serve the API of NAME with made-up answers until interrupted.

    The base URL is printed once connections are taken; with --json as {"api", "url"}.
    """
    # Imported here: other commands need neither the mock nor what it is built on.
    from specloom.mock.operations import server_prefixes
    from specloom.mock.serve import listen, serve
    from specloom.mock.server import MockServer

    config = load_config(Path.cwd())
    target = config.target(name)
    with make_progress(name, quiet=as_json) as progress:
        planned = plan_target(config, target, progress)
    server = MockServer(planned.prepared, planned.plan, seed=seed, validate=not no_validate)
    with listen(host, port) as listener:
        prefix = next(iter(server_prefixes(planned.prepared)), "")
        shown = f"[{host}]" if ":" in host else host
        url = f"http://{shown}:{listener.getsockname()[1]}{prefix}"
        if as_json:
            echo_json({"api": name, "url": url})
        else:
            click.echo(f"{name} is mocked at {url}\nend with Ctrl-C")
        serve(server, listener)
