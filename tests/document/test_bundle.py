"""A document in several files becomes one, with the names that its author gave."""

from __future__ import annotations

import copy
import posixpath
from typing import Any

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from specloom.document import bundle as bundling
from specloom.document.bundle import bundle, leads_out
from specloom.document.checks import document_problems
from specloom.problems import SpecloomError

PATHS = {"/owners": {"get": {"responses": {"200": {"description": ""}}}}}


@frozen
class Folder:
    """Files in memory; what is not among them cannot be referred to."""

    files: dict[str, Any]

    def locate(self, base: str, reference: str) -> str:
        address = posixpath.normpath(posixpath.join(posixpath.dirname(base), reference))
        if address not in self.files:
            raise SpecloomError(f"there is no {address}")
        return address

    def read(self, address: str) -> Any:
        return self.files[address]


def made(parts: dict[str, Any], *, version: str = "3.1.0", **document: Any) -> dict[str, Any]:
    key = "swagger" if version == "2.0" else "openapi"
    root = {key: version, "info": {"title": "Pets", "version": "1"}, "paths": PATHS, **document}
    before = copy.deepcopy((root, parts))
    whole = bundle(root, "api.yaml", Folder({"api.yaml": root, **parts}))
    assert (root, parts) == before
    assert not leads_out(whole)
    assert document_problems(whole, "api.yaml") == []
    return whole


def answering(reference: str) -> dict[str, Any]:
    schema = {"$ref": reference}
    answer = {"description": "", "content": {"application/json": {"schema": schema}}}
    return {"/pets": {"get": {"responses": {"200": answer}}}}


def test_a_file_is_a_component_of_its_name() -> None:
    whole = made({"schemas/pet.yaml": {"type": "object"}}, paths=answering("schemas/pet.yaml"))
    assert whole["paths"] == answering("#/components/schemas/pet")
    assert whole["components"] == {"schemas": {"pet": {"type": "object"}}}


def test_a_place_in_a_file_is_a_component_of_its_last_name() -> None:
    pet = {"properties": {"owner": {"$ref": "#/components/schemas/Owner"}}}
    part = {"components": {"schemas": {"Pet": pet, "Owner": {"type": "string"}}}}
    whole = made({"parts.yaml": part}, paths=answering("parts.yaml#/components/schemas/Pet"))
    assert whole["components"]["schemas"] == {
        "Pet": {"properties": {"owner": {"$ref": "#/components/schemas/Owner"}}},
        "Owner": {"type": "string"},
    }


def test_a_component_that_is_a_reference_names_what_it_leads_to() -> None:
    parts = {
        "pet.yaml": {
            "properties": {"friend": {"$ref": "pet.yaml"}, "toy": {"$ref": "api.yaml#/components/schemas/Toy"}}
        }
    }
    components = {"schemas": {"Animal": {"$ref": "pet.yaml"}, "Toy": {"type": "string"}, "Same": {"$ref": "pet.yaml"}}}
    whole = made(parts, paths=answering("./pet.yaml"), components=components)
    assert whole["paths"] == answering("#/components/schemas/Animal")
    assert whole["components"]["schemas"] == {
        "Animal": {
            "properties": {
                "friend": {"$ref": "#/components/schemas/Animal"},
                "toy": {"$ref": "#/components/schemas/Toy"},
            }
        },
        "Toy": {"type": "string"},
        "Same": {"$ref": "#/components/schemas/Animal"},
    }


def test_names_that_are_taken_get_their_file_or_a_number() -> None:
    parts = {"pet.yaml": {"title": "a"}, "old/pet.yaml": {"title": "b"}, "new/pet.yaml": {"title": "c"}}
    members = {f"m{n}": {"$ref": path} for n, path in enumerate(parts)}
    whole = made(parts, components={"schemas": {"All": {"properties": members}}})
    assert {name: held.get("title") for name, held in whole["components"]["schemas"].items()} == {
        "All": None,
        "pet": "a",
        "pet_pet": "b",
        "pet_2": "c",
    }


def test_each_kind_has_its_own_components() -> None:
    parts = {
        "limit.yaml": {"name": "limit", "in": "query", "schema": {"$ref": "limit-schema.yaml"}},
        "limit-schema.yaml": {"type": "integer"},
        "error.yaml": {"description": "", "headers": {"X-Reason": {"$ref": "reason.yaml"}}},
        "reason.yaml": {"schema": {"type": "string"}},
        "body.yaml": {"content": {"application/json": {"schema": {"$ref": "limit-schema.yaml"}}}},
    }
    call = {
        "parameters": [{"$ref": "limit.yaml"}],
        "requestBody": {"$ref": "body.yaml"},
        "responses": {"default": {"$ref": "error.yaml"}},
    }
    whole = made(parts, paths={"/pets": {"post": call}})
    assert {section: list(held) for section, held in whole["components"].items()} == {
        "parameters": ["limit"],
        "requestBodies": ["body"],
        "responses": ["error"],
        "schemas": ["limit-schema"],
        "headers": ["reason"],
    }
    assert whole["components"]["parameters"]["limit"]["schema"] == {"$ref": "#/components/schemas/limit-schema"}


