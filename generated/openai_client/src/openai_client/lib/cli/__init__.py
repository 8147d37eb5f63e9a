"""The command line of this package: ``openai-client``, installed by the extra ``cli``."""

from __future__ import annotations

import sys


def main() -> None:
    """Run ``openai-client`` with the arguments of the process, and end it with 0, 1 (a finding) or 2 (not done)."""
    from ..._runtime.polling_display import MissingDependencyError
    from ..extras import load_extra

    try:
        load_extra("click", extra="cli", purpose="the command line")
    except MissingDependencyError as error:
        print(f"openai-client: {error}", file=sys.stderr)
        sys.exit(2)
    from .app import app

    app(prog_name="openai-client")
