"""Files and the standard input as text or JSON; a mistake has its place."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from ..input_errors import InputError

STDIN = "-"


def read_text(path: Path) -> str:
    """The text of a file, or of the standard input for ``-``; a byte-order mark is no part of it.

    Raises:
        InputError: If it cannot be read or is no UTF-8; names line and column.
    """
    name = "standard input" if str(path) == STDIN else path
    try:
        content = sys.stdin.buffer.read() if str(path) == STDIN else path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read it ({error.strerror})", path=name) from error
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content[:4]:
        raise InputError("this is UTF-16, or no text; save it as UTF-8", path=name, line=1, column=1)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        column = len(before.rpartition(b"\n")[2].decode("utf-8-sig")) + 1
        problem = f"byte 0x{content[error.start]:02x} is no UTF-8; save the file as UTF-8"
        raise InputError(problem, path=name, line=before.count(b"\n") + 1, column=column) from error


def read_json(path: Path) -> Any:
    """The JSON of a file, or of the standard input for ``-``.

    Raises:
        InputError: If it cannot be read or is no JSON; names line and column.
    """
    text = read_text(path)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        problem = f"{error.msg[:1].lower()}{error.msg[1:]}"
        raise InputError(f"it is no JSON: {problem}", path=path, line=error.lineno, column=error.colno) from error


def read_list(path: Path, what: str) -> list[Any]:
    """A JSON array.

    Args:
        path: As for ``read_json``.
        what: It holds, for messages.

    Raises:
        InputError: As ``read_json``, or if it is something else.
    """
    found = read_json(path)
    if not isinstance(found, list):
        raise InputError(f"it holds {type(found).__name__}, no list of {what}", path=path, line=1, column=1)
    return found


def refuse_existing(path: Path, *, overwrite: bool = False) -> None:
    """Raise an InputError for a file that is there, before hours of work would end with it."""
    if path.exists() and not overwrite:
        raise InputError("there is such a file already; name another one, or say --overwrite", path=path)
    if not path.absolute().parent.is_dir():
        raise InputError("there is no such folder to write to", path=path)
