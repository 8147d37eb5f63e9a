"""Names that prepare gives: operations without one, schemas hoisted out of their place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from specloom.document.ascii import ascii_text

_WORD = re.compile(r"[A-Za-z0-9]+")
_NOT_ALLOWED = re.compile(r"[^A-Za-z0-9_.-]+")


def pascal(text: str) -> str:
    """``file_search`` -> ``FileSearch``; humps that are there already stay; empty where nothing is left."""
    return "".join(word[0].upper() + word[1:] for word in _WORD.findall(_plain(text)))


def component_name(text: str) -> str:
    """A name that may stand in ``#/components/schemas/NAME``."""
    return _NOT_ALLOWED.sub("_", _plain(text)).strip("_") or "Schema"


def _plain(text: str) -> str:
    """The text in ASCII; signs that are no letters (``Page«Pet»``) say nothing."""
    signless = (char if char.isascii() or char.isalnum() else "_" for char in unicodedata.normalize("NFC", text))
    return ascii_text("".join(signless))


def fold(name: str) -> str:
    """What two names must not share: they would give the same class or the same file."""
    return "".join(_WORD.findall(name)).lower()


class Names:
    """Hands out names, each once; ``Foo`` and ``foo_`` count as the same."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {fold(name) for name in taken}
        self._last: dict[str, int] = {}  # the number that a wish was given last; those below are taken for good

    def take(self, *wishes: str) -> str:
        """The first wish that is free, else the last with the first free number from 2 on."""
        for wish in wishes:
            if self._claim(wish):
                return wish
        number = self._last.get(wishes[-1], 1) + 1
        while not self._claim(name := f"{wishes[-1]}{number}"):
            number += 1
        self._last[wishes[-1]] = number
        return name

    def _claim(self, name: str) -> bool:
        key = fold(name)
        if key in self._taken:
            return False
        self._taken.add(key)
        return True
