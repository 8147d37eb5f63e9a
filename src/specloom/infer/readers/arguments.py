"""The arguments of the command: files, folders, and request lines with the files of their answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from attrs import define, evolve, field

from specloom.infer.exchanges import Exchange
from specloom.infer.readers.files import read_path
from specloom.infer.readers.lines import RequestLine, is_request_line, read_request_line, with_bodies
from specloom.infer.readers.values import read_json, read_lines
from specloom.infer.shapes import Origin
from specloom.problems import Problem, SpecloomError


@define
class _Pair:
    """A request line, and what follows it.

    Attributes:
        line: The request line.
        request: The file of what was sent (``@file``), if one was given.
        answers: Files of answers.
    """

    line: RequestLine
    request: str = ""
    answers: list[str] = field(factory=list)

    @property
    def is_bare(self) -> bool:
        """Whether nothing is known of the answer; a status may say that there is none."""
        return not self.answers and not self.request and self.line.call.status not in (204, 205)


def read_arguments(
    arguments: Sequence[str],
    fetch: Callable[[RequestLine], Exchange] | None,
    advance: Callable[[int], None],
) -> Iterator[Exchange]:
    """The calls that arguments tell of.

    Args:
        arguments: Paths; or request lines, each with the files of its answers, and ``@file`` for what was sent.
        fetch: Makes the call of a request line that has no answer; None if nothing may be called.
        advance: Told of the bytes that were read.

    Raises:
        SpecloomError: If one of them is no sample.
    """
    for argument in _paired(arguments):
        if isinstance(argument, str):
            yield from read_path(Path(argument), argument, advance)
        elif argument.is_bare:
            if fetch is None:
                message = "this request line has no answer; name the file of one behind it, or let --fetch call it"
                raise SpecloomError(Problem(message, source=str(argument.line.call.origin)))
            yield fetch(argument.line)
        else:
            yield from _calls(argument)


def _paired(arguments: Sequence[str]) -> Iterable[str | _Pair]:
    found: list[str | _Pair] = []
    for argument in arguments:
        last = found[-1] if found else None
        if is_request_line(argument):
            found.append(_Pair(read_request_line(argument)))
        elif isinstance(last, _Pair) and argument.startswith("@"):
            last.request = argument[1:]
        elif isinstance(last, _Pair):
            last.answers.append(argument)
        else:
            found.append(argument)
    return found


def _calls(pair: _Pair) -> Iterator[Exchange]:
    sent = (read_json(Path(pair.request), pair.request),) if pair.request else None
    if not pair.answers:
        yield with_bodies(pair.line.call, request=sent)
    for name in pair.answers:
        for value, origin in _values(Path(name), name):
            yield with_bodies(evolve(pair.line.call, origin=origin), request=sent, response=(value,))


def _values(path: Path, shown: str) -> Iterator[tuple[Any, Origin]]:
    if path.suffix.lower() == ".har" or path.is_dir():
        message = "behind a request line stands a file with its answer; give folders and HAR files before it"
        raise SpecloomError(Problem(message, source=shown))
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        yield from read_lines(path, shown)
    else:
        yield read_json(path, shown), Origin(shown)
