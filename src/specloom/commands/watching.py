"""Which files changed, told once they are at rest. Asks nobody but the file system, and asks again and again.

Asking is enough for the few hundred files that a package is made from, and it is the same on every system, on network
drives and in containers, whichever way an editor saves: over the old file, beside it and renamed, in two steps.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, TypeAlias

PAUSE: Final = 0.3
"""Seconds between two looks."""
_MOST_PAUSES: Final = 20
"""Looks after which files count as at rest though they still change."""

Snapshot: TypeAlias = Mapping[Path, bytes]
"""The files that are there, each with a digest of its content."""


class Looker:
    """Looks at files; reads again only those whose size, time or place on the disk changed."""

    def __init__(self) -> None:
        self._seen: dict[Path, tuple[tuple[int, int, int], bytes]] = {}

    def look(self, paths: Iterable[Path]) -> Snapshot:
        """The files among the paths that are there and can be read."""
        seen: dict[Path, tuple[tuple[int, int, int], bytes]] = {}
        for path in paths:
            try:
                stat = path.stat()
                facts = (stat.st_size, stat.st_mtime_ns, stat.st_ino)
                known = self._seen.get(path)
                digest = known[1] if known and known[0] == facts else hashlib.sha256(path.read_bytes()).digest()
            except OSError:
                continue  # gone, or not yet there again: it is looked for the next time
            seen[path] = (facts, digest)
        self._seen = seen
        return {path: digest for path, (_, digest) in seen.items()}


def is_scratch(path: Path) -> bool:
    """Whether a file is one that editors put beside the one they save."""
    return path.name.startswith((".", "#")) or path.name.endswith(("~", ".swp", ".tmp")) or path.name == "4913"


def changes(look: Callable[[], Snapshot], sleep: Callable[[float], None]) -> Iterator[tuple[Path, ...]]:
    """What changed, as often as something does; without end.

    The first is empty and comes at once. What changes while the caller is at work comes next.

    Args:
        look: Says what the files are now.
        sleep: Waits for so many seconds.
    """
    before = look()
    yield ()
    while True:
        sleep(PAUSE)
        now = look()
        if now == before:
            continue
        now = _at_rest(now, look, sleep)
        changed = tuple(sorted(path for path in {*before, *now} if before.get(path) != now.get(path)))
        before = now
        if changed:
            yield changed


def _at_rest(now: Snapshot, look: Callable[[], Snapshot], sleep: Callable[[float], None]) -> Snapshot:
    """The files as soon as two looks find the same: who saves several, or one in steps, is not interrupted."""
    for _ in range(_MOST_PAUSES):
        sleep(PAUSE)
        later = look()
        if later == now:
            break
        now = later
    return now
