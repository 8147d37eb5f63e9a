"""What texts have in common at their beginnings and ends: instructions, separators, stop sequences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from os.path import commonprefix

SEPARATORS = ("\n\n###\n\n", "\n\n===\n\n", "\n\n---\n\n", "\n\n+++\n\n", " ->", " =>", " >>>")
STOPS = (" END", "\n", "###", "***", "+++", " [END]")

_NO_MARK = re.compile(r"[\s.!?。！？]*")
"""What texts end with without meaning anything by it."""


def ending(texts: Sequence[str]) -> str:
    """The mark with which all texts end, so that one can tell where they do; empty where there is none."""
    common = _common([text[::-1] for text in texts])[::-1]
    # Separators first: some end with what is a stop sequence too.
    if known := next((mark for mark in (*SEPARATORS, *STOPS) if common.endswith(mark)), ""):
        return known
    cut = re.sub(r"^\w+", "", common) if any(_continues(text[: -len(common)], common) for text in texts) else common
    return "" if _NO_MARK.fullmatch(cut) or len(cut) >= min(map(len, texts)) else cut


def beginning(texts: Sequence[str]) -> str:
    """What all texts begin with, in whole words; empty where one of them is nothing else."""
    common = _common(texts)
    if any(_continues(common, text[len(common) :]) for text in texts):
        common = re.sub(r"\w+$", "", common)
    return "" if len(common) >= min(map(len, texts)) else common


def _common(texts: Sequence[str]) -> str:
    """What all begin with; nothing where they do not differ."""
    return commonprefix(list(texts)) if len(set(texts)) > 1 else ""  # noqa: RUF071 - texts, and no paths


def _continues(before: str, after: str) -> bool:
    """Whether a word goes on from one text into the next."""
    return before[-1:].isalnum() and after[:1].isalnum()
