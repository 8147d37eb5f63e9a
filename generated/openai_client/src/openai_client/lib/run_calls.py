"""What the calls that follow a run send."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .typed_calls import with_helper

_HELPER = "X-Stainless-Stream-Helper"
_HANDLER = "X-Stainless-Custom-Event-Handler"


def run_call(helper: str, handler: object, params: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of the call, with headers that tell the API which helper makes it.

    Args:
        helper: Path of the helper.
        handler: What the caller passed as the handler of events, or None.
        params: The other arguments.

    Raises:
        TypeError: If the caller says whether to stream.
    """
    if "stream" in params:
        raise TypeError(f"{helper} always streams: leave out stream")
    headers = {_HANDLER: "false" if handler is None else "true", **(params.get("extra_headers") or {})}
    return {**with_helper(helper, {**params, "extra_headers": headers}, _HELPER), "stream": True}
