"""Hypothesis strategies for values that a schema of a prepared document allows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)
_DEPTH = 5


def values(schema: Mapping[str, Any], schemas: Mapping[str, Any], depth: int = 0) -> st.SearchStrategy[Any]:
    """Values of a schema in normal form; beyond a depth, optional parts are left out."""
    if "$ref" in schema:
        return values(schemas[schema["$ref"].rpartition("/")[2]], schemas, depth + 1)
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "anyOf" in schema:
        members = schema["anyOf"]
        if depth > _DEPTH:
            members = sorted(members, key=lambda member: "$ref" in member)[:1]
        return st.one_of([values(member, schemas, depth) for member in members])
    match schema.get("type"):
        case "string":
            return st.text(max_size=5)
        case "integer":
            return st.integers(-(2**53), 2**53)
        case "number":
            return st.integers(-9, 9) | st.floats(allow_nan=False, allow_infinity=False)
        case "boolean":
            return st.booleans()
        case "null":
            return st.none()
        case "array":
            return st.lists(values(schema.get("items", {}), schemas, depth + 1), max_size=2 if depth < _DEPTH else 0)
        case "object":
            return _objects(schema, schemas, depth)
    return JSON


def _objects(schema: Mapping[str, Any], schemas: Mapping[str, Any], depth: int) -> st.SearchStrategy[Any]:
    properties, required = schema.get("properties", {}), set(schema.get("required", ()))
    fixed = {name: values(part, schemas, depth + 1) for name, part in properties.items() if name in required}
    free = {
        name: values(part, schemas, depth + 1)
        for name, part in properties.items()
        if name not in required and depth < _DEPTH
    }
    named = st.fixed_dictionaries(fixed, optional=free)
    extra = schema.get("additionalProperties")
    if isinstance(extra, dict) and depth < _DEPTH:
        more = st.dictionaries(st.text(min_size=1, max_size=4), values(extra, schemas, depth + 1), max_size=2)
        return st.builds(lambda some, others: {**others, **some}, named, more)
    return named
