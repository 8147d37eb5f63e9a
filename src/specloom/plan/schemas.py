"""Looking through named schemas: what a type finally is, and which properties it has."""

from __future__ import annotations

from collections.abc import Mapping

from specloom.plan.parsed import AliasSchema, Declaration, Field, ObjectSchema
from specloom.plan.types import ListOf, Literals, Primitive, Ref, Type, UnionOf, union


def declaration_of(type_: Type, declarations: Mapping[str, Declaration]) -> Declaration | None:
    """The object, or the alias of anything else, that a type names in the end; None for a type without a name."""
    found: Declaration | None = None
    seen: set[str] = set()
    while isinstance(type_, Ref) and type_.schema not in seen and type_.schema in declarations:
        seen.add(type_.schema)
        found = declarations[type_.schema]
        if isinstance(found, ObjectSchema):
            return found
        type_ = found.type
    return found


def resolved(type_: Type, declarations: Mapping[str, Declaration]) -> Type:
    """The type behind names: a Ref only where it leads to an object."""
    found = declaration_of(type_, declarations)
    return found.type if isinstance(found, AliasSchema) else type_


def without_null(type_: Type) -> Type:
    """The type of a value that is there; null alone stays null."""
    if not isinstance(type_, UnionOf):
        return type_
    members = tuple(member for member in type_.members if member != Primitive("none"))
    return union(members) if members else type_


def object_of(type_: Type, declarations: Mapping[str, Declaration]) -> ObjectSchema | None:
    """The object schema that a type is, null aside, or None."""
    found = declaration_of(without_null(resolved(type_, declarations)), declarations)
    return found if isinstance(found, ObjectSchema) else None


def object_variants(type_: Type, declarations: Mapping[str, Declaration]) -> tuple[ObjectSchema, ...]:
    """The objects that a type may be; empty as soon as it may be anything else."""
    inner = without_null(resolved(type_, declarations))
    if isinstance(inner, UnionOf):
        found = [object_variants(member, declarations) for member in inner.members]
        return tuple(dict.fromkeys(one for part in found for one in part)) if all(found) else ()
    schema = object_of(inner, declarations)
    return (schema,) if schema else ()


def merged_fields(variants: tuple[ObjectSchema, ...]) -> tuple[Field, ...]:
    """The fields of any of the objects; required is what all require, a type the union of all types."""
    fields: dict[str, list[Field]] = {}
    for variant in variants:
        for field in variant.fields:
            fields.setdefault(field.wire_name, []).append(field)
    return tuple(
        Field(
            wire_name=name,
            type=union(tuple(field.type for field in found)),
            required=len(found) == len(variants) and all(field.required for field in found),
            description=found[0].description,
            deprecated=all(field.deprecated for field in found),
        )
        for name, found in fields.items()
    )


def list_item(type_: Type, declarations: Mapping[str, Declaration]) -> Type | None:
    """The type of the items where a type is a list, null aside; else None."""
    inner = without_null(resolved(type_, declarations))
    return inner.item if isinstance(inner, ListOf) else None


def is_flag(type_: Type, declarations: Mapping[str, Declaration]) -> bool:
    """Whether a value of the type is true or false."""
    inner = without_null(resolved(type_, declarations))
    if isinstance(inner, Literals):
        return all(isinstance(value, bool) for value in inner.values)
    if isinstance(inner, UnionOf):
        return all(is_flag(member, declarations) for member in inner.members)
    return inner == Primitive("bool")


def holds_file(type_: Type, declarations: Mapping[str, Declaration]) -> bool:
    """Whether a value of the type may be an upload, or a list of uploads."""
    inner = without_null(resolved(type_, declarations))
    match inner:
        case UnionOf(members):
            return any(holds_file(member, declarations) for member in members)
        case ListOf(item):
            return holds_file(item, declarations)
    return inner in (Primitive("file"), Primitive("bytes"))
