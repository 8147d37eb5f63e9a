"""Vectors for more texts than one machine holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..embed import EmbeddingCache, EmbedOptions, embed_texts
from ..extras import load_extra
from ..input_errors import InputError
from .counting import Bag

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._client import OpenAI

    ClientFactory = Callable[[], OpenAI]


def embed_bag(
    bag: Bag,
    client_factory: ClientFactory,
    *,
    column: str | None = None,
    into: str = "embedding",
    **options: Unpack[EmbedOptions],
) -> Bag:
    """Vectors for the texts of a bag, in their order: a bag of arrays of 32-bit floats.

    Args:
        bag: Of texts or, with ``column``, of records.
        client_factory: Makes the client of a worker, in its process: a function of a module or a
            ``functools.partial``, such as ``OpenAI`` itself.
        column: The key of the text in each record; the bag that comes back holds records with their vector.
        into: The key of the vector.
        options: As for ``embed_texts``. A ``cache`` is the path of a file; a piece of work that is done again, as
            when a worker died, then pays only for what was not in it yet. It is SQLite, so give each machine its own.

    Raises:
        InputError: If the cache is not given as a path.
        InputError, InvalidDataError, APIError: When it is computed, as ``embed_texts``.
    """
    _check(options)
    return bag.map_partitions(_bag_vectors, client_factory, column, into, options)


def embed_frame(
    frame: Any,
    column: str,
    client_factory: ClientFactory,
    *,
    into: str = "embedding",
    **options: Unpack[EmbedOptions],
) -> Any:
    """A Dask data frame with a column of vectors more, each a list of 32-bit floats that Parquet can hold.

    Args:
        frame: A ``dask.dataframe.DataFrame``. Each of its partitions is a piece of work.
        column: Name of the column with the texts.
        client_factory: As for ``embed_bag``.
        into: Name of the new column.
        options: As for ``embed_bag``.

    Raises:
        InputError: If there is no such column, or there is one of the new name already; otherwise as ``embed_bag``.
    """
    _check(options)
    if column not in frame.columns or into in frame.columns:
        problem = f"has no column {column!r}" if column not in frame.columns else f"has a column {into!r} already"
        raise InputError(f"the frame {problem}; its columns are {', '.join(map(str, frame.columns))}")
    meta = frame._meta.assign(**{into: _column([], frame._meta.index)})
    return frame.map_partitions(_frame_vectors, column, client_factory, into, options, meta=meta)


def _check(options: Mapping[str, object]) -> None:
    if isinstance(options.get("cache"), EmbeddingCache):
        raise InputError("cache is the path of a file here: an open cache does not travel to other processes")


def _vectors(texts: list[Any], client_factory: ClientFactory, options: EmbedOptions) -> Any:
    with client_factory() as client:
        return embed_texts(client, texts, **options)


def _bag_vectors(
    items: Iterable[Any], client_factory: ClientFactory, column: str | None, into: str, options: EmbedOptions
) -> list[Any]:
    found = list(items)
    if column is None:
        return list(_vectors(found, client_factory, options))
    for item in found:
        if not isinstance(item, Mapping) or column not in item:
            raise InputError(f"a record has no {column!r}: {str(item)[:60]!r}")
    vectors = _vectors([item[column] for item in found], client_factory, options)
    return [{**item, into: vector} for item, vector in zip(found, vectors, strict=True)]


def _frame_vectors(part: Any, column: str, client_factory: ClientFactory, into: str, options: EmbedOptions) -> Any:
    return part.assign(**{into: _column(_vectors(part[column].tolist(), client_factory, options), part.index)})


def _column(vectors: Any, index: Any) -> Any:
    """Vectors as a column: lists of floats, as Arrow holds them."""
    pandas = load_extra("pandas", extra="bulk", purpose="embedding a data frame")
    arrow = load_extra("pyarrow", extra="bulk", purpose="embedding a data frame")
    held = arrow.array(list(vectors), arrow.list_(arrow.float32()))
    return pandas.Series(pandas.arrays.ArrowExtensionArray(held), index=index)
