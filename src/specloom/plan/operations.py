"""The operations of a prepared document as far as the plan reads them itself; types come from the engines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from specloom.document.pointers import escape

VERBS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

Json = Mapping[str, Any]

_VERSION = re.compile(r"v\d+([a-z]+\d*)?|api", re.IGNORECASE)


@frozen
class Operation:
    """One operation.

    Attributes:
        path: As it is called, without the query that it may always carry.
        query: That query (``beta=true``), or empty.
        pointer: Where a user finds it in the source document.
        stated: What the document says of its parameters, by place and name.
        encodings: What it says of the parts of a body, by content type.
        servers: Where it is sent, unless that is where all others are.
        security: Each entry names the schemes of one way in; empty for an operation that is open to all.
    """

    operation_id: str
    verb: str
    path: str
    query: str
    pointer: str
    tags: tuple[str, ...]
    deprecated: bool
    summary: str
    stated: Mapping[tuple[str, str], Json]
    encodings: Mapping[str, Json]
    security: tuple[tuple[str, ...], ...]
    servers: tuple[Json, ...] = ()

    @property
    def segments(self) -> tuple[str, ...]:
        """The parts of the path between slashes."""
        return tuple(part for part in self.path.split("/") if part)

    @property
    def full_path(self) -> str:
        """The path with its query."""
        return f"{self.path}?{self.query}" if self.query else self.path


def operations(prepared: Json) -> tuple[Operation, ...]:
    """All operations under ``paths``, in document order."""
    return tuple(_operations(prepared))


def _operations(prepared: Json) -> Iterator[Operation]:
    general = prepared.get("security", ())
    for key, item in prepared.get("paths", {}).items():
        for verb in VERBS:
            if verb in item:
                yield _operation(key, verb, item[verb], general)


def _operation(key: str, verb: str, body: Json, general: Any) -> Operation:
    query = body.get("x-specloom-query", {})
    return Operation(
        operation_id=body["operationId"],
        verb=verb,
        path=body.get("x-specloom-path", key),
        query="&".join(f"{name}={value}" for name, value in query.items()),
        pointer=body.get("x-specloom-pointer", f"#/paths/{escape(key)}/{verb}"),
        tags=tuple(body.get("tags", ())),
        deprecated=bool(body.get("deprecated", False)),
        summary=body.get("summary") or body.get("description") or "",
        stated={(found["in"], found["name"]): found for found in body.get("parameters", ())},
        encodings={
            name: media.get("encoding", {}) for name, media in body.get("requestBody", {}).get("content", {}).items()
        },
        security=tuple(tuple(way) for way in body.get("security", general)),
        servers=tuple(body.get("servers", ())),
    )


def is_parameter(segment: str) -> bool:
    """Whether a part of a path is filled in by a parameter."""
    return "{" in segment


def common_prefix(paths: tuple[tuple[str, ...], ...]) -> int:
    """How many leading segments say nothing: a version or ``api`` that heads every path."""
    length = 0
    while (
        paths
        and all(len(path) > length + 1 for path in paths)
        and len({path[length] for path in paths}) == 1
        and _VERSION.fullmatch(paths[0][length])
    ):
        length += 1
    return length
