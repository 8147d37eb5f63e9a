"""A small API, changes of it, and reviews of them without files and commands."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from typing import Any

import yaml

from specloom.diff.review import Review, ReviewSide, Settings, make_review
from specloom.engines.reading import read_parsed
from specloom.plan.make import make_plan
from specloom.plan.sdk import Sdk
from specloom.prepare import prepare

Json = dict[str, Any]
Edit = Callable[[Json], object]


def ref(name: str) -> Json:
    """A reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def answer(schema: Json) -> Json:
    """An answer that holds JSON."""
    return {"200": {"description": "ok", "content": {"application/json": {"schema": schema}}}}


def sent(schema: Json) -> Json:
    """A body of JSON."""
    return {"required": True, "content": {"application/json": {"schema": schema}}}


SHOP: Json = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "1.2.3"},
    "servers": [{"url": "https://shop.test"}],
    "paths": {
        "/pets": {
            "get": {
                "operationId": "listPets",
                "tags": ["pets"],
                "description": "All pets.",
                "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer"}}],
                "responses": answer({"type": "array", "items": ref("Pet")}),
            },
            "post": {
                "operationId": "createPet",
                "tags": ["pets"],
                "requestBody": sent(ref("NewPet")),
                "responses": answer(ref("Pet")),
            },
        },
        "/pets/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "get": {"operationId": "getPet", "tags": ["pets"], "responses": answer(ref("Pet"))},
            "delete": {"operationId": "deletePet", "tags": ["pets"], "responses": {"204": {"description": "gone"}}},
        },
        "/orders": {"get": {"operationId": "listOrders", "tags": ["orders"], "responses": answer(ref("Order"))}},
    },
    "components": {
        "schemas": {
            "Base": {
                "type": "object",
                "required": ["id"],
                "properties": {"id": {"type": "string"}, "note": {"type": "string"}},
            },
            "Pet": {
                "allOf": [
                    ref("Base"),
                    {
                        "type": "object",
                        "required": ["name", "status"],
                        "properties": {
                            "name": {"type": "string"},
                            "status": {"type": "string", "enum": ["sold", "free"]},
                            "tags": {
                                "type": "array",
                                "items": {
                                    "type": "object",
                                    "required": ["label"],
                                    "properties": {"label": {"type": "string"}},
                                },
                            },
                        },
                    },
                ]
            },
            "NewPet": {
                "type": "object",
                "required": ["name"],
                "properties": {"name": {"type": "string"}, "age": {"type": "integer", "maximum": 100}},
            },
            "Order": {"type": "object", "required": ["pet"], "properties": {"pet": ref("Pet")}},
        }
    },
}


def edited(*edits: Edit, base: Json = SHOP) -> Json:
    """A copy of a document, changed."""
    document = copy.deepcopy(base)
    for edit in edits:
        edit(document)
    return document


def pet(document: Json) -> Json:
    """The properties of a pet that stand in the second part of its ``allOf``."""
    found: Json = document["components"]["schemas"]["Pet"]["allOf"][1]["properties"]
    return found


def side(
    document: Mapping[str, Any],
    label: str = "shop.json",
    *,
    file: str = "",
    version: str = "0.4.0",
    yaml_text: bool = False,
) -> ReviewSide:
    """A document read and planned, as the command does it."""
    text = yaml.safe_dump(dict(document), sort_keys=False) if yaml_text else json.dumps(document, indent=2)
    prepared = prepare(dict(document), label)
    parsed = read_parsed(prepared)
    plan = make_plan(prepared, parsed, Sdk(), api="shop", package="shop_client")
    return ReviewSide(label, text.encode(), document, prepared, parsed, plan, file, version)


def reviewed(*edits: Edit, base: Json = SHOP, settings: Settings | None = None, **more: Any) -> Review:
    """What edits of the shop change."""
    old, new = side(base, "old.json"), side(edited(*edits, base=base), "new.json", file="spec/shop.json")
    return make_review(old, new, settings=settings, clock=lambda: 0.0, **more)


def drop_name(document: Json) -> None:
    """Pets may have no name: breaks readers."""
    document["components"]["schemas"]["Pet"]["allOf"][1]["required"].remove("name")


def drop_delete(document: Json) -> None:
    """An operation goes."""
    del document["paths"]["/pets/{id}"]["delete"]


def add_color(document: Json) -> None:
    """A property comes."""
    pet(document)["color"] = {"type": "string"}


def add_status(document: Json) -> None:
    """An enum of answers gains a value."""
    pet(document)["status"]["enum"].append("lost")


def need_age(document: Json) -> None:
    """A request must say more."""
    document["components"]["schemas"]["NewPet"]["required"].append("age")


def other_words(document: Json) -> None:
    """A description changes."""
    document["paths"]["/pets"]["get"]["description"] = "Every pet."


def move_orders(document: Json) -> None:
    """The path of an operation changes under the same operationId and name in Python."""
    document["paths"]["/Orders"] = document["paths"].pop("/orders")


def rename_order(document: Json) -> None:
    """A schema gets another name."""
    schemas = document["components"]["schemas"]
    schemas["Purchase"] = schemas.pop("Order")
    document["paths"]["/orders"]["get"]["responses"] = answer(ref("Purchase"))
