"""Declarations under the document's own names, from the types that an engine read in a view."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from specloom.engines.reach import REF_PREFIX, Json
from specloom.engines.view import EXTRA, VALUE, is_object
from specloom.plan.parsed import AliasSchema, Declaration, Field, ObjectSchema
from specloom.plan.types import Literals, Type, UnionOf, union
from specloom.problems import Problems

Read = Mapping[str, tuple[Type, bool]]
"""What an engine read of one object of the view: type and required-ness by property."""


class MisreadError(Exception):
    """An engine gave something for which there is no type; the adapter adds where, and makes a problem of it."""


def declarations(
    schemas: Mapping[str, Json], read: Callable[[str, Json], Read], problems: Problems
) -> dict[str, Declaration]:
    """The declarations of components, where ``read`` says what the engine found for each.

    What ``read`` raises as MisreadError goes to the problems, with its place.
    """
    found: dict[str, Declaration] = {}
    for name, schema in schemas.items():
        try:
            found[name] = declaration(name, schema, read(name, schema))
        except MisreadError as error:
            problems.add(str(error), f"{REF_PREFIX}{name}")
    return found


def declaration(name: str, schema: Json, read: Read) -> Declaration:
    """The declaration of a component.

    Types and required-ness are the engine's; a property that the engine did not give is not there (and found
    missing by ``check``). Names, order, descriptions and the tag of a union are the document's.
    """
    description = schema.get("description", "")
    deprecated = bool(schema.get("deprecated", False))
    if is_object(schema):
        extra = read[EXTRA][0] if EXTRA in read else None
        return ObjectSchema(name, tuple(_fields(schema, read)), extra, description, deprecated)
    discriminator = schema.get("discriminator", {})
    return AliasSchema(
        name,
        read[VALUE][0],
        tag=discriminator.get("propertyName", ""),
        variants=tuple(discriminator.get("mapping", {}).items()),
        description=description,
        deprecated=deprecated,
    )


def joined(members: Iterable[Type]) -> Type:
    """The union of the members, where all constants stand together at the place of the first."""
    flat: list[Type] = []
    constants: dict[tuple[type, str | int | bool], None] = {}  # by type too: True is not 1
    place: int | None = None
    for member in members:
        for part in member.members if isinstance(member, UnionOf) else (member,):
            if not isinstance(part, Literals):
                flat.append(part)
                continue
            place = len(flat) if place is None else place
            constants.update(((type(value), value), None) for value in part.values)
    if place is not None:
        flat.insert(place, Literals(tuple(value for _, value in constants)))
    return union(tuple(flat))


def _fields(schema: Json, read: Read) -> Iterable[Field]:
    for index, (wire_name, inner) in enumerate(schema["properties"].items()):
        if (found := read.get(f"f{index}")) is None:
            continue
        type_, required = found
        yield Field(
            wire_name, type_, required, inner.get("description", ""), deprecated=bool(inner.get("deprecated", False))
        )
