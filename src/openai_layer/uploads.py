"""Uploading a file of any size in parts, each read from the disk while it is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal, NamedTuple, cast

from .._runtime import SDKError, omit, waits
from .._runtime.uploads import FileWindow, file_size
from ..resources import uploads as generated
from .purposes import checking_purpose

if TYPE_CHECKING:
    from .._runtime import Omit
    from ..types import Upload

    Content = bytes | str | PathLike[str]

PART_SIZE = 64 * 1024 * 1024
"""Bytes; the API takes no larger part."""


class InvalidUploadError(SDKError, TypeError, ValueError):
    """Nothing was sent: what was said about the file is missing or wrong."""


class _Chunked(NamedTuple):
    """A file that is to be sent in parts."""

    source: bytes | PathLike[str]
    name: str
    size: int
    part_size: int
    on_progress: Callable[[int, int], object] | None

    def parts(self) -> Iterator[IO[bytes]]:
        """The parts in order, each to be closed before the next is asked for."""
        for start in range(0, self.size, self.part_size):
            size = min(self.part_size, self.size - start)
            yield cast("IO[bytes]", FileWindow(self.source, start=start, size=size, on_read=self._told))

    def _told(self, position: int) -> None:
        if self.on_progress is not None:
            self.on_progress(position, self.size)


class Uploads(generated.Uploads):
    """Operations under ``uploads``."""

    create = checking_purpose(generated.Uploads.create)

    @waits
    def upload_file_chunked(
        self,
        *,
        file: Content,
        mime_type: str,
        purpose: Literal["assistants", "batch", "fine-tune", "vision"],
        filename: str | None = None,
        bytes: int | None = None,
        part_size: int | None = None,
        md5: str | Omit = omit,
        on_progress: Callable[[int, int], object] | None = None,
    ) -> Upload:
        """Announce a file, send it part by part, and have the parts joined.

        The upload is done when this returns; ``client.files.wait_for_processing(upload.file.id)`` waits until its
        file can be used.

        ``POST /uploads``, ``POST /uploads/{upload_id}/parts`` for each part, ``POST /uploads/{upload_id}/complete``

        Args:
            file: Its path, or its bytes.
            mime_type: What kind of file it is.
            purpose: What it will be used for.
            filename: What it is called; for bytes it must be given.
            bytes: How many there are; found out where it is not given.
            part_size: Of all parts but the last, in bytes; 64 MiB by rule, which is also the most.
            md5: Checksum, which the API compares.
            on_progress: Called with how many bytes were read so far, and how many there are.

        Raises:
            InvalidUploadError: If the name of bytes is missing, or a number is wrong.
            RequestEncodingError: If the file cannot be read, or becomes shorter meanwhile.
        """
        chunked = _chunked(file, filename, bytes, part_size, on_progress)
        upload = self.create(bytes=chunked.size, filename=chunked.name, mime_type=mime_type, purpose=purpose)
        part_ids: list[str] = []
        with _naming(upload.id):
            for part in chunked.parts():
                with part:
                    sent = self.parts.create(upload.id, data=part)
                part_ids.append(sent.id)
            return self.complete(upload.id, part_ids=part_ids, md5=md5)


class AsyncUploads(generated.AsyncUploads):
    """Operations under ``uploads``; every call is awaited."""

    create = checking_purpose(generated.AsyncUploads.create)

    @waits
    async def upload_file_chunked(
        self,
        *,
        file: Content,
        mime_type: str,
        purpose: Literal["assistants", "batch", "fine-tune", "vision"],
        filename: str | None = None,
        bytes: int | None = None,
        part_size: int | None = None,
        md5: str | Omit = omit,
        on_progress: Callable[[int, int], object] | None = None,
    ) -> Upload:
        """Announce a file, send it part by part, and have the parts joined.

        Arguments and answer are those of ``Uploads.upload_file_chunked``.
        """
        chunked = _chunked(file, filename, bytes, part_size, on_progress)
        upload = await self.create(bytes=chunked.size, filename=chunked.name, mime_type=mime_type, purpose=purpose)
        part_ids: list[str] = []
        with _naming(upload.id):
            for part in chunked.parts():
                with part:
                    sent = await self.parts.create(upload.id, data=part)
                part_ids.append(sent.id)
            return await self.complete(upload.id, part_ids=part_ids, md5=md5)


def _chunked(
    file: Content,
    filename: str | None,
    size: int | None,
    part_size: int | None,
    on_progress: Callable[[int, int], object] | None,
) -> _Chunked:
    """What is to be sent, checked before anything is.

    Raises:
        InvalidUploadError: If the name of bytes is missing, or a number is wrong.
        RequestEncodingError: If the file cannot be read.
    """
    source = file if isinstance(file, bytes) else Path(file)
    name = filename or ("" if isinstance(source, bytes) else source.name)
    if not name:
        raise InvalidUploadError("the argument filename must be given for bytes, which have no name")
    actual = file_size(source)
    if size is not None and size != actual:
        raise InvalidUploadError(f"the argument bytes says {size}, but the file has {actual}")
    part_size = PART_SIZE if part_size is None else part_size
    if not 0 < part_size <= PART_SIZE:
        raise InvalidUploadError(f"part_size is a number of bytes from 1 to {PART_SIZE}, not {part_size!r}")
    return _Chunked(source, name, actual, part_size, on_progress)


@contextmanager
def _naming(upload_id: str) -> Iterator[None]:
    """An error on the way names the upload that was begun (in a traceback from Python 3.11 on)."""
    try:
        yield
    except BaseException as error:
        if hasattr(error, "add_note"):
            error.add_note(
                f"Begun and not finished: upload {upload_id}. client.uploads.cancel({upload_id!r}) drops it."
            )
        raise
