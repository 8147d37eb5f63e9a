"""Small documents in normal form, each to show one thing."""

from __future__ import annotations

from typing import Any

NULL = {"type": "null"}
TEXT = {"type": "string"}


def ref(name: str) -> dict[str, Any]:
    """A reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def thing(properties: dict[str, Any], required: tuple[str, ...] = (), **rest: Any) -> dict[str, Any]:
    """An object schema with properties."""
    return {"type": "object", "properties": properties, "required": list(required), **rest}


def document(
    schemas: dict[str, Any] | None = None, paths: dict[str, Any] | None = None, **rest: Any
) -> dict[str, Any]:
    """A prepared document."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Small", "version": "1"},
        "servers": [],
        "paths": paths or {},
        "components": {"schemas": schemas or {}, "securitySchemes": {}},
        **rest,
    }


def operation(operation_id: str = "act", **parts: Any) -> dict[str, Any]:
    """An operation; without more it takes nothing and answers nothing."""
    return {"operationId": operation_id, "parameters": [], "responses": {}, **parts}


def parameter(name: str, place: str, schema: Any, *, required: bool = False, **rest: Any) -> dict[str, Any]:
    """A parameter of an operation."""
    return {"name": name, "in": place, "required": required, "schema": schema, **rest}


def content(**media: Any) -> dict[str, Any]:
    """A content object; ``application_json=S`` stands for ``application/json``."""
    return {name.replace("_", "/", 1).replace("_", "-"): {"schema": schema} for name, schema in media.items()}


def answering(schema: Any) -> dict[str, Any]:
    """Paths with one operation whose answer is the schema."""
    return {
        "/act": {
            "post": operation(responses={"200": {"description": "", "content": content(application_json=schema)}})
        }
    }


def taking(schema: Any) -> dict[str, Any]:
    """Paths with one operation whose body is the schema."""
    return {"/act": {"post": operation(requestBody={"required": True, "content": content(application_json=schema)})}}
