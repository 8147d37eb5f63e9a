"""The batches of a run seen from outside, while it goes on or after it was ended."""

from __future__ import annotations

from collections.abc import Callable
from os import PathLike
from typing import TYPE_CHECKING, Any, overload

from ..input_errors import InputError
from . import steps
from .state import State, Store
from .steps import Steps

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from ..._client import AsyncOpenAI, OpenAI
    from ...types import Batch


@overload
def batch_status(client: OpenAI, state: str | PathLike[str]) -> list[Batch]: ...
@overload
def batch_status(client: AsyncOpenAI, state: str | PathLike[str]) -> Coroutine[Any, Any, list[Batch]]: ...
def batch_status(client: OpenAI | AsyncOpenAI, state: str | PathLike[str]) -> Any:
    """The batches of a run as the service describes them now; the run may be going on.

    Raises:
        InputError: If there is no such run.
    """
    return _over_batches(client, state, _nothing)


@overload
def cancel_batches(client: OpenAI, state: str | PathLike[str]) -> list[Batch]: ...
@overload
def cancel_batches(client: AsyncOpenAI, state: str | PathLike[str]) -> Coroutine[Any, Any, list[Batch]]: ...
def cancel_batches(client: OpenAI | AsyncOpenAI, state: str | PathLike[str]) -> Any:
    """Stop the batches of a run that have not ended. Answers that are there are kept; run again to read them.

    Requests whose batch was cancelled are not tried again. Those of batches not yet started are not touched: stop
    the process that runs them first.

    Raises:
        InputError: If there is no such run.
    """
    return _over_batches(client, state, _stop)


def _over_batches(client: OpenAI | AsyncOpenAI, path: str | PathLike[str], then: Callable[[Batch], Steps[Any]]) -> Any:
    store = Store(path)
    state = store.load()
    if state is None:
        raise InputError("there is no run of batches with this state", path=store.path)
    drive: Any = steps.drive_async if client._is_async else steps.drive
    return drive(client, _visiting(state, then))


def _visiting(state: State, then: Callable[[Batch], Steps[Any]]) -> Steps[list[Batch]]:
    found: list[Batch] = []
    for part in state.parts:
        if part.batch_id:
            batch = yield steps.retrieve(part.batch_id)
        elif part.step == "creating":
            batch = yield from steps.find_batch(part.input_file_id, part.uploaded_at)
        else:
            continue
        if batch is not None:
            found.append((yield from then(batch)))
    return found


def _nothing(batch: Batch) -> Steps[Batch]:
    """Leave a batch as it is."""
    yield from ()
    return batch


def _stop(batch: Batch) -> Steps[Batch]:
    if batch.status in steps.ENDED or batch.status == "cancelling":
        return batch
    stopped: Batch = yield steps.cancel(batch.id)
    return stopped
