"""``specloom new``: from a stranger's document to a package, in one command and in any folder."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

import click

from specloom.commands.console import echo_json, echo_text, json_option, make_progress
from specloom.commands.pull import Origin, pull_target, pulled_text, pulled_values
from specloom.config import CONFIG_NAME, Config, default_package, find_config, parse_config
from specloom.document.files import write_files
from specloom.problems import Problem, SpecloomError
from specloom.sources.registry import is_file

_HEAD = "# Which APIs there are. `specloom pull` fetches a document, `specloom generate` makes its package.\n"


@click.command("new")
@click.argument("name")
@click.argument("source")
@click.option("--package", help="Import name; NAME_client unless given.")
@click.option("--refs", multiple=True, metavar="PLACE", help="A folder or address to which $ref may lead; repeatable.")
@json_option
def command(name: str, source: str, package: str | None, refs: tuple[str, ...], as_json: bool) -> None:
    """Make a package named after NAME from the document at SOURCE.

    SOURCE is a file, a URL, github:owner/repo/path@ref, or an API of AWS API Gateway:
    apigateway:NAME_OR_ID/STAGE?region=eu-west-1&profile=dev (docs/sources.md has all of it).

    specloom.toml is made here, or extended when there is one here or above.
    """
    # Imported here: `specloom new --help` needs none of the generator.
    from specloom.commands.generating import generate_target, result_json, summary_line

    path = find_config(Path.cwd()) or Path.cwd() / CONFIG_NAME
    config, text = _extended(path, name, source, package, refs)
    with make_progress(name, quiet=as_json) as progress:
        pulled = pull_target(config, config.target(name), Origin(source), progress)
        # Only now, so that a document that is refused leaves no trace.
        write_files({path: text})
        result = generate_target(config, config.target(name), progress=progress)
    if as_json:
        echo_json({"config": path.name, "pulled": pulled_values(pulled), "generated": result_json(result)})
    else:
        echo_text(f"{pulled_text(pulled)}\n{summary_line(result)}")


def _extended(path: Path, name: str, source: str, package: str | None, refs: Sequence[str]) -> tuple[Config, bytes]:
    """The configuration with one more API, and its text; nothing is written."""
    old = path.read_bytes() if path.exists() else _HEAD.encode()
    known = parse_config(old, path).targets
    if name in known:
        message = f"there is an API {name!r} already; `specloom pull {name}` fetches it anew"
        raise SpecloomError(Problem(message, f"#/apis/{name}", path.name))
    values = {"source": _noted(source, path.parent), "package": package or default_package(name)}
    table = "".join(f"{key} = {_quoted(value)}\n" for key, value in values.items())
    if refs:
        table += f"refs = [{', '.join(_quoted(_noted(place, path.parent)) for place in refs)}]\n"
    text = old.rstrip() + f"\n\n[apis.{name if name.isidentifier() else _quoted(name)}]\n{table}".encode()
    return parse_config(text, path), text


def _noted(source: str, root: Path) -> str:
    # As seen from the folder of specloom.toml, from wherever the command was called.
    return Path(os.path.relpath(Path(source).resolve(), root)).as_posix() if is_file(source) else source


def _quoted(text: str) -> str:
    # TOML's basic strings know the escapes of JSON, and both hide control characters the same way.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
