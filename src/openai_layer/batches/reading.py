"""The results of a batch that somebody else started."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from ..._runtime.errors import NotFoundError, SDKError
from . import steps
from .requests import ENDPOINTS, usual_reading
from .results import BatchResult, BatchResults, parse_results, unanswered
from .state import Part

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from ..._client import AsyncOpenAI, OpenAI
    from ...types import Batch


class BatchNotDoneError(SDKError):
    """The results of a batch were asked for that has not ended.

    Attributes:
        batch: As the service describes it.
    """

    batch: Batch

    def __init__(self, batch: Batch) -> None:
        super().__init__(f"the batch {batch.id} is {batch.status}; wait for it: client.batches.poll({batch.id!r})")
        self.batch = batch


@overload
def read_results(client: OpenAI, batch_id: str) -> BatchResults: ...
@overload
def read_results(client: AsyncOpenAI, batch_id: str) -> Coroutine[Any, Any, BatchResults]: ...
def read_results(client: OpenAI | AsyncOpenAI, batch_id: str) -> BatchResults | Coroutine[Any, Any, BatchResults]:
    """The results of a batch that has ended, in the order of its input file.

    Where the input file is gone, they come in the order of the output file. With an asynchronous client, to be
    awaited.

    Raises:
        BatchNotDoneError: If the batch has not ended.
        InputError: If a file of it is cut off.
        APIError: If it cannot be looked at.
    """
    drive: Any = steps.drive_async if client._is_async else steps.drive
    results: BatchResults | Coroutine[Any, Any, BatchResults] = drive(client, _reading(batch_id))
    return results


def _reading(batch_id: str) -> steps.Steps[BatchResults]:
    batch = yield steps.retrieve(batch_id)
    if batch.status not in steps.ENDED:
        raise BatchNotDoneError(batch)
    found: dict[str, dict[str, Any]] = {}
    for file_id in result_files(batch):
        content = (yield steps.fetch(file_id)).content
        found.update(parse_results(content, file_id))
    try:
        content = (yield steps.fetch(batch.input_file_id)).content
        names = list(parse_results(content, batch.input_file_id))
    except NotFoundError:
        names = []
    names += [name for name in found if name not in set(names)]
    part = Part(1, 1, batch.endpoint, [], status=batch.status, errors=failures(batch))
    read = usual_reading(batch.endpoint) if batch.endpoint in ENDPOINTS else _plain
    return BatchResults(
        BatchResult(name, found.get(name) or unanswered(part, place), batch.endpoint, read)
        for place, name in enumerate(names)
    )


def result_files(batch: Batch) -> list[str]:
    """The files that a batch left: answers, then errors; either may be missing."""
    return [file_id for file_id in (batch.output_file_id, batch.error_file_id) if file_id]


def failures(batch: Batch) -> list[dict[str, Any]]:
    """Why a batch failed as a whole."""
    listed = batch.errors.data if batch.errors is not None else None
    return [error.to_dict() for error in listed or []]


def _plain(response: Any) -> Any:
    return response.json()
