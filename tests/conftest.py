"""The generated packages are tested from where they are written."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from hypothesis import settings

# The same examples in every run of CI: a change fails by its own fault. Elsewhere each run tries new ones. No example
# is timed anywhere, for machines differ.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci" if "CI" in os.environ else "local")

for package in ("openai_client", "orders_client"):
    sys.path.insert(0, str(Path(__file__).parents[1] / f"generated/{package}/src"))
