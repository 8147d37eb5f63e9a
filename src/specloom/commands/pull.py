"""``specloom pull``: fetch a document and pin it beside a lock that says where it came from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import click
import orjson
from attrs import asdict, evolve, frozen

from specloom import __version__
from specloom.commands.console import Progress, echo_json, echo_text, json_option, make_progress
from specloom.config import Config, Target, load_config
from specloom.document.changes import Changes, NameChanges, changes
from specloom.document.checks import document_problems
from specloom.document.contract import contract
from specloom.document.files import write_files
from specloom.document.load import load_text
from specloom.document.lock import Lock, digest, lock_text, read_lock, revision
from specloom.document.overlay import apply_overlay, read_overlay
from specloom.document.stamps import unstamped
from specloom.problems import Problem, SpecloomError
from specloom.sources.fetched import Fetched
from specloom.sources.registry import fetch, is_file

_SHOWN_NAMES = 12


@frozen
class Origin:
    """Where a pull takes the document from, and what it writes down about it.

    Attributes:
        source: What to fetch.
        record_as: Written down as the source instead, for a document that was handed over as a file.
        revision: What the source calls this state, where fetching does not tell.
    """

    source: str
    record_as: str = ""
    revision: str = ""


@frozen
class Pulled:
    """What a pull did.

    Attributes:
        target: Which API.
        lock: Where the pinned document came from.
        changes: What is different in it.
        written: The files that changed; empty when there was nothing new.
    """

    target: Target
    lock: Lock
    changes: Changes
    written: tuple[Path, ...]


def pull_target(config: Config, target: Target, origin: Origin, progress: Progress, *, check: bool = True) -> Pulled:
    """Fetch a document and pin it in the spec folder of a target; all files of it or none.

    With ``check`` a document is refused that, with the target's overlay, cannot be generated from.

    Raises:
        SpecloomError: If it cannot be fetched, is no OpenAPI document, is refused or cannot be written. The old
            files stay as they are.
    """
    with progress.step(f"fetch {origin.source}") as step:
        fetched = fetch(origin.source, step.advance, target.refs)
    with progress.step("read"):
        document = load_text(fetched.text, origin.source)
        pinned = contract(document) if target.prose == "contract" else document
    if check:
        with progress.step("check"):
            _check(pinned, target, origin.source)
    with progress.step("compare"):
        old = _pinned(target)
        # What a source calls by another time, or by another deployment, is not another document.
        same = fetched.restamped and unstamped(old) == unstamped(pinned)
        pinned = old if same else pinned
        differences = changes(old, pinned)
        lock = _dated(_lock(config, target, origin, fetched, document), target, same=same and not origin.revision)
    text = orjson.dumps(pinned, option=orjson.OPT_INDENT_2) + b"\n"
    files = {target.document: text, target.lock: lock_text(lock)}
    with progress.step("write"):
        written = write_files(files)
    return Pulled(target, lock, differences, tuple(written))


def _check(pinned: Mapping[str, Any], target: Target, source: str) -> None:
    overlay = target.overlay
    if overlay.exists():
        # What no longer fits is told by the next generation; here the overlay only has to mend what it can.
        pinned = apply_overlay(pinned, read_overlay(overlay.read_bytes(), overlay.name), lambda problem: None)
    problems = document_problems(pinned, source)
    if problems:
        hint = f"nothing was pinned; with --unchecked it is, and {overlay.name} beside it can mend it"
        raise SpecloomError([*problems[:-1], evolve(problems[-1], message=f"{problems[-1].message} ({hint})")])


def _pinned(target: Target) -> dict[str, Any]:
    try:
        text = target.document.read_bytes()
    except FileNotFoundError:
        return {}
    return load_text(text, str(target.document.name))


def _lock(config: Config, target: Target, origin: Origin, fetched: Fetched, document: Mapping[str, Any]) -> Lock:
    info = document.get("info")
    version = str(info.get("version", "")) if isinstance(info, dict) else ""
    return Lock(
        source=origin.record_as or _recorded(config, fetched.source),
        revision=revision(version, origin.revision or fetched.revision),
        sha256=digest(fetched.text),
        fetched=datetime.now(timezone.utc).date().isoformat(),
        tool=f"specloom {__version__}",
        prose=target.prose,
    )


def _recorded(config: Config, source: str) -> str:
    """A source as it is written down: a path of this machine means nothing on another one."""
    if not is_file(source):
        return source
    path = Path(source).resolve()
    return path.relative_to(config.root).as_posix() if path.is_relative_to(config.root) else path.name


def _dated(lock: Lock, target: Target, *, same: bool) -> Lock:
    """The old lock where this one tells nothing but another day or tool, and, of the ``same`` state, another name."""
    try:
        old = read_lock(target.lock.read_bytes(), target.lock.name)
    except (FileNotFoundError, SpecloomError):
        # A lock that is missing or spoilt is written anew; it carries nothing that cannot be told again.
        return lock
    told = evolve(old, fetched=lock.fetched, tool=lock.tool)
    if same:
        told = evolve(told, revision=lock.revision, sha256=lock.sha256)
    return old if told == lock else lock


def _origin(config: Config, target: Target, source: str | None, record_as: str, revision: str) -> Origin:
    chosen = source
    if chosen is None and target.source:
        # A path in specloom.toml starts where that file lies, one on the command line where the user stands.
        chosen = str(config.root / target.source) if is_file(target.source) else target.source
    if not chosen:
        message = f"{target.name} has no source; give one with --from, or set source in specloom.toml"
        raise SpecloomError(Problem(message, pointer=f"#/apis/{target.name}"))
    return Origin(chosen, record_as, revision)


def pulled_text(pulled: Pulled) -> str:
    """What a pull did, for people."""
    head = f"{pulled.target.name} {pulled.lock.revision} from {pulled.lock.source}"
    if not pulled.written:
        return f"{head}: nothing changed"
    lines = [f"{head}: pinned in {pulled.target.spec.name}"]
    if not pulled.changes:
        lines.append("  the API is the same as before")
    lines += _names("operations", pulled.changes.operations)
    lines += _names("schemas", pulled.changes.schemas)
    if pulled.changes.elsewhere:
        lines.append("  changes outside of operations and schemas (servers, security or shared parts)")
    return "\n".join(lines)


def _names(what: str, found: NameChanges) -> list[str]:
    if not found:
        return []
    lines = [f"  {what}: {len(found.added)} added, {len(found.removed)} removed, {len(found.changed)} changed"]
    for sign, names in (("+", found.added), ("-", found.removed), ("~", found.changed)):
        lines += [f"    {sign} {name}" for name in names[:_SHOWN_NAMES]]
        if len(names) > _SHOWN_NAMES:
            lines.append(f"    {sign} and {len(names) - _SHOWN_NAMES} more")
    return lines


def pulled_values(pulled: Pulled) -> dict[str, Any]:
    """What a pull did, as JSON."""
    return {
        "api": pulled.target.name,
        "lock": asdict(pulled.lock),
        "written": [path.name for path in pulled.written],
        "changes": asdict(pulled.changes),
    }


@click.command("pull")
@click.argument("name", required=False)
@click.option("--from", "source", metavar="SOURCE", help="Take it from there, spelt as above.")
@click.option("--record-as", default="", metavar="SOURCE", help="Write this down as the source, for a file at hand.")
@click.option("--revision", default="", metavar="TEXT", help="Write down what the source calls this state.")
@click.option("--unchecked", is_flag=True, help="Pin it even if it cannot be generated from as it is.")
@json_option
def command(
    name: str | None, source: str | None, record_as: str, revision: str, unchecked: bool, as_json: bool
) -> None:
    """Fetch the document of NAME (or of every API) and pin it.

    SOURCE is a file, a URL, github:owner/repo/path@ref, or an API of AWS API Gateway:
    apigateway:NAME_OR_ID/STAGE?region=eu-west-1&profile=dev (docs/sources.md has all of it). Nothing is written
    when the document is refused or the pull is interrupted.
    """
    config = load_config(Path.cwd())
    if name is None and (source or record_as or revision):
        raise SpecloomError("--from, --record-as and --revision are about one API; say which")
    origins = [(target, _origin(config, target, source, record_as, revision)) for target in config.chosen(name)]
    done = []
    for target, origin in origins:
        with make_progress(target.name, quiet=as_json) as progress:
            done.append(pull_target(config, target, origin, progress, check=not unchecked))
    if as_json:
        echo_json({"pulled": [pulled_values(pulled) for pulled in done]})
    else:
        echo_text("\n".join(pulled_text(pulled) for pulled in done))
