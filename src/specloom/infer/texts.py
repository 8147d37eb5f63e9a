"""What a text looks like: a moment, an id, a word that stands for a choice, or something that nobody should read.

Where a rule is in doubt it errs towards hiding: an id that is taken for a word is written into a document, a word
that is taken for an id only costs a longer path parameter.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Final

from specloom.plan.naming import words

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT: Final = re.compile(
    rf"({_DATE.pattern})[Tt]([0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}})(\.[0-9]+)?([Zz]|[+-][0-9]{{2}}:[0-9]{{2}})"
)
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_EMAIL: Final = re.compile(r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://(?:[A-Za-z0-9._~:/?#@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+")
_HASH: Final = re.compile(r"(?=.*[0-9])[0-9a-fA-F]{8,}")
_VERSION: Final = re.compile(r"[vV][0-9]+(?:\.[0-9]+)*(?:(?:alpha|beta|rc|preview)[0-9]*)?")
_SEGMENT: Final = re.compile(r"[A-Za-z0-9._~:$*-]+")
_PART: Final = re.compile(r"[A-Za-z0-9]+")
_RUNS: Final = re.compile(r"[0-9]+|[A-Za-z]+")
_PIECES: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_VOWEL: Final = re.compile(r"[aeiouy]", re.IGNORECASE)
_CONSONANTS: Final = re.compile(r"[b-df-hj-np-tv-xz]{5,}", re.IGNORECASE)
_CLUSTER: Final = re.compile(r"[b-df-hj-np-tv-xz]{4,}", re.IGNORECASE)
_CHOICE: Final = re.compile(
    r"(?:[a-z]+|[A-Z]+|[A-Z][a-z]+(?:[A-Z][a-z]+)+)[0-9]{0,2}(?:[-_./ ](?:[A-Za-z]+[0-9]{0,2}|[0-9]{1,2}))*"
)

_LONGEST_WORD: Final = 40
_LONGEST_CHOICE: Final = 24
_LONGEST_KEY: Final = 80
_SHORTEST_KEY: Final = 12
_LONG_PIECE: Final = 14
_SHORTEST_PIECE: Final = 2.3
"""Characters without a change of case, or from letters to digits, on average; words have more."""
_PLAIN_PIECE: Final = 3.5
_LONG_KEY: Final = 20
_SHORTEST_PIECE_OF_LONG: Final = 2.9
_MIXED: Final = re.compile(r"(?=.*[0-9])(?=.*[a-z])(?=.*[A-Z]).{16,}")

_HIDING: Final = frozenset((
    "account", "address", "apikey", "auth", "authorization", "author", "bearer", "birth", "birthday", "body",
    "card", "city", "code", "comment", "content", "cookie", "cred", "credential", "credentials", "csrf", "cvv",
    "description", "dob", "email", "fax", "first", "full", "guid", "hash", "host", "iban", "id", "ids", "ip", "jwt",
    "key", "keys", "last", "login", "mail", "message", "mobile", "nick", "nonce", "note", "otp", "owner",
    "passcode", "passphrase", "passwd", "password", "path", "phone", "pin", "postal", "pwd", "ref", "salt",
    "secret", "session", "sig", "signature", "sms", "ssn", "street", "subject", "surname", "tel", "text", "title",
    "token", "tokens", "url", "user", "username", "uuid", "xsrf", "zip", "name",
))  # fmt: skip
"""Words in the name of a field whose values may be somebody's own, however often they come again."""


_CHOOSING: Final = frozenset(("category", "format", "kind", "level", "mode", "role", "state", "status", "type"))
"""Last words of names whose values are chosen among few, whatever stands before them: ``token_type``."""


def formats_of(text: str) -> frozenset[str]:
    """The formats of JSON Schema that a text matches, of those that are looked for."""
    return frozenset(name for name, matches in FORMATS.items() if matches(text))


def _is_moment(text: str) -> bool:
    match = _MOMENT.fullmatch(text)
    if match is None:
        return False
    zone = "" if match[4] in "zZ" else match[4]
    return _is_calendar(f"{match[1]}T{match[2]}{zone}")


