"""Programs that tests start, which find the generated package as the tests do."""

from __future__ import annotations

import os
import signal
from pathlib import Path

PACKAGES = Path(__file__).parents[1] / "generated/openai_client/src"


def environment() -> dict[str, str]:
    """The environment of a child process."""
    known = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(PACKAGES), *([known] if known else [])])}


def interruptible() -> None:
    """For ``preexec_fn``: Ctrl-C reaches a child also where the tests themselves run in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
