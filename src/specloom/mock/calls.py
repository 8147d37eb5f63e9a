"""Arguments for planned methods, made from the schemas of the document, not from what the package says of itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from specloom.mock.operations import Operation, operations
from specloom.mock.values import Maker, Schema
from specloom.plan.values import Method, Plan
from specloom.plan.walking import methods_of

FILE = ("made-up.bin", b"\x00\xffmade up")


@frozen
class Call:
    """A planned method and where it is: ``("chat", "completions", "create")``."""

    path: tuple[str, ...]
    method: Method
    operation: Operation

    def bound(self, client: object) -> Any:
        """The method of a client."""
        found: Any = client
        for name in self.path:
            found = getattr(found, name)
        return found


def calls(prepared: Mapping[str, Any], plan: Plan) -> list[Call]:
    """All methods of a plan."""
    by_id = {operation.operation_id: operation for operation in operations(prepared)}
    return [
        Call((*resource.path, method.name), method, by_id[method.operation_id])
        for resource, method in methods_of(plan.resources)
    ]


def arguments(call: Call, maker: Maker) -> dict[str, Any]:
    """Keyword arguments of a call, by name in Python; what the maker left out is left out."""
    body = _body(call, maker)
    made: dict[str, Any] = {}
    for parameter in call.method.parameters:
        if parameter.location == "body":
            if parameter.py_name == call.method.body.whole:
                made[parameter.py_name] = body
            elif isinstance(body, dict) and parameter.wire_name in body:
                made[parameter.py_name] = body[parameter.wire_name]
            continue
        if parameter.wire_name == "Content-Type" and "*" in call.method.body.content_type:
            # Of what is sent, the name of a file would tell.
            made[parameter.py_name] = call.method.body.content_type.replace("*/*", "application/*").replace(
                "*", "made-up"
            )
        listed = [
            one
            for one in call.operation.parameters(parameter.location)
            if one["name"].removesuffix("[]") == parameter.wire_name.removesuffix("[]")
        ]
        if listed and (parameter.required or maker.takes_optional):
            made[parameter.py_name] = maker.value(listed[0]["schema"], parameter.py_name)
    return made


def _body(call: Call, maker: Maker) -> Any:
    declared = call.operation.facts.get("requestBody")
    if declared is None:
        return None
    content = declared["content"]
    schema = (content.get(call.method.body.content_type) or content["*/*"]).get("schema", {})
    value = maker.value(schema, "body")
    if call.method.body.kind == "raw" and not isinstance(value, (str, bytes)):
        # Written out in a way that only caller and API know.
        return json.dumps(value).encode()
    return with_files(schema, value, maker) if call.method.body.kind == "multipart" else value


def with_files(schema: Schema, value: Any, maker: Maker) -> Any:
    """The value with a file wherever its schema wants bytes."""
    target = maker.target(schema)
    if target.get("format") == "binary":
        return FILE
    if "anyOf" in target:
        binary = any(maker.target(member).get("format") == "binary" for member in target["anyOf"])
        if binary and isinstance(value, str):
            return FILE
        for member in target["anyOf"]:
            value = with_files(member, value, maker)
        return value
    if isinstance(value, list):
        return [with_files(target.get("items", {}), item, maker) for item in value]
    if isinstance(value, dict):
        parts = target.get("properties", {})
        return {name: with_files(parts.get(name, {}), item, maker) for name, item in value.items()}
    return value
