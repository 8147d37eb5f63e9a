"""The size of an image, read from its first bytes: PNG, JPEG, GIF and WebP, the formats that the API takes."""

from __future__ import annotations

from binascii import Error as Base64Error
from binascii import a2b_base64
from typing import Literal
from urllib.parse import unquote_to_bytes

_NO_SIZE = frozenset((0x01, 0xD8, *range(0xD0, 0xD8)))
"""Markers of JPEG that stand alone."""
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of JPEG that begin a frame, which has the size."""


def data_url_bytes(url: str) -> bytes:
    """What a ``data:`` URL holds.

    Raises:
        ValueError: If it is none, or its base64 is broken.
    """
    head, comma, text = url.partition(",")
    if not comma:
        raise ValueError("a data: URL without a comma")
    if not head.endswith(";base64"):
        return unquote_to_bytes(text)
    try:
        return a2b_base64(text)
    except Base64Error as error:
        raise ValueError(f"a data: URL with broken base64 ({error})") from error


def image_size(content: bytes) -> tuple[int, int]:
    """Width and height of an image in pixels.

    Raises:
        ValueError: If it is no image of the four formats, or is cut before its size, or has none.
    """
    try:
        size = _size(content)
    except IndexError as error:
        raise ValueError(f"an image cut after {len(content)} bytes, before its size") from error
    if not all(size):
        raise ValueError(f"an image of {size[0]} x {size[1]} pixels")
    return size


def _size(content: bytes) -> tuple[int, int]:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _number(content, 16, 4, "big"), _number(content, 20, 4, "big")
    if content.startswith((b"GIF87a", b"GIF89a")):
        return _number(content, 6, 2, "little"), _number(content, 8, 2, "little")
    if content.startswith(b"\xff\xd8"):
        return _jpeg_size(content)
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return _webp_size(content)
    raise ValueError("no PNG, JPEG, GIF or WebP" if content else "an empty image")


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """From the first frame; what comes before it is passed over, part by part."""
    at = 2
    while True:
        if content[at] != 0xFF:
            raise ValueError(f"a JPEG with no marker at byte {at}")
        marker = content[at + 1]
        if marker == 0xFF:  # padding
            at += 1
        elif marker in _NO_SIZE:
            at += 2
        elif marker in _FRAMES:
            return _number(content, at + 7, 2, "big"), _number(content, at + 5, 2, "big")
        else:
            at += 2 + _number(content, at + 2, 2, "big")


def _webp_size(content: bytes) -> tuple[int, int]:
    kind = content[12:16]
    if kind == b"VP8 ":  # lossy: 14 bits each
        return _number(content, 26, 2, "little") & 0x3FFF, _number(content, 28, 2, "little") & 0x3FFF
    if kind == b"VP8L":  # lossless: 14 bits each, less one
        bits = _number(content, 21, 4, "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8X":  # extended: 24 bits each, less one
        return _number(content, 24, 3, "little") + 1, _number(content, 27, 3, "little") + 1
    raise ValueError(f"a WebP of the unknown kind {kind!r}")


def _number(content: bytes, at: int, length: int, order: Literal["big", "little"]) -> int:
    """A whole number of that many bytes.

    Raises:
        IndexError: If the content ends before it does.
    """
    content[at + length - 1]
    return int.from_bytes(content[at : at + length], order)
