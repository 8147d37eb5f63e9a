"""Which test uses which block of the documentation: said by the tests, and held against what they do.

A test that claims blocks fails when it has not used each of them; test_every_block.py fails when nobody claims one.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, ParamSpec

from .blocks import TAKEN, Block, blocks

P = ParamSpec("P")


class Claim(NamedTuple):
    """What a test says of a page.

    Attributes:
        page: Where the blocks are.
        languages: Those of the blocks; none for all.
        section: The heading above them, or None for the whole page.
        each: Whether each case of a parametrized test uses some of them, and all cases together all.
        test: The test itself, with its marks.
    """

    page: Path
    languages: tuple[str, ...]
    section: str | None
    each: bool
    test: Callable[..., None]

    def blocks(self) -> list[Block]:
        """What is claimed."""
        return blocks(self.page, *self.languages, section=self.section)


CLAIMS: list[Claim] = []


def claims(
    page: Path, *languages: str, section: str | None = None, each: bool = False
) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Say that a test uses these blocks of a page, and fail the test if it does not."""

    def decorate(test: Callable[P, None]) -> Callable[P, None]:
        before = getattr(test, "__wrapped__", None) is None

        @functools.wraps(test)
        def claiming(*args: P.args, **kwargs: P.kwargs) -> None:
            if before:  # the innermost of several claims
                TAKEN.clear()
            test(*args, **kwargs)
            claimed = {block.place for block in claim.blocks()}
            left = sorted(line for _, line in claimed - TAKEN)
            assert claimed, f"{page.name} has no such block"
            if each:
                assert claimed & TAKEN, f"{page.name}: this case used no block"
            else:
                assert not left, f"{page.name}: the blocks at lines {left} are claimed, and were not used"

        claim = Claim(page, languages, section, each, claiming)
        CLAIMS.append(claim)
        return claiming

    return decorate
