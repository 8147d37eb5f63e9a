"""The operations of a prepared document as far as the plan reads them itself; types come from the engines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from specloom.document.grammar import VERBS
from specloom.document.pointers import escape

Json = Mapping[str, Any]


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
        links: Whether its answer says that it has a ``Link`` header.
        security: Each entry names the schemes of one way in; empty for an operation that is open to all.
        greedy: Names of the parameters that take the rest of the path, slashes included.
        asks: Whether a call has to say more than its path: something in the query, or a body.
        call: The call path that the document itself states (``x-specloom-call``), or empty.
        scopes: What they ask for, pairs of scheme and scope.
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
    links: bool
    security: tuple[tuple[str, ...], ...]
    greedy: frozenset[str] = frozenset()
    asks: bool = False
    call: tuple[str, ...] = ()
    scopes: tuple[tuple[str, str], ...] = ()
    servers: tuple[Json, ...] = ()

    @property
    def segments(self) -> tuple[str, ...]:
        """The parts of the path between slashes."""
        return tuple(part for part in self.path.split("/") if part)

    @property
    def full_path(self) -> str:
        """The path with its query."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def spelt(self) -> str:
        """Verb and path, as people write them (``GET /pets``)."""
        return f"{self.verb.upper()} {self.full_path}"


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
    security = body.get("security", general)
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
        links=any(
            name.lower() == "link"
            for status, response in body.get("responses", {}).items()
            if status.startswith("2")
            for name in response.get("headers", {})
        ),
        greedy=frozenset(one["name"] for one in body.get("parameters", ()) if one.get("x-specloom-greedy")),
        asks="requestBody" in body
        or any(one["in"] == "query" and one.get("required") for one in body.get("parameters", ())),
        call=tuple(str(body["x-specloom-call"]).split(".")) if "x-specloom-call" in body else (),
        security=tuple(tuple(way) for way in security),
        servers=tuple(body.get("servers", ())),
        scopes=tuple((name, str(scope)) for way in security for name, scopes in way.items() for scope in scopes or ()),
    )
