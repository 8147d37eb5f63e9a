"""A document in a file of this machine."""

from __future__ import annotations

from pathlib import Path

from specloom.document.limits import MAX_BYTES
from specloom.problems import Problem, SpecloomError
from specloom.sources.fetched import Fetched, Progress


def fetch(source: str, progress: Progress) -> Fetched:
    """Read a file.

    Raises:
        SpecloomError: If it is not there, cannot be read, or is too large.
    """
    try:
        with Path(source).open("rb") as stream:
            text = stream.read(MAX_BYTES + 1)
    except OSError as error:
        message = f"could not read this file: {error.strerror or error}; give the path of an OpenAPI document"
        raise SpecloomError(Problem(message, source=source)) from error
    if len(text) > MAX_BYTES:
        message = f"this file has more than {MAX_BYTES:,} bytes, too many for an OpenAPI document"
        raise SpecloomError(Problem(message, source=source))
    progress(len(text), len(text))
    return Fetched(text, source)
