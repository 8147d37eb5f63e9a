"""Many texts into vectors, with a client of either colour: requests of the right size, several at a time, in order."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import aclosing, closing
from typing import TYPE_CHECKING, NamedTuple

from ..progress_bars import progress_bar
from .job import EmbedOptions, Job, Settings, listed, naming, read
from .numpy_extra import Floats, np
from .plan import Block, requests

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._client import AsyncOpenAI, OpenAI


class Embedded(NamedTuple):
    """Vectors of texts that follow one another."""

    start: int
    """Place of the first text."""
    vectors: Floats
    """Shape (number of texts, d)."""


def embed_texts(
    client: OpenAI, texts: Iterable[str], *, progress: bool = False, **options: Unpack[EmbedOptions]
) -> Floats:
    """Vectors for texts, in their order: an array of 32-bit floats, shape (n, d).

    The same text is asked for once. With a cache, what was done before a failure is not done again.

    Args:
        client: Its ``max_retries`` say how often a request is tried again.
        texts: Any number; for more than the memory holds see ``embed_iter``.
        progress: Whether to show a bar on the terminal; needs the package rich.
        options: See ``EmbedOptions``.

    Raises:
        InputError: If a text is no string or is empty, or the cache cannot be used; names the position.
        RankFileError: If a text may be too long, and its tokens cannot be counted on this machine.
        InvalidDataError: If an answer is not what was asked for.
        APIError: If a request fails.
    """
    every = listed(texts)
    filled = _Filled(Settings(**options), len(every))
    with (
        progress_bar("Embedding", len(every), unit="texts", show=progress) as show,
        closing(embed_iter(client, every, **options)) as found,
    ):
        for part in found:
            show(filled.take(part))
    return filled.table


async def embed_texts_async(
    client: AsyncOpenAI, texts: Iterable[str], *, progress: bool = False, **options: Unpack[EmbedOptions]
) -> Floats:
    """Vectors for texts, in their order; arguments and answer are those of ``embed_texts``."""
    every = listed(texts)
    filled = _Filled(Settings(**options), len(every))
    with progress_bar("Embedding", len(every), unit="texts", show=progress) as show:
        async with aclosing(embed_iter_async(client, every, **options)) as found:
            async for part in found:
                show(filled.take(part))
    return filled.table


def embed_iter(
    client: OpenAI, texts: Iterable[str], **options: Unpack[EmbedOptions]
) -> Generator[Embedded, None, None]:
    """Vectors for texts as they come, in their order; no more than a few requests of them are in memory.

    Args:
        client: As for ``embed_texts``.
        texts: Any number, also of a generator.
        options: See ``EmbedOptions``.

    Yields:
        Vectors of texts that follow one another, and the place of the first.

    Raises:
        InputError, RankFileError, InvalidDataError, APIError: As ``embed_texts``.
    """
    settings = Settings(**options)
    waiting: deque[tuple[Block, Future[list[Floats]]]] = deque()
    with settings.job(texts) as job, ThreadPoolExecutor(settings.concurrency) as pool:
        try:
            for block in job.blocks():
                waiting.append((block, pool.submit(_ask, client, job, block)))
                if len(waiting) >= settings.concurrency:
                    yield _next(job, *waiting.popleft())
            while waiting:
                yield _next(job, *waiting.popleft())
        finally:
            for _, task in waiting:
                task.cancel()


async def embed_iter_async(
    client: AsyncOpenAI, texts: Iterable[str], **options: Unpack[EmbedOptions]
) -> AsyncGenerator[Embedded, None]:
    """Vectors for texts as they come; arguments and what it yields are those of ``embed_iter``.

    Texts are taken, counted and looked up in a thread, so that the loop goes on meanwhile.
    """
    settings = Settings(**options)
    waiting: deque[tuple[Block, asyncio.Task[list[Floats]]]] = deque()
    with settings.job(texts) as job:
        try:
            planned = job.blocks()
            while (block := await asyncio.to_thread(next, planned, None)) is not None:
                waiting.append((block, asyncio.create_task(_ask_async(client, job, block))))
                if len(waiting) >= settings.concurrency:
                    yield await _next_async(job, *waiting.popleft())
            while waiting:
                yield await _next_async(job, *waiting.popleft())
        finally:
            for _, task in waiting:
                task.cancel()
            await asyncio.gather(*(task for _, task in waiting), return_exceptions=True)


def _ask(client: OpenAI, job: Job, block: Block) -> list[Floats]:
    with naming(block):
        return [
            read(client.embeddings.create(**job.arguments(pieces)), block, pieces) for pieces in requests(block.pieces)
        ]


async def _ask_async(client: AsyncOpenAI, job: Job, block: Block) -> list[Floats]:
    with naming(block):
        return [
            read(await client.embeddings.create(**job.arguments(pieces)), block, pieces)
            for pieces in requests(block.pieces)
        ]


def _next(job: Job, block: Block, task: Future[list[Floats]]) -> Embedded:
    return Embedded(block.start, job.finished(block, task.result()))


async def _next_async(job: Job, block: Block, task: asyncio.Task[list[Floats]]) -> Embedded:
    vectors = await task
    return Embedded(block.start, await asyncio.to_thread(job.finished, block, vectors))


class _Filled:
    """A table that fills as vectors come; made when the first tell how long they are."""

    def __init__(self, settings: Settings, count: int) -> None:
        self.table = settings.nothing()
        self._count = count

    def take(self, part: Embedded) -> int:
        """Put vectors in their place, and tell how many there are now."""
        if not len(self.table):
            self.table = np.empty((self._count, part.vectors.shape[1]), np.float32)
        end = part.start + len(part.vectors)
        self.table[part.start : end] = part.vectors
        return end
