"""Following a job: every event once and in order, whatever the pages look like."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_client import APIConnectionError, PollTimeoutError
from openai_client.lib.fine_tuning.following import EventLog, FineTuningFailedError, event_line, follow, show_event
from openai_client.types.fine_tuning import FineTuningJobEvent

from .conftest import Caller


def event(number: int, **more: object) -> dict[str, Any]:
    return {
        "object": "fine_tuning.job.event",
        "id": f"ftevent-{number}",
        "created_at": 1_700_000_000 + number // 2,
        "level": "info",
        "message": f"Step {number}",
        **more,
    }


class Job:
    """A job on the API that has more events at each look, and is done at the last.

    Args:
        counts: How many events there are at each look.
        oldest_first: How the list is ordered; the API's begins with the newest.
        page: Events on a page at most.
    """

    def __init__(
        self, call: Caller, counts: Sequence[int], *, oldest_first: bool = False, page: int = 3, **job: object
    ) -> None:
        self.counts, self.looks, self.oldest_first, self.page = counts, 0, oldest_first, page
        self.job = {"id": "ftjob-1", "status": "succeeded", "fine_tuned_model": "ft:m", **job}
        self.pages = 0
        call.api.fine_tuning.jobs.retrieve.answers(self._retrieve)
        call.api.fine_tuning.jobs.list_events.answers(self._list)

    def _retrieve(self, _: object) -> dict[str, object]:
        self.looks += 1
        return self.job if self.looks == len(self.counts) else {**self.job, "status": "running"}

    def _list(self, request: Any) -> dict[str, object]:
        self.pages += 1
        events = [event(number) for number in range(self.counts[self.looks - 1])]
        if self.oldest_first:
            events = [{**each, "created_at": 1_700_000_000 + number} for number, each in enumerate(events)]
        else:
            events.reverse()
        after = dict(request.query).get("after")
        start = [each["id"] for each in events].index(after) + 1 if after else 0
        return {"data": events[start : start + self.page], "has_more": start + self.page < len(events)}


@pytest.mark.parametrize("oldest_first", [False, True])
def test_events_come_once_each_and_in_order(call: Caller, oldest_first: bool) -> None:
    job = Job(call, [0, 2, 2, 13, 17], oldest_first=oldest_first, page=4)
    seen: list[str] = []
    done = call(follow, "ftjob-1", on_event=lambda each: seen.append(each.message))
    assert seen == [f"Step {number}" for number in range(17)]
    assert done.fine_tuned_model == "ft:m"
    assert len(call.clock.slept) == 4
    assert job.looks == 5


def test_pages_that_begin_with_the_oldest_may_cut_a_second() -> None:
    log = EventLog()
    events = [FineTuningJobEvent(**event(number, created_at=at)) for number, at in enumerate([1, 2, 2, 3])]
    assert log.take(events[:2])
    assert log.take(events[2:])
    assert log.flush() == events
    assert log.flush() == []


def test_pages_that_hold_only_known_events_are_not_asked_for(call: Caller) -> None:
    job = Job(call, [30, 30, 31], page=3)
    call(follow, "ftjob-1", on_event=lambda _: None)
    assert job.pages == 10 + 1 + 1


def test_a_coroutine_function_is_awaited() -> None:
    call = Caller(is_async=True)
    Job(call, [3])
    seen: list[str] = []

    async def tell(each: FineTuningJobEvent) -> None:
        seen.append(each.id)

    call(follow, "ftjob-1", on_event=tell)
    assert seen == ["ftevent-0", "ftevent-1", "ftevent-2"]


def test_the_caller_chooses_the_pause(call: Caller) -> None:
    Job(call, [1, 1, 1])
    call(follow, "ftjob-1", on_event=lambda _: None, poll_interval_ms=2500)
    assert call.clock.slept == [2.5, 2.5]


def test_a_failed_job_says_why(call: Caller) -> None:
    error = {"code": "invalid_training_file", "message": "Line 3 is no JSON", "param": "training_file"}
    Job(call, [1], status="failed", error=error)
    seen: list[str] = []
    with pytest.raises(FineTuningFailedError) as caught:
        call(follow, "ftjob-1", on_event=lambda each: seen.append(each.id))
    assert str(caught.value) == (
        "the fine-tuning job ftjob-1 failed: Line 3 is no JSON (invalid_training_file, parameter training_file)"
    )
    assert caught.value.job.id == "ftjob-1"
    assert seen == ["ftevent-0"]


@pytest.mark.parametrize("error", [None, {}, {"code": "", "message": "", "param": None}])
def test_a_failed_job_without_a_reason(call: Caller, error: object) -> None:
    Job(call, [1], status="failed", error=error)
    with pytest.raises(FineTuningFailedError, match="the API gives no reason; its events may"):
        call(follow, "ftjob-1", on_event=lambda _: None)


def test_a_cancelled_job_is_returned(call: Caller) -> None:
    Job(call, [1], status="cancelled")
    assert call(follow, "ftjob-1", on_event=lambda _: None).status == "cancelled"


def test_ctrl_c_leaves_the_job_and_says_how_to_go_on(call: Caller, caplog: pytest.LogCaptureFixture) -> None:
    Job(call, [1, 1])
    call.clock.interrupt = KeyboardInterrupt()
    with caplog.at_level(logging.WARNING), pytest.raises(KeyboardInterrupt):
        call(follow, "ftjob-1", on_event=lambda _: None)
    assert "follow(client, 'ftjob-1')" in caplog.text
    assert "client.fine_tuning.jobs.cancel('ftjob-1')" in caplog.text
    assert {request.verb for request in call.api.requests} == {"GET"}


def test_what_the_network_drops_is_asked_for_again(call: Caller) -> None:
    jobs = call.api.fine_tuning.jobs
    jobs.retrieve.raises(httpx.ConnectError("refused")).returns({"id": "ftjob-1", "status": "succeeded"})
    jobs.list_events.fails(503).returns({"data": [event(1), event(0)], "has_more": False})
    seen: list[str] = []
    call(follow, "ftjob-1", on_event=lambda each: seen.append(each.id), max_retries=1)
    assert seen == ["ftevent-0", "ftevent-1"]


def test_what_the_network_keeps_dropping_ends_the_following(call: Caller) -> None:
    call.api.fine_tuning.jobs.retrieve.raises(httpx.ConnectError("refused"))
    with pytest.raises(APIConnectionError):
        call(follow, "ftjob-1", max_retries=1)
    assert len(call.api.fine_tuning.jobs.retrieve.requests) == 2


def test_a_longest_time(call: Caller) -> None:
    Job(call, [1, 1, 1, 1])
    with pytest.raises(PollTimeoutError, match="still 'running' after 40 seconds"):
        call(follow, "ftjob-1", on_event=lambda _: None, max_wait_seconds=40)


def test_an_event_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    first = FineTuningJobEvent(**event(1))
    assert event_line(first).endswith("] Step 1")
    assert event_line(FineTuningJobEvent(**event(1, level="warn"))).endswith("] WARN: Step 1")
    show_event(first)
    assert capsys.readouterr().out == f"{event_line(first)}\n"


@given(st.lists(st.integers(0, 9), max_size=6), st.integers(1, 5), st.integers(1, 4))
def test_property_every_event_once_and_in_order(grows: list[int], page: int, seconds: int) -> None:
    """However many events come between two looks, and however pages and seconds cut them."""
    log, told, total = EventLog(), [], 0
    for more in grows:
        total += more
        newest_first = [
            FineTuningJobEvent(**event(number, created_at=number // seconds)) for number in reversed(range(total))
        ]
        for start in range(0, total, page):
            if not log.take(newest_first[start : start + page]):
                break
        told += [each.id for each in log.flush()]
    assert told == [f"ftevent-{number}" for number in range(total)]
