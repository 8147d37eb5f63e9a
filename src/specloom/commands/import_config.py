"""``specloom import-config``: an sdk.yaml from the resource config that a hosted generator was given."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from attrs import asdict

from specloom.commands.console import Progress, echo_json, echo_text, json_option, make_progress
from specloom.commands.pipeline import address_of, prepare_target
from specloom.config import Config, load_config
from specloom.document.files import write_files
from specloom.legible import legible
from specloom.problems import Problem, SpecloomError

if TYPE_CHECKING:
    from collections.abc import Callable

    from specloom.migrate.subject import Subject
    from specloom.plan.sdk import Sdk
    from specloom.plan.values import Plan

_STDOUT: Final = "-"


@click.command("import-config")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("name", required=False)
@click.option("-o", "--output", metavar="FILE", help="Write here, not to sdk.yaml of NAME; - is standard output.")
@click.option("--all", "everything", is_flag=True, help="State names that come by rule as well.")
@click.option("--force", is_flag=True, help="Replace the file that is there.")
@json_option
def command(file: Path, name: str | None, output: str | None, everything: bool, force: bool, as_json: bool) -> None:
    """Make sdk.yaml of the API NAME from FILE, the stainless.yml of a hosted generator.

    Calls, models and options keep their names. Only what differs from the rules is stated. What has no counterpart
    is listed on standard error, a line each. Without NAME nothing is held against a document, and the text is printed.
    """
    from specloom.migrate.fitting import fit
    from specloom.migrate.reader import read_config

    config = load_config(Path.cwd()) if name is not None else None
    path = _path(config, name, output)
    if path is not None and path.exists() and not force:
        raise SpecloomError(Problem("is there already; --force replaces it, -o - prints", source=_shown(path)))
    source = file.as_posix()
    read = read_config(_bytes(file), source)
    subject: Subject | None = None
    if config is not None and name is not None:
        with make_progress(name, quiet=as_json) as progress:
            subject = _subject(config, name, progress)
    head = [f"Names taken over from {legible(file.name)}; what else may stand here: docs/sdk-yaml.md of specloom."]
    fitted = fit(read.wishes, head, subject, everything=everything)
    if path is not None:
        write_files({path: fitted.text.encode()})
    remarks = sorted({*read.remarks, *fitted.remarks})
    if as_json:
        echo_json(
            {
                "output": _shown(path) if path is not None else None,
                "methods": fitted.asked,
                "stated": fitted.stated,
                "remarks": [asdict(remark) for remark in remarks],
                **({} if path is not None else {"sdk": fitted.text}),
            }
        )
        return
    for remark in remarks:
        click.echo(legible(f"{source}:{remark.line}: {remark.what}: {remark.why}"), err=True)
    if path is None:
        click.echo(fitted.text, nl=False)
    else:
        told = f"{fitted.asked} methods, {fitted.stated} of them stated, the others by rule"
        echo_text(f"{_shown(path)}: {told}; {len(remarks)} remarks")


def _path(config: Config | None, name: str | None, output: str | None) -> Path | None:
    if output is not None:
        return None if output == _STDOUT else Path(output)
    return config.target(name).sdk if config is not None and name is not None else None


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        message = f"could not be read ({error.strerror}); give the config of the generator, often stainless.yml"
        raise SpecloomError(Problem(message, source=file.as_posix())) from error


def _subject(config: Config, name: str, progress: Progress) -> Subject:
    from specloom.engines import parse
    from specloom.migrate.subject import Subject
    from specloom.plan.make import make_plan

    target = config.target(name)
    prepared = prepare_target(config, target, progress)
    with progress.step("engines"):
        parsed = parse(prepared)
    address = address_of(config, target)

    def plan(sdk: Sdk, unmatched: Callable[[Problem], None]) -> Plan:
        return make_plan(
            prepared, parsed, sdk, api=target.name, package=target.package, address=address, unmatched=unmatched
        )

    return Subject(prepared, plan, target.package)


def _shown(path: Path) -> str:
    return path.relative_to(Path.cwd()).as_posix() if path.is_relative_to(Path.cwd()) else path.as_posix()
