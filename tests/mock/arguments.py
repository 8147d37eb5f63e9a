"""Arguments for planned methods."""

from specloom.mock.calls import FILE, Call, arguments, calls, with_files

__all__ = ["FILE", "Call", "arguments", "calls", "with_files"]
