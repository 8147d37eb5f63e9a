"""Swagger's parameters: those that stay, and those that make up a body."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from specloom.prepare.keywords import GREEDY
from specloom.prepare.swagger.schemas import schema_of, upgrade_schemas
from specloom.prepare.values import Schema

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"

# OpenAPI 3 has no word for the last; the normal form has one of its own.
_STYLES = {"ssv": "spaceDelimited", "pipes": "pipeDelimited", "tsv": "tabDelimited"}
_KEPT = ("name", "in", "required", "description", "deprecated", "allowEmptyValue", GREEDY)


def upgrade_parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    """A parameter of path, query or header; a `schema`, which an overlay for OpenAPI 3 adds, wins over its keys."""
    out = {key: parameter[key] for key in _KEPT if key in parameter}
    stated = parameter.get("schema")
    schema = {**schema_of(parameter), **(upgrade_schemas(stated) if isinstance(stated, dict) else {})}
    return {**out, **style_of(parameter), "schema": schema}


def style_of(parameter: dict[str, Any]) -> dict[str, Any]:
    """How an array travels; tab-separated values have no like in OpenAPI 3 and are called `tabDelimited`."""
    if parameter.get("type") != "array":
        return {}
    stated = parameter.get("collectionFormat", "csv")
    if parameter.get("in") in ("path", "header"):
        return {"style": _STYLES.get(stated, "simple")}
    if stated == "multi":
        return {"style": "form", "explode": True}
    return {"style": _STYLES.get(stated, "form"), "explode": False}


def request_body(parameters: Sequence[dict[str, Any]], consumes: Sequence[str]) -> dict[str, Any] | None:
    """The body that ``body`` and ``formData`` parameters describe, or None where there are none."""
    for parameter in parameters:
        if parameter.get("in") == "body":
            schema = upgrade_schemas(parameter.get("schema", {}))
            body: dict[str, Any] = {"required": parameter.get("required") is True}
            if "description" in parameter:
                body["description"] = parameter["description"]
            types = [name for name in consumes if name not in (FORM, MULTIPART)] or [JSON]
            return {**body, "content": {name: {"schema": schema} for name in types}}
    fields = [parameter for parameter in parameters if parameter.get("in") == "formData"]
    return _form(fields, consumes) if fields else None


def _form(fields: list[dict[str, Any]], consumes: Sequence[str]) -> dict[str, Any]:
    has_file = any(field.get("type") == "file" for field in fields)
    types = [name for name in consumes if name in (FORM, MULTIPART)] or [FORM]
    properties: dict[str, Schema] = {}
    encoding: dict[str, dict[str, Any]] = {}
    for field in fields:
        properties[field["name"]] = schema_of(field)
        if "description" in field:
            properties[field["name"]]["description"] = field["description"]
        if style := style_of(field):
            encoding[field["name"]] = style
    schema: Schema = {"type": "object", "properties": properties}
    required = [field["name"] for field in fields if field.get("required") is True]
    if required:
        schema["required"] = required
    media = {"schema": schema, **({"encoding": encoding} if encoding else {})}
    return {"required": bool(required), "content": dict.fromkeys([MULTIPART] if has_file else types, media)}
