"""A grown document is one that a tool can read, and that has of everything as many times as much."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from scripts.bench_growth import factor
from scripts.grown import grown
from scripts.operations import operations_of
from specloom.prepare import prepare

PETS: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Pets", "version": "1"},
    "tags": [{"name": "pets"}],
    "security": [{"key": []}],
    "paths": {
        "/pets": {
            "get": {
                "operationId": "listPets",
                "tags": ["pets"],
                "parameters": [{"$ref": "#/components/parameters/Kind"}],
                "responses": {
                    "200": {"description": "", "content": {"application/json": {"schema": {
                        "$ref": "#/components/schemas/Pet"}}}}
                },
            }
        }
    },
    "components": {
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "key"}},
        "parameters": {"Kind": {"name": "kind", "in": "query", "schema": {"$ref": "#/components/schemas/Kind"}}},
        "schemas": {
            "Kind": {"type": "string", "enum": ["cat", "dog"]},
            "Cat": {"type": "object", "required": ["kind"], "properties": {
                "kind": {"type": "string", "enum": ["cat"]}, "tags": {"type": "string"}}},
            "Dog": {"type": "object", "required": ["kind"], "properties": {
                "kind": {"type": "string", "enum": ["dog"]}, "title": {"type": "string"}}},
            "Pet": {
                "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
                "discriminator": {"propertyName": "kind", "mapping": {
                    "cat": "#/components/schemas/Cat", "dog": "Dog"}},
            },
        },
    },
}  # fmt: skip


def _references(node: Any) -> list[str]:
    if isinstance(node, list):
        return [found for each in node for found in _references(each)]
    if not isinstance(node, dict):
        return []
    return [node["$ref"] for _ in range("$ref" in node)] + [
        found for each in node.values() for found in _references(each)
    ]


def test_a_copy_has_names_and_places_of_its_own() -> None:
    before = copy.deepcopy(PETS)
    twice = grown(PETS, 2)
    assert before == PETS
    assert grown(PETS, 1) == PETS
    assert list(twice["paths"]) == ["/pets", "/copy2/pets"]
    operation = twice["paths"]["/copy2/pets"]["get"]
    assert (operation["operationId"], operation["tags"]) == ("listPetsCopy2", ["petsCopy2"])
    assert list(twice["components"]["securitySchemes"]) == ["key"]
    schemas = twice["components"]["schemas"]
    assert schemas["PetCopy2"]["discriminator"]["mapping"] == {
        "cat": "#/components/schemas/CatCopy2", "dog": "DogCopy2",
    }  # fmt: skip
    assert schemas["KindCopy2"]["enum"] == ["cat", "dog", "copy_2"]
    assert schemas["CatCopy2"]["properties"] == {**schemas["Cat"]["properties"], "copy_2": {"type": "string"}}


@pytest.mark.parametrize("copies", [1, 2, 5])
def test_it_holds_as_many_times_as_much_and_no_copy_mentions_another(copies: int) -> None:
    made = grown(PETS, copies)
    assert operations_of(made).total() == copies
    assert len(made["components"]["schemas"]) == 4 * copies
    own = _references(made["paths"]["/pets"] if copies == 1 else made["paths"][f"/copy{copies}/pets"])
    suffix = "" if copies == 1 else f"Copy{copies}"
    assert own == [f"#/components/parameters/Kind{suffix}", f"#/components/schemas/Pet{suffix}"]
    prepared = prepare(made)
    assert len(prepared["components"]["schemas"]) == copies * len(prepare(PETS)["components"]["schemas"])


def test_none_is_no_document() -> None:
    with pytest.raises(ValueError, match="0 copies"):
        grown(PETS, 0)


def test_linear_growth_has_the_factor_1() -> None:
    assert factor([8.0, 9.0, 7.0], [1.0], 8) == 1.0
    assert factor([12.0], [1.0, 1.0], 8) == 1.5
