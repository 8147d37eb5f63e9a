"""What a run asks a client to do, and the two shells that do it.

A step is a function of a client; with an asynchronous one it returns something to be awaited.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Generator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from ..._runtime import omit
from ..._runtime.errors import APIConnectionError, APIStatusError
from ..._runtime.retries import delay, should_retry

if TYPE_CHECKING:
    from ...types import Batch, FileObject

T = TypeVar("T")
Step: TypeAlias = Callable[[Any], Any]
Steps: TypeAlias = Generator[Step, Any, T]

ENDED = frozenset({"completed", "failed", "expired", "cancelled"})
_CLOCKS_APART = 3600
"""Seconds by which two clocks of the service may differ."""


def drive(client: Any, steps: Steps[T]) -> T:
    """Take steps with a client whose calls return when they are done."""
    try:
        step = next(steps)
        while True:
            try:
                outcome = step(client)
            except Exception as error:  # noqa: BLE001 - whether it ends the run is for the run to say
                step = steps.throw(error)
            else:
                step = steps.send(outcome)
    except StopIteration as stop:
        result: T = stop.value
        return result
    finally:
        steps.close()


async def drive_async(client: Any, steps: Steps[T]) -> T:
    """Take steps with a client whose calls are awaited."""
    try:
        step = next(steps)
        while True:
            try:
                outcome = step(client)
                if inspect.isawaitable(outcome):
                    outcome = await outcome
            except Exception as error:  # noqa: BLE001 - whether it ends the run is for the run to say
                step = steps.throw(error)
            else:
                step = steps.send(outcome)
    except StopIteration as stop:
        result: T = stop.value
        return result
    finally:
        steps.close()


def find_file(name: str, size: int) -> Steps[FileObject | None]:
    """The file for batches that has this name and size."""
    after: Any = omit
    while True:
        page = yield _listing("files", after, purpose="batch", limit=10_000)
        for file in page.data:
            if file.filename == name and file.bytes == size:
                found: FileObject = file
                return found
        if not page.has_next_page():
            return None
        after = page.data[-1].id


def find_batch(input_file_id: str, since: int) -> Steps[Batch | None]:
    """The batch that was made of a file.

    Args:
        input_file_id: The file.
        since: When it was uploaded, by the clock of the service; there was no batch of it before.
    """
    after: Any = omit
    while True:
        page = yield _listing("batches", after, limit=100)
        for batch in page.data:
            if batch.input_file_id == input_file_id:
                found: Batch = batch
                return found
        # The newest come first.
        if not page.has_next_page() or page.data[-1].created_at < since - _CLOCKS_APART:
            return None
        after = page.data[-1].id


def upload(path: Path) -> Step:
    """Upload an input file under its name."""
    return lambda client: client.files.create(file=path, purpose="batch")


def create(params: Mapping[str, object]) -> Step:
    """Start a batch; not tried again here, as a failure may have come after the batch was made."""
    return lambda client: client.copy(max_retries=0).batches.create(**params)


def fetch(file_id: str) -> Step:
    """The content of a file."""
    return lambda client: client.files.content(file_id)


def retrieve(batch_id: str) -> Step:
    """Look at a batch."""
    return lambda client: client.batches.retrieve(batch_id)


def cancel(batch_id: str) -> Step:
    """Stop a batch."""
    return lambda client: client.batches.cancel(batch_id)


def pause(taken: int, error: APIConnectionError | APIStatusError) -> Step:
    """Wait before another attempt, as long as a client would.

    Args:
        taken: Attempts so far.
        error: How the last one failed.
    """
    headers = error.response.headers if isinstance(error, APIStatusError) else {}

    def wait(client: Any) -> Any:
        seconds = delay(taken - 1, headers, client._clock)
        if client._is_async:
            return client._clock.sleep_async(seconds)
        return client._clock.sleep(seconds)

    return wait


def attempts_left(taken: int, error: APIConnectionError | APIStatusError) -> Step:
    """Whether a client would try a failed call again."""

    def ask(client: Any) -> bool:
        if taken > client.max_retries:
            return False
        if isinstance(error, APIConnectionError):
            return True
        return should_retry(error.status_code, error.response.headers, client._clock.now())

    return ask


def _listing(resource: str, after: object, **query: object) -> Step:
    return lambda client: getattr(client, resource).list(after=after, **query)
