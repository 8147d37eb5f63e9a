"""What is wrong in a document and has one meaning all the same: it is mended, and told."""

from __future__ import annotations

from typing import Any

import pytest

from specloom.document.load import load_text
from specloom.prepare import check, prepare
from tests.prepare.documents import with_paths
from tests.prepare.gateway import mended

TEXT = {"type": "string"}
SWAGGER = {"swagger": "2.0", "info": {"title": "Pets", "version": "1"}}


def parameters(document: dict[str, Any]) -> list[tuple[str, str, Any]]:
    """Of the only operation: place, name and type."""
    done = prepare(document)
    check(done)
    ((item,),) = [list(one.values()) for one in done["paths"].values()]
    return [(one["in"], one["name"], one["schema"].get("type")) for one in item.get("parameters", ())]


def test_a_parameter_that_nobody_declares_is_text() -> None:
    document = with_paths({"/a/{b}/{c}": {"get": {"parameters": [_path("c", "integer")]}}})
    assert parameters(document) == [("path", "c", "integer"), ("path", "b", "string")]
    assert mended(prepare(document)) == [("#/paths/~1a~1{b}~1{c}/get", "nothing declares {b}; it is text")]


def test_a_parameter_that_the_path_has_not_goes() -> None:
    document = with_paths({"/a": {"parameters": [_path("b", "string")], "get": {}}})
    assert parameters(document) == []
    assert mended(prepare(document)) == [("#/paths/~1a/get", "the path has no {b}; the parameter is left out")]


@pytest.mark.parametrize("version", ["2.0", "3.0"])
def test_of_two_parameters_the_first_counts(version: str) -> None:
    schemas: list[dict[str, Any]] = [{"type": "string"}, {"type": "integer"}]
    stated = [
        {"name": "size", "in": "query", **(schema if version == "2.0" else {"schema": schema})} for schema in schemas
    ]
    paths = {"/a": {"get": {"parameters": stated, "responses": {}}}}
    document = with_paths(paths) if version == "3.0" else {**SWAGGER, "paths": paths}
    assert parameters(document) == [("query", "size", "string")]
    assert mended(prepare(document)) == [
        ("#/paths/~1a/get", "the parameter 'size' in query is declared twice; the first counts")
    ]


def test_a_parameter_of_the_operation_still_wins_over_one_of_the_path() -> None:
    shared = {"name": "size", "in": "query", "schema": TEXT}
    own = {"name": "size", "in": "query", "schema": {"type": "integer"}}
    document = with_paths({"/a": {"parameters": [shared], "get": {"parameters": [own]}}})
    assert parameters(document) == [("query", "size", "integer")]
    assert mended(prepare(document)) == []


def test_numbers_are_status_keys_in_yaml() -> None:
    text = b"""
openapi: 3.0.1
info: {title: Pets, version: 1}
paths:
  /pets:
    get:
      responses:
        200: {description: "", content: {application/json: {schema: {type: string}}}}
        404: {description: "", content: {}}
"""
    responses = prepare(load_text(text, "pets.yaml"))["paths"]["/pets"]["get"]["responses"]
    assert list(responses) == ["200", "404"]
    assert responses["404"] == {"description": ""}


@pytest.mark.parametrize("stated", [{}, {"responses": None}, {"responses": {}}])
def test_an_operation_without_answers_has_one_without_content(stated: dict[str, Any]) -> None:
    done = prepare(with_paths({"/a": {"get": stated}}))
    assert done["paths"]["/a"]["get"]["responses"] == {"200": {"description": ""}}


def test_a_document_that_is_fine_tells_of_nothing() -> None:
    assert "x-specloom-mended" not in prepare(with_paths({"/a/{b}": {"get": {"parameters": [_path("b", "string")]}}}))


def _path(name: str, kind: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": kind}}
