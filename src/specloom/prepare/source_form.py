"""Whether a document can be prepared at all: all that is wrong with it, found in one round."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from specloom.prepare import walk
from specloom.prepare.pointers import escape, look_up, split
from specloom.prepare.values import Document
from specloom.problems import Problems

_VERSIONS = re.compile(r"3\.\d+(\.\d+)?(-.*)?")
_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems", "enum")
_ARTICLES: Mapping[walk.Kind, str] = {"operation": "an operation"}


def check_source(document: Document, source: str = "") -> None:
    """Check that a document is OpenAPI and that its references lead somewhere.

    Args:
        document: A loaded document with text keys.
        source: Its file or URL, for the messages.

    Raises:
        SpecloomError: With every problem that was found, each with a JSON pointer.
    """
    problems = Problems(source)
    _check_version(document, problems)
    problems.check()
    for kind, node, pointer in walk.nodes(document):
        if not isinstance(node, dict):
            if not (kind == "schema" and isinstance(node, bool)) and not (node is None and kind != "schema"):
                problems.add(f"{_kind(kind)} must be an object, here is {_shape(node)}", pointer)
            continue
        if "$ref" in node and kind not in ("document", "components"):
            _check_ref(document, node["$ref"], kind, pointer, problems)
        elif kind == "schema":
            _check_schema(node, pointer, problems)
        elif kind == "parameter":
            _check_parameter(node, pointer, problems)
        _check_maps(kind, node, pointer, problems)
    _check_operation_ids(document, problems)
    problems.check()


def _check_version(document: Document, problems: Problems) -> None:
    if not isinstance(document, dict):
        problems.add(f"an OpenAPI document is an object, here is {_shape(document)}", "#")
        return
    version = str(document.get("openapi", document.get("swagger", "")))
    if not version:
        problems.add("this is no OpenAPI document: it has neither `openapi` nor `swagger`", "#")
    elif "openapi" in document and not _VERSIONS.fullmatch(version):
        problems.add(f"OpenAPI {version} is not supported (use 3.0 or 3.1)", "#/openapi")
    elif "openapi" not in document and version != "2.0":
        problems.add(f"Swagger {version} is not supported (use 2.0)", "#/swagger")


def _check_ref(document: Document, ref: Any, kind: walk.Kind, pointer: str, problems: Problems) -> None:
    seen: list[str] = []
    while True:
        if not isinstance(ref, str) or not ref.startswith("#"):
            hint = "`refs` of specloom.toml says where it may lead (docs/sources.md)"
            problems.add(f"`$ref` to {ref!r} leads out of the document; {hint}", pointer)
            return
        if ref in seen:
            problems.add(f"`$ref` to {seen[0]!r} leads through other references back to itself", pointer)
            return
        seen.append(ref)
        target = document if ref == "#" else look_up(document, split(ref), None) if ref[1:2] == "/" else None
        if isinstance(target, bool) and kind == "schema":
            return
        if not isinstance(target, dict):
            problems.add(f"`$ref` to {ref!r} leads nowhere", pointer)
            return
        ref = target.get("$ref")
        if ref is None or (kind == "schema" and set(target) & {"properties", "allOf", "anyOf", "oneOf"}):
            return


def _check_schema(schema: dict[str, Any], pointer: str, problems: Problems) -> None:
    for key in _LISTS:
        if key in schema and not isinstance(schema[key], list):
            problems.add(f"`{key}` must be a list, here is {_shape(schema[key])}", f"{pointer}/{key}")


def _check_parameter(parameter: dict[str, Any], pointer: str, problems: Problems) -> None:
    problems_at = [key for key in ("name", "in") if not isinstance(parameter.get(key), str)]
    for key in problems_at:
        problems.add(f"a parameter needs `{key}` as text", pointer)


def _check_maps(kind: walk.Kind, node: dict[str, Any], pointer: str, problems: Problems) -> None:
    if kind == "schema" and not walk.has_parts(node):
        return
    for key, (shape, _) in walk.GRAMMAR[kind].items():
        value = node.get(key)
        if value is None or shape == "one" or (kind == "schema" and key in _LISTS):
            continue
        if not isinstance(value, dict if shape == "map" else list):
            expected = "an object" if shape == "map" else "a list"
            problems.add(f"`{key}` must be {expected}, here is {_shape(value)}", f"{pointer}/{key}")


def _check_operation_ids(document: Document, problems: Problems) -> None:
    first: dict[str, str] = {}
    for owner in ("paths", "webhooks"):
        for path, verb, operation in walk.operations(document, owner):
            pointer = f"#/{owner}/{escape(path)}/{verb}"
            name = operation.get("operationId")
            if name is None:
                continue
            if not isinstance(name, str) or not name:
                problems.add(f"`operationId` must be text, here is {_shape(name)}", f"{pointer}/operationId")
            elif name in first:
                problems.add(f"operationId {name!r} is taken by {first[name]}", f"{pointer}/operationId")
            else:
                first[name] = pointer


def _kind(kind: walk.Kind) -> str:
    return _ARTICLES.get(kind, f"a {kind}")


def _shape(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "a boolean", type(None): "nothing"}
    return names.get(type(value), "a number")
