"""Whether a value is valid against a schema: just as much of JSON Schema as the generated schemas use."""

from __future__ import annotations

from typing import Any

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}


def is_valid(value: Any, schema: Any, schemas: dict[str, Any]) -> bool:
    """Whether the value is allowed, references leading into ``schemas``; ``oneOf`` means exactly one."""
    if isinstance(schema, bool):
        return schema

    def fits(part: Any) -> bool:
        return is_valid(value, part, schemas)

    return (
        ("$ref" not in schema or fits(schemas[schema["$ref"].rpartition("/")[2]]))
        and _is_of_type(value, schema)
        and ("const" not in schema or _same(value, schema["const"]))
        and ("enum" not in schema or any(_same(value, item) for item in schema["enum"]))
        and all(map(fits, schema.get("allOf", ())))
        and ("anyOf" not in schema or any(map(fits, schema["anyOf"])))
        and ("oneOf" not in schema or sum(map(fits, schema["oneOf"])) == 1)
        and (not isinstance(value, str) or len(value) >= schema.get("minLength", 0))
        and (not _is_number(value) or schema.get("minimum", value) <= value <= schema.get("maximum", value))
        and (not isinstance(value, list) or all(is_valid(item, schema.get("items", {}), schemas) for item in value))
        and (not isinstance(value, dict) or _object_is_valid(value, schema, schemas))
    )


def _object_is_valid(value: dict[str, Any], schema: Any, schemas: dict[str, Any]) -> bool:
    properties = schema.get("properties", {})
    extra = schema.get("additionalProperties", True)
    return all(name in value for name in schema.get("required", ())) and all(
        is_valid(item, properties.get(name, extra), schemas) for name, item in value.items()
    )


def _is_of_type(value: Any, schema: Any) -> bool:
    stated = schema.get("type")
    if stated is None or (value is None and schema.get("nullable") is True):
        return True
    return any(
        isinstance(value, _TYPES[name]) and (not isinstance(value, bool) or name == "boolean")
        for name in ([stated] if isinstance(stated, str) else stated)
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)
