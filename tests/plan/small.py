"""Small documents in normal form, and the plans that are made of them."""

from __future__ import annotations

from typing import Any

from specloom.engines import parse
from specloom.plan.make import make_plan
from specloom.plan.sdk_reader import read_sdk
from specloom.plan.values import Method, Plan, PlannedType, Resource

Json = dict[str, Any]

TEXT: Json = {"type": "string"}
NUMBER: Json = {"type": "integer"}
FLAG: Json = {"type": "boolean"}
FILE: Json = {"type": "string", "format": "binary"}


def ref(name: str) -> Json:
    """A reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def many(item: Json) -> Json:
    """A list."""
    return {"type": "array", "items": item}


def thing(*required: str, **properties: Json) -> Json:
    """An object schema; required are the properties named first."""
    return {"type": "object", "properties": properties, "required": list(required)}


def hoisted(schema: Json, parent: str, role: str) -> Json:
    """A schema that has its name from the step that prepares documents."""
    return {**schema, "x-specloom-parent": parent, "x-specloom-role": role}


def choice(*values: str) -> Json:
    """A list of constants."""
    return {"type": "string", "enum": list(values)}


def parameter(name: str, place: str = "query", schema: Json = TEXT, *, required: bool = False) -> Json:
    """A parameter of an operation."""
    return {"name": name, "in": place, "required": required or place == "path", "schema": schema}


def body(schema: Json, media: str = "application/json") -> Json:
    """A request body."""
    return {"required": True, "content": {media: {"schema": schema}}}


def answer(schema: Json | None = None, media: str = "application/json", status: str = "200") -> Json:
    """Responses with one answer."""
    return {status: {"description": "", **({"content": {media: {"schema": schema}}} if schema is not None else {})}}


def operation(operation_id: str, path: str = "", **parts: Any) -> Json:
    """An operation; parameters for the braces of the path are added."""
    names = [part.split("}")[0] for part in path.split("{")[1:]]
    parameters = [parameter(name, "path") for name in names] + parts.pop("parameters", [])
    return {"operationId": operation_id, "parameters": parameters, "responses": answer(), **parts}


def document(operations: dict[str, Json], schemas: dict[str, Json] | None = None, **rest: Any) -> Json:
    """A prepared document; operations by ``"VERB /path"``."""
    paths: dict[str, Json] = {}
    for key, found in operations.items():
        verb, _, path = key.partition(" ")
        made = operation(found.pop("operationId"), path, **found)
        paths.setdefault(path, {})[verb.lower()] = made
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "servers": [{"url": "https://pets.test/v1"}],
        "paths": paths,
        "components": {"schemas": schemas or {}, "securitySchemes": rest.pop("schemes", {})},
        **rest,
    }


def plan_of(prepared: Json, sdk: str = "") -> Plan:
    """The plan of a prepared document."""
    rules = read_sdk(sdk)
    parsed = parse(prepared, also_params=tuple(rule.schema for rule in rules.params))
    return make_plan(prepared, parsed, rules, api="pets", package="pets_client")


def methods_of(plan: Plan) -> dict[str, Method]:
    """All methods by call path."""
    found: dict[str, Method] = {}

    def walk(resources: tuple[Resource, ...]) -> None:
        for resource in resources:
            found.update({".".join((*resource.path, method.name)): method for method in resource.methods})
            walk(resource.children)

    walk(plan.resources)
    return found


def exported(plan: Plan) -> dict[str, PlannedType]:
    """What packages export, by dotted name (``types.chat.Message``)."""
    return {
        ".".join(("types", *place.package, place.name)): planned
        for planned in plan.types
        for place in ((planned.place, *planned.aliases) if planned.public else planned.aliases)
    }


def one_method(prepared: Json, sdk: str = "") -> Method:
    """The only method of a document."""
    (method,) = methods_of(plan_of(prepared, sdk)).values()
    return method


PET = {"Pet": thing("id", id=TEXT)}


def method(key: str = "POST /pets", sdk: str = "", schemas: dict[str, Any] | None = None, **parts: Any) -> Method:
    return one_method(document({key: {"operationId": "act", **parts}}, {**PET, **(schemas or {})}), sdk)
