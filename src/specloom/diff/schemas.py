"""Two schemas that stand in the same place, compared.

Components are compared once for each pair of them, wherever they are used: a comparison that comes to a pair of
references hands it on as a link and looks no deeper, which is also why cycles end.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from attrs import evolve, frozen

from specloom.diff.assertions import asserted, compare_assertions
from specloom.diff.bounds import compare_bounds
from specloom.diff.lifecycle import Calendar, compare_lifecycle
from specloom.diff.members import match_members
from specloom.diff.scalars import compare_known, compare_scalars
from specloom.diff.shapes import Shape, Side, component
from specloom.diff.values import ABSENT, DIRECTIONS, Delta, Direction, Json

Pair: TypeAlias = tuple[str, str]
BOTH: frozenset[Direction] = frozenset(DIRECTIONS)


@frozen
class Link:
    """Two components that stand in the same place.

    Attributes:
        pair: Their names; one is empty where that side has no reference and is compared where it stands.
        place: Of the references.
        directions: In which what is behind them counts.
        null_moved: Whether the components differ in allowing null in a way that the place does not make up for.
    """

    pair: Pair
    place: tuple[str, ...]
    directions: frozenset[Direction] = BOTH
    null_moved: bool = False


Found: TypeAlias = Delta | Link


class SchemaComparison:
    """Compares schemas of an old and a new document; pure, it remembers nothing."""

    def __init__(self, old: Side, new: Side, calendar: Calendar) -> None:
        self._old = old
        self._new = new
        self._calendar = calendar

    def places(self, old: Json, new: Json, place: tuple[str, ...] = ()) -> Iterator[Found]:
        """Compare two schemas where they stand: remarks, null, and what is behind them."""
        before, after = self._old.shape(old), self._new.shape(new)
        yield from self._remarks_at(old, new, before.name, after.name, place)
        if before.name and after.name:
            yield from compare_assertions(asserted(old), asserted(new), place)
            null_before = before.nullable or self._old.null_within(before.name)
            null_after = after.nullable or self._new.null_within(after.name)
            moved = null_before != null_after
            if moved and before.nullable != after.nullable:
                yield _null(null_after, place)
            yield Link((before.name, after.name), place, null_moved=moved and before.nullable == after.nullable)
            return
        if before.name or after.name:
            yield Link((before.name, after.name), place)  # what stood in its place has a name now, or had one
        null_before = before.nullable or bool(before.name and self._old.null_within(before.name))
        null_after = after.nullable or bool(after.name and self._new.null_within(after.name))
        said = asserted(self._old.target(before), old), asserted(self._new.target(after), new)
        yield from self._contents(before, after, place, (null_before, null_after), said)

    def components(self, pair: Pair) -> Iterator[Found]:
        """Compare what is behind a pair of references; whether null is allowed there is told by the links to it."""
        old, new = self._old.schemas[pair[0]], self._new.schemas[pair[1]]
        if not self._old.is_inline(pair[0]) and not self._new.is_inline(pair[1]):
            yield from self._remarks(old, new, ())  # what stood in its place is remarked of the place
        before, after = self._old.shape(old), self._new.shape(new)
        if before.name and after.name:
            yield Link((before.name, after.name), ())
            return
        yield from self._contents(before, after, (), (False, False), (asserted(old), asserted(new)))

    def null(self, pair: Pair) -> Delta:
        """That components began or ceased to allow null, which places do not make up for."""
        return _null(self._new.null_within(pair[1]), ())

    def _remarks_at(
        self, old: Json, new: Json, old_name: str, new_name: str, place: tuple[str, ...]
    ) -> Iterator[Delta]:
        """Remarks of a place, and those of components that are remarked of nowhere else."""
        lone = not old_name or not new_name or self._old.is_inline(old_name) or self._new.is_inline(new_name)
        if lone:
            old = {**self._old.schemas.get(old_name, {}), **old}
            new = {**self._new.schemas.get(new_name, {}), **new}
        yield from self._remarks(old, new, place)

    def _contents(
        self, before: Shape, after: Shape, place: tuple[str, ...], null: tuple[bool, bool], said: tuple[Json, Json]
    ) -> Iterator[Found]:
        if null[0] != null[1] and "any" not in {before.kind, after.kind}:
            yield _null(null[1], place)
        if before.kind == "any" or after.kind == "any":
            if before.kind != after.kind:
                rule = "type-generalized" if after.kind == "any" else "type-specialized"
                yield Delta(rule, place, described(before), described(after))
        elif "union" in {before.kind, after.kind}:
            yield from self._unions(before, after, place)
        elif before.kind != after.kind:
            yield Delta("type-changed", place, described(before), described(after))
        elif before.kind == "scalar":
            yield from compare_scalars(before, after, place)
        elif before.kind == "array":
            yield from compare_bounds(before.schema, after.schema, place)
            if _agree(said, "prefixItems"):  # else the tuples are told, of which the items are made
                yield from self.places(before.schema.get("items", {}), after.schema.get("items", {}), (*place, "[]"))
        elif before.kind == "object":
            yield from self._objects(before.schema, after.schema, place)
            if _agree(said, "patternProperties"):
                yield from self._other_properties(before.schema, after.schema, place)
        yield from compare_assertions(*said, place)

    def _remarks(self, old: Json, new: Json, place: tuple[str, ...]) -> Iterator[Delta]:
        yield from _remarks(old, new, place)
        yield from compare_lifecycle(old, new, place, self._calendar)

    # --- objects --------------------------------------------------------------------------------------------------

    def _objects(self, old: Json, new: Json, place: tuple[str, ...]) -> Iterator[Found]:
        yield from compare_bounds(old, new, place)
        before, after = old.get("properties", {}), new.get("properties", {})
        needed_before, needed_after = frozenset(old.get("required", ())), frozenset(new.get("required", ()))
        for name in before:
            here = (*place, name)
            if name not in after:
                rule = "required-property-removed" if name in needed_before else "property-removed"
                yield Delta(rule, here, before[name], ABSENT, _counts(before[name]))
                continue
            if (name in needed_before) != (name in needed_after):
                rule = "property-became-required" if name in needed_after else "property-became-optional"
                counts = _counts(before[name]) | _counts(after[name])
                yield Delta(rule, here, name in needed_before, name in needed_after, counts)
            for found in _limited(self.places(before[name], after[name], here), before[name], after[name]):
                yield _of_needed(found, here) if name in needed_before & needed_after else found
        for name in after:
            if name not in before:
                rule = "required-property-added" if name in needed_after else "property-added"
                yield Delta(rule, (*place, name), ABSENT, after[name], _counts(after[name]))

    def _other_properties(self, old: Json, new: Json, place: tuple[str, ...]) -> Iterator[Found]:
        before, after = old.get("additionalProperties", {}), new.get("additionalProperties", {})
        before, after = {} if before is True else before, {} if after is True else after
        if before is False or after is False:
            if before is not after:
                rule = "additional-properties-closed" if after is False else "additional-properties-opened"
                yield Delta(rule, place, before, after)
            return
        yield from self.places(before, after, (*place, "{}"))

    # --- unions ---------------------------------------------------------------------------------------------------

    def _unions(self, before: Shape, after: Shape, place: tuple[str, ...]) -> Iterator[Found]:
        if self._old.is_any_object(before) or self._new.is_any_object(after):
            side, union = (self._new, after) if after.kind == "union" else (self._old, before)
            narrowed = "type-specialized" if union is after else "type-generalized"
            rule = narrowed if side.holds_objects_alone(union) else "type-changed"
            yield Delta(rule, place, described(before), described(after))
            return
        matched = match_members(self._old, before, self._new, after)
        if not matched.pairs:
            yield Delta("type-changed", place, described(before), described(after))
            return
        if matched.single[0]:
            yield Delta("became-union", place, described(before), described(after))
        elif matched.single[1]:
            yield Delta("union-became-one", place, described(before), described(after))
        else:
            if matched.removed:
                names = [described(self._old.shape(member)) for member in matched.removed]
                yield Delta("union-member-removed", place, names)
            if matched.added:
                yield Delta(
                    "union-member-added", place, ABSENT, [described(self._new.shape(one)) for one in matched.added]
                )
        yield from compare_known(before, after, place)
        for old, new in matched.pairs:
            yield from self.places(old, new, place)
        tag_before, tag_after = _tag(before), _tag(after)
        # Where only one side has one, it may be inferred from constants, which are compared by themselves.
        if tag_before and tag_after and tag_before != tag_after and not any(matched.single):
            yield Delta("discriminator-changed", place, tag_before, tag_after)


def described(shape: Shape) -> Any:
    """A type as short as people would say it: ``string``, ``integer[]``, ``Pet | string``, ``"a" | "b"``."""
    if shape.name:
        return shape.name
    if shape.kind == "union":
        return " | ".join(_briefly(member) for member in shape.members)
    if shape.values is not None:
        return " | ".join(repr(value) for value in shape.values)
    if shape.kind == "array":
        return f"{_briefly(shape.schema.get('items', {}))}[]"
    return shape.type or shape.kind


def _briefly(schema: Json) -> str:
    return component(schema) or str(described(Side({}).shape(schema)))


def _tag(shape: Shape) -> str:
    return str(shape.schema.get("discriminator", {}).get("propertyName", ""))


def _null(allowed: bool, place: tuple[str, ...]) -> Delta:
    return Delta("became-nullable" if allowed else "became-not-nullable", place, not allowed, allowed)


def _agree(said: tuple[Json, Json], keyword: str) -> bool:
    return bool(said[0].get(keyword) == said[1].get(keyword))


def _counts(schema: Json) -> frozenset[Direction]:
    """In which directions a property is met at all."""
    if schema.get("readOnly") is True:
        return frozenset({"response"})
    return frozenset({"request"}) if schema.get("writeOnly") is True else BOTH


def _limited(found: Iterator[Found], old: Json, new: Json) -> Iterator[Found]:
    """What is found in a property counts where the property is met on both sides."""
    counts = _counts(old) & _counts(new)
    for one in found:
        if counts == BOTH or (isinstance(one, Delta) and one.rule in _ABOUT_DIRECTION):
            yield one
        elif isinstance(one, Delta):
            yield Delta(one.rule, one.place, one.before, one.after, one.directions & counts)
        else:
            yield Link(one.pair, one.place, one.directions & counts, one.null_moved)


_ABOUT_DIRECTION = frozenset((
    "read-only-set", "read-only-removed", "write-only-set", "write-only-removed",
))  # fmt: skip


def _of_needed(found: Found, place: tuple[str, ...]) -> Found:
    """What is found where a property must be there anyway."""
    if isinstance(found, Delta) and found.place == place:
        if found.rule == "write-only-set":
            return evolve(found, rule="required-write-only-set")
        if found.rule in {"default-set", "default-removed", "default-changed"}:
            return evolve(found, rule="idle-default-changed")
    return found


def _remarks(old: Json, new: Json, place: tuple[str, ...]) -> Iterator[Delta]:
    for key, rule in (("deprecated", "deprecated"), ("readOnly", "read-only"), ("writeOnly", "write-only")):
        before, after = old.get(key) is True, new.get(key) is True
        if before != after:
            yield Delta(f"{rule}-{'set' if after else 'removed'}", place, before, after)
    before, after = old.get("default", ABSENT), new.get("default", ABSENT)
    if before != after or type(before) is not type(after):
        way = "set" if before is ABSENT else "removed" if after is ABSENT else "changed"
        yield Delta(f"default-{way}", place, before, after)
    if old.get("description", "") != new.get("description", ""):
        yield Delta("description-changed", place, old.get("description", ABSENT), new.get("description", ABSENT))
