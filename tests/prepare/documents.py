"""Small documents to prepare."""

from __future__ import annotations

from typing import Any

from specloom.prepare import prepare

PET = {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}


def ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def obj(*required: str, **properties: Any) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "object", "properties": properties}
    return {**schema, "required": list(required)} if required else schema


def const(value: object) -> dict[str, Any]:
    return {"const": value}


def with_schemas(**schemas: Any) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    }


def with_paths(paths: dict[str, Any], **schemas: Any) -> dict[str, Any]:
    return {**with_schemas(**schemas), "paths": paths}


def prepared(**schemas: Any) -> dict[str, Any]:
    """The component schemas of a document that holds nothing but schemas, prepared."""
    found: dict[str, Any] = prepare(with_schemas(**schemas))["components"]["schemas"]
    return found


def plain(node: Any) -> Any:
    """The same without our marks."""
    if isinstance(node, dict):
        return {key: plain(value) for key, value in node.items() if not key.startswith("x-specloom-")}
    return [plain(item) for item in node] if isinstance(node, list) else node
