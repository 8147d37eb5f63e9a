"""Waiting until a file can be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime import Polling, Waiting, until_done, until_done_async, waits
from ..resources import files as generated
from .purposes import checking_purpose

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..types import FileObject

_PROCESSING = Polling(
    "files.wait_for_processing",
    done=("processed", "error", "deleted"),
    interval_ms=5000,
    max_wait_seconds=1800,
)


class Files(generated.Files):
    """Operations under ``files``."""

    create = checking_purpose(generated.Files.create)

    @waits
    def wait_for_processing(
        self,
        id: str,
        *,
        poll_interval: float = 5.0,
        max_wait_seconds: float = 1800,
        on_state: Callable[[FileObject], object] | None = None,
        progress: bool = False,
    ) -> FileObject:
        """Look at a file until it is processed, has an error or is deleted.

        Args:
            id: Of the file.
            poll_interval: Seconds between two looks.
            max_wait_seconds: How long to wait at most.
            on_state: Called with what was seen at each look.
            progress: Whether to show the state on the terminal; needs the package rich.

        Raises:
            PollTimeoutError: If it is not done in time (it is a RuntimeError too).
        """
        waiting = Waiting(poll_interval * 1000, max_wait_seconds, on_state, progress=progress)
        return until_done(self, generated._RETRIEVE, _PROCESSING, waiting, path={"file_id": id})


class AsyncFiles(generated.AsyncFiles):
    """Operations under ``files``; every call is awaited."""

    create = checking_purpose(generated.AsyncFiles.create)

    @waits
    async def wait_for_processing(
        self,
        id: str,
        *,
        poll_interval: float = 5.0,
        max_wait_seconds: float = 1800,
        on_state: Callable[[FileObject], object] | None = None,
        progress: bool = False,
    ) -> FileObject:
        """Look at a file until it is processed, has an error or is deleted.

        Arguments and answer are those of ``Files.wait_for_processing``.
        """
        waiting = Waiting(poll_interval * 1000, max_wait_seconds, on_state, progress=progress)
        return await until_done_async(self, generated._RETRIEVE, _PROCESSING, waiting, path={"file_id": id})
