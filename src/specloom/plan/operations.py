"""The operations of a prepared document as far as the plan reads them itself; types come from the engines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from specloom.document.pointers import escape
from specloom.plan.values import QueryStyle

VERBS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

Json = Mapping[str, Any]

_JOINED: Mapping[str, QueryStyle] = {"pipeDelimited": "pipe", "spaceDelimited": "space"}


@frozen
class Operation:
    """One operation.

    Attributes:
        path: As it is called, without the query that it may always carry.
        query: That query (``beta=true``), or empty.
        pointer: Where a user finds it in the source document.
        styles: How query parameters are written of which the document says so, by their names.
        parts: By content type of a body: which part of it is of which content type.
        links: Whether its answer says that it has a ``Link`` header.
        security: Each entry names the schemes of one way in; empty for an operation that is open to all.
        greedy: Names of the parameters that take the rest of the path, slashes included.
        asks: Whether a call has to say more than its path: something in the query, or a body.
        call: The call path that the document itself states (``x-specloom-call``), or empty.
    """

    operation_id: str
    verb: str
    path: str
    query: str
    pointer: str
    tags: tuple[str, ...]
    deprecated: bool
    summary: str
    styles: Mapping[str, QueryStyle]
    parts: Mapping[str, tuple[tuple[str, str], ...]]
    links: bool
    security: tuple[tuple[str, ...], ...]
    greedy: frozenset[str] = frozenset()
    asks: bool = False
    call: tuple[str, ...] = ()

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
    return Operation(
        operation_id=body["operationId"],
        verb=verb,
        path=body.get("x-specloom-path", key),
        query="&".join(f"{name}={value}" for name, value in query.items()),
        pointer=body.get("x-specloom-pointer", f"#/paths/{escape(key)}/{verb}"),
        tags=tuple(body.get("tags", ())),
        deprecated=bool(body.get("deprecated", False)),
        summary=body.get("summary") or body.get("description") or "",
        styles={
            found["name"]: _style(found)
            for found in body.get("parameters", ())
            if found["in"] == "query" and found.keys() & {"style", "explode"}
        },
        parts={
            name: tuple(_parts(media.get("encoding", {})))
            for name, media in body.get("requestBody", {}).get("content", {}).items()
        },
        links=any(
            name.lower() == "link"
            for status, response in body.get("responses", {}).items()
            if status.startswith("2")
            for name in response.get("headers", {})
        ),
        security=tuple(tuple(way) for way in body.get("security", general)),
        greedy=frozenset(one["name"] for one in body.get("parameters", ()) if one.get("x-specloom-greedy")),
        asks="requestBody" in body
        or any(one["in"] == "query" and one.get("required") for one in body.get("parameters", ())),
        call=tuple(str(body["x-specloom-call"]).split(".")) if "x-specloom-call" in body else (),
    )


def _style(parameter: Json) -> QueryStyle:
    """How a parameter is written that has a style, or says whether it is exploded (which only ``form`` is by rule)."""
    style = parameter.get("style", "form")
    if style == "deepObject":
        return "brackets"
    return "form" if parameter.get("explode", style == "form") else _JOINED.get(style, "comma")


def _parts(encoding: Json) -> Iterator[tuple[str, str]]:
    """The parts of which one content type is stated; several, or a wildcard, only say what is allowed."""
    for name, stated in encoding.items():
        content_type = stated.get("contentType", "")
        if content_type and not set(content_type) & set(",*"):
            yield name, content_type
