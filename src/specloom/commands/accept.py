"""``specloom accept FINGERPRINT``: writes down that a finding is known and wanted, until a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from specloom.commands.console import echo_json, json_option, make_progress
from specloom.commands.diff import review_settings
from specloom.commands.reviewing import Room, review_of
from specloom.diff.acceptances import (
    Acceptance,
    checked_fingerprint,
    nearest_fingerprints,
    read_day,
    with_acceptance,
)
from specloom.diff.findings import Finding
from specloom.document.files import write_files
from specloom.problems import SpecloomError
from specloom.review_settings import ReviewSettings


@click.command("accept")
@click.argument("fingerprint")
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option("--reason", required=True, metavar="TEXT", help="Why it is wanted, for those who read the file.")
@click.option("--until", required=True, metavar="DATE", help="The last day on which that holds, as 2027-03-31.")
@click.option("--package", default="client", metavar="NAME", help="As for `specloom diff`.")
@json_option
def command(
    fingerprint: str, old: str | None, new: str | None, reason: str, until: str, package: str, as_json: bool
) -> None:
    """Accept the finding FINGERPRINT of `specloom diff`, so that it no longer fails a review.

    With OLD and NEW, as for `specloom diff`, the finding must be one of theirs, and what it says is written down
    beside the reason. The file is specloom.accepted.toml beside specloom.toml; commit it.
    """
    key, day, today = checked_fingerprint(fingerprint), read_day(until), date.today()
    if day < today:
        raise SpecloomError(f"{until} has passed; give the last day on which the acceptance shall hold")
    if not reason.strip():
        raise SpecloomError("an acceptance needs a reason")
    room = Room.of(Path.cwd())
    api, finding = "", ""
    if old is not None:
        api, finding = _known(room, (old, new), key, package, today, quiet=as_json)
    acceptance = Acceptance(key, reason, day, api, finding)
    held = room.accepted.read_bytes() if room.accepted.exists() else b""
    write_files({room.accepted: with_acceptance(held, acceptance, room.accepted.name)})
    if as_json:
        values = {"fingerprint": key, "reason": reason, "until": day.isoformat(), "api": api, "finding": finding}
        echo_json({"accepted": values, "written": room.accepted.name})
    else:
        click.echo(f"{key} is accepted until {day.isoformat()}{f': {finding}' if finding else ''}")
        click.echo(f"commit {room.accepted.name}")


def _known(
    room: Room, sides: tuple[str, str | None], key: str, package: str, today: date, *, quiet: bool
) -> tuple[str, str]:
    """The API and the sentence of a finding of two sides."""
    settings = review_settings(room.config.diff if room.config else ReviewSettings())
    with make_progress("accept", quiet=quiet) as progress:
        done = review_of(room, sides, settings, package, today, progress)
    found = {finding.fingerprint: finding for finding in done.review.findings}
    if key not in found:
        raise SpecloomError(f"no finding of these sides has the fingerprint {key}; {_there_are(key, found)}")
    if found[key].verdict == "safe":
        raise SpecloomError(f"{key} breaks nothing, so there is nothing to accept: {found[key].message}")
    return (done.apis[0] if len(done.apis) == 1 else ""), found[key].message


def _there_are(key: str, found: dict[str, Finding]) -> str:
    grave = {name: one for name, one in found.items() if one.verdict != "safe"}
    if not grave:
        return "there is none that breaks anything"
    shown = nearest_fingerprints(key, grave) or list(grave)[:3]
    return "there are " + ", ".join(f"{name} ({grave[name].message})" for name in shown)
