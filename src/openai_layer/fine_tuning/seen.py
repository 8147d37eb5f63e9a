"""Which lines were seen before, in little memory."""

from __future__ import annotations

from array import array
from hashlib import blake2b

MOST = 5_500_000
"""Lines that are remembered: 12 bytes for each of 2^23 places."""


class Seen:
    """A table of digests of 8 bytes and line numbers of 4.

    It is an open table in two arrays: a set of as many Python numbers would take six times the memory.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._count = 0
        self._make(1 << 10)

    @property
    def full(self) -> bool:
        """Whether lines are no longer remembered."""
        return self._count >= self._most

    def before(self, text: bytes, line: int) -> int:
        """The number of the line at which this text was first seen, or 0; then it is remembered from now on."""
        digest = int.from_bytes(blake2b(text, digest_size=8).digest(), "little") or 1
        place = self._place(digest)
        if self._digests[place]:
            return self._lines[place]
        if not self.full:
            self._digests[place], self._lines[place] = digest, line
            self._count += 1
            if self._count * 3 > self._mask * 2:
                self._grow()
        return 0

    def _place(self, digest: int) -> int:
        """Where a digest is, or would be."""
        digests, mask = self._digests, self._mask
        place = digest & mask
        while digests[place] and digests[place] != digest:
            place = (place + 1) & mask
        return place

    def _make(self, size: int) -> None:
        self._mask = size - 1
        self._digests = array("Q", bytes(8 * size))
        self._lines = array("I", bytes(4 * size))

    def _grow(self) -> None:
        digests, lines = self._digests, self._lines
        self._make(2 * len(digests))
        for digest, line in zip(digests, lines, strict=True):
            if digest:
                place = self._place(digest)
                self._digests[place], self._lines[place] = digest, line
