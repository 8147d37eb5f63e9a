"""Which module fetches which kind of source."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

from specloom.document.addresses import scheme_of
from specloom.problems import Problem, SpecloomError
from specloom.sources.fetched import Edits, Fetched, Progress, no_progress
from specloom.sources.parts import bundled

_FILE: Final = "specloom.sources.file"

# Named, not imported: who reads a file does not pay for an HTTP client.
SOURCES: Final[dict[str, str]] = {
    "http": "specloom.sources.web",
    "https": "specloom.sources.web",
    "github": "specloom.sources.github",
    "apigateway": "specloom.sources.apigateway",
}
"""Module by the word before the colon; what has none is a file."""


def fetch(source: str, progress: Progress = no_progress, refs: Sequence[str] = ()) -> Fetched:
    """Fetch a document, with the files that it refers to where that is allowed.

    Args:
        source: A path, ``http(s)://...``, ``github:owner/repo/path@ref`` or ``apigateway:NAME_OR_ID/STAGE?...``.
        progress: Told how many bytes are there.
        refs: Folders and addresses below which its ``$ref`` may lead to other files.

    Raises:
        SpecloomError: If it cannot be had, with what was tried and what came back.
    """
    module: Any = import_module(_module(source))
    fetched: Fetched = module.fetch(source, progress)
    return bundled(fetched, source, refs, progress) if refs else fetched


def undeployed(source: str) -> Edits | None:
    """What is edited at a source and not served yet; None for kinds of sources that know no such thing.

    Raises:
        SpecloomError: If that could not be looked at.
    """
    module: Any = import_module(_module(source))
    if not hasattr(module, "undeployed"):
        return None
    found = module.undeployed(source)
    differences: tuple[tuple[str, str], ...] = found.differences if found else ()
    return Edits(tuple(f"{place} {edit}" for place, edit in differences), module.BLIND_SPOTS)


def is_file(source: str) -> bool:
    """Whether a source is a path on this machine."""
    return _module(source) == _FILE


def is_address(source: str) -> bool:
    """Whether a source begins with the word of a kind that is known, so that it is no path."""
    return scheme_of(source) in SOURCES


def _module(source: str) -> str:
    scheme = scheme_of(source)
    if not scheme:
        return _FILE
    try:
        return SOURCES[scheme]
    except KeyError:
        known = ", ".join(f"{name}:" for name in SOURCES)
        message = f"there is no source of the kind {scheme}:; give a path or one of {known}"
        raise SpecloomError(Problem(message, source=source)) from None
