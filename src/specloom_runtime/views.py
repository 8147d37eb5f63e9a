"""The attributes by which whole responses are asked for. Imported by every client, so it costs next to nothing."""

from __future__ import annotations

from typing import Any

from .modes import Raw, Streaming


class View:
    """``with_raw_response`` and ``with_streaming_response`` in the classes of resources and clients."""

    def __init__(self, mode: type[Raw | Streaming]) -> None:
        self._mode = mode

    def __get__(self, target: object | None, owner: type) -> Any:
        if target is None:
            return self
        from .with_response import WithResponse

        return WithResponse(target, self._mode)
