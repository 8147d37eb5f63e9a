"""Docstrings of classes as data, for the pages that are made of them."""

from __future__ import annotations

import inspect


def summary(described: object) -> str:
    """The docstring without its sections."""
    return inspect.cleandoc(described.__doc__ or "").partition("\n\nAttributes:\n")[0]


def attributes(described: object) -> dict[str, str]:
    """The entries of the Attributes section by name; continued lines are joined to theirs."""
    notes = inspect.cleandoc(described.__doc__ or "").partition("\n\nAttributes:\n")[2]
    found: dict[str, str] = {}
    name = ""
    for line in notes.splitlines():
        if line.startswith("     ") and name:
            found[name] += " " + line.strip()
        elif line.strip():
            name, _, text = line.strip().partition(": ")
            found[name] = " ".join(text.split())
    return found
