"""Types of two plans, compared as a type checker would: does code that fits the old one fit the new one?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from attrs import field, frozen
from typing_extensions import assert_never

from specloom.plan.parsed import AliasSchema, Declaration, Field, ObjectSchema
from specloom.plan.types import ANY, NONE, DictOf, ListOf, Literals, Primitive, Ref, Type, UnionOf, union

Same: TypeAlias = Callable[[str, str], bool]

_WIDER = {"bool": ("int", "float"), "int": ("float",)}
"""What a type checker takes in the place of what."""
_PLAIN = {str: "str", int: "int", bool: "bool"}


@frozen
class Names:
    """What the names of one side stand for."""

    declared: Mapping[str, Declaration]

    def members(self, type_: Type) -> Iterator[Type]:
        """The members of a union, or the type alone; names of types replaced by what they stand for."""
        yield from self._members(type_, frozenset())

    def fields(self, type_: Type) -> Mapping[str, Type] | None:
        """What can be read of an object, by wire name; None where it is no class."""
        found = self.declared.get(type_.schema) if isinstance(type_, Ref) else None
        return {one.wire_name: read_as(one) for one in found.fields} if isinstance(found, ObjectSchema) else None

    def _members(self, type_: Type, seen: frozenset[str]) -> Iterator[Type]:
        if isinstance(type_, UnionOf):
            for member in type_.members:
                yield from self._members(member, seen)
            return
        found = self.declared.get(type_.schema) if isinstance(type_, Ref) and type_.schema not in seen else None
        if isinstance(found, AliasSchema):
            yield from self._members(found.type, seen | {found.schema})
        else:
            yield type_


@frozen
class Fit:
    """Whether all that one type allows is allowed by another.

    Attributes:
        narrow: Names of the side of the one.
        wide: Names of the side of the other.
        same: Whether a schema of the one side and one of the other are the same to callers.
    """

    narrow: Names
    wide: Names
    same: Same
    _open: set[tuple[Type, Type]] = field(factory=set, init=False, eq=False)

    def __call__(self, narrow: Type, wide: Type) -> bool:
        """Whether a value of the first type is one of the second."""
        if wide == ANY or alike(narrow, wide, self.same):
            return True
        if (narrow, wide) in self._open:  # what comes back to itself fits if the rest does
            return True
        self._open.add((narrow, wide))
        try:
            return all(self._member(one, wide) for one in parts(narrow))
        finally:
            self._open.remove((narrow, wide))

    def named_alike(self, narrow: Type, wide: Type) -> bool:
        """Whether a type is named among the members of another, so that what it holds is told elsewhere."""
        return isinstance(narrow, Ref) and any(
            isinstance(one, Ref) and self.same(narrow.schema, one.schema) for one in parts(wide)
        )

    def _member(self, narrow: Type, wide: Type) -> bool:
        if self.named_alike(narrow, wide):
            return True
        allowed = list(self.wide.members(wide))
        return all(any(self._one(one, other) for other in allowed) or _spread(one, allowed)
                   for one in self.narrow.members(narrow))  # fmt: skip

    def _one(self, narrow: Type, wide: Type) -> bool:
        match narrow, wide:
            case _, Primitive("object"):
                return True
            case Ref(left), Ref(right):
                return self.same(left, right)
            case (ListOf(left_item), ListOf(right_item)) | (DictOf(left_item), DictOf(right_item)):
                return self(left_item, right_item)
            case Primitive(left_name), Primitive(right_name):
                return right_name == left_name or right_name in _WIDER.get(left_name, ())
            case Literals(), _:
                return _spread(narrow, [wide])
        return narrow == wide


def alike(one: Type, other: Type, same: Same) -> bool:
    """Whether two types say the same in the same words, which most do: quick, and no when in doubt."""
    match one, other:
        case Ref(left), Ref(right):
            return same(left, right)
        case (ListOf(left_item), ListOf(right_item)) | (DictOf(left_item), DictOf(right_item)):
            return alike(left_item, right_item, same)
        case UnionOf(left_members), UnionOf(right_members) if len(left_members) == len(right_members):
            return all(alike(*pair, same) for pair in zip(left_members, right_members, strict=True))
        case (Primitive() | Literals(), _):
            return one == other
    return False


def parts(type_: Type) -> tuple[Type, ...]:
    """The members of a union as they stand there, or the type alone."""
    return type_.members if isinstance(type_, UnionOf) else (type_,)


def read_as(one: Field) -> Type:
    """What a reader gets: a field that is missing reads as None."""
    return one.type if one.required else union((one.type, NONE))


def values_of(types: list[Type]) -> dict[tuple[type, object], None]:
    """The constants among some types; 1 and True are not the same."""
    return {(type(value), value): None for one in types if isinstance(one, Literals) for value in one.values}


def is_listed(one: Type, values: Mapping[tuple[type, object], None]) -> bool:
    """Whether some constants are all of a plain type."""
    return isinstance(one, Primitive) and any(_PLAIN[kind] == one.name for kind, _ in values)


def spelled(type_: Type, names: Mapping[str, str], direction: str) -> str:
    """A type as Python text, as annotations of the package show it.

    Args:
        type_: The type.
        names: Class names by component.
        direction: ``model`` or ``params``: callers pass any iterable and mapping, answers hold lists and dicts.
    """
    match type_:
        case Primitive(name):
            return {"none": "None", "file": "FileTypes"}.get(name, name)
        case Literals(values):
            return f"Literal[{', '.join(repr(value) for value in values)}]"
        case ListOf(item):
            return f"{'list' if direction == 'model' else 'Iterable'}[{spelled(item, names, direction)}]"
        case DictOf(value):
            kind = "dict" if direction == "model" else "Mapping"
            return f"{kind}[str, {spelled(value, names, direction)}]"
        case UnionOf(members):
            ordered = sorted(members, key=lambda member: member == NONE)
            return " | ".join(dict.fromkeys(spelled(member, names, direction) for member in ordered))
        case Ref(schema):
            return names.get(schema, schema)
    assert_never(type_)


def _spread(narrow: Type, wide: list[Type]) -> bool:
    """Whether constants are covered by several members together."""
    if not isinstance(narrow, Literals):
        return False
    allowed = values_of(wide)
    plain = {member.name for member in wide if isinstance(member, Primitive)}
    return all((type(value), value) in allowed or _PLAIN[type(value)] in plain for value in narrow.values)
