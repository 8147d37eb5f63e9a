"""Time stamps that stand where a document's version should: some sources set the clock on each export."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

# Both kinds of API Gateway: 2017-04-20T04:08:08Z and 2026-02-17 06:33:15UTC.
_STAMP: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)? ?(?:Z|UTC|[+-]\d\d:?\d\d)?")


def is_stamp(version: object) -> bool:
    """Whether a version is a moment and no version that somebody chose."""
    return isinstance(version, str) and _STAMP.fullmatch(version) is not None


def unstamped(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document without its version where that is a time stamp."""
    info = document.get("info")
    if not isinstance(info, Mapping) or not is_stamp(info.get("version")):
        return dict(document)
    return {**document, "info": {key: value for key, value in info.items() if key != "version"}}
