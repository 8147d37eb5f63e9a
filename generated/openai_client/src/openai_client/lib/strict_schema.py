"""Schemas that pydantic makes, as strict ones."""

from __future__ import annotations

from typing import Any

from .json_kinds import Schema


def strict(schema: Schema) -> Schema:
    """A copy in which no object has other properties than those named, and all are required.

    Raises:
        ValueError: If a reference leads nowhere.
    """
    found: Schema = _strict(schema, schema)
    return found


def _strict(node: Any, root: Schema) -> Any:
    if isinstance(node, list):
        return [_strict(item, root) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node and len(node) > 1:  # a reference stands alone: what it leads to is put in its place
        return _strict({**_target(node["$ref"], root), **{key: node[key] for key in node if key != "$ref"}}, root)
    if len(node.get("allOf", ())) == 1:
        return _strict({**{key: node[key] for key in node if key != "allOf"}, **node["allOf"][0]}, root)
    found = {key: _part(key, value, root) for key, value in node.items() if (key, value) != ("default", None)}
    if found.get("type") == "object":
        found.setdefault("additionalProperties", False)
    if isinstance(found.get("properties"), dict):
        found["required"] = list(found["properties"])
    return found


def _part(key: str, value: Any, root: Schema) -> Any:
    if key in ("properties", "$defs", "definitions") and isinstance(value, dict):
        return {name: _strict(inner, root) for name, inner in value.items()}
    if key in ("items", "anyOf", "allOf", "oneOf", "prefixItems", "additionalProperties"):
        return _strict(value, root)
    return value


def _target(reference: str, root: Schema) -> Schema:
    found: Any = root
    for step in reference.removeprefix("#").split("/")[1:]:
        found = found.get(step) if isinstance(found, dict) else None
    if not isinstance(found, dict):
        raise ValueError(f"{reference} leads nowhere")
    return found
