"""What the API takes as a strict schema: how large it may be, and what may not be in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .json_kinds import Schema

MOST_PROPERTIES = 5_000
DEEPEST = 10
"""Objects within objects. Both numbers are those of the vendor's guide to structured outputs."""


def check_limits(name: str, schema: Schema) -> None:
    """Refuse a schema that the API would refuse for its size.

    Raises:
        TypeError: If it has too many properties, or objects too deep within one another.
    """
    count = sum(len(one["properties"]) for one in _all_of(schema) if isinstance(one.get("properties"), dict))
    if count > MOST_PROPERTIES:
        raise TypeError(
            f"{name} has {count:,} properties; strict schemas have {MOST_PROPERTIES:,} at most: ask for it in parts"
        )
    depth = _depth(schema, schema, {"#"}, {})
    if depth > DEEPEST:
        raise TypeError(
            f"{name} has objects {depth} levels deep; strict schemas have {DEEPEST} at most: make it flatter, or take "
            "an inner part as text"
        )


def loose_part(schema: Schema) -> str | None:
    """What keeps a schema from being strict: a description of the first such part, or None."""
    for one in _all_of(schema):
        if one.get("type") == "object" and one.get("additionalProperties") is not False:
            return "an object whose properties are not known (a dict)"
        if "oneOf" in one:
            return "a union that is told apart by a discriminator (oneOf)"
        if not one.keys() & {"type", "enum", "const", "anyOf", "allOf", "$ref"}:
            return "a value of any type"
    return None


def _all_of(schema: Schema) -> Iterator[Schema]:
    """A schema and all within it, definitions included."""
    yield schema
    for inner in _parts(schema):
        yield from _all_of(inner)
    for inner in schema.get("$defs", {}).values():
        yield from _all_of(inner)


def _parts(schema: Schema) -> Iterator[Schema]:
    """The schemas of which one is made, but for what it refers to."""
    for key, value in schema.items():
        inner: Any = value.values() if key == "properties" and isinstance(value, dict) else value
        if key in ("items", "additionalProperties"):
            inner = [value]
        if key in ("properties", "items", "additionalProperties", "anyOf", "allOf", "oneOf", "prefixItems"):
            yield from (one for one in inner if isinstance(one, dict))


def _depth(node: Schema, root: Schema, within: set[str], known: dict[str, int]) -> int:
    """How many objects are within one another; what holds itself counts once."""
    reference = node.get("$ref")
    if isinstance(reference, str):
        if reference in within:
            return 0
        if reference not in known:
            target = root.get("$defs", {}).get(reference.rpartition("/")[2], {})
            known[reference] = _depth(target, root, within | {reference}, known)
        return known[reference]
    inner = max((_depth(one, root, within, known) for one in _parts(node)), default=0)
    return inner + ("properties" in node)
