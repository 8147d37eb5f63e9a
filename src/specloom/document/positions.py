"""Lines and columns in a text, counted from 1 as editors count them."""

from __future__ import annotations


def line_and_column(text: bytes, offset: int) -> tuple[int, int]:
    """Where a byte offset of a UTF-8 text is; columns count characters."""
    start = text.rfind(b"\n", 0, offset) + 1
    column = len(text[start:offset].decode("utf-8", "replace")) + 1
    return text.count(b"\n", 0, offset) + 1, column
