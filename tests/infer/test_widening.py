"""What people wrote into a document stays when more samples come; what samples cannot widen is refused."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from specloom.infer import Inferred, Options, infer
from specloom.infer.exchanges import Exchange
from specloom.infer.shapes import Origin
from specloom.problems import SpecloomError

from .known import answer, schema_of

PET = {"id": 1, "name": "Rex", "tags": ["a"], "owner": {"id": 9, "since": "2020-01-02"}}


def first() -> dict[str, Any]:
    exchanges = [answer([PET] * 6, "pets", query={"limit": ["5"]}, credentials=frozenset(("bearer",))),
                 answer(PET, "pets/7", credentials=frozenset(("bearer",)))]  # fmt: skip
    return infer(exchanges, Options("pets", server="https://api.test")).document


def widened(document: dict[str, Any], *exchanges: Exchange) -> Inferred:
    before = copy.deepcopy(document)
    found = infer(exchanges, Options("pets"), document, "openapi.json")
    assert document == before, "inputs are not modified"
    return found


def test_what_people_wrote_stays() -> None:
    document = first()
    operation = document["paths"]["/pets"]["get"]
    operation |= {"operationId": "listPets", "summary": "All pets.", "tags": ["zoo"], "x-mine": 1}
    operation["parameters"][0]["description"] = "How many."
    operation["parameters"].append({"name": "X-Trace", "in": "header", "schema": {"type": "string"}})
    operation["responses"]["200"]["description"] = "The pets."
    operation["responses"]["default"] = {"description": "Trouble."}
    document["info"] |= {"title": "The zoo", "version": "7"}
    document["tags"] = [{"name": "zoo"}]
    schemas = document["components"]["schemas"]
    schemas["Pet"]["description"] = "One animal."
    schemas["Pet"]["properties"]["name"] |= {"description": "What it answers to.", "example": "Fido"}
    document["components"]["securitySchemes"]["bearerAuth"]["description"] = "Ask us."
    wider = widened(document, answer({**PET, "name": None, "born": 1}, "pets/7")).document
    assert wider["info"] == document["info"]
    assert wider["tags"] == document["tags"]
    assert wider["paths"]["/pets"] == document["paths"]["/pets"]
    assert wider["components"]["securitySchemes"] == document["components"]["securitySchemes"]
    pet = wider["components"]["schemas"]["Pet"]
    assert pet["description"] == "One animal."
    assert pet["properties"]["name"] == {
        "description": "What it answers to.", "example": "Fido", "type": ["string", "null"]
    }  # fmt: skip
    assert list(pet["properties"]) == ["id", "name", "tags", "owner", "born"]


def test_names_that_people_chose_stay() -> None:
    document = first()
    schemas = document["components"]["schemas"]
    schemas["Animal"] = schemas.pop("Pet")
    text = json.dumps(document).replace("schemas/Pet", "schemas/Animal").replace("pet_id", "number")
    renamed = json.loads(text)
    wider = widened(renamed, answer({**PET, "id": None}, "pets/8"), answer({"free": True}, "pets/8/bed")).document
    assert list(wider["components"]["schemas"]) == ["Owner", "Animal", "Bed"]
    assert list(wider["paths"]) == ["/pets", "/pets/{number}", "/pets/{number}/bed"]


def test_nothing_new_changes_nothing_but_the_count() -> None:
    document = widened(first(), answer(PET, "pets/7", credentials=frozenset(("bearer",)))).document
    again = widened(document, answer(PET, "pets/7", credentials=frozenset(("bearer",)))).document
    assert {**again, "x-specloom-inferred": 0} == {**document, "x-specloom-inferred": 0}


def test_evidence_counts_once_however_many_places_share_it() -> None:
    # One text that looks like a day, and an enum of twelve records, in a component of two operations.
    kinds = [{"id": number, "kind": ("cat", "dog")[number % 2]} for number in range(12)]
    pet = {"pets": kinds, "born": "2020-01-02"}
    document = infer([answer(pet, "one"), answer({"pets": [], "born": "x"}, "two")], Options("pets")).document
    text = json.dumps(document).replace("Two", "One")
    shared = json.loads(text)
    shared["components"]["schemas"]["One"] = document["components"]["schemas"]["One"]
    wider = widened(shared, answer({"pets": []}, "three")).document
    assert wider["components"]["schemas"]["One"] == shared["components"]["schemas"]["One"]
    kind = wider["components"]["schemas"]["Pet"]["properties"]["kind"]
    assert (kind["enum"], kind["x-specloom-seen"]) == (["cat", "dog"], 12)


def test_new_operations_statuses_and_arguments_are_added() -> None:
    missing = Exchange("get", ("pets", "404"), 404, Origin("e"), query={"full": ["true"]})
    wider = widened(first(), missing, answer({"up": True}, "health")).document
    assert list(wider["paths"]) == ["/pets", "/pets/{pet_id}", "/health"]
    operation = wider["paths"]["/pets/{pet_id}"]["get"]
    assert list(operation["responses"]) == ["200", "404"]
    assert operation["parameters"][1] == {"name": "full", "in": "query", "schema": {"type": "boolean"}}


def test_a_word_is_a_path_of_its_own_beside_numbers() -> None:
    found = widened(first(), answer([PET], "pets/search"))
    assert list(found.document["paths"]) == ["/pets", "/pets/{pet_id}", "/pets/search"]


def test_a_word_fills_a_parameter_that_somebody_declared() -> None:
    options = Options("users", paths=("/users/{login}",))
    document = infer([answer({"id": 1}, "users/ada"), answer({"id": 2}, "users/bob")], options).document
    assert list(document["paths"]) == ["/users/{login}"]
    found = widened(document, answer({"id": None}, "users/cyd"))
    assert list(found.document["paths"]) == ["/users/{login}"]
    assert "cyd" not in str(found)
    apart = infer([answer({"free": 1}, "users/search")], Options("users", paths=("/users/search",)), document)
    assert list(apart.document["paths"]) == ["/users/{login}", "/users/search"]


def test_calls_without_credentials_make_them_optional() -> None:
    wider = widened(first(), answer([PET], "pets", credentials=frozenset())).document
    assert wider["paths"]["/pets"]["get"]["security"] == [{"bearerAuth": []}, {}]
    assert wider["paths"]["/pets/{pet_id}"]["get"]["security"] == [{"bearerAuth": []}]


def test_a_document_that_was_not_inferred_is_left_alone() -> None:
    document = {key: value for key, value in first().items() if key != "x-specloom-inferred"}
    with pytest.raises(
        SpecloomError, match=r"openapi\.json: this document was not inferred, so samples cannot widen it"
    ):
        widened(document, answer(PET, "pets/7"))


@pytest.mark.parametrize(
    ("key", "value"), [("oneOf", [{}]), ("allOf", [{}, {}]), ("not", {}), ("patternProperties", {}), ("const", 1)]
)
def test_what_samples_cannot_widen_is_refused_with_its_place(key: str, value: Any) -> None:
    document = first()
    document["components"]["schemas"]["Owner"]["properties"]["id"][key] = value
    with pytest.raises(
        SpecloomError, match=rf"samples cannot widen `{key}`; take it out here and put it into overlay"
    ):
        widened(document, answer(PET, "pets/7"))


def test_a_circle_of_references_is_refused() -> None:
    document = first()
    owner = document["components"]["schemas"]["Owner"]["properties"]
    owner["boss"] = {"type": "array", "items": {"$ref": "#/components/schemas/Owner"}}
    with pytest.raises(SpecloomError, match="Owner holds itself, which samples cannot widen"):
        widened(document, answer(PET, "pets/7"))


def test_bounds_that_people_wrote_go_and_it_is_said() -> None:
    document = first()
    document["components"]["schemas"]["Pet"]["properties"]["name"]["maxLength"] = 3
    found = widened(document, answer({**PET, "name": "Rexie"}, "pets/7"))
    assert "maxLength" not in str(found.document)
    assert any("`maxLength` is gone" in str(remark) for remark in found.remarks)


def test_a_map_that_somebody_wrote_takes_new_keys() -> None:
    document = first()
    rest: dict[str, Any] = {"type": "object", "additionalProperties": {"type": "integer"}}
    document["components"]["schemas"]["Owner"]["properties"]["pets"] = rest
    owner = {"id": 9, "since": "2020-01-02", "pets": {"rex": 1.5}}
    wider = widened(document, answer({**PET, "owner": owner}, "pets/7")).document
    found = schema_of(wider, "/pets/{pet_id}")["properties"]["owner"]
    assert found["properties"]["pets"] == {"type": "object", "additionalProperties": {"type": "number"}}
