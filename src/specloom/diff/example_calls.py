"""Examples of rules about operations, parameters, bodies, answers, security and documents."""

from __future__ import annotations

from typing import Any

from specloom.diff.examples import OPERATION, Example, Snippet

_GONE = None
_JSON: Snippet = {"application/json": {"schema": {"type": "object"}}}
_TAGS: Snippet = {"type": "object", "properties": {"tags": {"type": "array", "items": {"type": "string"}}}}
_FORM: Snippet = {"multipart/form-data": {"schema": _TAGS}}
_INTEGER: Snippet = {"schema": {"type": "integer"}}
_KEY: Snippet = {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}
_SCHEMES: Snippet = {**_KEY, "login": {"type": "oauth2", "flows": {}}}


def _operation(rule: str, old: Snippet | None, new: Snippet | None, *also: str) -> Example:
    return Example(rule, "operation", old, new, also)


def _answer(rule: str, old: Snippet, new: Snippet, *also: str) -> Example:
    return Example(rule, "operation", {"responses": old}, {"responses": new}, also, "response")


def _parameter(rule: str, old: Snippet | None, new: Snippet | None) -> Example:
    return Example(rule, "parameter", old, new)


def _document(rule: str, old: Snippet, new: Snippet, *also: str) -> Example:
    return Example(rule, "document", old, new, also)


def _body(required: bool = False, content: Snippet = _JSON) -> Snippet:
    return {"requestBody": {"required": required, "content": content}}


def _status(*statuses: str) -> dict[str, Any]:
    return {status: {"description": "..."} for status in statuses}


def _sends(content: Snippet) -> dict[str, Any]:
    return {"200": {"description": "...", "content": content}}


def _path(path: str, verb: str = "post", **more: Any) -> Snippet:
    return {"paths": {path: {verb: {**OPERATION, **more}}}}


def _besides(**said: Any) -> Snippet:
    """An operation beside another one that tells when it goes."""
    other = _path("/animals", operationId="animals", deprecated=True, **{"x-sunset": "2027-01-01"})
    return {"paths": {**other["paths"], **_path("/pets", **said)["paths"]}}


def _asks(*alternatives: Snippet) -> Snippet:
    return {"security": [*alternatives], "components": {"securitySchemes": _SCHEMES}}


def _urls(*urls: str) -> Snippet:
    return {"servers": [{"url": url} for url in urls]}


def _schemas(*names: str) -> Snippet:
    pet = {"type": "object", "properties": {"name": {"type": "string"}}}
    return {"components": {"schemas": dict.fromkeys(names, pet)}}


