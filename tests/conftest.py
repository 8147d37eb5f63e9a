"""The generated package is tested from where it is written."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from hypothesis import settings

# The same examples in every run of CI: a change fails by its own fault. Elsewhere each run tries new ones.
settings.register_profile("ci", derandomize=True)
if "CI" in os.environ:
    settings.load_profile("ci")

sys.path.insert(0, str(Path(__file__).parents[1] / "generated/openai_client/src"))
