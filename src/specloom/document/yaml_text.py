"""YAML text to JSON-like values, straight from the parser's events.

PyYAML's own constructors follow YAML 1.1: ``on`` and ``no`` become booleans, ``2020-01-01`` a date, ``200:`` a
number. OpenAPI asks for the JSON schema of YAML 1.2 with text keys, which is what this module builds. Working on
events is also faster than composing a tree first, and knows the line of everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import yaml
from attrs import define

from specloom.document.limits import MAX_DEPTH, MAX_NODES
from specloom.document.positions import line_and_column
from specloom.problems import Problem, SpecloomError

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_CONSTANTS: Final[dict[str, bool | None]] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_INTEGER: Final = re.compile(r"[-+]?[0-9]+")
_BASED: Final = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_NUMBER_STARTS: Final = frozenset("0123456789+-.")
_RESOLVED_TAGS: Final = frozenset(f"tag:yaml.org,2002:{name}" for name in ("null", "bool", "int", "float"))
_MERGE_TAG: Final = "tag:yaml.org,2002:merge"


def parse_yaml(text: bytes, source: str) -> Any:
    """The value of the one YAML document in a UTF-8 text. Aliased parts are shared, not copied.

    Raises:
        SpecloomError: If the text is not YAML, holds no document or several, is nested too deeply, grows too large
            through aliases, says a key twice, or holds what JSON cannot.
    """
    builder = _Builder(source)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise SpecloomError(_broken(error, source)) from error
    except yaml.reader.ReaderError as error:
        line, column = line_and_column(text, error.position)
        message = f"this is not valid YAML: {error.reason}"
        raise SpecloomError(Problem(message, source=source, line=line, column=column)) from error
    return builder.result()


def _broken(error: yaml.MarkedYAMLError, source: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    said = ", ".join(part for part in (error.context, error.problem) if part)
    line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
    return Problem(f"this is not valid YAML: {said}", source=source, line=line, column=column)


@define
class _Frame:
    """A mapping or sequence that is still open."""

    value: Any  # a dict or a list; asked by its exact type, for speed
    anchor: str | None
    nodes: int = 1
    depth: int = 1
    key: str | None = None
    merging: bool = False
    merges: list[Any] | None = None


@define
class _Anchored:
    """A finished value that aliases may name, and what one more use of it costs."""

    value: Any
    nodes: int
    depth: int


class _Builder:
    def __init__(self, source: str) -> None:
        self._source = source
        self._stack: list[_Frame] = []
        self._anchors: dict[str, _Anchored] = {}
        self._problems: list[Problem] = []
        self._roots: list[Any] = []

    def take(self, event: Any) -> None:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._scalar(event)
        elif kind is yaml.MappingStartEvent:
            self._open({}, event)
        elif kind is yaml.SequenceStartEvent:
            self._open([], event)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._close(event)
        elif kind is yaml.AliasEvent:
            self._alias(event)
        elif kind is yaml.DocumentStartEvent and self._roots:
            raise self._error("the text holds a second YAML document; one is expected", event)

    def result(self) -> Any:
        if self._problems:
            raise SpecloomError(self._problems)
        if not self._roots:
            raise SpecloomError(Problem("the text holds no YAML document", source=self._source))
        return self._roots[0]

    def _scalar(self, event: Any) -> None:
        frame = self._stack[-1] if self._stack else None
        if frame is not None and type(frame.value) is dict and frame.key is None:
            self._take_key(frame, event)
            return
        value: Any = event.value
        if event.implicit[0] or event.tag in _RESOLVED_TAGS:
            value = self._plain(event)
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchored(value, 1, 0)
        self._add(value, 1, 0, event)

    def _take_key(self, frame: _Frame, event: Any) -> None:
        key: str = event.value
        frame.key = key
        frame.merging = (key == "<<" and event.implicit[0]) or event.tag == _MERGE_TAG
        if not frame.merging and key in frame.value:
            self._problems.append(self._problem(f"the key {key!r} stands twice in one mapping", event))
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchored(key, 1, 0)

    def _plain(self, event: Any) -> Any:
        text: str = event.value
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if text[0] not in _NUMBER_STARTS:
            return text
        if _INTEGER.fullmatch(text):
            return self._integer(text, event)
        if _BASED.fullmatch(text):
            return self._based(text, event)
        if _FLOAT.fullmatch(text) or _NOT_FINITE.fullmatch(text):
            return self._float(text, event)
        return text

    def _integer(self, text: str, event: Any) -> int | float:
        # JSON readers keep 64 bits; a longer number is what they make of it.
        if len(text) < 19 or (len(text) < 22 and -(2**63) <= int(text) < 2**64):
            return int(text)
        return self._float(text, event)

    def _based(self, text: str, event: Any) -> int | float:
        number = int(text, 0)
        if number < 2**64:
            return number
        try:
            return float(number)
        except OverflowError:
            return self._float("inf", event)

    def _float(self, text: str, event: Any) -> float:
        number = float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
        if number != number or number in (float("inf"), float("-inf")):
            self._problems.append(self._problem(f"JSON has no number {text}", event))
        return number

    def _open(self, value: dict[str, Any] | list[Any], event: Any) -> None:
        self._refuse_as_key(event)
        if len(self._stack) >= MAX_DEPTH:
            raise self._error(f"the document is nested more than {MAX_DEPTH} levels deep", event)
        self._stack.append(_Frame(value, event.anchor))

    def _close(self, event: Any) -> None:
        frame = self._stack.pop()
        if frame.merges is not None:
            _merge(frame)
        if frame.anchor is not None:
            self._anchors[frame.anchor] = _Anchored(frame.value, frame.nodes, frame.depth)
        self._add(frame.value, frame.nodes, frame.depth, event)

    def _alias(self, event: Any) -> None:
        name = event.anchor
        if any(frame.anchor == name for frame in self._stack):
            raise self._error(f"the alias *{name} stands inside the very value that it names", event)
        known = self._anchors.get(name)
        if known is None:
            raise self._error(f"the alias *{name} names no anchor before it", event)
        frame = self._stack[-1] if self._stack else None
        if frame is not None and type(frame.value) is dict and frame.key is None and isinstance(known.value, str):
            event.value, event.implicit, event.tag, event.anchor = known.value, (False, False), None, None
            self._take_key(frame, event)
            return
        self._refuse_as_key(event)
        if len(self._stack) + known.depth > MAX_DEPTH:
            raise self._error(f"with *{name} the document is nested more than {MAX_DEPTH} levels deep", event)
        self._add(known.value, known.nodes, known.depth, event)

    def _add(self, value: Any, nodes: int, depth: int, event: Any) -> None:
        if not self._stack:
            self._roots.append(value)
            return
        frame = self._stack[-1]
        frame.nodes += nodes
        if frame.nodes > MAX_NODES:
            raise self._error(f"aliases blow the document up to more than {MAX_NODES} values", event)
        if depth >= frame.depth:
            frame.depth = depth + 1
        container = frame.value
        if type(container) is list:
            container.append(value)
        elif frame.merging:
            frame.merges = [*(frame.merges or ()), *self._mergeable(value, event)]
            frame.key, frame.merging = None, False
        else:
            container[frame.key] = value
            frame.key = None

    def _mergeable(self, value: Any, event: Any) -> Iterator[dict[str, Any]]:
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict):
                yield part
            else:
                self._problems.append(self._problem("'<<' can only merge mappings", event))

    def _refuse_as_key(self, event: Any) -> None:
        frame = self._stack[-1] if self._stack else None
        if frame is not None and type(frame.value) is dict and frame.key is None:
            raise self._error("a mapping or sequence is used as a key; keys are text", event)

    def _problem(self, message: str, event: Any) -> Problem:
        mark = event.start_mark
        return Problem(message, "", self._source, mark.line + 1, mark.column + 1)

    def _error(self, message: str, event: Any) -> SpecloomError:
        return SpecloomError([*self._problems, self._problem(message, event)])


def _merge(frame: _Frame) -> None:
    # In place, because an anchor may already name this very mapping; own keys win, then earlier merges.
    own = frame.value
    merged: dict[str, Any] = {}
    for part in frame.merges or ():
        merged = {**part, **merged}
    merged.update(own)
    own.clear()
    own.update(merged)
