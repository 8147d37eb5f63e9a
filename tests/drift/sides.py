"""Documents as sides of a comparison."""

from __future__ import annotations

import json
from typing import Any

from specloom.diff.sides import Given, Text
from specloom.drift.check import compare
from specloom.drift.values import Compared, Mode


def given(document: Any, name: str, overlay: Any = None) -> Given:
    text = Text(json.dumps(document, indent=1).encode(), name)
    return Given(name, text, overlay=Text(json.dumps(overlay).encode(), "overlay.yaml") if overlay else None)


def compared(pinned: Any, live: Any, mode: Mode = "contract", overlay: Any = None) -> Compared:
    return compare(given(pinned, "pinned.json", overlay), given(live, "live.json", overlay), mode)
