"""What a run of many texts is made of, for both colours of client; ``calls`` drives it."""

from __future__ import annotations

import sys
from binascii import a2b_base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from os import PathLike
from typing import TYPE_CHECKING, Any, TypedDict

from attrs import field, frozen

from ..._runtime.errors import InvalidDataError
from ..input_errors import InputError
from .cache import EmbeddingCache, keys
from .lengths import Lengths
from .numpy_extra import Floats, np
from .plan import Block, OnLong, Piece, Text, assemble, blocks, check_text

if TYPE_CHECKING:
    from ...types import CreateEmbeddingResponse

DIMENSIONS = {"text-embedding-3-small": 1536, "text-embedding-3-large": 3072, "text-embedding-ada-002": 1536}
WINDOW = 256
"""Texts that are looked up in the cache at a time."""


class EmbedOptions(TypedDict, total=False):
    """How texts are embedded; each may be left out."""

    model: str
    """ID of the embedding model; text-embedding-3-small by rule."""
    dimensions: int | None
    """Length of the vectors, if shorter than the model's own (text-embedding-3 and later)."""
    cache: str | PathLike[str] | EmbeddingCache | None
    """A file that keeps vectors, so that no text is paid for twice; made if there is none."""
    concurrency: int
    """How many requests are under way at a time; 4 by rule."""
    on_long: OnLong
    """A text of more than 8,192 tokens: ``average`` over its parts, weighted by their tokens, or ``error``."""


@frozen(kw_only=True)
class Settings:
    """``EmbedOptions``, checked."""

    model: str = "text-embedding-3-small"
    dimensions: int | None = None
    cache: str | PathLike[str] | EmbeddingCache | None = None
    concurrency: int = field(default=4)
    on_long: OnLong = field(default="average")

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.model, str) or not self.model:
            raise InputError(f"model is the name of an embedding model, not {self.model!r}")
        if self.dimensions is not None and self.dimensions < 1:
            raise InputError(f"dimensions is how long vectors are, 1 or more, not {self.dimensions!r}")
        if self.concurrency < 1:
            raise InputError(f"concurrency is how many requests are under way, 1 or more, not {self.concurrency!r}")
        if self.on_long not in ("average", "error"):
            raise InputError(f"on_long is 'average' or 'error', not {self.on_long!r}")

    @contextmanager
    def job(self, texts: Iterable[str]) -> Iterator[Job]:
        """The work for these texts; a cache that is given by its path is open within the block."""
        refuse_one(texts)
        if self.cache is None or isinstance(self.cache, EmbeddingCache):
            yield Job(self, texts, self.cache)
        else:
            with EmbeddingCache(self.cache) as cache:
                yield Job(self, texts, cache)

    def nothing(self) -> Floats:
        """The vectors of no text, shape (0, d)."""
        return np.empty((0, self.dimensions or DIMENSIONS.get(self.model, 0)), np.float32)


