"""The generated package is tested from where it is written."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "generated/openai_client/src"))
