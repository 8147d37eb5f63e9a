"""Text of a document on its way to a terminal or a page."""

from __future__ import annotations


def legible(text: str, keep: str = "") -> str:
    """A text in which all is to be seen: what steers a terminal, hides or turns text round is written as an escape.

    Args:
        text: From anywhere.
        keep: Characters that stay although they do not print, such as a line feed.
    """
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() or one in keep else one.encode("unicode_escape").decode() for one in text)
