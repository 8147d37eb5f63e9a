"""Tokens of more text than one machine reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os import PathLike, fspath
from typing import Any, TypeAlias

from ..extras import load_extra
from ..input_errors import InputError
from ..jsonl import parse_line
from ..tokens import count_many, count_message_tokens

Bag: TypeAlias = Any
"""A ``dask.bag.Bag``."""
Paths: TypeAlias = "str | PathLike[str] | Iterable[str | PathLike[str]]"


def count_tokens_bag(data: Bag | Paths, *, model: str, blocksize: str | int = "64MiB") -> Bag:
    """The tokens of each text, as a bag of numbers in the order of the texts; add them up with ``.sum()``.

    Args:
        data: A bag of texts or of records with ``messages``, or the paths of files, which may hold ``*``. Of a
            ``.jsonl`` file each line is a text or a record in JSON, of any other file each line is a text; blank
            lines are passed over.
        model: Name of a model, or of an encoding.
        blocksize: How much of a file is one piece of work.

    Raises:
        MissingDependencyError: If dask is not installed.
        InputError: When it is computed, if a line is no JSON, or an item neither a text nor such a record.
        RankFileError: When it is computed, if a worker lacks the rank file.
    """
    if not hasattr(data, "map_partitions"):
        module = load_extra("dask.bag", extra="bulk", purpose="counting tokens of many files")
        lines = module.read_text(paths_of(data), blocksize=blocksize, include_path=True)
        data = lines.map_partitions(_read)
    return data.map_partitions(_counts, model=model)


def paths_of(data: Paths) -> list[str]:
    """Paths as a list of texts."""
    return [fspath(path) for path in ([data] if isinstance(data, (str, PathLike)) else data)]


def _read(lines: Iterable[tuple[str, str]]) -> list[object]:
    found: list[object] = []
    for line, path in lines:
        if not (text := line.removeprefix("\ufeff").strip("\r\n")).strip():
            continue
        found.append(_parsed(text, path) if path.endswith(".jsonl") else text)
    return found


def _parsed(text: str, path: str) -> object:
    try:
        return parse_line(text.encode(), path, 0)
    except InputError as error:
        # A worker sees a part of the file, and cannot know the number of the line.
        raise InputError(f"{error.problem}; in the line {text[:60]!r}", path=path) from None


def _counts(items: Iterable[object], *, model: str) -> list[int]:
    found = list(items)
    texts = [item for item in found if isinstance(item, str)]
    if len(texts) == len(found):
        return count_many(texts, model=model, threads=1)
    return [_tokens(item, model) for item in found]


def _tokens(item: object, model: str) -> int:
    if isinstance(item, str):
        return count_many([item], model=model, threads=1)[0]
    if isinstance(item, Mapping) and isinstance(item.get("messages"), list):
        return count_message_tokens(item["messages"], model=model, tools=item.get("tools"))
    raise InputError(f"tokens are counted of a text or of a record with messages, not of {str(item)[:60]!r}")
