"""Parameters of a path."""

from __future__ import annotations

from typing import Any

from specloom.prepare import walk
from specloom.prepare.keywords import MENDED, POINTER
from specloom.prepare.mending import Notes, noted
from specloom.prepare.values import Document, Example, Pass


def merge_path_parameters(document: Document) -> Document:
    """Parameters given for a whole path become parameters of each of its operations.

    A parameter of the operation with the same name and place wins; of one that is listed twice the first counts.
    Summary, description and servers of a path go: operations have their own.
    """
    notes: Notes = []
    merged = walk.rewrite(document, "document", {"path item": lambda item: _merged(item, notes)})
    return noted(merged, notes)


def _merged(item: dict[str, Any], notes: Notes) -> dict[str, Any]:
    shared = item.get("parameters") or []
    return {
        verb: _with_parameters(operation, shared, notes)
        for verb, operation in item.items()
        if verb in walk.VERBS and isinstance(operation, dict)
    }


def _with_parameters(operation: dict[str, Any], shared: list[dict[str, Any]], notes: Notes) -> dict[str, Any]:
    pointer = str(operation.get(POINTER, ""))
    unique = {**_unique(shared, pointer, notes), **_unique(operation.get("parameters") or [], pointer, notes)}
    return {**operation, "parameters": list(unique.values())} if unique or "parameters" in operation else operation


def _unique(parameters: list[dict[str, Any]], pointer: str, notes: Notes) -> dict[tuple[str, str], dict[str, Any]]:
    unique: dict[tuple[str, str], dict[str, Any]] = {}
    for parameter in parameters:
        name, place = parameter["name"], parameter["in"]
        if (name, place) in unique:
            notes.append((pointer, f"the parameter {name!r} in {place} is declared twice; the first counts"))
        unique.setdefault((name, place), parameter)
    return unique


PASS = Pass(
    merge_path_parameters,
    Example(
        at=(),
        before={
            "paths": {
                "/pets/{id}": {
                    "parameters": [{"name": "id", "in": "path"}],
                    "get": {
                        POINTER: "#/paths/~1pets~1{id}/get",
                        "parameters": [{"name": "a", "in": "query"}, {"name": "a", "in": "query"}],
                    },
                    "delete": {},
                }
            }
        },
        after={
            "paths": {
                "/pets/{id}": {
                    "get": {
                        POINTER: "#/paths/~1pets~1{id}/get",
                        "parameters": [{"name": "id", "in": "path"}, {"name": "a", "in": "query"}],
                    },
                    "delete": {"parameters": [{"name": "id", "in": "path"}]},
                }
            },
            MENDED: [
                {
                    "pointer": "#/paths/~1pets~1{id}/get",
                    "reason": "the parameter 'a' in query is declared twice; the first counts",
                }
            ],
        },
    ),
)
