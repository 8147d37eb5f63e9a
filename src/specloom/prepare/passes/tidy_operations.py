"""What an operation says, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from specloom.prepare import walk
from specloom.prepare.keywords import CALL, CONTENT, GREEDY, KEEP, LIFECYCLE, PATH, POINTER, QUERY
from specloom.prepare.values import Document, Example, Pass, Schema

_OPERATION = (
    "operationId", "tags", "summary", "description", "deprecated", "parameters", "requestBody", "responses",
    "security", "servers", POINTER, QUERY, PATH, CALL, KEEP, *LIFECYCLE,
)  # fmt: skip
_STYLE = ("style", "explode", "allowReserved", CONTENT)
_HOLDING = ("$ref", "properties", "patternProperties", "allOf", "anyOf", "oneOf")
_PLACES = ("path", "query", "header", "cookie")
_TEXT_KEYS = ("operationId", "summary", "description")
_TEXTUAL = re.compile(r"text/|.*(json|xml|yaml|javascript|x-www-form-urlencoded)\b", re.IGNORECASE)


def tidy_operations(document: Document) -> Document:
    """Operations hold what a client needs, all of it.

    A parameter with `content` gets its schema and, as `x-specloom-content`, its content type; one with
    `allowEmptyValue` may be the empty text as well. Content without a schema is bytes, or anything where it is text or
    JSON; an operation that tells of no answer has one without content. A body that need not be sent and can hold
    nothing goes, and so do extensions (but for `x-specloom-call`, `x-sunset` and `x-stability-level`), examples and
    unknown keys.
    """
    out = dict(document)
    for owner in ("paths", "webhooks"):
        if document.get(owner):
            out[owner] = {
                path: {verb: _tidy(operation) for verb, operation in item.items()}
                for path, item in document[owner].items()
                if not walk.is_extension(owner, path)
            }
    return out


def _tidy(operation: dict[str, Any]) -> dict[str, Any]:
    pointer = str(operation.get(POINTER, ""))
    out = {key: operation[key] for key in _OPERATION if operation.get(key) is not None}
    for key in _TEXT_KEYS:
        if key in out and not isinstance(out[key], str):
            del out[key]
    if out.pop("deprecated", None) is True:
        out["deprecated"] = True
    stated = [parameter for parameter in operation.get("parameters") or () if parameter["in"] in _PLACES]
    parameters = [_parameter(parameter, pointer) for parameter in stated]
    out.pop("parameters", None)
    if parameters:
        out["parameters"] = parameters
    body = out.pop("requestBody", None)
    if body is not None and body.get("content") and not _holds_nothing(body):
        out["requestBody"] = {"required": body.get("required") is True, **_described(body), **_content(body, pointer)}
    responses = operation.get("responses") or {"200": {}}
    out["responses"] = {status: _response(response, pointer) for status, response in responses.items()}
    return out


def _holds_nothing(body: dict[str, Any]) -> bool:
    """Whether all that could be sent is an object without properties, and it need not be."""
    schemas = [media.get("schema") for media in body["content"].values() if isinstance(media, dict)]
    return body.get("required") is not True and all(
        isinstance(schema, dict)
        and schema.get("type") == "object"
        and schema.get("additionalProperties") is False
        and not any(value for key, value in schema.items() if key in _HOLDING)
        for schema in schemas
    )


def _parameter(parameter: dict[str, Any], pointer: str) -> dict[str, Any]:
    schema = parameter.get("schema")
    style: dict[str, Any] = {}
    if not isinstance(schema, dict):
        content: dict[str, Any] = parameter.get("content") or {}
        name = next(iter(content), "")
        style = {CONTENT: name} if name else {}
        stated = (content.get(name) or {}).get("schema")
        schema = stated if isinstance(stated, dict) else _anything(pointer)
    else:
        style = {key: parameter[key] for key in _STYLE if key in parameter}
        if parameter.get("allowEmptyValue") is True and schema.get("type") != "string":
            schema = {"anyOf": [schema, {"type": "string", "const": ""}]}
    out = {
        "name": parameter["name"],
        "in": parameter["in"],
        "required": parameter["in"] == "path" or parameter.get("required") is True,
        "schema": schema,
        **style,
        **_described(parameter),
    }
    for flag in ("deprecated", GREEDY):
        if parameter.get(flag) is True:
            out[flag] = True
    return {**out, **{key: parameter[key] for key in LIFECYCLE if key in parameter}}


def _response(response: dict[str, Any], pointer: str) -> dict[str, Any]:
    out = {"description": "", **_described(response)}
    if response.get("headers"):
        out["headers"] = {name: _header(header, pointer) for name, header in response["headers"].items()}
    return {**out, **_content(response, pointer)}


def _header(header: dict[str, Any], pointer: str) -> dict[str, Any]:
    schema = header.get("schema")
    needed = {"required": True} if header.get("required") is True else {}
    return {**_described(header), **needed, "schema": schema if isinstance(schema, dict) else _anything(pointer)}


def _content(holder: dict[str, Any], pointer: str) -> dict[str, Any]:
    content: Mapping[str, Any] = holder.get("content") or {}
    out = {name: _media(name, media or {}, pointer) for name, media in content.items()}
    return {"content": out} if out else {}


def _media(name: str, media: dict[str, Any], pointer: str) -> dict[str, Any]:
    schema = media.get("schema", media.get("itemSchema"))
    says_something = isinstance(schema, dict) and schema.keys() - {POINTER}
    if not says_something and not _TEXTUAL.match(name) and name not in ("*/*", "application/*"):
        schema = {"type": "string", "format": "binary"}
    elif not isinstance(schema, dict):
        schema = _anything(pointer)
    return {"schema": schema, **({"encoding": media["encoding"]} if media.get("encoding") else {})}


def _anything(pointer: str) -> Schema:
    return {POINTER: pointer} if pointer else {}


def _described(holder: dict[str, Any]) -> dict[str, Any]:
    text = holder.get("description")
    return {"description": text} if isinstance(text, str) and text else {}


PASS = Pass(
    tidy_operations,
    Example(
        at=("paths",),
        before={
            "/pets/{id}": {
                "get": {
                    "operationId": "pet",
                    "x-vendor": 1,
                    "parameters": [{"name": "id", "in": "path", "content": {"a/b": {"schema": {"type": "string"}}}}],
                    "responses": {"200": {"description": "A photo.", "content": {"image/png": {}}}},
                }
            }
        },
        after={
            "/pets/{id}": {
                "get": {
                    "operationId": "pet",
                    "parameters": [
                        {
                            "name": "id",
                            "in": "path",
                            "required": True,
                            "schema": {"type": "string"},
                            CONTENT: "a/b",
                        }
                    ],
                    "responses": {
                        "200": {
                            "description": "A photo.",
                            "content": {"image/png": {"schema": {"type": "string", "format": "binary"}}},
                        }
                    },
                }
            }
        },
    ),
)
