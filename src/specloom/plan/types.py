"""Types as facts: what a value is, never how Python spells it.

The engines produce these values, the plan moves them about, and ``emit`` turns them into text in one place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from attrs import frozen

PrimitiveName: TypeAlias = Literal["str", "int", "float", "bool", "bytes", "file", "object", "none"]


@frozen
class Primitive:
    """A value without parts.

    ``object`` is any JSON value (the document says nothing), ``file`` an upload, ``bytes`` a binary answer.
    """

    name: PrimitiveName


@frozen
class Literals:
    """One of a closed list of constants; open at run time: an unknown value passes through."""

    values: tuple[str | int | bool, ...]


@frozen
class ListOf:
    """A JSON array of one kind of item."""

    item: Type


@frozen
class DictOf:
    """A JSON object used as a map with text keys."""

    value: Type


@frozen
class UnionOf:
    """Any one of the members (two or more); ``none`` as a member is how null is spelt."""

    members: tuple[Type, ...]


@frozen
class Ref:
    """A named schema of the prepared document: the last segment of ``#/components/schemas/NAME``."""

    schema: str


Type: TypeAlias = Primitive | Literals | ListOf | DictOf | UnionOf | Ref

ANY = Primitive("object")
NONE = Primitive("none")


def union(members: tuple[Type, ...]) -> Type:
    """The union of the members: flat, each once, in order of first mention; a single member stands for itself."""
    flat: dict[Type, None] = {}
    for member in members:
        for part in member.members if isinstance(member, UnionOf) else (member,):
            flat[part] = None
    return next(iter(flat)) if len(flat) == 1 else UnionOf(tuple(flat))


def refs(type_: Type) -> Iterator[str]:
    """The names of all schemas that a type mentions, in order of mention, repeats included."""
    match type_:
        case Ref(schema):
            yield schema
        case ListOf(inner) | DictOf(inner):
            yield from refs(inner)
        case UnionOf(members):
            for member in members:
                yield from refs(member)
        case Primitive() | Literals():
            return
