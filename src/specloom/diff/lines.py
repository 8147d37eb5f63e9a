"""The line of a JSON pointer in the text that it points into; the text is read when first asked."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from json import JSONDecodeError, JSONDecoder
from typing import Any, Final, Protocol

import yaml
from attrs import define, field

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_DECODER: Final = JSONDecoder(strict=False)


class Lines(Protocol):
    """Where the parts of a text are."""

    def line(self, tokens: list[str]) -> int | None:
        """The line, from 1, of what the keys lead to, or of the last of them that the text spells out."""


def lines_of(text: bytes) -> Lines:
    """For a text that was read as JSON or YAML before; a text that is neither has no lines."""
    spelled = text.decode("utf-8-sig", "replace")
    return JsonLines(spelled) if spelled.lstrip()[:1] in {"{", "["} else YamlLines(spelled)


class JsonLines:
    """Lines of a JSON text. Values that nobody asks for are passed over by the decoder in C."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._breaks = [found.start() for found in re.finditer("\n", text)]
        self._children: dict[int, Mapping[str, tuple[int, int]]] = {}

    def line(self, tokens: list[str]) -> int | None:
        """The line, from 1, of the key, item or value."""
        shown = value = self._skip(0)
        for token in tokens:
            try:
                shown, value = self._inner(value)[token]
            except KeyError:
                break
        return bisect_right(self._breaks, shown - 1) + 1

    def _inner(self, start: int) -> Mapping[str, tuple[int, int]]:
        if start not in self._children:
            try:
                self._children[start] = dict(self._read(start))
            except (JSONDecodeError, StopIteration, RecursionError):
                self._children[start] = {}  # no JSON after all: whoever reads the document tells so
        return self._children[start]

    def _read(self, start: int) -> Iterator[tuple[str, tuple[int, int]]]:
        """For each part of an object or array where its key (or itself) starts, and where its value does."""
        opening, place, number = self._text[start : start + 1], self._skip(start + 1), 0
        while opening in {"{", "["} and self._text[place : place + 1] not in {"}", "]", ""}:
            key, shown = str(number), place
            if opening == "{":
                key, place = _DECODER.raw_decode(self._text, place)
                place = self._skip(self._skip(place) + 1)
            yield str(key), (shown, place)
            place = self._skip(_DECODER.raw_decode(self._text, place)[1])
            if self._text[place : place + 1] != ",":
                return
            place, number = self._skip(place + 1), number + 1

    def _skip(self, place: int) -> int:
        found = _SPACE.match(self._text, place)
        return found.end() if found else place


@define
class _Node:
    line: int
    children: dict[str, _Node] = field(factory=dict)
    is_list: bool = False
    key: _Node | None = None


class YamlLines:
    """Lines of a YAML text, from the parser's events; an alias is where its anchor is."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._root: _Node | None = None

    def line(self, tokens: list[str]) -> int | None:
        """The line, from 1, of the key, item or value."""
        if self._root is None:
            self._root = _read_yaml(self._text)
        node = self._root
        for token in tokens:
            if token not in node.children:
                break
            node = node.children[token]
        return node.line


def _read_yaml(text: str) -> _Node:
    reader = _YamlReader()
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            reader.take(event)
    except yaml.YAMLError:
        return reader.root  # what stands before the mistake has been read
    return reader.root


class _YamlReader:
    def __init__(self) -> None:
        self.root = _Node(1)
        self._stack: list[tuple[_Node, bool]] = []
        self._key: list[tuple[str, int] | None] = []
        self._anchors: dict[str, _Node] = {}

    def take(self, event: Any) -> None:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            if self._stack and not self._stack[-1][1] and self._key[-1] is None:
                self._key[-1] = event.value, event.start_mark.line + 1
            else:
                self._add(_Node(event.start_mark.line + 1), event.anchor)
        elif kind is yaml.AliasEvent:
            known = self._anchors.get(event.anchor)
            self._add(_Node(event.start_mark.line + 1, known.children if known else {}), None)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            node = self._add(_Node(event.start_mark.line + 1), event.anchor)
            self._stack.append((node, kind is yaml.SequenceStartEvent))
            self._key.append(None)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._stack.pop()
            self._key.pop()

    def _add(self, node: _Node, anchor: str | None) -> _Node:
        if anchor is not None:
            self._anchors[anchor] = node
        if not self._stack:
            self.root = node
            return node
        parent, is_list = self._stack[-1]
        key = self._key[-1]
        if is_list:
            parent.children[str(len(parent.children))] = node
        elif key is not None:
            name, node.line = key
            self._merge(parent, node) if name == "<<" else parent.children.__setitem__(name, node)
            self._key[-1] = None
        return node

    def _merge(self, parent: _Node, node: _Node) -> None:
        for name, child in node.children.items():
            parent.children.setdefault(name, child)
