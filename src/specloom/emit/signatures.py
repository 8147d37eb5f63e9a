"""What the templates of resources see of a signature."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from specloom.emit.text import WIDTH


@frozen
class SignatureView:
    """A signature: one parameter a line (but for those that every method has), and what it returns.

    Attributes:
        receiver: ``self``, what may be given by position, and the star: all on one line if they fit.
    """

    receiver: str
    parameters: tuple[str, ...]
    returns: str
    async_returns: str


def receiver(positional: Sequence[str]) -> str:
    """The parameters up to the star, on one line or on a line each; indented as those of a method."""
    parts = ["self", *positional, "*"]
    together = ", ".join(parts) + ","
    return together if len(together) + 8 <= WIDTH and "\n" not in together else ",\n        ".join(parts) + ","
