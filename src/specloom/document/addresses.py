"""What tells an address from a path."""

from __future__ import annotations

import re
from typing import Final

# Two letters at least: ``C:\\specs`` is a path.
_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]+):", re.IGNORECASE)


def scheme_of(place: str) -> str:
    """The word before the colon of an address, in lower case; empty for a path."""
    found = _SCHEME.match(place)
    return found[1].lower() if found else ""
