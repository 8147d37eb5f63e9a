"""Names that users of the official client know, for what is called otherwise here or comes from httpx."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from httpx import Timeout as Timeout

from .._runtime.adhoc_calls import RequestOptions as RequestOptions
from .._runtime.binary import BinaryResponse

HttpxBinaryResponseContent = BinaryResponse


def file_from_path(path: str | PathLike[str]) -> tuple[str, bytes]:
    """The name of a file and its bytes, as an upload takes them. A ``Path`` alone will do, and is not read at once."""
    file = Path(path)
    return file.name, file.read_bytes()
