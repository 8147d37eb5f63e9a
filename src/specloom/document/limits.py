"""How large a document may be. Real documents stay far below; a hostile one is refused before it costs anything.

The largest document we know of a public API has 12 MB, 22 levels and half a million values.
"""

from __future__ import annotations

from typing import Final

MAX_BYTES: Final = 64 * 1024 * 1024
"""Bytes of a document, as fetched."""

MAX_DEPTH: Final = 200
"""Objects and arrays inside one another; later steps walk documents by recursion and rely on this."""

MAX_CHAIN: Final = 150
"""References and members of ``allOf``, ``anyOf`` and ``oneOf`` that lead from one to the next and all describe one
value; later steps follow them by recursion."""

MAX_NODES: Final = 2_000_000
"""Values of a YAML document after every alias was expanded; what stops an alias bomb."""
