"""Which operations each pair of components is met by, in which direction: one pass over a graph with its cycles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from specloom.diff.schemas import Link, Pair
from specloom.diff.values import DIRECTIONS, Direction, Operation, Use


class Reach:
    """Operations are bits of a number, so that joining what is met is one ``|``."""

    def __init__(self) -> None:
        self._operations: dict[Operation, int] = {}
        self._roots: defaultdict[tuple[Pair, Direction], int] = defaultdict(int)
        self._links: dict[Pair, list[Link]] = {}
        self._met: dict[tuple[Pair, Direction], int] = {}

    def root(self, use: Use, link: Link) -> None:
        """An operation leads to a pair by itself."""
        number = self._operations.setdefault(use.operation, len(self._operations))
        if use.direction in link.directions:
            self._roots[link.pair, use.direction] |= 1 << number

    def inner(self, pair: Pair, links: Iterable[Link]) -> None:
        """A pair leads to others."""
        self._links[pair] = list(links)

    def settle(self) -> None:
        """Follow all links until nothing more is met."""
        met = dict(self._roots)
        waiting = list(met)
        while waiting:
            pair, direction = waiting.pop()
            bits = met[pair, direction]
            for link in self._links.get(pair, ()):
                target = link.pair, direction
                if direction in link.directions and met.get(target, 0) | bits != met.get(target, 0):
                    met[target] = met.get(target, 0) | bits
                    waiting.append(target)
        self._met = met

    def uses(self, pair: Pair, directions: frozenset[Direction]) -> tuple[Use, ...]:
        """All operations that a pair is met by, in these directions, sorted."""
        return tuple(sorted(self._uses(pair, directions)))

    def _uses(self, pair: Pair, directions: frozenset[Direction]) -> Iterator[Use]:
        for direction in DIRECTIONS:
            bits = self._met.get((pair, direction), 0) if direction in directions else 0
            for operation, number in self._operations.items() if bits else ():
                if bits >> number & 1:
                    yield Use(operation, direction)
