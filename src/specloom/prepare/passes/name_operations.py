"""Operations without a name."""

from __future__ import annotations

import re
from typing import Any

from specloom.prepare import walk
from specloom.prepare.keywords import PATH
from specloom.prepare.naming import Names, pascal
from specloom.prepare.values import Document, Example, Pass

_BRACES = re.compile(r"\{([^{}]*)\}")


def name_operations(document: Document) -> Document:
    """An operation without `operationId` gets one, made of its verb and path.

    Everything after speaks of operations by name. The same path always gives the same name, so that an operation
    added beside it changes nothing.
    """
    names = Names(
        operation["operationId"]
        for owner in ("paths", "webhooks")
        for _, _, operation in walk.operations(document, owner)
        if operation.get("operationId")
    )
    out = document
    for owner in ("paths", "webhooks"):
        if all(operation.get("operationId") for _, _, operation in walk.operations(document, owner)):
            continue
        items: dict[str, Any] = {}
        for path, item in document[owner].items():
            items[path] = {verb: _named(path, verb, operation, names) for verb, operation in item.items()}
        out = {**out, owner: items}
    return out


def _named(path: str, verb: str, operation: dict[str, Any], names: Names) -> dict[str, Any]:
    if operation.get("operationId"):
        return operation
    words = _BRACES.sub(r"by \1", operation.get(PATH, path))
    return {"operationId": names.take(f"{verb}{pascal(words)}"), **walk.without(operation, "operationId")}


PASS = Pass(
    name_operations,
    Example(
        at=("paths",),
        before={"/pets/{id}": {"get": {"responses": {}}}},
        after={"/pets/{id}": {"get": {"operationId": "getPetsById", "responses": {}}}},
    ),
)
