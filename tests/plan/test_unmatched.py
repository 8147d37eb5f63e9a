"""What sdk.yaml names and a document lacks: an error where a package is made, a note where documents are compared."""

from __future__ import annotations

import pytest

from specloom.engines.reading import read_parsed
from specloom.plan.make import make_plan
from specloom.plan.sdk_reader import read_sdk
from specloom.plan.values import Plan
from specloom.prepare import prepare
from specloom.problems import Problem, SpecloomError

SDK = """
methods:
  getPet: pets.look_up
  feedPet: pets.feed
types: {models: {types: {Animal: Pet, Meal: Meal}}}
deprecated: [meals.*]
"""
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Pets", "version": "1"},
    "paths": {
        "/pets": {
            "get": {
                "operationId": "getPet",
                "responses": {"200": {"description": "", "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}}},
            }
        }
    },
    "components": {"schemas": {"Pet": {"type": "object", "properties": {"name": {"type": "string"}}}}},
}  # fmt: skip


def _plan(notes: list[Problem] | None) -> Plan:
    prepared = prepare(DOCUMENT)
    unmatched = None if notes is None else notes.append
    sdk = read_sdk(SDK, "sdk.yaml")
    return make_plan(prepared, read_parsed(prepared), sdk, api="zoo", package="zoo", unmatched=unmatched)


def test_a_package_is_not_made_from_half_of_what_was_asked_for() -> None:
    with pytest.raises(SpecloomError) as caught:
        _plan(None)
    assert len(caught.value.problems) == 3


def test_a_comparison_notes_it_and_uses_the_rest() -> None:
    notes: list[Problem] = []
    plan = _plan(notes)
    assert [resource.methods[0].name for resource in plan.resources] == ["look_up"]
    assert "Animal" in {planned.place.name for planned in plan.types}
    assert sorted(note.message.partition(";")[0] for note in notes) == [
        "deprecated: no method fits 'meals.*'",
        "the document has no operation 'feedPet'",
        "types.Meal: the document has no schema 'Meal'",
    ]
    assert {note.source for note in notes} == {"sdk.yaml"}
