"""The map of the house in CONTRIBUTING.md, read: what people are told is what is checked."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src"

_ROW = re.compile(
    r"^\| \[`(?P<name>[\w./]+)`\]\((?P<path>[^)]+)\) \| (?P<decides>[^|]+) \| (?P<uses>[^|]+) \| (?P<tests>[^|]+) \|$"
)
_CODE = re.compile(r"`([^`]+)`")


class Room(NamedTuple):
    """One line of the map.

    Attributes:
        name: A package or a module right below ``src/specloom``, or a package beside that.
        path: From the root of the repository.
        uses: Names of the rooms that it may import.
        tests: Folders and files with its tests.
    """

    name: str
    path: str
    uses: tuple[str, ...]
    tests: tuple[str, ...]


def rooms() -> list[Room]:
    """The lines of the map, in order."""
    found = [_ROW.match(line) for line in (ROOT / "CONTRIBUTING.md").read_text("utf-8").splitlines()]
    return [
        Room(row["name"], row["path"], tuple(_CODE.findall(row["uses"])), tuple(_CODE.findall(row["tests"])))
        for row in found
        if row
    ]
