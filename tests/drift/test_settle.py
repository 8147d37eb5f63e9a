"""What is taken out of two states of one API before they are compared, and what must not be."""

from __future__ import annotations

from copy import deepcopy

from specloom.drift.api_gateway import MADE_BY_GATEWAY
from specloom.drift.settle import as_openapi_3, as_swagger_tells, settled
from tests.diff.repository import SWAGGER, pets
from tests.drift import clinic


def test_an_export_without_extensions_is_known_as_one_without_its_address() -> None:
    bare = {key: value for key, value in clinic.oas30().items() if not key.startswith("x-")}
    for address in ({"servers": bare.pop("servers")}, {"host": clinic.swagger()["host"]}):
        out = settled({**bare, **address})
        assert not {"servers", "host"} & set(out)
        assert out[MADE_BY_GATEWAY]
    assert MADE_BY_GATEWAY not in settled(pets())
    assert MADE_BY_GATEWAY not in settled({**bare, "servers": [{"url": "https://clinic.example"}]})


def test_swagger_becomes_openapi_3_with_all_that_stands_beside_the_contract() -> None:
    out, export = as_openapi_3(clinic.swagger()), clinic.oas30()
    assert {key for key in out if key.startswith("x-")} == {key for key in clinic.swagger() if key.startswith("x-")}
    assert out["openapi"].startswith("3.0")
    assert out["paths"].keys() == export["paths"].keys()
    for path, item in export["paths"].items():
        assert out["paths"][path].keys() == item.keys()
    # An overlay for one finds the other's parameters and schemas.
    assert out["paths"]["/visits"]["get"]["parameters"][0]["schema"] == {"type": "string"}
    assert out["components"]["schemas"].keys() == export["components"]["schemas"].keys()


def test_what_is_openapi_3_already_stays() -> None:
    assert as_openapi_3(pets()) == pets()


def test_content_types_are_told_once_for_all_answers() -> None:
    told = as_swagger_tells(clinic.oas30())["paths"]["/visits/{visitId}/scan"]["get"]["responses"]
    assert {status: set(answer["content"]) for status, answer in told.items()} == {
        "200": {"image/png", "application/json"},
        "404": {"image/png", "application/json"},
    }


def test_of_several_bodies_the_one_in_json_stands_for_all() -> None:
    document = pets()
    text, json = {"schema": {"type": "string"}}, {"schema": {"type": "object"}}
    document["paths"]["/pets"]["delete"]["requestBody"] = {"content": {"text/plain": text, "application/json": json}}
    told = as_swagger_tells(document)["paths"]["/pets"]["delete"]["requestBody"]
    assert told["content"] == {"text/plain": json, "application/json": json}


def test_documents_that_are_given_are_not_changed() -> None:
    for document in (clinic.oas30(), clinic.swagger(), pets(), SWAGGER):
        before = deepcopy(document)
        for change in (settled, as_openapi_3, as_swagger_tells):
            change(document)
        assert document == before
