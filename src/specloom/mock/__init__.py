"""An API made up from its document: schema-made answers, on a port or in the process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from specloom.mock.server import MockServer
from specloom.mock.transport import MockTransport
from specloom.plan.values import Plan

__all__ = ["MockServer", "MockTransport", "transport"]


def transport(
    prepared: Mapping[str, Any], plan: Plan | None = None, *, seed: int = 0, validate: bool = True
) -> MockTransport:
    """A transport that answers as the API of a prepared document does; for httpx clients of both kinds.

    Args:
        prepared: A document in normal form.
        plan: Of its package, which knows of streams that the document does not tell of.
        seed: Another seed makes other values.
        validate: Whether requests are held against the document.
    """
    return MockTransport(MockServer(prepared, plan, seed=seed, validate=validate))
