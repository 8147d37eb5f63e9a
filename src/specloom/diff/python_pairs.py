"""Which type of the old package is which of the new one, as those who import and read them see it.

A name that stays is the same type whatever the document did. Where the name is gone, the places in the document tell
what it became. Two schemas that say the same are one class; they may part, and then a class has become two.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeAlias

from specloom.diff.python_surface import Side
from specloom.diff.python_types import parts
from specloom.diff.values import Subject
from specloom.plan.parsed import AliasSchema, ObjectSchema
from specloom.plan.types import NONE, Ref
from specloom.plan.values import PlannedType

Key: TypeAlias = tuple[str, str]
"""Direction, and the schema that a planned type was made of."""

MADE_UP = "method:"
"""What the schemas begin with that stand for all arguments of a method; the call path comes after it."""


class Counterparts:
    """What became of each type.

    Args:
        old: What was.
        new: What is.
        subjects: Components that stand in the same places.
        methods: The call path that each old one has now.
    """

    def __init__(self, old: Side, new: Side, subjects: Mapping[tuple[str, str], Subject], methods: Mapping[str, str]):
        self._old, self._new = old, new
        self._subjects = subjects
        self._together: dict[Key, dict[Key, None]] = {}
        own_first = sorted(subjects, key=lambda pair: pair[0] != pair[1])
        made_up = [(f"{MADE_UP}{before}", f"{MADE_UP}{after}") for before, after in methods.items()]
        for left, right in (*own_first, *made_up):
            for direction in ("model", "params"):
                before, after = _unwrapped(old, direction, left), _unwrapped(new, direction, right)
                for one, other in ((before[:1], after[:1]), (before[-1:], after[-1:])):
                    if one and other and _comparable(one[0], other[0]):
                        self._together.setdefault(_key(one[0]), {})[_key(other[0])] = None
        self._holder = {(one.direction, path): _key(one) for one in new.plan.types for path in new.import_paths(one)}
        self._found = {_key(one): self._find(one) for one in old.plan.types}

    def of(self, planned: PlannedType) -> list[PlannedType]:
        """What a type became, what bears its name first; more than one where it parted; nothing where it is gone."""
        return [self._new.types[key] for key in self._found[_key(planned)]]

    def same(self, direction: str, left: str, right: str) -> bool:
        """Whether two schemas, one of each side, are the same type to callers."""
        before, after = self._old.types.get((direction, left)), self._new.types.get((direction, right))
        if before is None or after is None:
            return (left, right) in self._subjects
        return _key(after) in self._found[_key(before)]

    def subject(self, old: PlannedType, new: PlannedType) -> Subject:
        """Under which the document's own changes of the two are told."""
        for left in old.schemas:
            for right in new.schemas:
                if (left, right) in self._subjects:
                    return self._subjects[left, right]
        return Subject("schema", new.declaration.schema)

    def _find(self, planned: PlannedType) -> Collection[Key]:
        named = {
            self._holder[planned.direction, path]: None
            for path in self._old.import_paths(planned)
            if (planned.direction, path) in self._holder
        }
        together = self._together.get(_key(planned), {})
        if planned.public and planned.direction == "model":
            return named or dict.fromkeys(list(together)[:1])
        # A class that nobody can import is what it holds, and so is a TypedDict.
        return named | together


def _unwrapped(side: Side, direction: str, schema: str) -> list[PlannedType]:
    """The type of a schema; where that is a name for something or None, what it is a name for comes after it."""
    found: list[PlannedType] = []
    now = side.types.get((direction, schema))
    while now is not None and now not in found:
        found.append(now)
        declaration = now.declaration
        inner = [one for one in parts(declaration.type) if one != NONE] if isinstance(declaration, AliasSchema) else []
        only = inner[0] if len(inner) == 1 else None
        now = side.types.get((direction, only.schema)) if isinstance(only, Ref) else None
    return found


def _comparable(old: PlannedType, new: PlannedType) -> bool:
    """A name for a type that nobody can import is what it stands for, and is read in the places where it is used."""
    return (old.public and new.public) or all(isinstance(one.declaration, ObjectSchema) for one in (old, new))


def _key(planned: PlannedType) -> Key:
    return planned.direction, planned.declaration.schema
