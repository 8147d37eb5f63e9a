"""JSON text that is not whole yet."""

from __future__ import annotations

import json
import re
from typing import Any

_TOKEN = re.compile(
    r"""(?P<string>"(?:[^"\\]|\\u[0-9a-fA-F]{4}|\\[^u])*)(?P<end>"|\\(?:u[0-9a-fA-F]{0,3})?\Z|\Z)"""
    r"""|(?P<open>[{\[])|(?P<close>[}\]])|(?P<comma>,)|(?P<colon>:)|(?P<word>[^\s"{}\[\],:]+)|\s+|.""",
    re.DOTALL,
)
_HALF_A_PAIR = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\Z")
_CLOSES = {"{": "}", "[": "]"}


def partial_json(text: str) -> Any:
    """What can be read of JSON text that breaks off; None where nothing can.

    Text within a string is taken as far as it goes. A name without its value is left out, and so is a number at the
    very end, since it may go on.
    """
    try:
        return json.loads(_closed(text))
    except (ValueError, RecursionError):
        return None


def _closed(text: str) -> str:
    """The text up to where it can be closed, closed."""
    open_: list[str] = []
    named = False  # whether the next string of an object is a value
    safe = ""
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "end":
            value = named or open_[-1:] != ["}"]
            if value and token["end"] != '"':
                return _HALF_A_PAIR.sub("", text[: token.end("string")]) + '"' + _closers(open_)
            if not value:
                continue
        elif kind == "open":
            open_.append(_CLOSES[token[0]])
        elif kind == "close":
            if open_[-1:] != [token[0]]:
                return safe
            open_.pop()
        elif kind == "word":
            if token.end() == len(text) and token[0] not in ("true", "false", "null"):
                break
        else:
            named = kind == "colon" or (named and kind != "comma")
            continue
        named = False
        safe = text[: token.end()] + _closers(open_)
    return safe


def _closers(open_: list[str]) -> str:
    return "".join(reversed(open_))
