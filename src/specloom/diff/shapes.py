"""A schema of the normal form, looked at as what values it allows: null apart, references followed, values listed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from attrs import frozen

from specloom.diff.values import Json
from specloom.prepare.pointers import SCHEMAS

Kind: TypeAlias = Literal["any", "null", "scalar", "array", "object", "union"]

_LEFT_OUT = frozenset(("x-specloom-pointer", "x-specloom-widened", "x-specloom-parent", "x-specloom-role",
                       "x-specloom-title", "x-specloom-asserts", "description"))  # fmt: skip


@frozen
class Shape:
    """What values a schema allows.

    Attributes:
        type: JSON type of a scalar; empty for other kinds.
        values: The only ones allowed, where they are listed.
        known: Values that are named though others are allowed too (an open enum).
        members: Of a union, null left out.
        name: Component that a reference led to; empty where the schema stands in its place.
        nullable: Whether null is allowed beside, by the place itself.
        schema: The schema that stands at the end of the reference, without null.
    """

    kind: Kind
    schema: Json
    type: str = ""
    values: tuple[Any, ...] | None = None
    known: tuple[Any, ...] = ()
    members: tuple[Json, ...] = ()
    name: str = ""
    nullable: bool = False


class Side:
    """One of the two documents, in normal form."""

    def __init__(self, prepared: Json) -> None:
        self.document = prepared
        self.schemas: Mapping[str, Json] = prepared.get("components", {}).get("schemas", {})
        self._own_null: dict[str, bool] = {}

    def shape(self, schema: Json) -> Shape:
        """What a schema allows; one reference is followed, for components are never mere references."""
        inner, nullable = without_null(schema)
        name = component(inner)
        target = without_null(self.schemas[name])[0] if name in self.schemas else inner
        name = name if name in self.schemas else ""
        return self._union(target, name, nullable) if "anyOf" in target else _shape(target, name, nullable)

    def _union(self, schema: Json, name: str, nullable: bool) -> Shape:
        members = list(schema["anyOf"])
        ends = [self.schemas.get(component(member), member) for member in members]
        plain = any(set(end) - _LEFT_OUT == {"type"} and end["type"] == "string" for end in ends)
        listed = [end.get("type") == "string" and ("enum" in end or "const" in end) for end in ends]
        if not plain or not any(listed):
            return Shape("union", schema, members=tuple(members), name=name, nullable=nullable)
        # An open enum: any text is allowed, and some are known.
        known = [value for end, is_listed in zip(ends, listed, strict=True) if is_listed for value in _listed(end)]
        rest = [member for member, is_listed in zip(members, listed, strict=True) if not is_listed]
        if len(rest) == 1:
            return Shape("scalar", rest[0], "string", known=tuple(known), name=name, nullable=nullable)
        return Shape("union", schema, known=tuple(known), members=tuple(rest), name=name, nullable=nullable)

    def target(self, shape: Shape) -> Json:
        """The component that a reference led to, with what stands beside its type; empty where there was none."""
        return self.schemas.get(shape.name, {})

    def is_any_object(self, shape: Shape) -> bool:
        """Whether any object is allowed, and nothing else."""
        return shape.kind == "object" and not shape.schema.keys() & {"properties", "additionalProperties"}

    def holds_objects_alone(self, shape: Shape, seen: frozenset[str] = frozenset()) -> bool:
        """Whether all values of a union are objects; one that holds itself adds none."""
        inner = [self.shape(member) for member in shape.members]
        return all(
            one.kind == "object"
            or (one.kind == "union" and (one.name in seen or self.holds_objects_alone(one, seen | {one.name})))
            for one in inner
        )

    def null_within(self, name: str) -> bool:
        """Whether a component itself allows null."""
        if name not in self._own_null:
            self._own_null[name] = name in self.schemas and without_null(self.schemas[name])[1]
        return self._own_null[name]

    def is_inline(self, name: str) -> bool:
        """Whether a component got its name by preparation alone, so that the name tells nothing."""
        return "x-specloom-parent" in self.schemas.get(name, {})


def component(schema: Json) -> str:
    """The component that a reference leads to, or an empty text."""
    return str(schema.get("$ref", "")).removeprefix(SCHEMAS)


def without_null(schema: Json) -> tuple[Json, bool]:
    """The schema without null, and whether null was allowed."""
    members = schema.get("anyOf")
    if not isinstance(members, list):
        return schema, False
    rest = [member for member in members if member.get("type") != "null"]
    if len(rest) == len(members):
        return schema, False
    if len(rest) == 1:
        return rest[0], True
    return {**schema, "anyOf": rest}, True


def spelled(node: Any) -> str:
    """What is said, in one spelling, without prose and marks."""
    return json.dumps(_kept(node), sort_keys=True, default=repr)


def _kept(node: Any) -> Any:
    if isinstance(node, Mapping):
        return {key: _kept(value) for key, value in node.items() if not key.startswith("x-") and key != "description"}
    return [_kept(one) for one in node] if isinstance(node, (list, tuple)) else node


def _shape(schema: Json, name: str, nullable: bool) -> Shape:
    if "const" in schema:
        value = schema["const"]
        kind = str(schema.get("type", _type_of(value)))
        return Shape("scalar", schema, kind, (value,), name=name, nullable=nullable)
    kind = schema.get("type", "")
    if not kind:
        return Shape("any", schema, name=name, nullable=nullable)
    if kind in {"array", "object", "null"}:
        return Shape(kind, schema, name=name, nullable=nullable)
    values = tuple(schema["enum"]) if "enum" in schema else None
    return Shape("scalar", schema, kind, values, name=name, nullable=nullable)


def _listed(schema: Json) -> list[Any]:
    return list(schema["enum"]) if "enum" in schema else [schema["const"]]


def _type_of(value: object) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    return "number" if isinstance(value, float) else "string"