def test_what_has_no_place_among_components_is_written_where_it_is_used() -> None:
    parts = {
        "paths/all.yaml": {"/pets": {"$ref": "pets.yaml#/pets"}, "/owners": {"$ref": "pets.yaml#/owners"}},
        "paths/pets.yaml": {"pets": answering("../pet.yaml")["/pets"], "owners": {"$ref": "#/pets"}},
        "pet.yaml": {"properties": {"$ref": "members.yaml"}},
        "members.yaml": {"name": {"type": "string"}},
    }
    whole = made(parts, paths={"$ref": "paths/all.yaml"})
    item = answering("#/components/schemas/pet")["/pets"]
    assert whole["paths"] == {"/pets": item, "/owners": item}
    assert whole["components"]["schemas"]["pet"] == {"properties": {"name": {"type": "string"}}}


def test_swagger_has_its_components_at_the_top() -> None:
    path = {"get": {"responses": {"200": {"description": "", "schema": {"$ref": "pet.json"}}}}}
    whole = made({"pet.json": {"type": "object"}}, version="2.0", paths={"/pets": path})
    assert whole["definitions"] == {"pet": {"type": "object"}}
    assert "components" not in whole


def test_the_mapping_of_a_discriminator_is_followed() -> None:
    mapping = {"cat": "cat.yaml", "dog": "#/components/schemas/Dog", "cow": "Cow"}
    held = {
        "Pet": {"oneOf": [{"$ref": "cat.yaml"}], "discriminator": {"propertyName": "kind", "mapping": mapping}},
        "Dog": {"type": "object"},
        "Cow": {"type": "object"},
    }
    whole = made({"cat.yaml": {"type": "object"}}, components={"schemas": held})
    assert whole["components"]["schemas"]["Pet"]["discriminator"]["mapping"] == {
        "cat": "#/components/schemas/cat",
        "dog": "#/components/schemas/Dog",
        "cow": "Cow",
    }


def test_what_only_looks_like_a_reference_is_left() -> None:
    data = {"$ref": "pet.yaml"}
    held = {"Pet": {"properties": {"$ref": {"type": "string"}}, "default": data, "example": data, "x-more": data}}
    assert made({}, components={"schemas": held})["components"]["schemas"] == held


@pytest.mark.parametrize(
    ("reference", "place", "said"),
    [
        ("none.yaml", "api.yaml#/components/schemas/A", "there is no none.yaml"),
        ("pet.yaml#/Cat", "api.yaml#/components/schemas/A", "'pet.yaml#/Cat' leads nowhere in pet.yaml"),
        ("pet.yaml#cat", "api.yaml#/components/schemas/A", "leads nowhere"),
        ("deep.yaml#/A", "deep.yaml#/A/items", "'#/B' leads nowhere in deep.yaml"),
        ("list.yaml", "api.yaml#/components/schemas/A", "leads to an array"),
    ],
)
def test_what_leads_nowhere_is_told_with_its_file_and_place(reference: str, place: str, said: str) -> None:
    parts = {"pet.yaml": {}, "deep.yaml": {"A": {"items": {"$ref": "#/B"}}}, "list.yaml": []}
    with pytest.raises(SpecloomError, match=said) as caught:
        made(parts, components={"schemas": {"A": {"$ref": reference}}})
    assert str(caught.value).startswith(f"{place}: ")


def test_a_ring_of_files_is_told() -> None:
    with pytest.raises(SpecloomError, match="leads back to itself"):
        made({"a.yaml": {"$ref": "b.yaml"}, "b.yaml": {"$ref": "a.yaml"}}, paths={"/pets": {"$ref": "a.yaml"}})


def test_files_that_multiply_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundling, "MAX_NODES", 20_000)
    parts: dict[str, Any] = {
        f"m{level}.yaml": {f"p{n}": {"properties": {"$ref": f"m{level + 1}.yaml"}} for n in range(10)}
        for level in range(30)
    }
    parts["m30.yaml"] = {}
    with pytest.raises(SpecloomError, match="more than 20,000 parts"):
        made(parts, components={"schemas": {"A": {"properties": {"$ref": "m0.yaml"}}}})


@pytest.mark.parametrize("held", [[], "none", {"schemas": []}])
def test_components_that_are_none_are_told(held: Any) -> None:
    with pytest.raises(SpecloomError, match="components"):
        made({"pet.yaml": {}}, paths=answering("pet.yaml"), components=held)


@given(
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.booleans()), max_size=20),
    st.lists(st.integers(0, 7), min_size=1, max_size=4),
)
def test_any_net_of_files_becomes_one_document_in_which_all_references_lead_somewhere(
    links: list[tuple[int, int, bool]], starts: list[int]
) -> None:
    files: dict[str, Any] = {f"f{n}.yaml": {"title": f"f{n}", "properties": {}, "$defs": {}} for n in range(8)}
    for at, to, within in links:
        held = files[f"f{at}.yaml"]
        held["$defs"][f"d{to}"] = {"title": f"f{at}d{to}", "type": "string"}
        held["properties"][f"p{to}"] = {"$ref": f"f{to}.yaml"}
        if within:
            held["properties"][f"q{to}"] = {"$ref": f"#/$defs/d{to}"}
    whole = made(files, components={"schemas": {f"S{n}": {"$ref": f"f{n}.yaml"} for n in starts}})
    reached = {f"f{n}" for n in starts}
    while more := {f"f{to}" for at, to, _ in links if f"f{at}" in reached} - reached:
        reached |= more
    titles = [held["title"] for held in whole["components"]["schemas"].values() if held["title"] in reached]
    assert sorted(titles) == sorted(reached)
