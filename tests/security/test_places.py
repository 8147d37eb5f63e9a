"""Texts in places where most hostile ones are refused: whatever is not, is quoted. And patterns that never end."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any, Final

import pytest

from specloom.commands.template_folders import builtin_folder
from specloom.document.checks import check_document
from specloom.emit.package import Origin, emit
from specloom.emit.render import Renderer
from specloom.engines import parse
from specloom.plan.make import make_plan
from specloom.plan.sdk import Sdk
from specloom.prepare import prepare
from specloom.problems import SpecloomError
from tests.security.hostile import PAYLOADS

Json = dict[str, Any]


def api(**operation: Any) -> Json:
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "paths": {
            "/pets": {"post": {"operationId": "makePet", "responses": {"200": {"description": ""}}, **operation}}
        },
    }


def media(kind: str) -> Json:
    return {"content": {kind: {"schema": {"type": "string"}}}}


def parts(kind: str) -> Json:
    schema = {"type": "object", "properties": {"a": {"type": "object"}}}
    return {"content": {"multipart/form-data": {"schema": schema, "encoding": {"a": {"contentType": kind}}}}}


def scheme(**said: Any) -> Json:
    return {**api(security=[{"key": []}]), "components": {"securitySchemes": {"key": said}}}


PLACES: Final[dict[str, Callable[[str], Json]]] = {
    "media type of a body": lambda text: api(requestBody=media(text)),
    "media type of an answer": lambda text: api(responses={"200": {"description": "", **media(text)}}),
    "media type after a good one": lambda text: api(requestBody=media(f"text/plain; charset={text}")),
    "content type of a part": lambda text: api(requestBody=parts(text)),
    "address": lambda text: {**api(), "servers": [{"url": text}]},
    "path of an address": lambda text: {**api(), "servers": [{"url": f"https://pets.test/{text}"}]},
    "address of an operation": lambda text: api(servers=[{"url": f"https://pets.test/{text}"}]),
    "variable of an address": lambda text: {
        **api(),
        "servers": [{"url": "https://{v}.test", "variables": {"v": {"default": text, "enum": [text, "b"]}}}],
    },
    "name of a variable of an address": lambda text: {
        **api(),
        "servers": [{"url": f"https://{{{text}}}.test", "variables": {text: {"default": "a"}}}],
    },
    "words for a variable of an address": lambda text: {
        **api(),
        "servers": [{"url": "https://{v}.test", "variables": {"v": {"default": "a", "description": text}}}],
    },
    "name of an address": lambda text: {
        **api(),
        "servers": [{"url": "/a", "x-name": text}, {"url": f"/{text}", "description": text}],
    },
    "header of a key": lambda text: scheme(type="apiKey", name=text, **{"in": "header"}),
    "cookie of a key": lambda text: scheme(type="apiKey", name=text, **{"in": "cookie"}),
    "query of a key": lambda text: scheme(type="apiKey", name=text, **{"in": "query"}),
    "address of tokens": lambda text: scheme(
        type="oauth2", flows={"clientCredentials": {"tokenUrl": text, "scopes": {}}}
    ),
    "scope": lambda text: scheme(
        type="oauth2", flows={"clientCredentials": {"tokenUrl": "https://pets.test/t", "scopes": {text: text}}}
    ),
    "status": lambda text: api(responses={text: {"description": ""}}),
    "verb": lambda text: {**api(), "paths": {"/pets": {text: {"responses": {"200": {"description": ""}}}}}},
    "version": lambda text: {**api(), "info": {"title": "Pets", "version": text}},
    "mark of a pointer": lambda text: api(**{"x-specloom-pointer": text}),
    "mark of a path": lambda text: api(**{"x-specloom-path": text}),
    "mark of a query": lambda text: api(**{"x-specloom-query": {text: text}}),
    "mark of a call": lambda text: api(**{"x-specloom-call": text}),
}  # fmt: skip

REFUSED: Final = {"status", "mark of a call"}
"""Whatever the text is."""


@pytest.mark.parametrize("place", PLACES)
def test_a_hostile_text_is_refused_or_a_text(place: str) -> None:
    renderer = Renderer.over([builtin_folder()])
    done = 0
    for payload in PAYLOADS.values():
        try:
            document = PLACES[place](payload)
            check_document(document, "api.json")
            prepared = prepare(document, "api.json")
            plan = make_plan(prepared, parse(prepared), Sdk(), api="pets", package="pets_client", address="")
            files = emit(plan, renderer, Origin("api.json", "specloom generate pets"), {})
        except SpecloomError:
            continue
        done += 1
        for path, text in files.items():
            if path.endswith(".py"):
                calls = {ast.unparse(node.func) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)}
                assert not calls & {"open", "_request", "__class__", "self"}, (place, payload, path)
    assert bool(done) is (place not in REFUSED)
