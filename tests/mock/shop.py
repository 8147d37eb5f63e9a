"""A small API with one of everything that the mock has to know about."""

from __future__ import annotations

from typing import Any

from specloom.prepare import prepare


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def content(schema: dict[str, Any], kind: str = "application/json") -> dict[str, Any]:
    return {"content": {kind: {"schema": schema}}}


def operation(name: str, answer: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"operationId": name, "responses": {"200": {"description": "", **answer}}, **more}


def query(name: str, schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema, **more}


ITEM = {
    "type": "object",
    "required": ["id", "created_at", "price"],
    "properties": {
        "id": {"type": "string"},
        "created_at": {"type": "integer"},
        "price": {"type": "number", "minimum": 2, "multipleOf": 0.25},
        "colour": {"type": "string", "enum": ["red", "blue"]},
        "code": {"type": "string", "pattern": "^[A-Z]{3}-[0-9]{2}$", "minLength": 6},
        "parts": {"type": "array", "items": ref("Item")},
        "pay": ref("Pay"),
    },
}
SHOP: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "1"},
    "servers": [{"url": "https://shop.example/v1"}],
    "security": [{"key": []}, {"token": []}],
    "paths": {
        "/items": {
            "get": operation(
                "listItems",
                content(ref("ItemList")),
                parameters=[
                    query("limit", {"type": "integer", "minimum": 1, "maximum": 100}),
                    query("after", {"type": "string"}),
                    query("colours", {"type": "array", "items": {"type": "string", "enum": ["red", "blue"]}}),
                    query("made", {"type": "object", "properties": {"year": {"type": "integer"}}}, style="deepObject"),
                    {"name": "X-Shop", "in": "header", "schema": {"type": "integer"}},
                ],
            ),
            "post": operation(
                "createItem",
                content(ref("Item")),
                requestBody={"required": True, **content(ref("NewItem"))},
            ),
        },
        "/items/special": {"get": operation("special", content({"type": "string"}, "text/plain"))},
        "/items/{item_id}": {
            "parameters": [{"name": "item_id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "get": operation("getItem", content(ref("Item"))),
            "delete": {"operationId": "deleteItem", "responses": {"204": {"description": ""}}},
        },
        "/items/{item_id}/photo": {
            "parameters": [{"name": "item_id", "in": "path", "required": True, "schema": {"type": "integer"}}],
            "get": operation("getPhoto", content({"type": "string", "format": "binary"}, "image/png"), security=[]),
            "put": operation(
                "putPhoto",
                content(ref("Item")),
                security=[],
                requestBody={"required": True, **content(ref("Photo"), "multipart/form-data")},
            ),
        },
        "/news": {"get": operation("news", content(ref("News"), "text/event-stream"), security=[])},
    },
    "components": {
        "securitySchemes": {
            "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
            "token": {"type": "http", "scheme": "bearer"},
        },
        "schemas": {
            "Item": ITEM,
            "ItemList": {
                "type": "object",
                "required": ["data", "has_more"],
                "properties": {
                    "data": {"type": "array", "items": ref("Item")},
                    "has_more": {"type": "boolean"},
                    "last_id": {"type": "string"},
                },
            },
            "NewItem": {
                "type": "object",
                "required": ["name"],
                "properties": {"name": {"type": "string"}, "pay": ref("Pay"), "note": {"type": ["string", "null"]}},
            },
            "Pay": {"oneOf": [ref("Cash"), ref("Card")]},
            "Cash": {
                "type": "object",
                "required": ["kind"],
                "properties": {"kind": {"type": "string", "const": "cash"}, "coins": {"type": "integer"}},
            },
            "Card": {
                "type": "object",
                "required": ["kind", "number"],
                "properties": {"kind": {"type": "string", "const": "card"}, "number": {"type": "string"}},
            },
            "Photo": {
                "type": "object",
                "required": ["file", "size"],
                "properties": {
                    "file": {"type": "string", "format": "binary"},
                    "size": {"type": "object", "properties": {"width": {"type": "integer"}}},
                    "tags": {"type": "array", "items": {"type": "string"}},
                },
            },
            "News": {"oneOf": [ref("NewsEnd"), ref("NewsFailed"), ref("NewsDelta"), ref("NewsBegin")]},
            **{
                name: {
                    "type": "object",
                    "required": ["type", "sequence_number"],
                    "properties": {
                        "type": {"type": "string", "const": kind},
                        "sequence_number": {"type": "integer"},
                    },
                }
                for name, kind in (
                    ("NewsEnd", "news.completed"),
                    ("NewsFailed", "news.failed"),
                    ("NewsDelta", "news.text.delta"),
                    ("NewsBegin", "news.created"),
                )
            },
        },
    },
}


def shop() -> dict[str, Any]:
    """The document in normal form."""
    return prepare(SHOP, "shop.json")
