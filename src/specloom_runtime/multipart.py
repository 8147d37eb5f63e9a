"""Bodies made of parts: fields with bracketed names, and files wherever they stand in the data."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from os import PathLike, fspath
from pathlib import PurePath
from typing import Any, TypeAlias

from . import contents
from .bodies import json_bytes
from .omit import is_given
from .operation import ArrayStyle, Style
from .storage import Storage
from .wire_text import text

HttpxFile: TypeAlias = tuple[Any, ...]
_NO_STYLES: Mapping[str, Style] = {}


class Part:
    """One part.

    Attributes:
        name: Of the field.
        content: Bytes, text, an open file or a path.
        filename: None for a plain field.
        content_type: None where the file name tells it.
        headers: Further headers of the part.
    """

    __slots__ = ("content", "content_type", "filename", "headers", "name")

    def __init__(
        self,
        name: str,
        content: Any,
        filename: str | None = None,
        content_type: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.name = name
        self.content = content
        self.filename = filename
        self.content_type = content_type
        self.headers = headers

    def open(self, stack: ExitStack) -> tuple[str, HttpxFile]:
        """The part as httpx takes it. A path is opened here, so each attempt reads the file from its start.

        Raises:
            RequestEncodingError: If the file cannot be opened.
        """
        content = self.content
        if contents.is_path(content):
            content = contents.opened(content, stack, self.name)
        elif contents.is_file(content) and not contents.rewindable(content):
            content = contents.Forward(content)
        if self.headers:
            return self.name, (self.filename, content, self.content_type, dict(self.headers))
        if self.content_type:
            return self.name, (self.filename, content, self.content_type)
        return self.name, (self.filename, content)


def multipart_parts(
    fields: Mapping[str, object],
    content_types: Mapping[str, str],
    arrays: ArrayStyle = "brackets",
    styles: Mapping[str, Style] = _NO_STYLES,
) -> list[Part]:
    """The parts of a body, in the order of its fields.

    Args:
        fields: The body by wire name.
        content_types: Of fields that do not travel as plain text; ``application/json`` writes the value as JSON.
        arrays: Whether the names of lists and objects get brackets; else an object is a part of JSON. Each item of a
            list is a part in any case.
        styles: Of fields that are written as parameters of a query are.

    Raises:
        RequestEncodingError: If a value can be neither a field nor a file; names its place.
    """
    parts: list[Part] = []
    for name, value in fields.items():
        if name in styles:
            from .styles import plain_pairs

            parts += [Part(key, each) for key, each in plain_pairs(name, value, styles[name])]
            continue
        content_type = content_types.get(name)
        if content_type and "json" in content_type and not is_file(value):
            parts.append(Part(name, json_bytes(value), content_type=content_type))
            continue
        for part in _parts(name, value, arrays == "brackets"):
            part.content_type = part.content_type or content_type
            parts.append(part)
    return parts


def is_file(value: object) -> bool:
    """Whether a value is an upload: bytes, an open file, a path, or a tuple of name, content and so on."""
    if isinstance(value, tuple):
        named = 2 <= len(value) <= 4 and (value[0] is None or isinstance(value[0], str))
        return named and is_file(value[1]) and not isinstance(value[1], tuple)
    return isinstance(value, (bytes, bytearray, io.IOBase, PathLike)) or hasattr(value, "read")


def _parts(name: str, value: Any, brackets: bool) -> Iterator[Part]:
    if value is None or not is_given(value):
        return
    if is_file(value):
        yield _file_part(name, value)
    elif not brackets and isinstance(value, (Mapping, Storage)) and not _holds_file(value):
        yield Part(name, json_bytes(value), content_type="application/json")
    elif isinstance(value, Storage):
        yield from _parts(name, value.to_dict(mode="json"), brackets)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _parts(f"{name}[{key}]", inner, brackets)
    elif isinstance(value, Iterable) and not isinstance(value, str):
        for inner in value:
            yield from _parts(f"{name}[]" if brackets else name, inner, brackets)
    else:
        yield Part(name, text(value, name))


def _holds_file(value: Any) -> bool:
    """Whether there are files in a mapping or a list, for which JSON has no form."""
    if isinstance(value, Mapping):
        value = list(value.values())
    return is_file(value) or (isinstance(value, (list, tuple)) and any(map(_holds_file, value)))


def _file_part(name: str, value: Any) -> Part:
    if isinstance(value, tuple):
        filename, content, *more = value
        content_type = more[0] if more else None
        headers = more[1] if len(more) > 1 else None
        return Part(name, _content(name, content), filename, content_type, headers)
    return Part(name, _content(name, value), _filename(value))


def _content(name: str, content: Any) -> Any:
    if isinstance(content, (bytearray, memoryview)):
        return bytes(content)
    if contents.is_file(content):
        contents.check_file(content, name)
    return content


def _filename(value: Any) -> str:
    """What the server is told that the file is called; ``upload`` for bytes, which have no name."""
    name = fspath(value) if isinstance(value, PathLike) else getattr(value, "name", None)
    return PurePath(name).name if isinstance(name, str) and name else "upload"
