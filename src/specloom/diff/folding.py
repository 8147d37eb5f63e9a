"""One cause told once: what operations share, and what ``allOf`` copies from component to component."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import evolve, frozen

from specloom.diff.schemas import Pair
from specloom.diff.shapes import Side, spelled
from specloom.diff.values import Change, Json


@frozen
class Located:
    """A change within a pair of components, at a place of them."""

    pair: Pair
    place: tuple[str, ...]
    change: Change


class Copies:
    """Knows which components hold all properties of others, in the old and in the new document alike."""

    def __init__(self, old: Side, new: Side) -> None:
        self._sides = old, new
        self._known: dict[tuple[int, str], Mapping[str, str]] = {}

    def folded(self, located: Iterable[Located]) -> list[Change]:
        """The changes without those that copies repeat, in their order."""
        groups: defaultdict[tuple[object, ...], list[Located]] = defaultdict(list)
        for one in located:
            change = one.change
            groups[change.rule, one.place, spelled(change.before), spelled(change.after)].append(one)
        return [change for group in groups.values() for change in self._originals(group)]

    def _originals(self, group: Sequence[Located]) -> list[Change]:
        if len(group) == 1 or not group[0].place:
            return [one.change for one in group]
        # The smallest first: a copy has all that its original has, and more.
        ordered = sorted(group, key=lambda one: (self._size(one.pair), self._sides[1].is_inline(one.pair[1])))
        originals: list[list[Located]] = []
        for one in ordered:
            home = next((found for found in originals if self._is_copy(one.pair, found[0].pair)), None)
            if home is None:
                originals.append([one])
            else:
                home.append(one)
        return [_joined(found) for found in originals]

    def _is_copy(self, pair: Pair, original: Pair) -> bool:
        return all(
            held.items() >= wanted.items() and len(wanted) > 1
            for held, wanted in ((self._properties(side, pair), self._properties(side, original)) for side in (0, 1))
        )

    def _size(self, pair: Pair) -> int:
        return len(self._properties(0, pair))

    def _properties(self, side: int, pair: Pair) -> Mapping[str, str]:
        key = side, pair[side]
        if key not in self._known:
            properties: Json = self._sides[side].schemas[pair[side]].get("properties", {})
            self._known[key] = {name: spelled(schema) for name, schema in properties.items()}
        return self._known[key]


def _joined(found: Sequence[Located]) -> Change:
    if len(found) == 1:
        return found[0].change
    uses = sorted({use for one in found for use in one.change.uses})
    return evolve(
        found[0].change, uses=tuple(uses), copies=tuple(dict.fromkeys(one.change.subject for one in found[1:]))
    )


def folded_operations(changes: Iterable[Change]) -> Iterator[Change]:
    """The same difference in the same place of many operations has one cause: a shared parameter, a default."""
    groups: defaultdict[tuple[object, ...], list[Change]] = defaultdict(list)
    for change in changes:
        key = (change.rule, change.subject.place, repr(change.before), repr(change.after))
        groups[key if change.subject.place else (*key, change.subject.name)].append(change)
    for group in groups.values():
        uses = tuple(sorted(use for change in group for use in change.uses))
        yield evolve(group[0], uses=uses)