def _answered(name: str) -> Snippet:
    answer = _sends({"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}})
    return {**_path("/pets", responses=answer), **_schemas(name)}


OPERATIONS = (
    _operation("operation-removed", {}, _GONE),
    _operation("deprecated-operation-removed", {"deprecated": True}, _GONE),
    _operation("operation-removed-before-sunset", {"deprecated": True, "x-sunset": "2027-01-01"}, _GONE),
    _operation("unstable-operation-removed", {"x-stability-level": "alpha"}, _GONE),
    _operation("operation-added", _GONE, {}),
    _document("operation-moved", _path("/pets"), _path("/animals")),
    _operation("operation-id-changed", {"operationId": "pets"}, {"operationId": "listPets"}),
    _operation("operation-deprecated", {}, {"deprecated": True}),
    _operation("operation-reactivated", {"deprecated": True}, {}),
    _operation("tags-changed", {"tags": ["pets"]}, {"tags": ["animals"]}),
)

PARAMETERS = (
    _parameter("parameter-removed", _INTEGER, _GONE),
    _parameter("parameter-added", _GONE, _INTEGER),
    _parameter("required-parameter-added", _GONE, {**_INTEGER, "required": True}),
    _parameter("parameter-became-required", _INTEGER, {**_INTEGER, "required": True}),
    _parameter("parameter-became-optional", {**_INTEGER, "required": True}, _INTEGER),
    _parameter("parameter-style-changed", {"schema": {"type": "array", "items": {"type": "string"}}},
               {"schema": {"type": "array", "items": {"type": "string"}}, "explode": False}),
    _document("path-parameter-renamed", _path("/pets/{id}"), _path("/pets/{name}")),
    _document("path-parameter-widened", _path("/pets/{id}"), _path("/pets/{id+}")),
    _document("path-parameter-narrowed", _path("/pets/{id+}"), _path("/pets/{id}")),
    _parameter("parameter-default-set", _INTEGER, {"schema": {"type": "integer", "default": 20}}),
    _parameter("parameter-default-removed", {"schema": {"type": "integer", "default": 20}}, _INTEGER),
    _parameter("parameter-default-changed", {"schema": {"type": "integer", "default": 20}},
               {"schema": {"type": "integer", "default": 50}}),
    _parameter("type-generalized", _INTEGER, {"schema": {"type": "string"}}),
)  # fmt: skip

BODIES = (
    _operation("body-added", {}, _body()),
    _operation("required-body-added", {}, _body(required=True)),
    _operation("body-removed", _body(), {}),
    _operation("body-became-required", _body(), _body(required=True)),
    _operation("body-became-optional", _body(required=True), _body()),
    _answer("media-type-removed", _sends({**_JSON, "text/csv": {}}), _sends(_JSON)),
    _answer("media-type-added", _sends(_JSON), _sends({**_JSON, "text/csv": {}})),
    _operation("encoding-changed", _body(content=_FORM), _body(content={
        name: {**media, "encoding": {"tags": {"explode": True}}} for name, media in _FORM.items()
    })),
    _answer("success-status-removed", _status("200", "206"), _status("200")),
    _answer("success-status-added", _status("200"), _status("200", "206")),
    _answer("error-status-removed", _status("200", "404"), _status("200")),
    _answer("error-status-added", _status("200"), _status("200", "404")),
    Example("header-added", "header", None, _INTEGER),
    Example("header-removed", "header", _INTEGER, None),
    Example("required-header-removed", "header", {**_INTEGER, "required": True}, None),
    Example("header-became-optional", "header", {**_INTEGER, "required": True}, _INTEGER),
    Example("header-became-required", "header", _INTEGER, {**_INTEGER, "required": True}),
)  # fmt: skip

LIFECYCLE = (
    _operation("sunset-set", {"deprecated": True}, {"deprecated": True, "x-sunset": "2027-01-01"}),
    _document("sunset-missing", _besides(), _besides(deprecated=True), "operation-deprecated"),
    _operation("sunset-invalid", {"deprecated": True, "x-sunset": "2027-01-01"},
               {"deprecated": True, "x-sunset": "some day"}),
    _operation("sunset-too-early", {"deprecated": True}, {"deprecated": True, "x-sunset": "2026-03-08"}),
    _operation("sunset-earlier", {"deprecated": True, "x-sunset": "2027-01-01"},
               {"deprecated": True, "x-sunset": "2026-06-01"}),
    _operation("sunset-deleted", {"deprecated": True, "x-sunset": "2027-01-01"}, {"deprecated": True}),
    _operation("stability-decreased", {"x-stability-level": "beta"}, {"x-stability-level": "draft"}),
    _operation("stability-increased", {"x-stability-level": "beta"}, {"x-stability-level": "stable"}),
    _operation("stability-invalid", {"x-stability-level": "beta"}, {"x-stability-level": "gamma"}),
)  # fmt: skip

REST = (
    _document("security-added", _asks(), _asks({"key": []})),
    _document("security-removed", _asks({"key": []}), _asks()),
    _document("security-alternative-added", _asks({"key": []}), _asks({"key": []}, {"login": ["read"]})),
    _document("security-alternative-removed", _asks({"key": []}, {"login": ["read"]}), _asks({"key": []})),
    _document("security-scope-added", _asks({"login": ["read"]}), _asks({"login": ["read", "write"]})),
    _document("security-scope-removed", _asks({"login": ["read", "write"]}), _asks({"login": ["read"]})),
    _document("security-scheme-added", {"components": {}}, {"components": {"securitySchemes": _KEY}}),
    _document("security-scheme-removed", {"components": {"securitySchemes": _KEY}}, {"components": {}}),
    _document("security-scheme-changed", {"components": {"securitySchemes": _KEY}},
              {"components": {"securitySchemes": {"key": {"type": "apiKey", "in": "query", "name": "key"}}}}),
    _document("server-added", _urls("https://a.example"), _urls("https://a.example", "https://b.example")),
    _document("server-removed", _urls("https://a.example", "https://b.example"), _urls("https://a.example")),
    _document("default-server-changed", _urls("https://a.example", "https://b.example"),
              _urls("https://b.example", "https://a.example")),
    _document("api-version-changed", {"info": {"title": "Pets", "version": "1"}},
              {"info": {"title": "Pets", "version": "2"}}),
    _document("schema-added", _schemas(), _schemas("Pet")),
    _document("schema-removed", _schemas("Pet"), _schemas()),
    _document("schema-renamed", _answered("Pet"), _answered("Animal")),
)  # fmt: skip

EXAMPLES = (*OPERATIONS, *PARAMETERS, *BODIES, *LIFECYCLE, *REST)
