"""Arguments for planned methods."""

from specloom.mock.calls import FILE, Call, arguments, calls

__all__ = ["FILE", "Call", "arguments", "calls"]
