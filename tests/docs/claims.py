"""Which test uses which block of the documentation: said by the tests, and held against what they do.

A test that claims blocks fails when it has not used each of them; test_every_block.py fails when nobody claims one.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
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
        each: How many of them each case of a parametrized test uses, all cases together using all; 0 if it has none.
        test: The test itself, with its marks.
    """

    page: Path
    languages: tuple[str, ...]
    section: str | None
    each: int
    test: Callable[..., None]

    def blocks(self) -> list[Block]:
        """What is claimed."""
        return blocks(self.page, *self.languages, section=self.section)


CLAIMS: list[Claim] = []


def claims(
    pages: Path | Sequence[Path], *languages: str, section: str | None = None, each: int = 0
) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Say that a test uses these blocks of a page, and fail the test if it does not.

    Args:
        pages: The page; several for a test whose parameter ``page`` is each of them.
        languages: See ``Claim``, as for the others.
    """

    def decorate(test: Callable[P, None]) -> Callable[P, None]:
        innermost = getattr(test, "__wrapped__", None) is None

        @functools.wraps(test)
        def claiming(*args: P.args, **kwargs: P.kwargs) -> None:
            if innermost:
                TAKEN.clear()
            test(*args, **kwargs)
            page = pages if isinstance(pages, Path) else kwargs["page"]
            _check(next(claim for claim in claimed if claim.page == page))

        listed = [pages] if isinstance(pages, Path) else pages
        claimed = [Claim(page, languages, section, each, claiming) for page in listed]
        CLAIMS.extend(claimed)
        return claiming

    return decorate


def _check(claim: Claim) -> None:
    """Fail if the test that has just run did not use what it claims."""
    name, wanted = claim.page.name, {block.place for block in claim.blocks()}
    assert wanted, f"{name} has no such block"
    if claim.each:
        used = len(wanted & TAKEN)
        assert used == claim.each, f"{name}: this case used {used} blocks, not {claim.each}"
    else:
        left = sorted(line for _, line in wanted - TAKEN)
        assert not left, f"{name}: the blocks at lines {left} are claimed, and were not used"
