"""Uploading many files at a time straight into a vector store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .._runtime import SDKError, check_waiting, omit, waits
from ..resources.vector_stores import file_batches as generated

if TYPE_CHECKING:
    from collections.abc import Callable

    from .._runtime import AsyncClient, FileTypes, Omit, SequenceNotStr, SyncClient
    from ..types.vector_stores import VectorStoreFileBatch
    from ..types.vector_stores.chunking_strategy_request_param import ChunkingStrategyRequestParam


class NoFilesError(SDKError, ValueError):
    """Nothing was sent: there is nothing to upload, or not even one upload at a time is allowed."""


class FileBatches(generated.FileBatches):
    """Operations under ``vector_stores.file_batches``."""

    @waits
    def upload_and_poll(
        self,
        vector_store_id: str,
        *,
        files: Iterable[FileTypes],
        max_concurrency: int = 5,
        file_ids: SequenceNotStr[str] = (),
        poll_interval_ms: float | Omit = omit,
        chunking_strategy: ChunkingStrategyRequestParam | Omit = omit,
        max_wait_seconds: float | Omit | None = omit,
        on_state: Callable[[VectorStoreFileBatch], object] | None = None,
        progress: bool = False,
    ) -> VectorStoreFileBatch:
        """Upload files, put them into a vector store as one batch, and wait as ``poll`` does until it is indexed.

        Args:
            vector_store_id: Of the store.
            files: To upload; one that fails ends it all, and the error names those that were uploaded.
            max_concurrency: How many are uploaded at a time.
            file_ids: Files that were uploaded before and go into the batch too, ahead of the others.
            poll_interval_ms: Pause between two looks; by rule what the server asks for.
            chunking_strategy: How the files are cut into pieces.
            max_wait_seconds: How long to wait at most; without end by rule.
            on_state: Called with what was seen at each look.
            progress: Whether to show the state on the terminal; needs the package rich.

        Raises:
            NoFilesError: If there are no files, or ``max_concurrency`` is less than 1.
            PollTimeoutError: If the batch is not done in time.
        """
        check_waiting(poll_interval_ms, max_wait_seconds, progress=progress)
        uploaded = _upload_all(self._client, _checked(files, max_concurrency), max_concurrency)
        return self.create_and_poll(
            vector_store_id,
            file_ids=[*file_ids, *uploaded],
            chunking_strategy=chunking_strategy,
            poll_interval_ms=poll_interval_ms,
            max_wait_seconds=max_wait_seconds,
            on_state=on_state,
            progress=progress,
        )


class AsyncFileBatches(generated.AsyncFileBatches):
    """Operations under ``vector_stores.file_batches``; every call is awaited."""

    @waits
    async def upload_and_poll(
        self,
        vector_store_id: str,
        *,
        files: Iterable[FileTypes],
        max_concurrency: int = 5,
        file_ids: SequenceNotStr[str] = (),
        poll_interval_ms: float | Omit = omit,
        chunking_strategy: ChunkingStrategyRequestParam | Omit = omit,
        max_wait_seconds: float | Omit | None = omit,
        on_state: Callable[[VectorStoreFileBatch], object] | None = None,
        progress: bool = False,
    ) -> VectorStoreFileBatch:
        """Upload files, put them into a vector store as one batch, and wait as ``poll`` does until it is indexed.

        Arguments and answer are those of ``FileBatches.upload_and_poll``.
        """
        check_waiting(poll_interval_ms, max_wait_seconds, progress=progress)
        uploaded = await _upload_all_async(self._client, _checked(files, max_concurrency), max_concurrency)
        return await self.create_and_poll(
            vector_store_id,
            file_ids=[*file_ids, *uploaded],
            chunking_strategy=chunking_strategy,
            poll_interval_ms=poll_interval_ms,
            max_wait_seconds=max_wait_seconds,
            on_state=on_state,
            progress=progress,
        )


def _checked(files: Iterable[FileTypes], max_concurrency: int) -> list[FileTypes]:
    found = list(files)
    if not found:
        raise NoFilesError("there are no files to upload; for those that were uploaded before use create_and_poll")
    if max_concurrency < 1:
        raise NoFilesError(f"max_concurrency is a number of uploads, 1 or more, not {max_concurrency!r}")
    return found


def _upload_all(client: SyncClient, files: list[FileTypes], at_a_time: int) -> list[str]:
    """The IDs of the uploaded files, in the order of the files. After a failure no further upload is begun."""
    from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait

    from .files import Files

    uploaded: dict[int, str] = {}

    def upload(index: int) -> None:
        uploaded[index] = Files(client).create(file=files[index], purpose="assistants").id

    with _naming(uploaded), ThreadPoolExecutor(min(at_a_time, len(files))) as pool:
        tasks = [pool.submit(upload, index) for index in range(len(files))]
        try:
            for task in wait(tasks, return_when=FIRST_EXCEPTION).done:
                task.result()
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    return [uploaded[index] for index in range(len(files))]


async def _upload_all_async(client: AsyncClient, files: list[FileTypes], at_a_time: int) -> list[str]:
    """The IDs of the uploaded files, in the order of the files. After a failure no further upload is begun."""
    import asyncio

    from .files import AsyncFiles

    uploaded: dict[int, str] = {}
    gate = asyncio.Semaphore(at_a_time)

    async def upload(index: int) -> None:
        async with gate:
            uploaded[index] = (await AsyncFiles(client).create(file=files[index], purpose="assistants")).id

    with _naming(uploaded):
        tasks = [asyncio.ensure_future(upload(index)) for index in range(len(files))]
        try:
            await asyncio.gather(*tasks)
        except BaseException:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            raise
    return [uploaded[index] for index in range(len(files))]


@contextmanager
def _naming(uploaded: dict[int, str]) -> Iterator[None]:
    """An error on the way names what was uploaded and now lies unused (in a traceback from Python 3.11 on)."""
    try:
        yield
    except BaseException as error:
        if uploaded and hasattr(error, "add_note"):
            ids = ", ".join(uploaded[index] for index in sorted(uploaded))
            error.add_note(f"Uploaded already, but in no vector store: {ids}")
        raise
