"""JSON text to values: fast, strict, and with the place of whatever is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

import orjson

from specloom.document.limits import MAX_DEPTH
from specloom.document.positions import line_and_column
from specloom.problems import Problem, SpecloomError

_TOKEN: Final = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\],:]', re.DOTALL)


def parse_json(text: bytes, source: str) -> Any:
    """The value of a JSON text.

    Raises:
        SpecloomError: If the text is not JSON, is nested too deeply, or says a key of one object twice.
    """
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        message = f"this is not valid JSON: {error.msg}"
        raise SpecloomError(Problem(message, source=source, line=error.lineno, column=error.colno)) from error
    _check_depth(value, source)
    if _has_duplicates(text):
        raise SpecloomError(list(_duplicates(text, source)))
    return value


def _check_depth(value: Any, source: str) -> None:
    # Level by level: a text nested deeper than Python's stack must not end in a RecursionError.
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        level = [child for node in level for child in _children(node)]
        if not level:
            return
    raise SpecloomError(Problem(f"the document is nested more than {MAX_DEPTH} levels deep", source=source))


def _children(node: Any) -> Iterable[Any]:
    if isinstance(node, dict):
        return node.values()
    return node if isinstance(node, list) else ()


class _DuplicateError(Exception):
    """Ends the quick search early."""


def _refuse_duplicates(pairs: list[tuple[str, Any]]) -> None:
    if len({key for key, _ in pairs}) != len(pairs):
        raise _DuplicateError


def _has_duplicates(text: bytes) -> bool:
    # orjson keeps the last of two equal keys and cannot be told otherwise; this pass builds nothing.
    try:
        json.loads(text, object_pairs_hook=_refuse_duplicates)
    except _DuplicateError:
        return True
    return False


def _duplicates(text: bytes, source: str) -> Iterator[Problem]:
    stack: list[set[str] | None] = []
    key: tuple[str, int] | None = None
    for token in _TOKEN.finditer(text):
        match token[0]:
            case b"{":
                stack.append(set())
            case b"[":
                stack.append(None)
            case b"}" | b"]":
                stack.pop()
            case b":":
                if key is not None and (seen := stack[-1]) is not None:
                    if key[0] in seen:
                        line, column = line_and_column(text, key[1])
                        yield Problem(f"the key {key[0]!r} stands twice in one object", "", source, line, column)
                    seen.add(key[0])
            case b",":
                pass
            case quoted:
                key = orjson.loads(quoted), token.start()