def _is_date(text: str) -> bool:
    return _DATE.fullmatch(text) is not None and _is_calendar(text)


def _is_calendar(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


FORMATS: Final[dict[str, Callable[[str], bool]]] = {
    "date-time": _is_moment,
    "date": _is_date,
    "uuid": lambda text: _UUID.fullmatch(text) is not None,
    "email": lambda text: _EMAIL.fullmatch(text) is not None,
    "uri": lambda text: _URI.fullmatch(text) is not None,
}
"""What decides of a text whether it has a format; no text has two of them."""


def is_id(segment: str) -> bool:
    """Whether a segment of a path is a value rather than a word: a number, date, UUID, hash, key or any odd text."""
    if _VERSION.fullmatch(segment):
        return False
    if not _SEGMENT.fullmatch(segment) or len(segment) > _LONGEST_WORD or _MIXED.fullmatch(segment):
        return True
    parts = _PART.findall(segment)
    return any(part.isdigit() for part in parts) or not parts or is_opaque(segment)


def is_id_key(key: str) -> bool:
    """Whether a key of an object is a value: what has such keys is a map."""
    special = key.isdigit() or _is_date(key) or _is_moment(key) or _UUID.fullmatch(key) or _EMAIL.fullmatch(key)
    return bool(special) or _URI.fullmatch(key) is not None or len(key) > _LONGEST_KEY or is_opaque(key)


def is_opaque(text: str) -> bool:
    """Whether a text looks made by a machine: a hash, a key, random letters and digits."""
    if any(_is_random(part) for part in _PART.findall(text)):
        return True
    # Random text with separators in it, as in URL-safe base64, has no part that gives it away by itself.
    pieces = _PIECES.findall(text)
    letters = sum(map(len, pieces))
    if any(len(piece) >= _LONG_PIECE and _CONSONANTS.search(piece) for piece in pieces):
        return True
    if letters < _SHORTEST_KEY or (text.islower() and len(pieces) <= len(_PART.findall(text)) + 2):
        return False
    mute = sum(_VOWEL.search(piece) is None for piece in pieces)
    shortest = _SHORTEST_PIECE if letters < _LONG_KEY else _SHORTEST_PIECE_OF_LONG
    return letters / len(pieces) < shortest or (mute >= 3 and 3 * mute >= len(pieces))


def is_plain(text: str) -> bool:
    """Whether a text is made of words beyond doubt; beside ids, anything else is taken for one of them."""
    pieces = _PIECES.findall(text)
    if any(map(str.isdigit, text)) or not pieces:
        return False
    return text.islower() or sum(map(len, pieces)) / len(pieces) >= _PLAIN_PIECE


def _is_random(part: str) -> bool:
    if _VERSION.fullmatch(part):
        return False
    runs = _RUNS.findall(part)
    digits = sum(len(run) for run in runs if run.isdigit())
    return (
        len(runs) > (3 if len(part) >= 8 else 4)
        or (digits >= 3 and len(part) >= 8)
        or (digits and len(part) >= 10 and not any(map(str.islower, part)))
        or (digits and len(part) >= 7 and _CLUSTER.search(part) is not None)
        or len(part) > _LONGEST_WORD
        or _HASH.fullmatch(part) is not None
    )


def is_choice(text: str) -> bool:
    """Whether a text could be a name that a program chose among few: ``in_progress``, ``USD``, ``gpt-4``."""
    if len(text) > _LONGEST_CHOICE or _CHOICE.fullmatch(text) is None or is_opaque(text):
        return False
    return _CONSONANTS.search(text) is None or (text.isupper() and len(text) <= 6)


def hides_values(name: str) -> bool:
    """Whether values of a field of this name are never to be written down."""
    found = [word.lower() for word in words(name)]
    if found and found[-1] in _CHOOSING:
        return False
    return any(word in _HIDING for word in found) or is_opaque(name)
