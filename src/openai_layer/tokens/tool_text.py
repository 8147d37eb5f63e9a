"""The text that the service makes of the functions that a model may call; it is what they cost in tokens."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any


def namespace_text(functions: Iterable[Mapping[str, Any]]) -> str:
    """The declarations of functions, as the model reads them.

    Args:
        functions: Name, and optionally description and parameters (a JSON schema), of each.
    """
    lines = ["namespace functions {", ""]
    for function in functions:
        lines += _comment(function)
        schema = function.get("parameters")
        if isinstance(schema, Mapping) and schema.get("properties"):
            lines += [f"type {function['name']} = (_: {{", *_properties(schema, 0), "}) => any;", ""]
        else:
            lines += [f"type {function['name']} = () => any;", ""]
    return "\n".join((*lines, "} // namespace functions"))


def _comment(described: Mapping[str, Any]) -> list[str]:
    return [f"// {line}" for line in str(described.get("description") or "").splitlines()]


def _properties(schema: Mapping[str, Any], depth: int) -> list[str]:
    required = schema.get("required") or ()
    lines = []
    for name, declared in schema["properties"].items():
        property_schema = declared if isinstance(declared, Mapping) else {}
        lines += _comment(property_schema)
        lines.append(f"{name}{'' if name in required else '?'}: {_type(property_schema, depth)},")
    return [" " * depth + line for line in lines]


def _type(schema: Mapping[str, Any], depth: int) -> str:
    if values := schema.get("enum"):
        return " | ".join(json.dumps(value, ensure_ascii=False) for value in values)
    if variants := schema.get("anyOf") or schema.get("oneOf"):
        return " | ".join(_type(variant, depth) for variant in variants if isinstance(variant, Mapping))
    kind = schema.get("type")
    if isinstance(kind, list):
        return " | ".join(_type({**schema, "type": one}, depth) for one in kind)
    if kind == "array":
        items = schema.get("items")
        return f"{_type(items if isinstance(items, Mapping) else {}, depth)}[]"
    if kind == "object":
        if not schema.get("properties"):
            return "object"
        return "\n".join(("{", *_properties(schema, depth + 2), "}"))
    return {"integer": "number", "number": "number", "string": "string", "boolean": "boolean", "null": "null"}.get(
        str(kind), "any"
    )
