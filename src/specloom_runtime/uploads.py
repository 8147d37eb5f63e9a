"""Files on their way out: a part of a file as a file of its own, and how much of it has been read.

Nothing is held in memory: a file is opened when the first byte is asked for and read in the pieces that are asked for.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from os import PathLike, fspath
from pathlib import PurePath
from typing import IO, TYPE_CHECKING, TypeAlias, cast

from .contents import check_file, rewindable
from .errors import RequestEncodingError

if TYPE_CHECKING:
    from .types import FileContent

OnProgress: TypeAlias = Callable[[int, int], object]
"""Called with how many bytes were read so far, and how many there are; a retry begins again."""


class FileWindow(io.RawIOBase):
    """Some bytes of a file, as a file that can be read several times.

    Attributes:
        name: What the server is told that the file is called; empty for a part, which has no name.
        size: How many bytes these are.
    """

    name: str
    size: int

    def __init__(
        self,
        source: FileContent,
        *,
        start: int = 0,
        size: int | None = None,
        name: str = "",
        on_read: Callable[[int], object] | None = None,
    ) -> None:
        self._source = source
        self._start = start
        self._position = 0
        self._on_read = on_read
        self._file: IO[bytes] | None = None
        self.name = name
        self.size = file_size(source) - start if size is None else size

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It can be read again."""
        return True

    def tell(self) -> int:
        """Where reading goes on, counted from the start of the window."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Read on from somewhere else."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.size}[whence]
        self._position = max(0, base + offset)
        return self._position

    def read(self, size: int = -1) -> bytes:
        """The next bytes; none at the end of the window.

        Raises:
            RequestEncodingError: If the file cannot be read, or has become shorter.
        """
        left = max(0, self.size - self._position)
        wanted = left if size < 0 else min(size, left)
        if not wanted:
            self._release()
            return b""
        chunk = self._read(wanted)
        if not chunk:
            raise RequestEncodingError(f"{self._what()} ends after {self._start + self._position} bytes, too early")
        self._position += len(chunk)
        if self._on_read is not None:
            self._on_read(self._start + self._position)
        return chunk

    def close(self) -> None:
        """Close the file, if it was opened here."""
        self._release()
        super().close()

    def _read(self, size: int) -> bytes:
        start = self._start + self._position
        if isinstance(self._source, bytes):
            return self._source[start : start + size]
        try:
            file = self._open()
            if file.tell() != start:
                file.seek(start)
            return file.read(size)
        except OSError as error:
            raise RequestEncodingError(f"{self._what()} cannot be read ({error.strerror or error})") from error

    def _open(self) -> IO[bytes]:
        if self._file is None:
            if isinstance(self._source, PathLike):
                self._file = open(self._source, "rb")  # noqa: SIM115 - closed at its end, and by close()
            else:
                self._file = cast("IO[bytes]", self._source)
        return self._file

    def _release(self) -> None:
        file, self._file = self._file, None
        if file is not None and file is not self._source:
            file.close()

    def _what(self) -> str:
        return f"the file {fspath(self._source)!r}" if isinstance(self._source, PathLike) else "the file"


def track_upload(file: FileContent, on_progress: OnProgress) -> IO[bytes]:
    """A file to upload that tells how much of it has been read.

    ``client.files.create(file=track_upload(Path("large.jsonl"), print), purpose="batch")``

    Args:
        file: Its bytes, its path, or the file, open for reading in binary mode; it is read from its start.
        on_progress: Told how many bytes were read, and how many there are, each time that some are; a retry begins
            again.

    Raises:
        RequestEncodingError: If the file cannot be read, or only once.
    """
    size = file_size(file)
    name = fspath(file) if isinstance(file, PathLike) else getattr(file, "name", "")
    window = FileWindow(
        file,
        size=size,
        name=PurePath(name).name if isinstance(name, str) else "",
        on_read=lambda position: on_progress(position, size),
    )
    return cast("IO[bytes]", window)


def file_size(source: FileContent) -> int:
    """How many bytes a file has.

    Raises:
        RequestEncodingError: If that cannot be found out.
    """
    if isinstance(source, bytes):
        return len(source)
    if isinstance(source, PathLike):
        try:
            return os.stat(source).st_size
        except OSError as error:
            raise RequestEncodingError(f"cannot read the file {fspath(source)!r} ({error.strerror})") from error
    check_file(source, "the file")
    if not rewindable(source):
        raise RequestEncodingError("the file can be read only once, so its size is not known")
    size = source.seek(0, io.SEEK_END)
    source.seek(0)
    return size
