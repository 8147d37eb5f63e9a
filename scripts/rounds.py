"""Rounds of measuring, and what they say: every case once a round, so that what slows one down slows down all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import median, quantiles
from typing import TypeAlias, TypeVar

from attrs import frozen

Say: TypeAlias = Callable[[str], None]
"""Told what is measured now."""

Key = TypeVar("Key")
Value = TypeVar("Value")


@frozen
class Spread:
    """What several numbers say: their median, and the quartiles below and above it."""

    middle: float
    low: float
    high: float


def spread(numbers: Sequence[float]) -> Spread:
    """The spread of one number or more.

    Raises:
        ValueError: If there is none.
    """
    if not numbers:
        raise ValueError("no numbers were measured")
    if len(numbers) == 1:
        return Spread(numbers[0], numbers[0], numbers[0])
    low, _, high = quantiles(numbers, n=4, method="inclusive")
    return Spread(median(numbers), low, high)


def ratios(above: Sequence[float], below: Sequence[float]) -> Spread:
    """The spread of the ratios, each of two numbers of the same round: what slowed both down falls out.

    Raises:
        ValueError: If there is none, or not as many of the one as of the other.
    """
    return spread([one / other for one, other in zip(above, below, strict=True)])


def about(say: Say, name: str) -> Say:
    """Tells of something that it is of a name."""
    return lambda text: say(f"{name}: {text}")


def in_turn(
    cases: Mapping[Key, Callable[[], Value]], rounds: int, say: Say, *, warm: int = 0
) -> dict[Key, list[Value]]:
    """Run every case once a round, in their order, and return what each gave.

    Args:
        cases: By name.
        rounds: How many count.
        say: Is told the round and the case.
        warm: Rounds before, which do not count: they warm the disk.
    """
    found: dict[Key, list[Value]] = {key: [] for key in cases}
    for number in range(1 - warm, rounds + 1):
        for key, case in cases.items():
            say(f"{key}: round {number} of {rounds}" if number > 0 else f"{key}: warming up")
            value = case()
            if number > 0:
                found[key].append(value)
    return found
