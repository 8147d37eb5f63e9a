"""Holding back some examples, by which a job is measured and from which it does not learn."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Literal, TypeAlias, TypeVar

from ..input_errors import InputError

T = TypeVar("T")

Split: TypeAlias = float | Literal["auto"] | None
"""The share that is held back, above 0 and below 1; ``"auto"`` as the legacy tool did it; None for nothing."""


def held_back(count: int, split: Split, *, classification: bool) -> int:
    """How many of the examples are for validation.

    With ``"auto"`` these are a fifth of the examples of a classification, at most 1,000; of other tasks none.

    Raises:
        InputError: If the share makes no sense, or there are too few examples for two files.
    """
    if split is None or (split == "auto" and not classification):
        return 0
    if split == "auto":
        return count - max(count - 1000, int(0.8 * count))
    if isinstance(split, bool) or not isinstance(split, (int, float)) or not 0 < split < 1:
        raise InputError(f"split is the share for validation, above 0 and below 1, or 'auto', not {split!r}")
    if count < 2:
        raise InputError(f"{count} example is too few for two files; leave split out")
    return min(max(1, round(count * split)), count - 1)


def divided(items: Sequence[T], count: int, *, seed: int) -> tuple[list[T], list[T]]:
    """The items without ``count`` of them that are drawn by chance, and those; both in the order that they had.

    The same seed draws the same.
    """
    drawn = set(random.Random(seed).sample(range(len(items)), count))  # noqa: S311 - no secret
    return (
        [item for at, item in enumerate(items) if at not in drawn],
        [item for at, item in enumerate(items) if at in drawn],
    )
