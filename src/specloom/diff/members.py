"""Which member of a union became which: by tag, by name, by what they allow, never by position alone."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import partial

from attrs import frozen

from specloom.diff.shapes import Shape, Side, component, spelled
from specloom.diff.values import Json
from specloom.prepare.pointers import ref_to


@frozen
class Matched:
    """Members of both sides that belong together, and those of one side alone.

    Attributes:
        single: Whether a side counts as one thing: it is no union, or one that is a member of the other side.
    """

    pairs: tuple[tuple[Json, Json], ...]
    removed: tuple[Json, ...]
    added: tuple[Json, ...]
    single: tuple[bool, bool]


def match_members(old_side: Side, old: Shape, new_side: Side, new: Shape) -> Matched:
    """Pair the members of two unions; what is no union counts as one of a single member."""
    single = _is_single(old, new), _is_single(new, old)
    before, after = list(_members(old, single[0])), list(_members(new, single[1]))
    pairs: list[tuple[Json, Json]] = []
    keys: tuple[Callable[[Side, Shape, Json], Hashable], ...] = (_tagged, _named, _text)
    for key in keys:
        pairs += _pair(before, after, partial(key, old_side, old), partial(key, new_side, new))
    before, after = _opened(old_side, before, new_side, after), _opened(new_side, after, old_side, before)
    for key in (*keys, _constant, _kind, _type):
        pairs += _pair(before, after, partial(key, old_side, old), partial(key, new_side, new))
    last = [[member for member in before if old_side.shape(member).kind == "object"],
            [member for member in after if new_side.shape(member).kind == "object"]]  # fmt: skip
    if len(last[0]) == len(last[1]) == 1 and _alike(old_side.shape(last[0][0]), new_side.shape(last[1][0])):
        pairs.append((last[0][0], last[1][0]))
        before.remove(last[0][0])
        after.remove(last[1][0])
    return Matched(tuple(pairs), tuple(before), tuple(after), single)


def _is_single(shape: Shape, other: Shape) -> bool:
    return shape.kind != "union" or bool(shape.name and any(component(one) == shape.name for one in other.members))


def _opened(side: Side, members: list[Json], other_side: Side, others: list[Json]) -> list[Json]:
    """The members, with those of unions among them where the other side has some of these."""
    held = {_held(one) for one in _spread(other_side, others)}
    out: list[Json] = []
    for member in members:
        inner = list(_spread(side, [member]))
        out += inner if len(inner) > 1 and not held.isdisjoint(map(_held, inner)) else [member]
    return out


def _spread(side: Side, members: Iterable[Json], seen: frozenset[str] = frozenset()) -> Iterator[Json]:
    """Members that are no unions, through those that are."""
    for member in members:
        name, shape = component(member), side.shape(member)
        if shape.kind == "union" and name not in seen:
            yield from _spread(side, shape.members, seen | {name})
        else:
            yield member


def _held(member: Json) -> str:
    return component(member) or spelled(member)


def _members(shape: Shape, single: bool) -> tuple[Json, ...]:
    if not single:
        return shape.members
    return (ref_to(shape.name) if shape.name else shape.schema,)


def _pair(
    before: list[Json], after: list[Json], old_key: Callable[[Json], Hashable], new_key: Callable[[Json], Hashable]
) -> Iterable[tuple[Json, Json]]:
    """Take out the members whose keys are equal and unique on both sides."""
    old, new = _by_key(before, old_key), _by_key(after, new_key)
    found = [(old[key], new[key]) for key in old if key is not None and key in new]
    for left, right in found:
        before.remove(left)
        after.remove(right)
    return found


def _by_key(members: Iterable[Json], key: Callable[[Json], Hashable]) -> dict[Hashable, Json]:
    found: dict[Hashable, Json] = {}
    twice = set()
    for member in members:
        name = key(member)
        if name in found:
            twice.add(name)
        found[name] = member
    return {name: member for name, member in found.items() if name not in twice and name is not None}


def _tagged(side: Side, union: Shape, member: Json) -> Hashable:
    """The value of the discriminator that stands for it."""
    mapping = union.schema.get("discriminator", {}).get("mapping", {})
    name = component(member)
    tags = [tag for tag, target in mapping.items() if component({"$ref": target}) == name]
    return ("tag", *sorted(tags)) if tags else None


def _named(side: Side, union: Shape, member: Json) -> Hashable:
    name = component(member)
    return name if name and not side.is_inline(name) else None


def _text(side: Side, union: Shape, member: Json) -> Hashable:
    """Inline members that say the same."""
    name = component(member)
    return spelled(side.schemas.get(name, member) if name else member)


def _constant(side: Side, union: Shape, member: Json) -> Hashable:
    """Constants of its required properties, as authors tell objects apart who know no discriminators."""
    schema = side.shape(member).schema
    fixed = [
        (name, repr(inner["const"]))
        for name, inner in sorted(schema.get("properties", {}).items())
        if "const" in inner and name in schema.get("required", ())
    ]
    return tuple(fixed) or None


def _kind(side: Side, union: Shape, member: Json) -> Hashable:
    """A single scalar, a single list of a kind."""
    shape = side.shape(member)
    if shape.kind == "scalar":
        return ("number" if shape.type == "integer" else shape.type, shape.values is not None)
    if shape.kind == "array":
        return ("array", side.shape(shape.schema.get("items", {})).kind)
    return None


def _type(side: Side, union: Shape, member: Json) -> Hashable:
    """The only one of a type, however much it says of the values."""
    shape = side.shape(member)
    return ("number" if shape.type == "integer" else shape.type) if shape.kind == "scalar" else None


def _alike(old: Shape, new: Shape) -> bool:
    """Whether the last objects, one on each side, may be the same changed: half of the properties are shared."""
    before, after = set(old.schema.get("properties", {})), set(new.schema.get("properties", {}))
    return len(before & after) * 2 >= min(len(before), len(after)) if before and after else before == after
