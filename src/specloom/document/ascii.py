"""Any text in ASCII, for names: one way for all rooms, so that a schema and a path of one name stay alike."""

from __future__ import annotations

import unicodedata
from typing import Final

_SPOKEN: Final = {
    "æ": "ae",
    "ð": "d",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "œ": "oe",
    "ß": "ss",
    "þ": "th",
    "ı": "i",
}


def ascii_text(text: str) -> str:
    """The text in ASCII: accents off, letters that have a usual spelling so, everything else as ``u`` and its number.

    The same text always gives the same result; no table of the running Python other than Unicode's own is asked.
    """
    if text.isascii():
        return text
    return "".join(_ascii_character(character) for character in unicodedata.normalize("NFC", text))


def _ascii_character(character: str) -> str:
    if character.isascii():
        return character
    lower = character.lower()
    if lower in _SPOKEN:
        spoken = _SPOKEN[lower]
        return spoken if character == lower else spoken.capitalize()
    folded = "".join(part for part in unicodedata.normalize("NFKD", character) if part.isascii())
    if folded.strip():
        return folded
    return f"_u{ord(character):x}_" if character.isalnum() or not character.isspace() else " "
