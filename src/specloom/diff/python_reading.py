"""What a reader of an answer meets when its type changes: nothing new, None, other values, other kinds, another type.

Code that compares with the constants and asks for the kinds that it knows passes a type checker when more of them
come; code that lists all of them does not. Constants that go are another matter: a comparison with what can no longer
be is an error to a strict type checker.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

from attrs import frozen

from specloom.diff.python_types import Fit, Names, Same, alike, is_listed, parts, values_of
from specloom.diff.values import Verdict
from specloom.plan.parsed import Declaration
from specloom.plan.types import NONE, DictOf, ListOf, Literals, Ref, Type, union

What: TypeAlias = Literal[
    "retyped", "optional", "values-removed", "kinds-added", "values-opened", "values-added", "narrowed"
]

VERDICTS: Mapping[What, Verdict] = {
    "retyped": "breaking",
    "optional": "breaking",
    "values-removed": "breaking",
    "kinds-added": "warning",
    "values-opened": "warning",
    "values-added": "warning",
    "narrowed": "warning",
}
"""The gravest first: of several things that happen to a type the first is told."""


@frozen
class Reading:
    """What happened to a type, and where in it: ``[]`` for items of a list, ``{}`` for values of a map."""

    what: What
    place: tuple[str, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """What it means to readers."""
        return VERDICTS[self.what]


class Readings:
    """Compares types of answers."""

    def __init__(self, old: Mapping[str, Declaration], new: Mapping[str, Declaration], same: Same) -> None:
        """Take declarations by component, and which components of both sides are the same to callers."""
        self._old, self._new = Names(old), Names(new)
        self._same = same
        self._old_takes = Fit(self._new, self._old, lambda right, left: same(left, right))
        self._new_takes = Fit(self._old, self._new, same)

    def of(self, old: Type, new: Type) -> Reading | None:
        """The gravest thing that happened, or None."""
        if alike(old, new, self._same):
            return None
        found = list(self._all(old, new))
        return min(found, key=lambda one: list(VERDICTS).index(one.what), default=None)

    def _all(self, old: Type, new: Type) -> Iterator[Reading]:
        before = [one for part in parts(old) if not self._new_takes.named_alike(part, new)
                  for one in self._old.members(part)]  # fmt: skip
        after = [one for part in parts(new) if not self._old_takes.named_alike(part, old)
                 for one in self._new.members(part)]  # fmt: skip
        for one, other in _containers(before, after):
            before.remove(one)
            after.remove(other)
            yield from self._within(one, other)
        gained = [one for one in after if not self._old_takes(one, old)]
        yield from self._gained(old, gained)
        yield from self._lost(old, before, new, gained)

    def _within(self, old: ListOf | DictOf, new: ListOf | DictOf) -> Iterator[Reading]:
        mark = "[]" if isinstance(old, ListOf) else "{}"
        before, after = (one.item if isinstance(one, ListOf) else one.value for one in (old, new))
        found = self.of(before, after)
        if found is not None:
            yield Reading("retyped" if found.what == "optional" else found.what, (mark, *found.place))
        elif not self._new_takes(before, after):
            # Lists are invariant: who wrote the type of the list down has another one.
            yield Reading("narrowed", (mark,))

    # --- what came ------------------------------------------------------------------------------------------------

    def _gained(self, old: Type, gained: list[Type]) -> Iterator[Reading]:
        known = [one for one in self._old.members(old) if one != NONE]
        values = values_of(known)
        kinds: list[Type] = []
        for one in gained:
            if one == NONE:
                yield Reading("optional")
            elif isinstance(one, Literals) and values:
                yield Reading("values-added")
            elif is_listed(one, values) and len(values) > 1:
                yield Reading("values-opened")
            else:
                kinds.append(one)
        if kinds:
            several = len([one for one in known if not isinstance(one, Literals)]) + bool(values) > 1
            yield Reading("kinds-added" if several and self._read_alike(known, kinds) else "retyped")

    def _read_alike(self, known: list[Type], kinds: list[Type]) -> bool:
        """Whether what could be read without asking for the kind can be read of the new kinds as well."""
        common = _common([self._old.fields(one) for one in known])
        for one in kinds:
            fields = self._new.fields(one) or {}
            for name, type_ in common.items():
                if name not in fields or not (self._old_takes(fields[name], type_) or _is_tag(type_, fields[name])):
                    return False
        return True

    # --- what went ------------------------------------------------------------------------------------------------

    def _lost(self, old: Type, before: list[Type], new: Type, gained: list[Type]) -> Iterator[Reading]:
        rest = list(self._new.members(new))
        listed = values_of(rest)
        kinds = {kind for kind, _ in listed}
        lost = [value for value in values_of(before) if value not in listed and value[0] in kinds]
        if any(not any(is_listed(one, {value: None}) for one in rest) for value in lost):
            yield Reading("values-removed")
        elif any(is_listed(one, listed) and one not in rest for one in before):
            yield Reading("narrowed")
        if self._tags_lost(old, before, new, gained):
            yield Reading("values-removed")

    def _tags_lost(self, old: Type, before: list[Type], new: Type, gained: list[Type]) -> bool:
        """Whether the constant is gone by which callers asked for a kind."""
        known = [one for one in self._old.members(old) if one != NONE]
        gone = [one for one in before if not self._new_takes(one, new)]
        stay = [one for one in known if one not in gone]
        if not gone or not stay or any(not isinstance(one, Ref) for one in gone):
            return False
        for name, type_ in _common([self._old.fields(one) for one in known]).items():
            left = [fields.get(name, NONE) for one in stay if (fields := self._old.fields(one))]
            left += [fields.get(name, NONE) for one in gained if (fields := self._new.fields(one))]
            all_values = values_of(list(parts(type_)))
            if all_values and all(isinstance(one, Literals) for one in left) and all_values.keys() - values_of(left):
                return True
        return False


def _containers(before: list[Type], after: list[Type]) -> Iterator[tuple[ListOf | DictOf, ListOf | DictOf]]:
    """The list of each side, and the map, where both have one."""
    for kind in (ListOf, DictOf):
        old, new = ([one for one in side if isinstance(one, kind)] for side in (before, after))
        if len(old) == len(new) == 1:
            yield old[0], new[0]


def _common(found: list[Mapping[str, Type] | None]) -> dict[str, Type]:
    """The fields that all of some objects have, with the types that any of them has there."""
    objects = [fields for fields in found if fields is not None]
    if len(objects) < len(found) or not objects:
        return {}
    return {name: union(tuple(fields[name] for fields in objects)) for name in objects[0]
            if all(name in fields for fields in objects)}  # fmt: skip


def _is_tag(old: Type, new: Type) -> bool:
    return all(isinstance(one, Literals) for one in (*parts(old), *parts(new)))
