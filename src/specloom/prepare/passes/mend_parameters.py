"""Parameters that do not fit their path."""

from __future__ import annotations

import re
from typing import Any

from specloom.prepare import walk
from specloom.prepare.keywords import MENDED, PATH, POINTER
from specloom.prepare.mending import Notes, noted
from specloom.prepare.values import Document, Example, Pass

_IN_BRACES = re.compile(r"\{([^{}]+)\}")


def mend_parameters(document: Document) -> Document:
    """A parameter that the path names and nobody declares is text; one in the path that it does not name goes.

    Both are common where documents are exported or written by hand, and a call can be made all the same.
    """
    notes: Notes = []
    paths = {path: _mended(path, item, notes) for path, item in (document.get("paths") or {}).items()}
    return noted({**document, "paths": paths}, notes) if notes else document


def _mended(path: str, item: Any, notes: Notes) -> Any:
    if walk.is_extension("paths", path) or not isinstance(item, dict):
        return item
    return {
        key: _operation(part, part.get(PATH, path), notes) if key in walk.VERBS and isinstance(part, dict) else part
        for key, part in item.items()
    }


def _operation(operation: dict[str, Any], path: str, notes: Notes) -> dict[str, Any]:
    pointer = str(operation.get(POINTER, ""))
    names = list(dict.fromkeys(_IN_BRACES.findall(path)))
    stated = operation.get("parameters") or []
    kept = [one for one in stated if one["in"] != "path" or one["name"] in names]
    for one in stated:
        if one["in"] == "path" and one["name"] not in names:
            notes.append((pointer, f"the path has no {{{one['name']}}}; the parameter is left out"))
    declared = {one["name"] for one in kept if one["in"] == "path"}
    missing = [name for name in names if name not in declared]
    notes += [(pointer, f"nothing declares {{{name}}}; it is text") for name in missing]
    if len(kept) == len(stated) and not missing:
        return operation
    added = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in missing]
    return {**operation, "parameters": [*kept, *added]}


PASS = Pass(
    mend_parameters,
    Example(
        at=(),
        before={
            "paths": {
                "/pets/{id}": {
                    "get": {POINTER: "#/paths/~1pets~1{id}/get", "parameters": [{"name": "pet", "in": "path"}]}
                }
            }
        },
        after={
            "paths": {
                "/pets/{id}": {
                    "get": {
                        POINTER: "#/paths/~1pets~1{id}/get",
                        "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
                    }
                }
            },
            MENDED: [
                {
                    "pointer": "#/paths/~1pets~1{id}/get",
                    "reason": "the path has no {pet}; the parameter is left out",
                },
                {"pointer": "#/paths/~1pets~1{id}/get", "reason": "nothing declares {id}; it is text"},
            ],
        },
    ),
)
