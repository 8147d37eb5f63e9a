"""Types of two plans, compared as a type checker would: does code that fits the old one fit the new one?"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from typing_extensions import assert_never

from specloom.plan.types import ANY, NONE, DictOf, ListOf, Literals, Primitive, Ref, Type, UnionOf, union
from specloom.plan.values import AliasSchema, Declaration, Parsed

Pair = tuple[str, str]

_PLAIN = {str: "str", int: "int", bool: "bool"}


class Types:
    """The declarations of both sides, of one direction, and which of them stand for the same thing."""

    def __init__(
        self, old: Mapping[str, Declaration], new: Mapping[str, Declaration], pairs: Collection[Pair]
    ) -> None:
        """Take declarations by component name, and the names of components that belong together."""
        self._old, self._new = _Names(old), _Names(new)
        self._forward = frozenset(pairs)
        self._backward = frozenset((right, left) for left, right in pairs)

    def new_takes(self, old: Type, new: Type) -> bool:
        """Whether whatever the old type allows is allowed by the new one: arguments of callers still fit."""
        return self._fits(self._old.opened(old), self._new.opened(new), self._forward)

    def old_takes(self, old: Type, new: Type) -> bool:
        """Whether whatever the new type allows was allowed by the old one: readers meet nothing that is new."""
        return self._fits(self._new.opened(new), self._old.opened(old), self._backward)

    def _fits(self, narrow: Type, wide: Type, pairs: Collection[Pair]) -> bool:
        """Whether a value of the first type is one of the second; names on both sides belong together by pairs."""
        if wide == ANY:
            return True
        if isinstance(narrow, UnionOf):
            return all(self._fits(member, wide, pairs) for member in narrow.members)
        if isinstance(wide, UnionOf):
            return any(self._fits(narrow, member, pairs) for member in wide.members) or _spread(narrow, wide)
        match narrow, wide:
            case Ref(left), Ref(right):
                return (left, right) in pairs
            case (ListOf(left_item), ListOf(right_item)) | (DictOf(left_item), DictOf(right_item)):
                return self._fits(left_item, right_item, pairs)
            case Literals(values), Literals(allowed):
                return {(type(value), value) for value in values} <= {(type(value), value) for value in allowed}
            case Literals(values), Primitive(name):
                return all(_PLAIN[type(value)] == name for value in values)
            case Primitive("int"), Primitive("float"):
                return True
        return narrow == wide


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


def optional(type_: Type) -> Type:
    """The type of a field that may be missing, which reads as None."""
    return union((type_, NONE))


class BothTypes:
    """The types of answers and those of arguments."""

    def __init__(self, old: Parsed, new: Parsed, pairs: Collection[Pair]) -> None:
        """Take what was read of both sides, and the names of components that belong together."""
        self.models = Types(old.models, new.models, pairs)
        self.params = Types(old.params, new.params, pairs)


class _Names:
    """Names for types replaced by what they stand for; classes stay names, and so does what leads back to itself."""

    def __init__(self, declared: Mapping[str, Declaration]) -> None:
        self._declared = declared
        self._opened: dict[str, Type] = {}

    def opened(self, type_: Type) -> Type:
        """The type with all names in it replaced that can be."""
        match type_:
            case Ref(schema):
                return self._name(schema)
            case ListOf(item):
                return ListOf(self.opened(item))
            case DictOf(value):
                return DictOf(self.opened(value))
            case UnionOf(members):
                return union(tuple(self.opened(member) for member in members))
            case Primitive() | Literals():
                return type_
        assert_never(type_)

    def _name(self, schema: str) -> Type:
        if schema not in self._opened:
            self._opened[schema] = Ref(schema)  # what comes back to it finds a name, and the way ends
            found = self._declared.get(schema)
            if isinstance(found, AliasSchema):
                self._opened[schema] = self.opened(found.type)
        return self._opened[schema]


def _spread(narrow: Type, wide: UnionOf) -> bool:
    """Whether constants are covered by several members together."""
    if not isinstance(narrow, Literals):
        return False
    allowed = {
        (type(value), value) for member in wide.members if isinstance(member, Literals) for value in member.values
    }
    plain = {member.name for member in wide.members if isinstance(member, Primitive)}
    return all((type(value), value) in allowed or _PLAIN[type(value)] in plain for value in narrow.values)
