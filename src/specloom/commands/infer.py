"""``specloom infer``: a document from samples of what an API answers, and with more samples a wider one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click
import orjson
from attrs import asdict, frozen

from specloom.commands.console import Progress, echo_json, json_option, make_progress
from specloom.config import find_config, is_target_name, load_config
from specloom.document.changes import Changes, changes
from specloom.document.checks import check_document
from specloom.document.files import write_files
from specloom.document.load import load_text
from specloom.infer.document import INFERRED
from specloom.infer.make import Inferred, Options, infer
from specloom.infer.schemas import Version
from specloom.problems import SpecloomError

_SHOWN: Final = 20
_STDOUT: Final = "-"


@frozen
class _Written:
    """What a run did.

    Attributes:
        inferred: What came out of the samples.
        path: Where the document is, or None for standard output.
        changes: What is different from the document that was there.
        is_new: Whether there was none.
    """

    inferred: Inferred
    path: Path | None
    changes: Changes
    is_new: bool


@click.command("infer")
@click.argument("name")
@click.argument("samples", nargs=-1, required=True, metavar="SAMPLES...")
@click.option(
    "-o", "--output", metavar="FILE", help="Write here, not to spec/NAME/openapi.json; - is standard output."
)
@click.option("--openapi", "version", type=click.Choice(("3.1", "3.0")), help="Version of the document; 3.1 if new.")
@click.option(
    "--server", default="", metavar="URL", help="The API that is meant, if samples are of several or of none."
)
@click.option("--path", "paths", multiple=True, metavar="PATH", help="A path as the API has it: /users/{login}.")
@click.option("--no-enums", is_flag=True, help="Texts stay texts, however few there are.")
@click.option("--fetch", is_flag=True, help="Call request lines without an answer (GET and HEAD).")
@click.option("-H", "--header", "headers", multiple=True, metavar="'NAME: VALUE'", help="Sent with --fetch.")
@click.option("--fresh", is_flag=True, help="Forget the document that is there.")
@json_option
def command(
    name: str,
    samples: tuple[str, ...],
    output: str | None,
    version: Version | None,
    server: str,
    paths: tuple[str, ...],
    no_enums: bool,
    fetch: bool,
    headers: tuple[str, ...],
    fresh: bool,
    as_json: bool,
) -> None:
    """Make the document of NAME from SAMPLES, or widen the one that is there.

    A sample is a .json or .jsonl file, a folder of them, a .har file, or a request line with the files of its
    answers: 'GET https://api.test/pets/1' pet.json. No value of a sample is written, but for those of enums.
    """
    path = _output(name, output)
    previous = None if fresh or path is None else _previous(path)
    chosen = version or _version(previous)
    options = Options(name, chosen, server, paths, not no_enums)
    with make_progress(name, quiet=as_json) as progress:
        inferred = _infer(samples, options, previous, path, progress, headers if fetch else None)
        with progress.step("check"):
            check_document(inferred.document, path.name if path else "")
    text = orjson.dumps(inferred.document, option=orjson.OPT_INDENT_2) + b"\n"
    done = _Written(inferred, path, _changes(previous or {}, inferred.document), previous is None)
    if path is not None:
        write_files({path: text})
    if as_json:
        echo_json(_values(done))
        return
    if path is None:
        click.echo(text, nl=False)
    click.echo("\n".join([_text(name, done), *_named_after_files(samples, inferred.document)]), err=path is None)


def _changes(old: dict[str, Any], new: dict[str, Any]) -> Changes:
    # How many samples there were is no change of the API.
    return changes(*({key: part for key, part in one.items() if key != INFERRED} for one in (old, new)))


def _infer(
    samples: Sequence[str],
    options: Options,
    previous: dict[str, Any] | None,
    path: Path | None,
    progress: Progress,
    headers: Sequence[str] | None,
) -> Inferred:
    # Imported here: without --fetch nothing needs an HTTP client.
    from specloom.infer.readers.arguments import read_arguments

    caller = None
    if headers is not None:
        from specloom.infer.readers.fetching import Caller

        caller = Caller(headers).fetch
    total = sum(_size(Path(sample)) for sample in samples) or None
    with progress.step("read samples") as step:
        read = 0

        def advance(more: int) -> None:
            nonlocal read
            read += more
            step.advance(read, total)

        return infer(read_arguments(samples, caller, advance), options, previous, path.name if path else "")


def _output(name: str, output: str | None) -> Path | None:
    if output == _STDOUT:
        return None
    if output is not None:
        return Path(output)
    if not is_target_name(name):
        raise SpecloomError(f"{name!r} cannot name an API; use letters, digits, - and _, a letter first")
    config = find_config(Path.cwd())
    if config is None:
        return Path.cwd() / "spec" / name / "openapi.json"
    targets = load_config(Path.cwd()).targets
    return targets[name].document if name in targets else config.parent / "spec" / name / "openapi.json"


def _previous(path: Path) -> dict[str, Any] | None:
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return None
    return load_text(text, path.name)


def _version(previous: dict[str, Any] | None) -> Version:
    return "3.0" if previous is not None and str(previous.get("openapi", "")).startswith("3.0") else "3.1"


def _size(path: Path) -> int:
    try:
        return sum(one.stat().st_size for one in path.rglob("*")) if path.is_dir() else path.stat().st_size
    except OSError:
        return 0  # a request line, or a file that is refused when it is read


def _values(done: _Written) -> dict[str, Any]:
    document = done.inferred.document
    return {
        "output": _shown(done.path) if done.path else None,
        "samples": done.inferred.samples,
        "operations": _operations(document),
        "schemas": len(document["components"].get("schemas", {})),
        "changes": asdict(done.changes),
        "remarks": [asdict(remark) for remark in done.inferred.remarks],
        **({} if done.path else {"document": document}),
    }


def _text(name: str, done: _Written) -> str:
    document = done.inferred.document
    schemas = len(document["components"].get("schemas", {}))
    where = _shown(done.path) if done.path else "standard output"
    made = f"{_operations(document)} operations and {schemas} schemas"
    head = f"{name}: {made} from {done.inferred.samples:,} samples in {where}"
    lines = [head, *([] if done.is_new else _changed(done.changes))]
    remarks = done.inferred.remarks
    lines += [f"  {remark}" for remark in remarks[:_SHOWN]]
    if len(remarks) > _SHOWN:
        rest = Counter(remark.topic for remark in remarks[_SHOWN:])
        told = ", ".join(f"{count} {topic}" for topic, count in rest.items())
        lines.append(f"  and {len(remarks) - _SHOWN} more ({told}); --json has all")
    return "\n".join(lines)


def _named_after_files(samples: Sequence[str], document: dict[str, Any]) -> list[str]:
    """A hint for whoever gives several answers to one call, and gets as many operations."""
    paths = [f"/{Path(sample).stem}" for sample in samples if sample.endswith((".json", ".jsonl", ".ndjson"))]
    named = [path for path in paths if path in document["paths"]]
    if len(named) < 2 or len(paths) < len(samples):  # with a request line or a folder it is clear what names mean
        return []
    told = ", ".join(named[:3]) + (", ..." if len(named) > 3 else "")
    return [f"  hint: paths are named after files ({told}); answers to one call stand behind it: 'GET URL' FILE FILE"]


def _changed(found: Changes) -> list[str]:
    if not found:
        return ["  nothing in it changed"]
    lines = []
    for what, names in (("operations", found.operations), ("schemas", found.schemas)):
        if names:
            counts = f"{len(names.added)} added, {len(names.removed)} removed, {len(names.changed)} changed"
            lines.append(f"  {what}: {counts}")
    return lines


def _operations(document: dict[str, Any]) -> int:
    return sum(len(item) for item in document["paths"].values())


def _shown(path: Path) -> str:
    return path.relative_to(Path.cwd()).as_posix() if path.is_relative_to(Path.cwd()) else path.as_posix()
