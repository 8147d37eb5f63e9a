"""Names that users of the official client know, for what is called otherwise here."""

from __future__ import annotations

from .._runtime.binary import BinaryResponse

HttpxBinaryResponseContent = BinaryResponse
