"""What an image costs in tokens, from its size in pixels; every such number is an estimate.

The rules are those of the vendor's guide to vision, and of measurements where the guide says nothing.
"""

from __future__ import annotations

from math import ceil
from typing import NamedTuple, TypeAlias

DETAILS = ("auto", "low", "high", "original")

_LONGEST, _SHORT_SIDE, _TILE, _PATCH, _LOW = 2048, 768, 512, 32, 512
"""Pixels."""


class TileRule(NamedTuple):
    """The image is made to fit, then paid for by tiles of 512 pixels."""

    base: int
    per_tile: int
    factor: float = 1.0

    def tokens(self, size: tuple[int, int] | None, detail: str = "auto") -> int:
        """Tokens of an image; the most that one can cost where its size in pixels is None."""
        if detail == "low":
            return int(self.base * self.factor)
        width, height = fitted(size or (_LONGEST, _SHORT_SIDE), _LONGEST)
        scale = min(1.0, _SHORT_SIDE / min(width, height))
        # What comes out as 512.0000001 is one tile.
        across, down = (ceil(round(side * scale / _TILE, 6)) for side in (width, height))
        return int((self.base + self.per_tile * across * down) * self.factor)


class PatchRule(NamedTuple):
    """The image is paid for by patches of 32 pixels, up to a number of them."""

    factor: float
    most: int = 1536

    def tokens(self, size: tuple[int, int] | None, detail: str = "auto") -> int:
        """Tokens of an image; the most that one can cost where its size in pixels is None."""
        if detail == "low":
            size = size or (_LOW, _LOW)
        patches = self.most
        if size is not None:
            width, height = fitted(size, _LOW if detail == "low" else max(size))
            patches = ceil(width / _PATCH) * ceil(height / _PATCH)
        # Measured: a part of a token counts, except at the limit.
        return ceil(round(patches * self.factor, 6)) if patches <= self.most else int(self.most * self.factor)


ImageRule: TypeAlias = "TileRule | PatchRule"


def fitted(size: tuple[int, int], longest: int) -> tuple[float, float]:
    """A size made smaller, if need be, so that its longer side has that many pixels."""
    scale = min(1.0, longest / max(size))
    return size[0] * scale, size[1] * scale
