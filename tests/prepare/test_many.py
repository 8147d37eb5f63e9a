"""Documents with very many schemas: the work is that of their number, not of its square."""

from __future__ import annotations

import pytest

from specloom.prepare import naming, prepare

MANY = 100_000


class Counted(str):
    """A text that counts how often it is compared with another."""

    compared = 0
    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        Counted.compared += 1
        assert Counted.compared < 100 * MANY, "every schema is looked for among all others"
        return str.__eq__(self, other)


def test_a_hundred_thousand_schemas_are_prepared() -> None:
    """Keys are compared in lookups alone: a few times each, not with all others."""
    Counted.compared = 0
    ref = {"$ref": "#/components/schemas/S0"}
    schemas = {Counted(f"S{number}"): {"type": "object", "properties": {"a": ref}} for number in range(MANY)}
    answer = {"description": "", "content": {"application/json": {"schema": ref}}}
    prepared = prepare(
        {
            "openapi": "3.1.0",
            "info": {"title": "Pets", "version": "1"},
            "paths": {"/pets": {"get": {"operationId": "getPet", "responses": {"200": answer}}}},
            "components": {"schemas": schemas},
        }
    )
    assert len(prepared["components"]["schemas"]) == MANY


def test_names_that_are_all_alike_are_numbered_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next number is known; none of those that are given is tried again."""
    tried: list[str] = []
    plain = naming.fold

    def fold(name: str) -> str:
        tried.append(name)
        return plain(name)

    monkeypatch.setattr(naming, "fold", fold)
    names = naming.Names()
    assert [names.take("Pet") for _ in range(500)][-1] == "Pet500"
    assert len(tried) < 3 * 500
