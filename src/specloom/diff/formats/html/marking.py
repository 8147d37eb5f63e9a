"""Two texts side by side: which parts of them differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby, takewhile
from typing import TypeAlias

from attrs import frozen

COMPARED_UP_TO = 4_000
"""Words and signs of a text that are compared one by one; of longer ones, all between their first and their last
difference is marked, which takes no time to find."""

ALIKE_FROM = 0.3
"""Share of the shorter text that the other must have too for marks to help; below, everything is marked."""

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


@frozen
class Piece:
    """Part of a text, and whether the other side lacks it."""

    text: str
    differs: bool = False


Marked: TypeAlias = tuple[Piece, ...]


def marked(before: str, after: str) -> tuple[Marked, Marked]:
    """Both texts in pieces, those marked that differ; joined again they are the texts."""
    if before == after:
        return _plain(before), _plain(after)
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    same = _same_ends(old, new) if max(len(old), len(new)) > COMPARED_UP_TO else _same(old, new)
    told = sum(len(token.strip()) for start, _, size in same for token in old[start : start + size])
    if told < ALIKE_FROM * min(len(before), len(after)):
        same = []
    return (
        tuple(_pieces(old, [(at, size) for at, _, size in same])),
        tuple(_pieces(new, [(at, size) for _, at, size in same])),
    )


def _plain(text: str) -> Marked:
    return (Piece(text),) if text else ()


def _same(old: list[str], new: list[str]) -> list[tuple[int, int, int]]:
    """Runs of tokens that both have: where in each, and how many."""
    return [(match.a, match.b, match.size) for match in SequenceMatcher(None, old, new).get_matching_blocks()]


def _same_ends(old: list[str], new: list[str]) -> list[tuple[int, int, int]]:
    """The run at the start that both have, and the one at the end."""
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    return [(0, 0, start), (len(old) - end, len(new) - end, end)]


def _alike(old: list[str], new: list[str]) -> int:
    """How many tokens are the same from the start."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _pieces(tokens: Sequence[str], same: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    differs = [True] * len(tokens)
    for at, size in same:
        differs[at : at + size] = [False] * size
    for flag, run in groupby(zip(differs, tokens, strict=True), key=lambda pair: pair[0]):
        yield Piece("".join(token for _, token in run), flag)
