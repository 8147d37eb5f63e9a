"""Following a fine-tuning job: its events as they come, until it has ended."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from ..._runtime import Omit, SDKError, omit
from ..._runtime.logs import LOGGER

if TYPE_CHECKING:
    from ..._client import AsyncOpenAI, OpenAI
    from ...types.fine_tuning import FineTuningJob, FineTuningJobEvent

    OnEvent: TypeAlias = Callable[[FineTuningJobEvent], object]
    AsyncOnEvent: TypeAlias = Callable[[FineTuningJobEvent], Awaitable[object] | object]

_PAGE = 100
"""Events asked for at once, which is the most."""


class FineTuningFailedError(SDKError, RuntimeError):
    """A job has failed; the message is its error.

    Attributes:
        job: As it was seen last.
    """

    job: FineTuningJob

    def __init__(self, job: FineTuningJob) -> None:
        self.job = job
        super().__init__(f"the fine-tuning job {job.id} failed: {_reason(job)}")


class EventLog:
    """Which events of a job were seen, so that each is told once and in its order. It asks for nothing itself."""

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._new: list[FineTuningJobEvent] = []

    def take(self, page: Sequence[FineTuningJobEvent]) -> bool:
        """Note a page of the list, and tell whether the pages after it may hold anything that was not seen."""
        fresh = [event for event in page if event.id not in self._known]
        self._known.update(event.id for event in fresh)
        oldest_first = len(page) > 1 and page[0].created_at < page[-1].created_at
        # The API lists the newest first: once a page reaches back to what is known, all that follows is known too.
        # A compatible server that begins with the oldest has what is new on its last page. Which of the two it is,
        # the times tell; a page within one second is taken for the API's order.
        if oldest_first:
            self._new[:0] = reversed(fresh)
        else:
            self._new += fresh
        return oldest_first or len(fresh) == len(page)

    def flush(self) -> list[FineTuningJobEvent]:
        """The events that came in since it was last called, the oldest first."""
        new, self._new = self._new, []
        new.reverse()
        return sorted(new, key=lambda event: event.created_at)


def event_line(event: FineTuningJobEvent) -> str:
    """An event in a line: ``[2026-03-01 15:28:02] Step 10/40: training loss=0.71``, in the time of this machine."""
    moment = datetime.fromtimestamp(event.created_at).astimezone()
    level = "" if event.level == "info" else f"{event.level.upper()}: "
    return f"[{moment:%Y-%m-%d %H:%M:%S}] {level}{event.message}"


def show_event(event: FineTuningJobEvent) -> None:
    """Print an event."""
    print(event_line(event), flush=True)


def follow(
    client: OpenAI,
    job_id: str,
    *,
    on_event: OnEvent = show_event,
    poll_interval_ms: float | Omit = omit,
    max_wait_seconds: float | Omit | None = omit,
) -> FineTuningJob:
    """Tell each event of a job, those that were before as well, until the job has succeeded or was cancelled.

    Ctrl-C stops the following and not the job, and says how to follow it again. What the network drops is asked for
    again, as often as ``max_retries`` of the client says.

    Args:
        client: Asks for the job and its events.
        job_id: ``ftjob-...``
        on_event: Called with each event once, in their order; by rule it is printed.
        poll_interval_ms: Pause between two looks; by rule what the server asks for, or 30 seconds.
        max_wait_seconds: How long to follow at most; without end by rule.

    Returns:
        The job; ``fine_tuned_model`` is the model that came of it.

    Raises:
        FineTuningFailedError: If the job fails; holds the job.
        PollTimeoutError: If it has not ended in time.
    """
    jobs, log = client.fine_tuning.jobs, EventLog()

    def tell(_: FineTuningJob) -> None:
        for page in jobs.list_events(job_id, limit=_PAGE).iter_pages():
            if not log.take(page.data):
                break
        for event in log.flush():
            on_event(event)

    with _leaving(job_id):
        return _succeeded(
            jobs.poll(job_id, poll_interval_ms=poll_interval_ms, max_wait_seconds=max_wait_seconds, on_state=tell)
        )


async def follow_async(
    client: AsyncOpenAI,
    job_id: str,
    *,
    on_event: AsyncOnEvent = show_event,
    poll_interval_ms: float | Omit = omit,
    max_wait_seconds: float | Omit | None = omit,
) -> FineTuningJob:
    """Tell each event of a job until it has ended; see ``follow``. ``on_event`` may be a coroutine function."""
    jobs, log = client.fine_tuning.jobs, EventLog()

    async def tell(_: FineTuningJob) -> None:
        first = await jobs.list_events(job_id, limit=_PAGE)
        async for page in first.iter_pages():
            if not log.take(page.data):
                break
        for event in log.flush():
            told = on_event(event)
            if inspect.isawaitable(told):
                await told

    with _leaving(job_id):
        return _succeeded(
            await jobs.poll(
                job_id, poll_interval_ms=poll_interval_ms, max_wait_seconds=max_wait_seconds, on_state=tell
            )
        )


@contextmanager
def _leaving(job_id: str) -> Iterator[None]:
    """Ctrl-C says what can be done about the job, which goes on and costs; waiting again is told by the poll."""
    try:
        yield
    except KeyboardInterrupt:
        LOGGER.warning(
            "Its events again: follow(client, %r). To stop the job: client.fine_tuning.jobs.cancel(%r)", job_id, job_id
        )
        raise


def _succeeded(job: FineTuningJob) -> FineTuningJob:
    if job.status == "failed":
        raise FineTuningFailedError(job)
    return job


def _reason(job: FineTuningJob) -> str:
    error = job.error
    if error is None or not (error.message or error.code):
        return "the API gives no reason; its events may"
    details = [error.code, f"parameter {error.param}" if error.param else ""]
    named = ", ".join(detail for detail in details if detail)
    return f"{error.message or 'no message'}" + (f" ({named})" if named else "")
