"""Parameters of a path."""

from __future__ import annotations

from typing import Any

from specloom.prepare import walk
from specloom.prepare.values import Document, Example, Pass


def merge_path_parameters(document: Document) -> Document:
    """Parameters given for a whole path become parameters of each of its operations.

    A parameter of the operation with the same name and place wins; one that is listed twice is kept once. Summary,
    description and servers of a path go: operations have their own.
    """
    return walk.rewrite(document, "document", {"path item": _merge})


def _merge(item: dict[str, Any]) -> dict[str, Any]:
    shared = item.get("parameters") or []
    return {
        verb: _with_parameters(operation, [*shared, *(operation.get("parameters") or [])])
        for verb, operation in item.items()
        if verb in walk.VERBS and isinstance(operation, dict)
    }


def _with_parameters(operation: dict[str, Any], parameters: list[dict[str, Any]]) -> dict[str, Any]:
    unique = {(parameter["name"], parameter["in"]): parameter for parameter in parameters}
    return {**operation, "parameters": list(unique.values())} if unique or "parameters" in operation else operation


PASS = Pass(
    merge_path_parameters,
    Example(
        at=("paths",),
        before={"/pets/{id}": {"parameters": [{"name": "id", "in": "path"}], "get": {}, "delete": {}}},
        after={
            "/pets/{id}": {
                "get": {"parameters": [{"name": "id", "in": "path"}]},
                "delete": {"parameters": [{"name": "id", "in": "path"}]},
            }
        },
    ),
)
