"""``specloom diff OLD NEW``: what a changed document breaks, on the wire and in Python."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import click
from attrs import frozen

from specloom.commands.console import DONE, FINDING, json_option, make_progress
from specloom.commands.reviewing import Room, named_rules, review_of
from specloom.document.files import write_files
from specloom.problems import Problem, SpecloomError
from specloom.review_settings import GATES, VERDICTS, ReviewSettings

if TYPE_CHECKING:
    from specloom.diff.report import Gate
    from specloom.diff.review import Review, Settings

FORMATS: Final[Mapping[str, str]] = {
    "text": "text",
    "markdown": "markdown",
    "json": "json_report",
    "annotations": "annotations",
    "junit": "junit",
    "html": "html",
}
"""Module below ``specloom.diff.formats`` by the word of the command line."""

_STYLES: Final[Mapping[str, dict[str, Any]]] = {
    "heading": {"bold": True},
    "breaking": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow"},
    "safe": {"fg": "green"},
    "removed": {"fg": "red"},
    "added": {"fg": "green"},
    "dim": {"dim": True},
}
_SHOWN_NOTES: Final = 5


@frozen
class Report:
    """A report that is asked for; on standard output where it has no path."""

    format: str
    path: Path | None = None


def _choices(names: Iterable[str]) -> str:
    return "|".join(names)


@click.command("diff")
@click.argument("old")
@click.argument("new", required=False)
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), help="What is printed; text unless given.")
@click.option("--all", "everything", is_flag=True, help="List safe changes too, where text is printed.")
@click.option("--output", metavar="FILE", help="Write it there instead of printing it.")
@click.option("--report", "reports", multiple=True, metavar="FORMAT=FILE", help="Write one more report; repeatable.")
@click.option("--fail-on", type=click.Choice(GATES), help="Which breaking findings end with 1; any unless given.")
@click.option("--severity", "severities", multiple=True, metavar=f"RULE={_choices(VERDICTS)}",
              help="Judge a rule otherwise; repeatable.")  # fmt: skip
@click.option("--path", "paths", multiple=True, metavar="PATTERN", help="Look at operations of these paths only.")
@click.option("--exclude-path", "exclude_paths", multiple=True, metavar="PATTERN", help="Pass over these paths.")
@click.option("--rule", "rules", multiple=True, metavar="PATTERN", help="Tell findings of these rules only.")
@click.option("--exclude-rule", "exclude_rules", multiple=True, metavar="PATTERN", help="Pass over these rules.")
@click.option("--package", default="client", show_default=True, metavar="NAME",
              help="Import name for documents that belong to no API of specloom.toml.")  # fmt: skip
@click.option("--accepted", metavar="FILE", help="File of acceptances; specloom.accepted.toml beside specloom.toml.")
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    old: str,
    new: str | None,
    format_: str | None,
    everything: bool,
    output: str | None,
    reports: tuple[str, ...],
    fail_on: str | None,
    severities: tuple[str, ...],
    paths: tuple[str, ...],
    exclude_paths: tuple[str, ...],
    rules: tuple[str, ...],
    exclude_rules: tuple[str, ...],
    package: str,
    accepted: str | None,
    as_json: bool,
) -> None:
    """Review what NEW breaks that worked with OLD: on the wire, and in code written against the package.

    A side is a file, a URL, github:owner/repo/path@ref, REV:path of this git repository, or an API of specloom.toml:
    NAME (as it is pinned), NAME@REV (as it was) or NAME@pull (as pulling would make it). One side alone, NAME or a
    file, is compared with itself at HEAD.

    Ends with 1 when something breaks and was not accepted, with 2 when a side cannot be read.
    """
    if as_json and format_ not in (None, "json"):
        raise SpecloomError(f"--json prints JSON, and --format asks for {format_}; give one of them")
    if not package.isidentifier():
        raise SpecloomError(f"{package!r} cannot be imported; --package is named like a Python variable")
    asked = _reports("json" if as_json else format_ or "text", output, reports)
    room = Room.of(Path.cwd(), accepted)
    stated = room.config.diff if room.config else ReviewSettings()
    lists = (paths, exclude_paths, rules, exclude_rules)
    settings = _settings(stated, lists, _severities(severities))
    quiet = asked[0].path is None and asked[0].format != "text"
    with make_progress(f"{old} {new}" if new else old, quiet=quiet) as progress:
        done = review_of(room, (old, new), settings, package, date.today(), progress)
        with progress.step("render"):
            texts = {
                report: _printed(done.review, everything=everything)
                if report == Report("text")
                else render(done.review, report.format)
                for report in asked
            }
    write_files({report.path: text.encode() for report, text in texts.items() if report.path})
    for line in _note_lines(done.notes):
        click.echo(line, err=True)
    for report, text in texts.items():
        if report.path is None:
            click.echo(text, nl=not text.endswith("\n"))
    gate = cast("Gate", fail_on or stated.fail_on)
    ctx.exit(FINDING if done.review.hits(gate) else DONE)


def render(review: Review, format_: str) -> str:
    """A review in one of ``FORMATS``, without colours."""
    module: Any = import_module(f"specloom.diff.formats.{FORMATS[format_]}")
    draw: Callable[[Review], str] = module.render
    return draw(review)


def _printed(review: Review, *, everything: bool) -> str:
    """The text of a review: on a terminal in its width, and in colours unless the user wants none."""
    from specloom.diff.formats.text import render as plain
    from specloom.diff.formats.text import segments

    if not sys.stdout.isatty():
        return plain(review, everything=everything)
    width = shutil.get_terminal_size().columns
    if os.environ.get("NO_COLOR"):
        return plain(review, width=width, everything=everything)
    return "".join(
        click.style(one.text, **_STYLES[one.style]) if one.style in _STYLES else one.text
        for one in segments(review, width=width, everything=everything)
    )


def review_settings(stated: ReviewSettings) -> Settings:
    """What specloom.toml says, as a review takes it.

    Raises:
        SpecloomError: If a rule is named that there is none of.
    """
    return _settings(stated, ((), (), (), ()), {})


def _settings(stated: ReviewSettings, lists: tuple[tuple[str, ...], ...], severities: dict[str, str]) -> Settings:
    from specloom.diff.review import Settings

    paths, exclude_paths, rules, exclude_rules = lists
    severity = {**stated.severity, **severities}
    # What is asked for on the command line wins; what is passed over adds up.
    told, not_told = rules or stated.rules, (*stated.exclude_rules, *exclude_rules)
    named_rules((*severity, *told, *not_told))
    return Settings(
        severities=cast(Any, severity),
        paths=paths or stated.paths,
        not_paths=(*stated.exclude_paths, *exclude_paths),
        rules=told,
        not_rules=not_told,
    )


def _severities(given: Iterable[str]) -> dict[str, str]:
    found = {}
    for one in given:
        rule, _, verdict = one.partition("=")
        if not rule or verdict not in VERDICTS:
            raise SpecloomError(f"--severity is RULE={_choices(VERDICTS)}, not {one!r}")
        found[rule] = verdict
    return found


def _reports(format_: str, output: str | None, more: Iterable[str]) -> list[Report]:
    """The reports that are asked for, the main one first."""
    found = [Report(format_, Path(output) if output else None)]
    for one in more:
        name, _, path = one.partition("=")
        if name not in FORMATS or not path:
            raise SpecloomError(f"--report is FORMAT=FILE, with a format of {', '.join(FORMATS)}; not {one!r}")
        found.append(Report(name, Path(path)))
    paths = [report.path.resolve() for report in found if report.path]
    twice = sorted({str(path.name) for path in paths if paths.count(path) > 1})
    if twice:
        raise SpecloomError(Problem("two reports would be written to this file", source=twice[0]))
    return found


def _note_lines(notes: tuple[Problem, ...]) -> list[str]:
    lines = [f"note: {note}" for note in notes[:_SHOWN_NOTES]]
    if len(notes) > _SHOWN_NOTES:
        lines.append(f"note: and {len(notes) - _SHOWN_NOTES} more places that do not fit")
    return lines
