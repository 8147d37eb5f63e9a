"""One operation as openapi-python-client gets to see it, and the way back from its places to the document's.

Parameters become ``p0``, ``p1``... (it refuses names that look alike and path templates it cannot read), all but
those of the path in the query (it refuses arrays in headers). Bodies become ``application/x0+json``... and every
content type of every status a JSON answer with a status of its own (it keeps one content type a status, and none
that it does not know).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from attrs import frozen

from specloom.engines.reach import Json, Operation
from specloom.engines.view import View, Viewer

_IN_BRACES = re.compile(r"\{([^{}]*)\}")


@frozen
class BodyRow:
    """One content type that the body may have."""

    content_type: str
    schema: Json


@frozen
class ResponseRow:
    """One content type of one status; without content both are empty."""

    status: str
    content_type: str
    schema: Json | None


@frozen
class OperationRows:
    """What an operation lists, in document order; the number of a row is its name in the view."""

    operation: Operation
    parameters: tuple[Json, ...]
    bodies: tuple[BodyRow, ...]
    responses: tuple[ResponseRow, ...]

    @classmethod
    def of(cls, operation: Operation) -> OperationRows:
        """The rows of an operation of the prepared document."""
        body = operation.body
        return cls(
            operation,
            tuple(body.get("parameters", ())),
            tuple(BodyRow(kind, media.get("schema", {})) for kind, media in _content(body.get("requestBody", {}))),
            tuple(_response_rows(body.get("responses", {}))),
        )

    @property
    def path(self) -> str:
        """The path that is called."""
        return str(self.operation.body.get("x-specloom-path", self.operation.path))

    @property
    def body_required(self) -> bool:
        """Whether the operation must have a body."""
        return bool(self.operation.body.get("requestBody", {}).get("required", False))

    def repeated_parameters(self) -> tuple[tuple[str, str], ...]:
        """Place and name of the parameters that are listed more than once."""
        counts = Counter((str(row["in"]), str(row["name"])) for row in self.parameters)
        return tuple(key for key, count in counts.items() if count > 1)

    def view(self, viewer: Viewer) -> tuple[str, View]:
        """Path and path item of the view."""
        shown: dict[str, Any] = {
            "operationId": "operation",
            "parameters": [self._parameter(index, viewer) for index in range(len(self.parameters))],
            "responses": {str(index): _response(row.schema, viewer) for index, row in enumerate(self.responses)},
        }
        if self.bodies:
            content = {
                f"application/x{index}+json": {"schema": viewer.schema(row.schema)}
                for index, row in enumerate(self.bodies)
            }
            shown["requestBody"] = {"required": self.body_required, "content": content}
        return self._view_path(), {self.operation.verb: shown}

    def readable(self, message: str) -> str:
        """A message of the engine with the real path in place of the view's."""
        return message.replace(self._view_path(), self.path)

    def _parameter(self, index: int, viewer: Viewer) -> View:
        parameter = self.parameters[index]
        return {
            "name": f"p{index}",
            "in": "path" if parameter.get("in") == "path" else "query",
            "required": bool(parameter.get("required", False)),
            "schema": viewer.schema(parameter.get("schema", {})),
        }

    def _view_path(self) -> str:
        numbers = {row["name"]: f"{{p{index}}}" for index, row in enumerate(self.parameters) if row["in"] == "path"}
        return _IN_BRACES.sub(lambda found: numbers.get(found[1], found[0]), self.path)


def _content(holder: Json) -> Iterator[tuple[str, Json]]:
    yield from holder.get("content", {}).items()


def _response_rows(responses: Json) -> Iterator[ResponseRow]:
    for status, response in responses.items():
        empty = True
        for content_type, media in _content(response):
            empty = False
            yield ResponseRow(status, content_type, media.get("schema", {}))
        if empty:
            yield ResponseRow(status, "", None)


def _response(schema: Json | None, viewer: Viewer) -> View:
    if schema is None:
        return {"description": ""}
    return {"description": "", "content": {"application/json": {"schema": viewer.schema(schema)}}}
