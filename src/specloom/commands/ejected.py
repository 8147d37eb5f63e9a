"""The first line of an ejected template: which state of ours it was, so that a later change of ours can be told."""

from __future__ import annotations

import hashlib
import re

from specloom import __version__

_MARK = re.compile(rb"\{# Ejected from specloom \S+, where it was ([0-9a-f]{12})\. #\}\r?\n")


def with_mark(text: bytes) -> bytes:
    """One of our templates with the line before it; Jinja leaves nothing of that line."""
    return f"{{# Ejected from specloom {__version__}, where it was {_digest(text)}. #}}\n".encode() + text


def without_mark(text: bytes) -> bytes:
    """A template without that line, if it has it."""
    found = _MARK.match(text)
    return text[found.end() :] if found else text


def has_changed(own: bytes, ours: bytes) -> bool:
    """Whether ours is not what it was when ``own`` was ejected; never for a template that does not tell."""
    found = _MARK.match(own)
    return found is not None and found[1].decode() != _digest(ours)


def _digest(text: bytes) -> str:
    return hashlib.sha256(text.replace(b"\r\n", b"\n")).hexdigest()[:12]
