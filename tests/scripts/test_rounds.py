"""Rounds take turns, and what is said of them are medians, quartiles and ratios within a round."""

from __future__ import annotations

import pytest

from scripts.rounds import Spread, in_turn, ratios, spread


def test_a_spread_is_the_median_between_the_quartiles() -> None:
    assert spread([5, 1, 3, 2, 4]) == Spread(3, 2, 4)
    assert spread([2]) == Spread(2, 2, 2)
    with pytest.raises(ValueError, match="no numbers"):
        spread([])


def test_a_ratio_is_of_numbers_of_the_same_round() -> None:
    # The second round was ten times slower for both.
    assert ratios([2, 20, 4], [1, 10, 2]) == Spread(2, 2, 2)
    with pytest.raises(ValueError, match="zip"):
        ratios([1, 2], [1])


def test_cases_take_turns_and_what_warms_up_does_not_count() -> None:
    order: list[str] = []
    said: list[str] = []

    def run(name: str) -> int:
        order.append(name)
        return len(order)

    cases = {"a": lambda: run("a"), "b": lambda: run("b")}
    assert in_turn(cases, 2, said.append, warm=1) == {"a": [3, 5], "b": [4, 6]}
    assert order == ["a", "b"] * 3
    assert said[0] == "a: warming up"
    assert said[-1] == "b: round 2 of 2"
