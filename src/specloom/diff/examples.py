"""Pairs of snippets, one for each rule: what stood there and what stands there now.

They are the documentation of the rules and their tests. A snippet is put into a small document where it belongs: a
schema into what is sent and into what is answered, the rest into one operation or the document itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, TypeAlias

from attrs import frozen

from specloom.diff.lifecycle import Calendar
from specloom.diff.values import DIRECTIONS, Direction

Kind: TypeAlias = Literal["schema", "parameter", "header", "operation", "document"]
Snippet: TypeAlias = Mapping[str, Any]

CALENDAR = Calendar(date(2026, 3, 1))
"""The day on which the examples are compared."""

OPERATION: Snippet = {"operationId": "pets", "responses": {"200": {"description": "OK."}}}


@frozen
class Example:
    """A change in two snippets.

    Attributes:
        kind: What the snippets are. Keys of an operation or document replace those of a small one.
        old: None where there was none.
        new: None where there is none any more.
        also: Rules that such a change sets off beside.
        only: Direction in which the example stands; None for each that the rule knows.
    """

    rule: str
    kind: Kind
    old: Snippet | None
    new: Snippet | None
    also: tuple[str, ...] = ()
    only: Direction | None = None

    @property
    def directions(self) -> tuple[Direction, ...]:
        """In which it is to be looked at: schemas are sent and answered."""
        if self.only:
            return (self.only,)
        if self.kind == "schema":
            return DIRECTIONS
        return ("response",) if self.kind == "header" else ("request",)


def document(snippet: Snippet | None, kind: Kind, direction: Direction) -> dict[str, Any]:
    """A small document with a snippet in its place."""
    operation: dict[str, Any] = dict(OPERATION)
    rest: dict[str, Any] = {}
    if kind == "schema" and direction == "request":
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": _body(snippet)}}}
    elif kind == "schema":
        operation["responses"] = {
            "200": {"description": "OK.", "content": {"application/json": {"schema": _body(snippet)}}}
        }
    elif kind == "parameter" and snippet is not None:
        operation["parameters"] = [{"name": "limit", "in": "query", **snippet}]
    elif kind == "header" and snippet is not None:
        operation["responses"] = {"200": {"description": "OK.", "headers": {"X-Total": snippet}}}
    elif kind == "operation":
        operation.update(snippet or {})
    elif kind == "document":
        rest.update(snippet or {})
    item = {} if kind == "operation" and snippet is None else {"post": operation}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "paths": {"/pets": item},
        "components": {"schemas": {"Cat": CAT, "Dog": DOG}},
        **rest,
    }


def _body(snippet: Snippet | None) -> Snippet:
    return {"type": "object", "properties": {"pet": snippet}} if snippet is not None else {}


def _animal(kind: str) -> Snippet:
    return {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"const": kind}, "name": {"type": "string"}},
    }


CAT, DOG = _animal("cat"), _animal("dog")
