"""Exports of API Gateway."""

from __future__ import annotations

from typing import Any

import pytest

from specloom.prepare import prepare
from tests.prepare.documents import with_paths

ANY = {"x-amazon-apigateway-any-method": {"operationId": "all", "responses": {}}}
SWAGGER = {"swagger": "2.0", "info": {"title": "Pets", "version": "1"}}


def test_any_stands_for_the_verbs_that_are_not_listed() -> None:
    item = prepare(with_paths({"/pets": {"get": {"operationId": "list"}, **ANY}}))["paths"]["/pets"]
    assert item["get"]["operationId"] == "list"
    assert [item[verb]["operationId"] for verb in ("put", "post", "delete", "patch", "head")] == [
        "putPets", "postPets", "deletePets", "patchPets", "headPets",
    ]  # fmt: skip
    assert item["put"]["x-specloom-pointer"] == "#/paths/~1pets/x-amazon-apigateway-any-method"


@pytest.mark.parametrize(
    "document", [with_paths({"/files/{proxy+}": {"get": {}}}), {**SWAGGER, "paths": {"/files/{proxy+}": {"get": {}}}}]
)
def test_a_greedy_parameter_is_declared_and_marked(document: dict[str, Any]) -> None:
    operation = prepare(document)["paths"]["/files/{proxy}"]["get"]
    assert operation["parameters"] == [
        {"name": "proxy", "in": "path", "required": True, "schema": {"type": "string"}, "x-specloom-greedy": True}
    ]


def test_a_server_keeps_the_variables_that_its_url_names() -> None:
    variables = {"basePath": {"default": "/prod"}, "other": {"default": "x"}}
    servers = [{"url": "https://pets.example/{basePath}", "variables": variables}, {"url": "/{unknown}"}]
    found = prepare({**with_paths({}), "servers": servers})["servers"]
    assert found == [
        {"url": "https://pets.example/{basePath}", "variables": {"basePath": {"default": "/prod"}}},
        {"url": "/{unknown}", "variables": {"unknown": {}}},
    ]
