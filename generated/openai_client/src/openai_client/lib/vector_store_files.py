"""Uploading a file straight into a vector store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime import check_waiting, omit, waits
from ..resources.vector_stores import files as generated

if TYPE_CHECKING:
    from collections.abc import Callable

    from .._runtime import FileTypes, Omit
    from ..types.vector_store_file_attributes_param import VectorStoreFileAttributesParam
    from ..types.vector_stores import VectorStoreFile
    from ..types.vector_stores.chunking_strategy_request_param import ChunkingStrategyRequestParam


class Files(generated.Files):
    """Operations under ``vector_stores.files``."""

    @waits
    def upload(
        self,
        *,
        vector_store_id: str,
        file: FileTypes,
        chunking_strategy: ChunkingStrategyRequestParam | Omit = omit,
    ) -> VectorStoreFile:
        """Upload a file and put it into a vector store; its indexing has only begun when this returns.

        ``POST /files``, then ``POST /vector_stores/{vector_store_id}/files``
        """
        from .files import Files as Uploads

        uploaded = Uploads(self._client).create(file=file, purpose="assistants")
        return self.create(vector_store_id, file_id=uploaded.id, chunking_strategy=chunking_strategy)

    @waits
    def upload_and_poll(
        self,
        *,
        vector_store_id: str,
        file: FileTypes,
        attributes: VectorStoreFileAttributesParam | Omit = omit,
        poll_interval_ms: float | Omit = omit,
        chunking_strategy: ChunkingStrategyRequestParam | Omit = omit,
        max_wait_seconds: float | Omit | None = omit,
        on_state: Callable[[VectorStoreFile], object] | None = None,
        progress: bool = False,
    ) -> VectorStoreFile:
        """Upload a file, put it into a vector store, and wait as ``poll`` does until it is indexed."""
        from .files import Files as Uploads

        check_waiting(poll_interval_ms, max_wait_seconds, progress=progress)
        uploaded = Uploads(self._client).create(file=file, purpose="assistants")
        return self.create_and_poll(
            uploaded.id,
            vector_store_id=vector_store_id,
            attributes=attributes,
            chunking_strategy=chunking_strategy,
            poll_interval_ms=poll_interval_ms,
            max_wait_seconds=max_wait_seconds,
            on_state=on_state,
            progress=progress,
        )


class AsyncFiles(generated.AsyncFiles):
    """Operations under ``vector_stores.files``; every call is awaited."""

    @waits
    async def upload(
        self,
        *,
        vector_store_id: str,
        file: FileTypes,
        chunking_strategy: ChunkingStrategyRequestParam | Omit = omit,
    ) -> VectorStoreFile:
        """Upload a file and put it into a vector store; its indexing has only begun when this returns.

        Arguments and answer are those of ``Files.upload``.
        """
        from .files import AsyncFiles as Uploads

        uploaded = await Uploads(self._client).create(file=file, purpose="assistants")
        return await self.create(vector_store_id, file_id=uploaded.id, chunking_strategy=chunking_strategy)

    @waits
    async def upload_and_poll(
        self,
        *,
        vector_store_id: str,
        file: FileTypes,
        attributes: VectorStoreFileAttributesParam | Omit = omit,
        poll_interval_ms: float | Omit = omit,
        chunking_strategy: ChunkingStrategyRequestParam | Omit = omit,
        max_wait_seconds: float | Omit | None = omit,
        on_state: Callable[[VectorStoreFile], object] | None = None,
        progress: bool = False,
    ) -> VectorStoreFile:
        """Upload a file, put it into a vector store, and wait as ``poll`` does until it is indexed.

        Arguments and answer are those of ``Files.upload_and_poll``.
        """
        from .files import AsyncFiles as Uploads

        check_waiting(poll_interval_ms, max_wait_seconds, progress=progress)
        uploaded = await Uploads(self._client).create(file=file, purpose="assistants")
        return await self.create_and_poll(
            uploaded.id,
            vector_store_id=vector_store_id,
            attributes=attributes,
            chunking_strategy=chunking_strategy,
            poll_interval_ms=poll_interval_ms,
            max_wait_seconds=max_wait_seconds,
            on_state=on_state,
            progress=progress,
        )
