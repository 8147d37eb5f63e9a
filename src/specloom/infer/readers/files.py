"""Files and folders of samples: a file tells by its name which call it answers.

``pets.json`` holds an answer to ``GET /pets``, ``pets/1.json`` one to ``GET /pets/1``, ``pets/POST.201.json`` one to
``POST /pets`` and ``pets/POST.request.json`` what was sent. A ``.jsonl`` file has one such value a line. Folders are
the path of the call, counted from the folder that was given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from attrs import evolve, frozen

from specloom.document.grammar import VERBS
from specloom.infer.exchanges import Exchange
from specloom.infer.readers.har import read_har
from specloom.infer.readers.lines import call, with_bodies
from specloom.infer.readers.values import read_json, read_lines
from specloom.infer.security import header_credentials
from specloom.infer.shapes import Origin
from specloom.problems import Problem, SpecloomError

_ENDINGS: Final = (".json", ".jsonl", ".ndjson", ".har")
_WITH_VERB: Final = re.compile(rf"({'|'.join(VERBS).upper()})((?:\.[^.]+)*)")
_STATUS: Final = re.compile(r"[2-5][0-9]{2}")
_RECORD: Final = frozenset(("method", "url"))
_OF_RECORD: Final = _RECORD | {"status", "request", "response", "request_headers", "headers"}


@frozen
class _Place:
    """What the name of a file says of the values in it."""

    call: Exchange
    is_request: bool


def read_path(path: Path, shown: str, advance: Callable[[int], None]) -> Iterator[Exchange]:
    """The calls in a file or a folder.

    Args:
        path: Where it is.
        shown: What it is called in messages.
        advance: Told of the bytes that were read.

    Raises:
        SpecloomError: If there is none, or what is there cannot be read.
    """
    if path.is_dir():
        yield from _folder(path, shown, advance)
    else:
        yield from read_file(path, shown, path.name, advance)


def _folder(folder: Path, shown: str, advance: Callable[[int], None]) -> Iterator[Exchange]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix.lower() in _ENDINGS]
    if not files:
        message = f"there is no sample in this folder; samples are files that end in {', '.join(_ENDINGS)}"
        raise SpecloomError(Problem(message, source=shown))
    for path in files:
        below = path.relative_to(folder).as_posix()
        yield from read_file(path, f"{shown.rstrip('/')}/{below}", below, advance)


def read_file(path: Path, shown: str, below: str, advance: Callable[[int], None]) -> Iterator[Exchange]:
    """The calls in one file; ``below`` is what its name says of them.

    Raises:
        SpecloomError: If it cannot be read, or is no sample.
    """
    ending = path.suffix.lower()
    if ending == ".har":
        yield from read_har(path, shown, advance)
    elif ending in (".jsonl", ".ndjson"):
        yield from _sorted_out(read_lines(path, shown), shown, below)
        advance(path.stat().st_size)
    elif ending == ".json":
        value = read_json(path, shown)
        advance(path.stat().st_size)
        if isinstance(value, dict) and isinstance(value.get("log"), dict) and "entries" in value["log"]:
            yield from read_har(path, shown, lambda _: None)
        else:
            yield from _sorted_out(iter([(value, Origin(shown))]), shown, below)
    else:
        message = f"a sample ends in {', '.join(_ENDINGS)}, or is a request line such as 'GET https://api.test/pets'"
        raise SpecloomError(Problem(message, source=shown))


def _sorted_out(values: Iterator[tuple[Any, Origin]], shown: str, below: str) -> Iterator[Exchange]:
    place = None
    first: tuple[bool, Origin] | None = None
    for value, origin in values:
        is_record = _is_record(value)
        first = first or (is_record, origin)
        if first[0] != is_record:
            kinds = ("a call with method and url", "a body")
            message = (
                f"this is {kinds[not is_record]}, and {first[1]} is {kinds[is_record]}; a file has one or the other"
            )
            raise SpecloomError(Problem(message, source=str(origin)))
        if is_record:
            yield _record(value, origin)
        else:
            place = place or _place(below, shown)
            yield _with_value(place, value, origin)
    if first is None:
        raise SpecloomError(Problem("this file is empty; put one JSON value on each line", source=shown))


def _with_value(place: _Place, value: Any, origin: Origin) -> Exchange:
    if place.is_request:
        return with_bodies(evolve(place.call, origin=origin, status=0), request=(value,))
    return with_bodies(evolve(place.call, origin=origin, tells_request=False), response=(value,))


def _place(below: str, shown: str) -> _Place:
    *folders, name = below.split("/")
    stem = name.rpartition(".")[0]
    verb, status, is_request = "get", 200, False
    match = _WITH_VERB.fullmatch(stem)
    if match is None:
        folders += [] if stem == "index" else [stem]
    else:
        verb = match[1].lower()
        parts = match[2].split(".")[1:]
        is_request = "request" in parts
        status = next((int(part) for part in parts if _STATUS.fullmatch(part)), 200)
    return _Place(Exchange(verb, tuple(folders), status, Origin(shown)), is_request)


def _is_record(value: Any) -> bool:
    return isinstance(value, Mapping) and value.keys() >= _RECORD and value.keys() <= _OF_RECORD


def _record(value: Mapping[str, Any], origin: Origin) -> Exchange:
    verb, url, status = str(value["method"]).lower(), str(value["url"]), value.get("status", 200)
    if verb not in VERBS or not isinstance(status, int) or not 200 <= status <= 599:
        message = "a call has a method such as GET, a url, and a status from 200 to 599"
        raise SpecloomError(Problem(message, source=str(origin)))
    made = call(verb, url, status, origin)
    headers = value.get("request_headers", value.get("headers"))
    if isinstance(headers, Mapping):
        pairs = [(str(name), str(text)) for name, text in headers.items()]
        made = evolve(made, credentials=(made.credentials or frozenset()) | header_credentials(pairs))
    bodies = {key: (value[key],) for key in ("request", "response") if value.get(key) is not None}
    return with_bodies(made, **bodies)
