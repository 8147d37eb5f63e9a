"""A base with a discriminator stands for all that build upon it."""

from __future__ import annotations

from typing import Any

from specloom.prepare import check, prepare
from tests.prepare.documents import obj, plain, ref, with_paths

TEXT = {"type": "string"}
KIND = {"discriminator": {"propertyName": "kind"}}


def base(**properties: Any) -> dict[str, Any]:
    return {**obj("kind", kind=TEXT, **properties), **KIND}


def child(of: str, **properties: Any) -> dict[str, Any]:
    return {"allOf": [ref(of), obj(**properties)]}


def schemas(**stated: Any) -> dict[str, Any]:
    answer = {"responses": {"200": {"content": {"application/json": {"schema": ref(next(iter(stated)))}}}}}
    done = prepare(with_paths({"/pets": {"get": answer}}, **stated))
    check(done)
    found: dict[str, Any] = plain(done)["components"]["schemas"]
    return found


def tag(schema: dict[str, Any]) -> Any:
    return schema["properties"]["kind"].get("const")


def test_children_and_the_base_itself_are_members() -> None:
    found = schemas(Pet=base(name=TEXT), Cat=child("Pet", lives={"type": "integer"}), Dog=child("Pet", barks=TEXT))
    assert found["Pet"] == {
        "anyOf": [ref("Cat"), ref("Dog"), ref("PetBase")],
        "discriminator": {"propertyName": "kind", "mapping": {"Cat": "Cat", "Dog": "Dog", "Pet": "PetBase"}},
    }
    assert found["Cat"] == obj("kind", kind={**TEXT, "const": "Cat"}, name=TEXT, lives={"type": "integer"})
    assert found["PetBase"] == obj("kind", kind=TEXT, name=TEXT)


def test_a_mapping_gives_the_values() -> None:
    mapping = {"cat": "#/components/schemas/Cat", "pet": "Pet"}
    pet = {**base(), "discriminator": {"propertyName": "kind", "mapping": mapping}}
    found = schemas(Pet=pet, Cat=child("Pet", lives=TEXT), Dog=child("Pet", barks=TEXT))
    assert found["Pet"]["discriminator"]["mapping"] == {"cat": "Cat", "Dog": "Dog", "pet": "PetBase"}
    assert [tag(found[name]) for name in ("Cat", "Dog", "PetBase")] == ["cat", "Dog", None]


def test_an_enum_tells_whether_the_base_is_a_kind_of_its_own() -> None:
    pet = base()
    pet["properties"]["kind"] = {**TEXT, "enum": ["Cat", "Dog"]}
    found = schemas(Pet=pet, Cat=child("Pet", lives=TEXT), Dog=child("Pet", barks=TEXT))
    assert found["Pet"]["anyOf"] == [ref("Cat"), ref("Dog")]
    assert tag(found["Cat"]) == "Cat"


def test_grandchildren_are_kinds_as_well() -> None:
    found = schemas(Pet=base(), Cat=child("Pet", lives=TEXT), Persian=child("Cat", coat=TEXT))
    assert found["Pet"]["discriminator"]["mapping"] == {"Cat": "Cat", "Persian": "Persian", "Pet": "PetBase"}
    assert sorted(found["Persian"]["properties"]) == ["coat", "kind", "lives"]
    assert [tag(found[name]) for name in ("Cat", "Persian")] == ["Cat", "Persian"]


def test_a_base_may_build_upon_another() -> None:
    cat = {"allOf": [ref("Pet"), obj("breed", breed=TEXT)], "discriminator": {"propertyName": "breed"}}
    found = schemas(Pet=base(), Cat=cat, Persian=child("Cat", coat=TEXT))
    assert found["Pet"]["discriminator"]["mapping"] == {"Cat": "CatBase", "Persian": "Persian", "Pet": "PetBase"}
    assert found["Cat"]["discriminator"] == {
        "propertyName": "breed",
        "mapping": {"Persian": "Persian", "Cat": "CatBase"},
    }
    assert found["Persian"]["properties"]["breed"] == {**TEXT, "const": "Persian"}


def test_a_base_that_holds_itself_is_prepared() -> None:
    found = schemas(Pet=base(friend=ref("Pet")), Cat=child("Pet", owner=ref("Pet")))
    assert found["Cat"]["properties"]["friend"] == ref("Pet")
    assert found["Cat"]["properties"]["owner"] == ref("Pet")


def test_where_nobody_builds_upon_it_a_discriminator_says_nothing() -> None:
    assert schemas(Pet=base(name=TEXT))["Pet"] == obj("kind", kind=TEXT, name=TEXT)


def test_swagger_and_openapi_say_it_alike() -> None:
    pet, cat = base(), child("Pet", lives=TEXT)
    swagger = {
        "swagger": "2.0",
        "info": {"title": "Pets", "version": "1"},
        "paths": {},
        "definitions": {
            "Pet": {**pet, "discriminator": "kind"},
            "Cat": {"allOf": [{"$ref": "#/definitions/Pet"}, cat["allOf"][1]]},
        },
    }
    found = plain(prepare(swagger))["components"]["schemas"]
    assert found == plain(prepare(with_paths({}, Pet=pet, Cat=cat)))["components"]["schemas"]
    assert list(found) == ["Pet", "PetBase", "Cat"]
