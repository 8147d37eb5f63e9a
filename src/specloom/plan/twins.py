"""Types that say the same: one class stands for all of them, and every name stays importable.

Documents often write a schema twice, for a beta of an endpoint or for a socket beside a stream. Classes with a
constant tag, or with much in them, are alike because they mean the same; two with nothing but an ``id`` are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import TypeAlias

from attrs import evolve, field, frozen

from specloom.plan.parsed import AliasSchema, ObjectSchema
from specloom.plan.types import DictOf, ListOf, Literals, Primitive, Ref, Type, UnionOf, refs
from specloom.plan.values import PlannedType, TypeName

Key: TypeAlias = tuple[str, str]
Module: TypeAlias = tuple[tuple[str, ...], str]

MUCH = 4
"""So many properties, or values of an enum, are not the same by chance."""


def fold_twins(types: Iterable[PlannedType], own: Set[Key]) -> tuple[PlannedType, ...]:
    """The types without those that others of their direction stand for, which name them as ``twins``.

    Args:
        types: All types of the package.
        own: Direction and schema of those that keep a class of their own, as do the types in their modules.
    """
    by_key = {_key(planned): planned for planned in types}
    kept = {_module(planned.place) for key, planned in by_key.items() if key in own or planned.base}
    folding = _Folding(by_key, frozenset(key for key, one in by_key.items() if _module(one.place) in kept))
    for group in _groups(by_key):
        if _says_much(group[0]):
            head, *others = sorted((_key(one) for one in group), key=folding.rank)
            for key in others:
                folding.merge(key, head)
    heads = folding.heads()
    twins: dict[Key, list[PlannedType]] = {}
    for key, head in heads.items():
        twins.setdefault(head, []).append(by_key[key])
    return tuple(_standing_for(one, twins.get(key, ())) for key, one in by_key.items() if key not in heads)


@frozen
class _Folding:
    """Which type stands for which, while that is being found out.

    Attributes:
        types: All types.
        own: Those that keep a class of their own.
        towards: From a type to one that stands for it, which may have another that stands for it in turn.
    """

    types: Mapping[Key, PlannedType]
    own: Set[Key]
    towards: dict[Key, Key] = field(factory=dict)

    def rank(self, key: Key) -> tuple[bool, bool, int, TypeName]:
        """Who stands for the others: one that stays anyway, else a public one, else that of the shortest name."""
        planned = self.types[key]
        return key not in self.own, not planned.public, len(planned.place.name), planned.place

    def head(self, key: Key) -> Key:
        """The type that stands for this one in the end."""
        while key in self.towards:
            key = self.towards[key]
        return key

    def merge(self, twin: Key, head: Key) -> None:
        """Let a type stand for another of the same structure, and so for what the two mention in the same places."""
        waiting = [(twin, head)]
        while waiting:
            one, other = (self.head(key) for key in waiting.pop())
            if one == other or {one, other} <= self.own:
                continue
            # Of two parts that in the module that stays; else the name decides. No public one becomes that of a part.
            both_public = self.types[one].public and self.types[other].public
            if self.rank(one)[: 3 if both_public else 2] < self.rank(other)[: 3 if both_public else 2]:
                one, other = other, one
            if self.types[one].public and not self.types[other].public:
                continue
            self.towards[one] = other
            waiting += self.pairs(one, other)

    def heads(self) -> dict[Key, Key]:
        """Who stands for each type that may go: all that it mentions is the same, and its module goes as a whole."""
        found = {key: self.head(key) for key in self.towards}
        parts: dict[Module, list[Key]] = {}
        for key, planned in self.types.items():
            parts.setdefault(_module(planned.place), []).append(key)
        while True:
            wrong = {
                key
                for key, head in found.items()
                if any(found.get(one, one) != found.get(other, other) for one, other in self.pairs(key, head))
                or (
                    self.types[key].public and any(part not in found for part in parts[_module(self.types[key].place)])
                )
            }
            if not wrong:
                return found
            found = {key: head for key, head in found.items() if key not in wrong}

    def pairs(self, one: Key, other: Key) -> Iterator[tuple[Key, Key]]:
        """What two types of the same structure mention, place by place."""
        mentioned = zip(_mentioned(self.types[one]), _mentioned(self.types[other]), strict=True)
        return (((one[0], first), (other[0], second)) for first, second in mentioned)


def _mentioned(planned: PlannedType) -> Iterator[str]:
    declaration = planned.declaration
    if isinstance(declaration, AliasSchema):
        yield from refs(declaration.type)
        yield from (schema for _, schema in declaration.variants)
        return
    for one in declaration.fields:
        yield from refs(one.type)
    if declaration.extra is not None:
        yield from refs(declaration.extra)


def _standing_for(head: PlannedType, twins: Iterable[PlannedType]) -> PlannedType:
    twins = list(twins)
    names = {*head.aliases}
    for twin in twins:
        places = (twin.place, *twin.aliases) if twin.public else twin.aliases
        names |= {TypeName(place.package, head.place.module, place.name) for place in places}
    return evolve(head, aliases=tuple(sorted(names)), twins=tuple(twin.declaration.schema for twin in twins))


def _says_much(planned: PlannedType) -> bool:
    declaration = planned.declaration
    if isinstance(declaration, ObjectSchema):
        return len(declaration.fields) >= MUCH or any(_is_constant(field.type) for field in declaration.fields)
    match declaration.type:
        case Literals(values):
            return len(values) >= MUCH
        case UnionOf(members):
            return bool(declaration.tag) or len(members) >= MUCH
    return False


def _is_constant(type_: Type) -> bool:
    return isinstance(type_, Literals) and len(type_.values) == 1


def _groups(types: Mapping[Key, PlannedType]) -> Iterator[list[PlannedType]]:
    """Types of equal structure together: all alike at first, told apart by what they hold until nothing changes."""
    kinds = dict.fromkeys(types, 0)
    members: dict[int, dict[Key, None]] = {0: dict.fromkeys(types)}
    users: dict[Key, list[Key]] = {}
    for key, planned in types.items():
        for schema in _mentioned(planned):
            users.setdefault((key[0], schema), []).append(key)
    looked_at: Iterable[Key] = types
    while looked_at:
        # Only what mentions something that was told apart can be told apart by it: a long chain is not walked again
        # for each of its links.
        parts: dict[int, dict[object, list[Key]]] = {}
        for key in looked_at:
            parts.setdefault(kinds[key], {}).setdefault(_facts(types[key], kinds), []).append(key)
        moved = [
            key for kind, found in parts.items() for key in _told_apart(kind, list(found.values()), members, kinds)
        ]
        looked_at = dict.fromkeys(user for key in moved for user in users.get(key, ()))
    groups: dict[int, list[PlannedType]] = {}
    for key, planned in types.items():
        groups.setdefault(kinds[key], []).append(planned)
    return (group for group in groups.values() if len(group) > 1)


def _told_apart(
    kind: int, parts: list[list[Key]], members: dict[int, dict[Key, None]], kinds: dict[Key, int]
) -> Iterator[Key]:
    """Give all parts of a kind but the largest a kind of their own; what was not looked at is one of the parts."""
    held = members[kind]
    rest = len(held) - sum(map(len, parts))
    if rest and rest < max(map(len, parts)):
        seen = {key for part in parts for key in part}
        parts.append([key for key in held if key not in seen])
        rest = 0
    if not rest:
        parts.remove(max(parts, key=len))
    for part in parts:
        number = len(members)
        members[number] = dict.fromkeys(part)
        for key in part:
            del held[key]
            kinds[key] = number
        yield from part


def _facts(planned: PlannedType, kinds: Mapping[Key, int]) -> object:
    """All that a type says, with a number for each type it names."""
    direction, declaration = planned.direction, planned.declaration

    def facts(type_: Type) -> object:
        match type_:
            case Ref(schema):
                return kinds[direction, schema]
            case ListOf(inner) | DictOf(inner):
                return type(type_), facts(inner)
            case UnionOf(members):
                return tuple(facts(member) for member in members)
            case Primitive() | Literals():
                return type_

    if isinstance(declaration, AliasSchema):
        variants = tuple((value, kinds[direction, schema]) for value, schema in declaration.variants)
        own: object = facts(declaration.type), declaration.tag, variants
    else:
        fields = (
            (one.wire_name, facts(one.type), one.required, one.description, one.deprecated)
            for one in declaration.fields
        )
        own = tuple(fields), declaration.extra and facts(declaration.extra)
    return direction, type(declaration), own, declaration.description, declaration.deprecated, planned.base


def _key(planned: PlannedType) -> Key:
    return planned.direction, planned.declaration.schema


def _module(place: TypeName) -> Module:
    return place.package, place.module
