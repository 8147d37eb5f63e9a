"""Telling what was wrong in a document and has one meaning all the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from specloom.prepare.keywords import MENDED
from specloom.prepare.values import Document

Notes: TypeAlias = list[tuple[str, str]]
"""JSON pointers into the source, and what was done there."""


def noted(document: Document, notes: Sequence[tuple[str, str]]) -> Document:
    """The document, telling of what was mended, each thing once; the document itself where that is nothing."""
    if not notes:
        return document
    told = [*document.get(MENDED, ()), *({"pointer": pointer, "reason": reason} for pointer, reason in notes)]
    return {**document, MENDED: [note for at, note in enumerate(told) if note not in told[:at]]}
