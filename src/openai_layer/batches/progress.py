"""How far a run is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ...types import Batch


class Progress(NamedTuple):
    """What was seen of a batch."""

    part: int
    """Its number in the run, counted from 1."""
    parts: int
    """How many batches the run has so far."""
    batch: Batch
    """As the service describes it, with its counts of requests."""
