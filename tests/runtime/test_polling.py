"""When to look, how long to wait and when to give up: decided without a clock that anybody waits for."""

from __future__ import annotations

import math
import pickle
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specloom_runtime.omit import Omit, omit
from specloom_runtime.polling import (
    LONGEST_PAUSE,
    InvalidWaitError,
    Look,
    Polling,
    PollTimeoutError,
    Waiting,
    check_waiting,
    polling,
)
from specloom_runtime.polling_display import MissingDependencyError, resumption

from .clocks import FakeClock

RULES = Polling("jobs.poll", done=("done", "failed"), interval_header="x-wait")
RESUME = "client.jobs.poll('job-1')"


def pauses(
    looks: Sequence[Look], rules: Polling = RULES, waiting: Waiting[object] | None = None, *, chance: float = 0.0
) -> list[float]:
    """The pauses before each of some looks; the last look has to end it."""
    clock = FakeClock(chance=chance)
    steps = polling(rules, waiting or Waiting(), clock, RESUME)
    found = [next(steps)]
    for look in looks[:-1]:
        found.append(steps.send(look))
        clock.sleep(found[-1])
    with pytest.raises(StopIteration):
        steps.send(looks[-1])
    return found


def look(state: str, asked: str | None = None) -> Look:
    return Look(object(), state, asked)


def test_what_is_done_at_once_is_looked_at_once() -> None:
    assert pauses([look("done")]) == [0.0]


def test_by_rule_a_second_lies_between_two_looks() -> None:
    assert pauses([look("queued"), look("running"), look("failed")]) == [0.0, 1.0, 1.0]


def test_the_server_says_when_to_look_again() -> None:
    assert pauses([look("queued", "250"), look("queued", "4000.5"), look("queued"), look("done")]) == [
        0.0,
        0.25,
        4.0005,
        1.0,
    ]


@pytest.mark.parametrize("nonsense", ["", "soon", "nan", "-5", "0", "-inf"])
def test_a_server_that_makes_no_sense_is_not_listened_to(nonsense: str) -> None:
    assert pauses([look("queued", nonsense), look("done")]) == [0.0, 1.0]


@pytest.mark.parametrize("long", ["inf", "1e300", "86400000"])
def test_a_server_that_asks_for_ages_is_looked_at_all_the_same(long: str) -> None:
    assert pauses([look("queued", long), look("done")]) == [0.0, LONGEST_PAUSE]


def test_what_the_caller_chose_is_kept_to() -> None:
    assert pauses([look("queued", "9000"), look("done")], waiting=Waiting(50), chance=0.5) == [0.0, 0.05]


def test_programs_that_start_together_do_not_stay_together() -> None:
    assert pauses([look("queued"), look("done")], chance=0.5) == [0.0, 1.05]


def test_the_last_look_is_at_the_end_of_the_time() -> None:
    clock = FakeClock()
    steps = polling(RULES, Waiting(400, 1.0), clock, RESUME)
    assert next(steps) == 0.0
    last = look("running")
    for pause in (0.4, 0.4, 0.2):
        assert steps.send(last) == pytest.approx(pause)
        clock.sleep(pause)
    with pytest.raises(PollTimeoutError) as failure:
        steps.send(last)
    assert failure.value.last is last.value
    assert (failure.value.state, failure.value.max_wait_seconds) == ("running", 1.0)
    assert str(failure.value) == "still 'running' after 1 seconds; to wait on: client.jobs.poll('job-1')"
    assert isinstance(failure.value, (TimeoutError, RuntimeError))


def test_no_time_at_all_is_one_look() -> None:
    steps = polling(RULES, Waiting(max_wait_seconds=0), FakeClock(), RESUME)
    next(steps)
    with pytest.raises(PollTimeoutError):
        steps.send(look("queued"))


def test_the_error_crosses_a_process_border() -> None:
    error = pickle.loads(pickle.dumps(PollTimeoutError("late", last={"id": 1}, state="queued", max_wait_seconds=3)))
    assert (str(error), error.last, error.state, error.max_wait_seconds) == ("late", {"id": 1}, "queued", 3)


@pytest.mark.parametrize(("stated", "gives_up"), [(omit, True), (None, False), (10**9, False)])
def test_the_usual_longest_time_and_how_to_do_without(stated: float | Omit | None, gives_up: bool) -> None:
    clock = FakeClock()
    steps = polling(RULES._replace(max_wait_seconds=5), Waiting(max_wait_seconds=stated), clock, RESUME)
    next(steps)
    clock.sleep(6)
    if gives_up:
        with pytest.raises(PollTimeoutError):
            steps.send(look("queued"))
    else:
        assert steps.send(look("queued")) == 1.0


@given(
    st.lists(st.tuples(st.sampled_from(["queued", "running"]), st.none() | st.text(max_size=6)), max_size=20),
    st.floats(0, 1),
    st.floats(0, 100),
)
def test_it_ends_in_time_and_never_looks_without_a_pause(
    seen: list[tuple[str, str | None]], chance: float, limit: float
) -> None:
    clock = FakeClock(chance=chance)
    start = clock.now()
    steps = polling(RULES, Waiting(max_wait_seconds=limit), clock, RESUME)
    next(steps)
    try:
        for state, asked in seen:
            pause = steps.send(look(state, asked))
            assert 0 < pause <= LONGEST_PAUSE * 1.1
            clock.sleep(pause)
            assert clock.now() - start <= limit + 1e-3
    except PollTimeoutError:
        assert clock.now() - start >= limit - 1e-3


@pytest.mark.parametrize("wrong", [-1, math.nan, math.inf, True, "1000", None])
def test_times_that_are_none(wrong: object) -> None:
    with pytest.raises(InvalidWaitError, match="poll_interval_ms"):
        check_waiting(wrong)  # type: ignore[arg-type]  # what is tested
    if wrong is not None:
        with pytest.raises(ValueError, match="max_wait_seconds"):
            check_waiting(omit, wrong)  # type: ignore[arg-type]  # what is tested


def test_progress_without_rich_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(MissingDependencyError, match="pip install rich"):
        check_waiting(progress=True)
    check_waiting()


def test_how_to_wait_again() -> None:
    path = {"file_id": "file-1", "vector_store_id": "vs'1"}
    assert resumption("files.poll", path) == """client.files.poll('file-1', vector_store_id="vs'1")"""
