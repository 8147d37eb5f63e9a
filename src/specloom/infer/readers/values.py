"""JSON of sample files, with the place of whatever is wrong in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from specloom.document.limits import MAX_BYTES
from specloom.document.load import as_utf8
from specloom.infer.shapes import Origin
from specloom.problems import Problem, SpecloomError


def read_json(path: Path, shown: str) -> Any:
    """The value in a JSON file.

    Raises:
        SpecloomError: If it cannot be read, is too large, or is not JSON (with line and column).
    """
    return parsed(as_utf8(read_bytes(path, shown), shown), shown)


def read_lines(path: Path, shown: str) -> Iterator[tuple[Any, Origin]]:
    """The values in a file of JSON lines, one after the other; empty lines are passed over.

    Raises:
        SpecloomError: If it cannot be read, or a line is not JSON.
    """
    try:
        with path.open("rb") as stream:
            for number, line in enumerate(stream, start=1):
                if text := line.strip():
                    yield parsed(text.removeprefix(b"\xef\xbb\xbf"), shown, number), Origin(shown, number, "line")
    except OSError as error:
        raise _unreadable(shown, error) from error


def read_bytes(path: Path, shown: str) -> bytes:
    """What is in a file.

    Raises:
        SpecloomError: If it cannot be read or is too large.
    """
    try:
        with path.open("rb") as stream:
            text = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise _unreadable(shown, error) from error
    if len(text) > MAX_BYTES:
        message = f"this sample has more than {MAX_BYTES:,} bytes; cut it, or give one value a line in a .jsonl file"
        raise SpecloomError(Problem(message, source=shown))
    return text


def parsed(text: bytes, shown: str, line: int = 1) -> Any:
    """The value of a JSON text that begins in a line of a file.

    Raises:
        SpecloomError: If it is not JSON, or nested too deeply.
    """
    try:
        value = orjson.loads(text)
        depth_checked(value)
    except orjson.JSONDecodeError as error:
        what = "this file is empty" if not text.strip() else f"this is not valid JSON: {error.msg}"
        place = (line + error.lineno - 1, error.colno)
        raise SpecloomError(Problem(what, "", shown, *place)) from error
    except RecursionError as error:
        raise SpecloomError(Problem("this sample is nested too deeply", "", shown, line)) from error
    return value


def depth_checked(value: Any, depth: int = 0) -> None:
    """Refuse what later steps, which recurse, could not walk.

    Raises:
        RecursionError: If objects and arrays are nested more than 100 levels deep.
    """
    level = [value]
    for _ in range(100):
        level = [child for node in level for child in _children(node)]
        if not level:
            return
    raise RecursionError


def _children(node: Any) -> list[Any]:
    held = list(node.values()) if isinstance(node, dict) else node if isinstance(node, list) else []
    return [child for child in held if isinstance(child, (dict, list))]


def _unreadable(shown: str, error: OSError) -> SpecloomError:
    return SpecloomError(Problem(f"could not read this sample: {error.strerror or error}", source=shown))
