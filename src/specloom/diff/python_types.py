"""Types of two plans, compared as a type checker would: does code that fits the old one fit the new one?"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from attrs import frozen
from typing_extensions import assert_never

from specloom.plan.types import ANY, NONE, DictOf, ListOf, Literals, Primitive, Ref, Type, UnionOf, union
from specloom.plan.values import AliasSchema, Declaration

Pair = tuple[str, str]

_PLAIN = {str: "str", int: "int", bool: "bool"}


@frozen
class Types:
    """The declarations of both sides, and which of them stand for the same thing.

    Attributes:
        old: By component name.
        new: By component name.
        pairs: Names of components that belong together.
    """

    old: Mapping[str, Declaration]
    new: Mapping[str, Declaration]
    pairs: Collection[Pair]

    def new_takes(self, old: Type, new: Type) -> bool:
        """Whether whatever the old type allows is allowed by the new one: arguments of callers still fit."""
        return self._fits(_open(old, self.old), _open(new, self.new), frozenset(self.pairs))

    def old_takes(self, old: Type, new: Type) -> bool:
        """Whether whatever the new type allows was allowed by the old one: readers meet nothing that is new."""
        swapped = frozenset((right, left) for left, right in self.pairs)
        return self._fits(_open(new, self.new), _open(old, self.old), swapped)

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


def _open(type_: Type, declared: Mapping[str, Declaration]) -> Type:
    """The type with names for unions, lists and constants replaced by what they stand for; classes stay names."""
    match type_:
        case Ref(schema):
            found = declared.get(schema)
            return (
                _open(found.type, declared)
                if isinstance(found, AliasSchema) and not _cyclic(schema, declared)
                else type_
            )
        case ListOf(item):
            return ListOf(_open(item, declared))
        case DictOf(value):
            return DictOf(_open(value, declared))
        case UnionOf(members):
            return union(tuple(_open(member, declared) for member in members))
        case Primitive() | Literals():
            return type_
    assert_never(type_)


def _cyclic(schema: str, declared: Mapping[str, Declaration]) -> bool:
    """Whether a name leads back to itself through names for types, as that of any JSON value does."""
    seen: set[str] = set()
    waiting = [schema]
    while waiting:
        found = declared.get(waiting.pop())
        for name in _named(found.type) if isinstance(found, AliasSchema) else ():
            if name == schema:
                return True
            if name not in seen:
                seen.add(name)
                waiting.append(name)
    return False


def _named(type_: Type) -> Collection[str]:
    match type_:
        case Ref(schema):
            return [schema]
        case ListOf(inner) | DictOf(inner):
            return _named(inner)
        case UnionOf(members):
            return [name for member in members for name in _named(member)]
        case Primitive() | Literals():
            return []
    assert_never(type_)


def _spread(narrow: Type, wide: UnionOf) -> bool:
    """Whether constants are covered by several members together."""
    if not isinstance(narrow, Literals):
        return False
    allowed = {
        (type(value), value) for member in wide.members if isinstance(member, Literals) for value in member.values
    }
    plain = {member.name for member in wide.members if isinstance(member, Primitive)}
    return all((type(value), value) in allowed or _PLAIN[type(value)] in plain for value in narrow.values)
