"""Whether a document can be generated from: all reasons against it at once.

Strict only where no right client could come out. What can be widened, renamed or ignored is left to later steps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from specloom.document.grammar import (
    COMPONENT_SCHEMA,
    OPERATION,
    PATH_ITEM,
    PATHS,
    SCHEMA,
    SCHEMA_LISTS,
    Node,
    nodes,
)
from specloom.document.members import member_problems
from specloom.document.parameters import parameter_problems, shown
from specloom.document.pointers import join
from specloom.document.refs import ref_problems
from specloom.problems import Problem, SpecloomError

_SCHEMAS: Final = (SCHEMA, COMPONENT_SCHEMA)
_OBJECTS: Final = frozenset(
    {
        *("operation", "parameter", "request body", "response", "path item", "media type", "header"),
        *("security scheme", "flow", "encoding"),
    }
)
_STATUS: Final = re.compile(r"[1-5](?:[0-9]{2}|[xX]{2})|default")
_TYPES: Final = ("string", "number", "integer", "boolean", "array", "object", "null", "file")

_Found: TypeAlias = Iterator[tuple[str, str]]
"""Pointers and what is wrong there."""


def check_document(document: Mapping[str, Any], source: str) -> None:
    """Refuse a document that no right client can come out of.

    Raises:
        SpecloomError: With all problems, each with its pointer.
    """
    problems = document_problems(document, source)
    if problems:
        raise SpecloomError(problems)


def document_problems(document: Mapping[str, Any], source: str) -> list[Problem]:
    """All that is wrong with a document, structure first, then references."""
    places = list(nodes(document))
    found = [Problem(message, pointer, source) for pointer, message in _structure(document, places)]
    return found + ref_problems(document, source, places)


def _structure(document: Mapping[str, Any], places: Sequence[Node]) -> _Found:
    if not document.get("paths"):
        yield "#/paths", "the document has no paths, so there is nothing to call"
    seen_ids: dict[str, str] = {}
    for node in places:
        if node.kind in _SCHEMAS:
            yield from _schema(node)
        elif node.kind.named is not None and not isinstance(node.value, Mapping):
            yield node.pointer, f"a {node.kind.name} is an object, not {shown(node.value)}"
        elif node.kind is PATHS and node.pointer == "#/paths":
            yield from _paths(node)
        elif node.kind.name in _OBJECTS and not isinstance(node.value, Mapping):
            yield node.pointer, f"a {node.kind.name} is an object, not {shown(node.value)}"
        elif node.kind is OPERATION:
            yield from _operation(node, seen_ids)
        elif node.kind is PATH_ITEM:
            yield from parameter_problems(document, node)
        if isinstance(node.value, Mapping):
            yield from member_problems(node)


def _paths(node: Node) -> _Found:
    for path in node.value:
        if not path.startswith(("/", "x-")):
            yield join(node.pointer, path), f"a path starts with /, {path!r} does not"


def _operation(node: Node, seen_ids: dict[str, str]) -> _Found:
    operation_id = node.value.get("operationId")
    # Operations of callbacks are calls that the API makes; they share no names with those it takes.
    if isinstance(operation_id, str) and node.pointer.startswith("#/paths/") and "/callbacks/" not in node.pointer:
        if operation_id in seen_ids:
            yield join(node.pointer, "operationId"), f"{operation_id!r} already names {seen_ids[operation_id]}"
        seen_ids.setdefault(operation_id, node.pointer)
    elif operation_id is not None and not isinstance(operation_id, str):
        yield join(node.pointer, "operationId"), f"an operationId is a text, not {shown(operation_id)}"
    responses = node.value.get("responses")
    for status in responses if isinstance(responses, Mapping) else ():
        if not status.startswith("x-") and not _STATUS.fullmatch(status):
            yield join(node.pointer, "responses", status), f"{status!r} is no status; use 200, 2XX or default"


def _schema(node: Node) -> _Found:
    schema = node.value
    if isinstance(schema, bool):
        return
    if not isinstance(schema, Mapping):
        yield node.pointer, f"a schema is an object, not {shown(schema)}"
        return
    for key in SCHEMA_LISTS:
        if key in schema and (not isinstance(schema[key], list) or not schema[key]):
            yield join(node.pointer, key), f"{key} is a list of at least one schema, not {shown(schema[key])}"
    if "enum" in schema and not isinstance(schema["enum"], list):
        yield join(node.pointer, "enum"), f"enum is a list, not {shown(schema['enum'])}"
    types = schema.get("type", [])
    for kind in types if isinstance(types, list) else [types]:
        if kind not in _TYPES:
            yield join(node.pointer, "type"), f"there is no type {shown(kind)}; there are {', '.join(_TYPES)}"
