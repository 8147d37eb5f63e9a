"""Contents that come from files and iterables: opened anew for every attempt, and whether that can be done twice."""

from __future__ import annotations

import io
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping
from contextlib import ExitStack
from os import PathLike, fspath
from typing import Any, TypeAlias

from .errors import RequestEncodingError

RawContent: TypeAlias = bytes | Iterable[bytes] | AsyncIterable[bytes]
_CHUNK = 65_536


class Forward:
    """A file that is read forwards only. Hides what else it has from httpx, which would ask a pipe for its length."""

    __slots__ = ("_file",)

    def __init__(self, file: Any) -> None:
        self._file = file

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        content: bytes = self._file.read(size)
        return content


def is_path(content: object) -> bool:
    """Whether a content is the path of a file."""
    return isinstance(content, PathLike)


def is_file(content: object) -> bool:
    """Whether a content is an open file."""
    return isinstance(content, io.IOBase) or (hasattr(content, "read") and not is_path(content))


def check_file(content: Any, place: str) -> None:
    """Refuse an open file that cannot be sent.

    Raises:
        RequestEncodingError: If it is closed, or reads as text.
    """
    if isinstance(content, io.TextIOBase):
        raise RequestEncodingError(f'{place}: open the file in binary mode ("rb")')
    if getattr(content, "closed", False) is True:
        raise RequestEncodingError(f"{place}: the file is closed")


def rewindable(file: Any) -> bool:
    """Whether an open file can be read a second time."""
    ask = getattr(file, "seekable", None)
    return bool(ask()) if callable(ask) else hasattr(file, "seek") and hasattr(file, "tell")


def repeatable(content: object) -> bool:
    """Whether a content can be sent a second time."""
    if content is None or isinstance(content, (bytes, str)) or is_path(content):
        return True
    if is_file(content):
        return rewindable(content)
    if isinstance(content, Iterable):
        return iter(content) is not content
    return isinstance(content, AsyncIterable) and content.__aiter__() is not content


def opened(path: Any, files: ExitStack, place: str) -> Any:
    """A file, opened until ``files`` is closed.

    Raises:
        RequestEncodingError: If it cannot be opened.
    """
    try:
        return files.enter_context(open(path, "rb"))
    except OSError as error:
        raise RequestEncodingError(f"{place}: cannot read the file {str(path)!r} ({error.strerror})") from error


def upload(content: Any) -> tuple[Any, str]:
    """The content of a file to upload, and its content type: as its tuple says, else as its name tells, or empty."""
    stated = ""
    if isinstance(content, tuple) and 2 <= len(content) <= 4 and not isinstance(content[0], bytes):
        name, content, stated = content[0], content[1], (content[2] or "") if len(content) > 2 else ""
    else:
        name = content if is_path(content) else getattr(content, "name", None)
    if not stated and isinstance(name, (str, PathLike)):
        from mimetypes import guess_type

        stated = guess_type(fspath(name))[0] or ""
    return content, stated


def raw_content(content: object, place: str) -> object:
    """A body that is sent as it is, checked; text becomes UTF-8.

    Raises:
        RequestEncodingError: If it is nothing that can be sent so.
    """
    if isinstance(content, str):
        return content.encode("utf-8", "surrogatepass")
    if isinstance(content, (bytearray, memoryview)):
        return bytes(content)
    if is_file(content):
        check_file(content, place)
    elif (content is not None and not isinstance(content, (bytes, Iterable, AsyncIterable, PathLike))) or isinstance(
        content, Mapping
    ):
        raise RequestEncodingError(f"{place}: expected bytes, text, a file or its path, not {type(content).__name__}")
    return content


def position(content: Any) -> int | None:
    """Where an open file stands; None where there is nothing to go back to."""
    return int(content.tell()) if is_file(content) and rewindable(content) else None


def streamed(content: Any, start: int | None, files: ExitStack, *, is_async: bool) -> tuple[RawContent, int | None]:
    """A body that is no bytes as httpx takes it, and its length where that is known.

    Args:
        content: A path, an open file or an iterable.
        start: Where to begin an open file that can be rewound.
        files: Closes what is opened here.
        is_async: Whether an asynchronous client will send it.

    Raises:
        RequestEncodingError: If the file cannot be opened, or the iterable is for the other kind of client.
    """
    if is_path(content):
        content, start = opened(content, files, "the body"), 0
    length = None
    if is_file(content):
        if start is not None:
            length = content.seek(0, io.SEEK_END) - start
            content.seek(start)
        content = _chunks(content)
    if is_async:
        return (content if isinstance(content, AsyncIterable) else _one_by_one(content)), length
    if not isinstance(content, Iterable):
        raise RequestEncodingError("the body: an asynchronous iterable needs the asynchronous client")
    return iter(content), length


def _chunks(file: Any) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


async def _one_by_one(content: Iterable[bytes]) -> AsyncIterator[bytes]:
    for chunk in content:
        yield chunk