class Job:
    """Texts on their way: cut into blocks, each asked for by itself, and finished in their order."""

    def __init__(self, settings: Settings, texts: Iterable[str], cache: EmbeddingCache | None) -> None:
        self._settings = settings
        self._texts = texts
        self._cache = cache
        self._width = 0

    def blocks(self) -> Iterator[Block]:
        """What is to be asked for, in the order of the texts; raises as ``plan.blocks``."""
        return blocks(self._looked_up(), Lengths(self._settings.model), self._settings.on_long)

    def arguments(self, pieces: Sequence[Piece]) -> dict[str, Any]:
        """Of ``embeddings.create``. Asked for as base64 by name, vectors are not made into Python numbers."""
        wanted = {"input": [piece.text for piece in pieces], "model": self._settings.model}
        short = {"dimensions": self._settings.dimensions} if self._settings.dimensions else {}
        return {**wanted, **short, "encoding_format": "base64"}

    def finished(self, block: Block, vectors: Sequence[Floats]) -> Floats:
        """The vectors of a block, shape (rows, d); new ones are in the cache then.

        Raises:
            InvalidDataError: If they are of other length than those of the blocks before.
        """
        table = assemble(block, vectors)
        if self._width not in (0, table.shape[1]):
            problem = f"texts[{block.start}] has {table.shape[1]} dimensions, those before it {self._width}"
            raise InvalidDataError("embeddings", (problem,))
        self._width = table.shape[1]
        if self._cache is not None and (asked := block.asked()):
            self._cache.put(dict(zip(self._keys(asked.values()), (table[row] for row in asked), strict=True)))
        return table

    def _looked_up(self) -> Iterator[Text]:
        texts = enumerate(self._texts)
        while window := [(index, check_text(text, index)) for index, text in islice(texts, WINDOW)]:
            if self._cache is None:
                yield from (Text(index, text) for index, text in window)
                continue
            names = self._keys(text for _, text in window)
            known: Mapping[bytes, Floats] = self._cache.get(names)
            for (index, text), name in zip(window, names, strict=True):
                yield Text(index, text, known.get(name))

    def _keys(self, texts: Iterable[str]) -> list[bytes]:
        return keys(texts, self._settings.model, self._settings.dimensions)


def listed(texts: Iterable[str]) -> list[str]:
    """Texts as a list; raises an InputError if they are only one."""
    refuse_one(texts)
    return texts if isinstance(texts, list) else list(texts)


def refuse_one(texts: Iterable[str]) -> None:
    """Raise an InputError for one text where many are expected: its letters would be embedded one by one."""
    if isinstance(texts, str | bytes):
        raise InputError(f"texts is one {type(texts).__name__}; expected a list of texts: [text]")


def read(answer: CreateEmbeddingResponse, block: Block, pieces: Sequence[Piece]) -> Floats:
    """The vectors of an answer in the order of the pieces, shape (pieces, d).

    Raises:
        InvalidDataError: If the answer is not what was asked for.
    """
    place = f"texts[{block.start + pieces[0].row}] and after it"
    items: Any = answer.data
    if not isinstance(items, list) or len(items) != len(pieces):
        found = len(items) if isinstance(items, list) else "no"
        raise InvalidDataError("embeddings", (f"{place}: {len(pieces)} texts were sent and {found} vectors came",))
    table: Floats | None = None
    seen = set()
    for position, item in enumerate(items):
        index = getattr(item, "index", None)
        index = position if index is None else index
        vector = _numbers(getattr(item, "embedding", None), f"{place}, vector {position}")
        if table is None:
            table = np.empty((len(pieces), len(vector)), np.float32)
        if not isinstance(index, int) or not 0 <= index < len(pieces) or index in seen:
            raise InvalidDataError("embeddings", (f"{place}: the index {index!r} of a vector fits no text, or two",))
        if len(vector) != table.shape[1] or not np.isfinite(vector).all():
            raise InvalidDataError("embeddings", (f"{place}: vector {position} is of other length, or holds NaN",))
        seen.add(index)
        table[index] = vector
    assert table is not None  # a request has one text at least
    return table


@contextmanager
def naming(block: Block) -> Iterator[None]:
    """An error on the way names the texts (in a traceback from Python 3.11 on)."""
    try:
        yield
    except Exception as error:
        if sys.version_info >= (3, 11):
            error.add_note(f"while embedding texts[{block.start}:{block.start + len(block.texts)}]")
        raise


def _numbers(value: object, place: str) -> Floats:
    try:
        # Numbers come from a server that does not know base64.
        vector: Floats = np.asarray(
            np.frombuffer(a2b_base64(value), "<f4") if isinstance(value, str) else value, np.float32
        )
    except (TypeError, ValueError) as error:
        raise InvalidDataError("embeddings", (f"{place}: {error}",)) from error
    if vector.ndim != 1 or not vector.size:
        raise InvalidDataError("embeddings", (f"{place}: no list of numbers",))
    return vector
