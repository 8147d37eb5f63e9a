"""A small YAML file as nodes that know their line, and checks that collect every problem before they speak."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

import yaml
from attrs import evolve, field, frozen

from specloom.problems import Problem, SpecloomError

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@frozen
class Node:
    """A value of the file.

    Attributes:
        value: Text, number, flag or None for a scalar; nodes in a mapping or a list otherwise.
        line: Line in the file, counted from 1.
        path: Key path (``client.options.api_key``), for messages.
        column: Column in that line, counted from 1, or None for what is not in the file.
    """

    value: str | float | bool | Mapping[str, Node] | tuple[Node, ...] | None
    line: int
    path: str
    column: int | None = None


@frozen
class NodeChecks:
    """Reads nodes as what they should be; whatever is something else becomes a problem and an empty value.

    Attributes:
        columns: Whether problems tell the column beside the line: of use in files that we did not ask for.
    """

    source: str
    found: list[Problem] = field(factory=list)
    columns: bool = False

    def problem(self, node: Node, message: str) -> None:
        """Note that something about a node is wrong."""
        place = f"{node.path}: " if node.path else ""
        column = node.column if self.columns else None
        self.found.append(Problem(f"{place}{message}", source=self.source, line=node.line, column=column))

    def check(self) -> None:
        """Raise what was noted.

        Raises:
            SpecloomError: If there is at least one problem.
        """
        if self.found:
            raise SpecloomError(self.found)

    def text(self, node: Node) -> str:
        """A text that is not empty."""
        if isinstance(node.value, str) and node.value:
            return node.value
        self.problem(node, f"is to be a text, not {_spoken(node)}")
        return ""

    def flag(self, node: Node) -> bool:
        """True or false."""
        if isinstance(node.value, bool):
            return node.value
        self.problem(node, f"is to be true or false, not {_spoken(node)}")
        return False

    def items(self, node: Node) -> tuple[Node, ...]:
        """The nodes of a list."""
        if isinstance(node.value, tuple):
            return node.value
        self.problem(node, f"is to be a list, not {_spoken(node)}")
        return ()

    def texts(self, node: Node) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(self.text(item) for item in self.items(node))

    def mapping(self, node: Node) -> Mapping[str, Node]:
        """A mapping with any keys."""
        if isinstance(node.value, Mapping):
            return node.value
        self.problem(node, f"is to be a mapping, not {_spoken(node)}")
        return {}

    def table(self, node: Node, keys: Iterable[str]) -> Mapping[str, Node]:
        """A mapping that has no other keys than these."""
        known = list(keys)
        entries = self.mapping(node)
        for name, entry in entries.items():
            if name not in known:
                self.problem(entry, f"unknown key{nearest(name, known)}")
        return {name: entry for name, entry in entries.items() if name in known}


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint for a message: the known name that is most like this one, or nothing."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"; did you mean {close[0]!r}?" if close else ""


def read_nodes(text: str, source: str) -> Node:
    """Parse a YAML text.

    Raises:
        SpecloomError: If it is no YAML, or holds keys that are no texts or stand twice in a mapping.
    """
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        message = f"is no valid YAML: {error.problem or error.context or error}"
        raise SpecloomError(Problem(message, source=source, line=line, column=column)) from error
    except yaml.YAMLError as error:
        raise SpecloomError(Problem(f"is no valid YAML: {error}", source=source)) from error
    checks = NodeChecks(source)
    node = Node({}, 1, "") if root is None else _node(root, "", checks)
    checks.check()
    return node


def _node(node: yaml.Node, path: str, checks: NodeChecks) -> Node:
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    if isinstance(node, yaml.SequenceNode):
        items = tuple(_node(item, f"{path}[{index}]", checks) for index, item in enumerate(node.value))
        return Node(items, line, path, column)
    if isinstance(node, yaml.MappingNode):
        return Node(_entries(node, path, checks), line, path, column)
    return Node(_scalar(node), line, path, column)


def _entries(node: yaml.MappingNode, path: str, checks: NodeChecks) -> dict[str, Node]:
    entries: dict[str, Node] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            checks.problem(Node(None, key.start_mark.line + 1, path), "a key is to be a text")
            continue
        below = f"{path}.{key.value}" if path else key.value
        mark = key.start_mark
        entry = evolve(_node(value, below, checks), line=mark.line + 1, column=mark.column + 1)
        if key.value in entries:
            checks.problem(entry, f"stands twice (first in line {entries[key.value].line})")
        entries[key.value] = entry
    return entries


def _scalar(node: yaml.Node) -> str | float | bool | None:
    """Numbers are only told apart from texts here: no key of ours takes one."""
    text = str(node.value)
    match node.tag.rpartition(":")[2]:
        case "null":
            return None
        case "bool":
            return text.lower() in ("true", "yes", "on")
        case "int" | "float":
            return _number(text)
    return text


def _number(text: str) -> str | float:
    try:
        return float(text)
    except ValueError:
        return text


def _spoken(node: Node) -> str:
    match node.value:
        case None:
            return "nothing"
        case tuple():
            return "a list"
        case Mapping():
            return "a mapping"
    return repr(node.value)
