"""From what was typed to what a method takes."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..input_errors import InputError
from .hints import BOOLEAN, FILE, NULL, NUMBER, OBJECT, TEXT, WHOLE, Hint
from .inputs import read_text

WORDS = {"true": True, "false": False, "yes": True, "no": False}


def value_of(name: str, texts: Sequence[str], hint: Hint) -> Any:
    """The value of a parameter.

    ``@path`` stands for what is in a file and ``@-`` for the standard input (``@@`` for a text that begins with
    ``@``); objects and lists are JSON, or ``key=value`` once for each key; a list may also be given item by item.

    Args:
        name: Of the option, for messages.
        texts: What was typed, once for each time that the option was given.
        hint: What the parameter takes.

    Raises:
        InputError: If it cannot be such a value; names option and column.
    """
    if not _takes_file(hint):
        texts = [_opened(name, text) for text in texts]
    if _pairs(texts, hint):
        return {key: _scalar(text, hint) for key, _, text in (text.partition("=") for text in texts)}
    if len(texts) == 1 and (hint.item is None or hint.kinds & {TEXT, FILE} or texts[0].lstrip().startswith("[")):
        return _single(name, texts[0], hint)
    if hint.item is None:
        raise InputError(f"--{name} was given {len(texts)} times; it takes one value")
    return [_single(name, text, hint.item) for text in texts]


def _takes_file(hint: Hint) -> bool:
    return FILE in hint.kinds or (hint.item is not None and _takes_file(hint.item))


def _pairs(texts: Sequence[str], hint: Hint) -> bool:
    """Whether an object is given key by key."""
    return (
        OBJECT in hint.kinds
        and TEXT not in hint.kinds
        and all("=" in text and not text.startswith(("{", "[", '"')) for text in texts)
    )


def _single(name: str, text: str, hint: Hint) -> Any:
    if FILE in hint.kinds:
        return _file(name, text)
    opened = {"{"} if OBJECT in hint.kinds else set()
    if hint.item is not None or OBJECT in hint.kinds:
        opened.add("[")
    if text.lstrip()[:1] in opened:
        return _json(name, text)
    if TEXT in hint.kinds or text in hint.choices:
        return text
    return _plain(name, text, hint)


def _plain(name: str, text: str, hint: Hint) -> Any:
    """A number, yes, no or nothing."""
    if NULL in hint.kinds and text == "null":
        return None
    if BOOLEAN in hint.kinds and text.lower() in WORDS:
        return WORDS[text.lower()]
    for kind, read in ((WHOLE, int), (NUMBER, float)):
        if kind in hint.kinds:
            try:
                return read(text)
            except ValueError:
                continue
    if hint.choices:
        raise InputError(f"--{name} is one of {', '.join(hint.choices)}, not {text!r}")
    raise InputError(f"--{name} takes {hint.described}, not {text!r}")


def _scalar(text: str, hint: Hint) -> Any:
    """A value of a pair: a number or a word of JSON where it is one, else the text."""
    if hint.keys:
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text


def _opened(name: str, text: str) -> str:
    if text.startswith("@@"):
        return text[1:]
    if not text.startswith("@"):
        return text
    try:
        return read_text(Path(text[1:]))
    except InputError as error:
        problem = f"--{name}: {error.problem}"
        raise InputError(problem, path=error.path, line=error.line, column=error.column) from error


def _file(name: str, text: str) -> Any:
    """A file to upload: its path, or what comes in by the standard input."""
    if text == "-":
        return ("stdin", sys.stdin.buffer.read())
    path = Path(text.removeprefix("@"))
    if not path.is_file():
        raise InputError(f"--{name}: there is no such file", path=path)
    return path


def _json(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise InputError(f"--{name} is no JSON at {where}: {error.msg[:1].lower()}{error.msg[1:]}") from error
