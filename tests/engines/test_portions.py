"""Engines read a few hundred schemas or operations at a time; what they find is the same at any number."""

from __future__ import annotations

from typing import Any

import pytest

from specloom.engines import parse, reach
from specloom.engines.reach import portions
from specloom.prepare import prepare
from specloom.problems import SpecloomError

COUNT = 7


def _document() -> dict[str, Any]:
    """Schemas in a ring, so that each portion mentions one of the next; operations that take and give them."""

    def content(number: int) -> dict[str, Any]:
        return {"content": {"application/json": {"schema": {"$ref": f"#/components/schemas/Pet{number % COUNT}"}}}}

    schemas: dict[str, Any] = {
        f"Pet{number}": {
            "type": "object",
            "required": ["kind"],
            "properties": {
                "kind": {"type": "string", "enum": ["a", f"b{number}"]},
                "next": {"$ref": f"#/components/schemas/Pet{(number + 1) % COUNT}"},
            },
        }
        for number in range(COUNT)
    }
    paths = {
        f"/pets{number}": {"post": {
            "operationId": f"make{number}",
            "requestBody": content(number),
            "responses": {"200": {"description": "", **content(number * 3)}},
        }}
        for number in range(COUNT)
    }  # fmt: skip
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    }


@pytest.mark.parametrize("size", [1, 2, 3])
def test_what_is_read_in_portions_is_what_is_read_at_once(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared = prepare(_document())
    at_once = parse(prepared)
    assert len(at_once.endpoints) == COUNT
    assert len(at_once.models) >= COUNT
    monkeypatch.setattr(reach, "PORTION", size)
    parsed = parse(prepared)
    assert repr(parsed) == repr(at_once)


def test_portions_hold_everything_once_and_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "PORTION", 3)
    assert list(portions(range(7))) == [[0, 1, 2], [3, 4, 5], [6]]
    assert list(portions([])) == []


def test_an_operation_id_that_is_taken_is_told_across_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "PORTION", 2)
    prepared = prepare(_document())
    last = dict(prepared["paths"]["/pets6"]["post"])
    paths = {**prepared["paths"], "/pets6": {"post": {**last, "operationId": "make0"}}}
    with pytest.raises(SpecloomError, match="a second operation with operationId 'make0'"):
        parse({**prepared, "paths": paths})
