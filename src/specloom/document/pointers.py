"""JSON pointers as URI fragments: ``#/paths/~1pets/get``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final
from urllib.parse import unquote

_INDEX: Final = re.compile(r"0|[1-9][0-9]{0,9}")
"""The place of an item; no list is so long that more digits would name one, and Python reads no thousands of them."""


def escape(token: str) -> str:
    """A key as it stands in a pointer."""
    # Asked first, because hardly any key needs it and whole documents are walked.
    return token.replace("~", "~0").replace("/", "~1") if "~" in token or "/" in token else token


def unescape(token: str) -> str:
    """The key that a token of a pointer names."""
    return token.replace("~1", "/").replace("~0", "~")


def join(pointer: str, *tokens: str | int) -> str:
    """The pointer to what lies below another one; ``join("#", "paths", "/pets")`` is ``#/paths/~1pets``."""
    return "/".join((pointer, *(escape(str(token)) for token in tokens)))


def split(pointer: str) -> list[str]:
    """The keys of a pointer. Percent-encoded ones, which ``$ref`` may hold, are decoded.

    Raises:
        ValueError: If it does not start with ``#/`` and is not ``#``.
    """
    if pointer == "#":
        return []
    if not pointer.startswith("#/"):
        raise ValueError(f"{pointer!r} is no JSON pointer; one starts with #/")
    tokens = pointer[2:].split("/")
    # Asked first, as in ``escape``.
    return [unescape(unquote(token)) for token in tokens] if "~" in pointer or "%" in pointer else tokens


def resolve(document: Any, pointer: str) -> Any:
    """What a pointer leads to.

    Raises:
        LookupError: If it leads nowhere.
        ValueError: If it is no pointer.
    """
    return _descend(document, split(pointer), pointer)


def is_index(token: str, items: Sequence[object]) -> bool:
    """Whether a token of a pointer names an item of a list."""
    return _INDEX.fullmatch(token) is not None and int(token) < len(items)


def _descend(node: Any, tokens: Iterable[str], pointer: str) -> Any:
    for token in tokens:
        if isinstance(node, dict) and token in node:
            node = node[token]
        elif isinstance(node, list) and is_index(token, node):
            node = node[int(token)]
        else:
            raise LookupError(f"{pointer} leads nowhere: there is no {token!r}")
    return node
