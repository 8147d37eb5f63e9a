"""Which places hold the same kind of object, and what was seen at all of them taken together.

Places that one component of a document describes stay together: a class of a package does not fall apart when one of
them is seen again. A place that was seen a few times joins a better known one that allows all that it shows: the pet
that was fetched by its number is the pet of the list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Final

from attrs import define, evolve, field

from specloom.infer.document import body_place
from specloom.infer.operations import Route, Seen
from specloom.infer.shapes import NOTHING, Shape, merge

_FEW: Final = 5
"""Objects; with so many, what a place shows counts for itself."""
_LEAST_FIELDS: Final = 2


def share(routes: Mapping[Route, Seen], names: Mapping[str, str]) -> dict[Route, Seen]:
    """The routes, with objects alike at all places that belong together.

    Args:
        routes: What was seen.
        names: Components of a document by place.
    """
    places: dict[str, Shape] = {}

    def note(shape: Shape, place: str) -> Shape:
        if shape.fields:
            places[place] = shape
        return _each_part(shape, place, note)

    _mapped(routes, note)
    groups = _Groups(places)
    first: dict[str, str] = {}
    for place, name in names.items():
        if place in places:
            groups.unite(place, first.setdefault(name, place))
    _join_few(places, groups, set(names))
    return _Joining(groups).join(routes)


def _join_few(places: Mapping[str, Shape], groups: _Groups, settled: set[str]) -> None:
    ranked = sorted(places, key=lambda place: (-places[place].objects, place))
    by_field: dict[str, list[str]] = defaultdict(list)
    for place in ranked:
        for key in places[place].fields:
            by_field[key].append(place)
    for place in reversed(ranked):
        shape = places[place]
        if shape.objects >= _FEW or len(shape.fields) < _LEAST_FIELDS or place in settled:
            continue
        rarest = min(shape.fields, key=lambda key: (len(by_field[key]), key))
        for other in by_field[rarest]:
            if groups.of(other) != groups.of(place) and _is_like(shape, places[other]):
                groups.unite(place, other)
                break


def _is_like(few: Shape, known: Shape) -> bool:
    return 2 * len(few.fields) >= len(known.fields) and _allows(known, few)


def _allows(known: Shape, few: Shape) -> bool:
    """Whether a place allows all that another one shows; where it knows nothing but null, it allows everything."""
    if not few.kinds or not known.kinds:
        return True
    wider = {*known.kinds, *(("integer",) if "number" in known.kinds else ())}
    if not wider.issuperset(few.kinds) or not known.texts.formats <= few.texts.formats:
        return False
    if not _allows(known.items or NOTHING, few.items or NOTHING):
        return False
    missing = known.fields.keys() - few.fields.keys()
    if few.objects and any(known.fields[key].total == known.objects for key in missing):
        return False
    return all(key in known.fields and _allows_field(known, few, key) for key in few.fields)


def _allows_field(known: Shape, few: Shape, key: str) -> bool:
    was, now = known.fields[key], few.fields[key]
    return (was.total < known.objects or now.total == few.objects) and _allows(was, now)


@define
class _Groups:
    """Places that belong together, each group known by its first place.

    A place inside another one stays apart from it: their objects hold each other, and never end when they are one.
    """

    places: Mapping[str, Shape]
    _parents: dict[str, str] = field(factory=dict)
    _members: dict[str, list[str]] = field(factory=dict)

    def of(self, place: str) -> str:
        while (parent := self._parents.get(place, place)) != place:
            place = parent
        return place

    def unite(self, one: str, other: str) -> None:
        """Bring two places together, and what is inside them with what is at the same place inside the other."""
        first, second = sorted((self.of(one), self.of(other)))
        if first != second and not self._are_nested(first, second):
            self._parents[second] = first
            self._members[first] = [*self._of(first), *self._of(second)]
            self._unite_inside(self.places.get(one, NOTHING), one, self.places.get(other, NOTHING), other)

    def _of(self, group: str) -> list[str]:
        return self._members.get(group, [group])

    def _are_nested(self, one: str, other: str) -> bool:
        inside = ((a, b) for a in self._of(one) for b in self._of(other))
        return any(a.startswith(b) or b.startswith(a) for a, b in inside)

    def _unite_inside(self, one: Shape, place: str, other: Shape, beside: str) -> None:
        for key in one.fields.keys() & other.fields.keys():
            self._unite_part(one.fields[key], f"{place}.{key}", other.fields[key], f"{beside}.{key}")
        self._unite_part(one.rest, f"{place}{{}}", other.rest, f"{beside}{{}}")

    def _unite_part(self, one: Shape | None, place: str, other: Shape | None, beside: str) -> None:
        if one is None or other is None:
            return
        if one.fields and other.fields:
            self.unite(place, beside)
        self._unite_part(one.items, f"{place}[]", other.items, f"{beside}[]")


@define
class _Joining:
    """Joins what was seen at all places of each group.

    Attributes:
        groups: Which places belong together.
        joined: What was seen of the objects of each group.
    """

    groups: _Groups
    joined: dict[str, Shape] = field(factory=dict)

    def join(self, routes: Mapping[Route, Seen]) -> dict[Route, Seen]:
        """The routes, with objects of one group alike."""
        _mapped(routes, self._gather)
        return _mapped(routes, self._spread)

    def _gather(self, shape: Shape, place: str) -> Shape:
        if shape.fields:
            group = self.groups.of(place)
            objects = Shape(
                {"object": 1}, objects=shape.objects, fields=shape.fields, fixed=shape.fixed, rest=shape.rest
            )
            self.joined[group] = merge(self.joined.get(group, NOTHING), objects)
        return _each_part(shape, place, self._gather)

    def _spread(self, shape: Shape, place: str) -> Shape:
        joined = self.joined.get(self.groups.of(place))
        if shape.fields and joined is not None:
            shape = evolve(shape, objects=joined.objects, fields=joined.fields, fixed=joined.fixed, rest=joined.rest)
        return _each_part(shape, place, self._spread)


def _each_part(shape: Shape, place: str, change: Callable[[Shape, str], Shape]) -> Shape:
    """A shape with a change made to all that is directly inside; places are those of ``components``."""
    if shape.items is None and not shape.fields and shape.rest is None:
        return shape
    return evolve(
        shape,
        items=None if shape.items is None else change(shape.items, f"{place}[]"),
        fields={key: change(part, f"{place}.{key}") for key, part in shape.fields.items()},
        rest=None if shape.rest is None else change(shape.rest, f"{place}{{}}"),
    )


def _mapped(routes: Mapping[Route, Seen], change: Callable[[Shape, str], Shape]) -> dict[Route, Seen]:
    """The routes, with a change made to the shape of each body."""

    def content(route: Route, status: str, shapes: Mapping[str, Shape]) -> dict[str, Shape]:
        return {media: change(shape, body_place(route, status, media)) for media, shape in shapes.items()}

    return {
        route: evolve(
            seen,
            request=content(route, "", seen.request),
            responses={status: content(route, status, shapes) for status, shapes in seen.responses.items()},
        )
        for route, seen in routes.items()
    }
