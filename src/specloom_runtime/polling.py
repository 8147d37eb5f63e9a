"""Waiting for what takes a while: look at it again and again until it is done.

``polling`` decides when to look and when to stop, and does nothing else; ``until_done`` and ``until_done_async`` look
and wait for it.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Generator, Mapping
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeAlias, TypeVar

from .call_values import NO_EXTRA, Arguments, Values
from .errors import APIResponseValidationError, SDKError
from .omit import Omit, is_given, omit
from .polling_display import check_display, display, resumable, resumption
from .respond import answer
from .types import Extra

if TYPE_CHECKING:
    import httpx

    from .operation import Operation
    from .resource import AsyncResource, SyncResource
    from .retries import Clock

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., object])

Steps: TypeAlias = Generator[float, "Look", None]

LONGEST_PAUSE = 600.0
"""Seconds. A server that asks for a longer pause is looked at again after this one."""

_JITTER = 0.1


class Polling(NamedTuple):
    """How something is waited for.

    Attributes:
        call: How a program waits for it (``videos.poll``), for messages.
        done: States after which there is nothing to wait for.
        status: Name of the attribute that holds the state.
        interval_ms: Pause between two looks where neither caller nor server say otherwise.
        interval_header: Header of an answer that says how many milliseconds to wait, or empty.
        headers: Sent with every look.
        interval_sent_as: Header that tells the server the pause that the caller chose, or empty.
        max_wait_seconds: How long to wait at most where the caller does not say; None for without end.
        percent: Name of the attribute that says how far it is, from 0 to 100, or empty.
    """

    call: str
    done: tuple[str, ...]
    status: str = "status"
    interval_ms: float = 1000.0
    interval_header: str = ""
    headers: Mapping[str, str] = {}
    interval_sent_as: str = ""
    max_wait_seconds: float | None = None
    percent: str = ""


class Waiting(Generic[T]):
    """How a caller wants to wait. It is checked when it is made, which is before anything is sent.

    Attributes:
        interval_ms: Pause between two looks, or ``omit``.
        max_wait_seconds: How long at most; None for without end, ``omit`` for as usual.
        on_state: Called with what was seen, at each look; with an asynchronous client it may be a coroutine function.
        progress: Whether to show the state on the terminal.
    """

    __slots__ = ("interval_ms", "max_wait_seconds", "on_state", "progress")

    def __init__(
        self,
        interval_ms: float | Omit = omit,
        max_wait_seconds: float | Omit | None = omit,
        on_state: Callable[[T], object] | None = None,
        *,
        progress: bool = False,
    ) -> None:
        check_waiting(interval_ms, max_wait_seconds, progress=progress)
        self.interval_ms = interval_ms
        self.max_wait_seconds = max_wait_seconds
        self.on_state = on_state
        self.progress = progress


class Look(NamedTuple):
    """What was seen.

    Attributes:
        value: The answer.
        state: Its state.
        asked: What the server said about the next look.
    """

    value: object
    state: str
    asked: str | None = None


class InvalidWaitError(SDKError, ValueError):
    """Nothing was sent: what a caller said about waiting makes no sense."""


class PollTimeoutError(SDKError, TimeoutError, RuntimeError):
    """What was waited for is not done after the longest time that the caller wanted to wait. It goes on nevertheless.

    Attributes:
        last: What was seen last.
        state: Its state.
        max_wait_seconds: How long that was.
    """

    last: object
    state: str
    max_wait_seconds: float

    def __init__(self, message: str, *, last: object, state: str, max_wait_seconds: float) -> None:
        super().__init__(message)
        self.last = last
        self.state = state
        self.max_wait_seconds = max_wait_seconds


def waits(method: F) -> F:
    """Say of a method of a generated class that it makes many calls, so that there is no one response to ask for."""
    setattr(method, "_is_single_call", False)  # noqa: B010 - functions have no such attribute for type checkers
    return method


def check_waiting(
    interval_ms: float | Omit = omit, max_wait_seconds: float | Omit | None = omit, *, progress: bool = False
) -> None:
    """Refuse what cannot be waited for.

    Raises:
        InvalidWaitError: If a time is negative or no number.
        MissingDependencyError: If progress is to be shown and ``rich`` is not installed.
    """
    _check_time("poll_interval_ms", interval_ms)
    if max_wait_seconds is not None:
        _check_time("max_wait_seconds", max_wait_seconds)
    if progress:
        check_display()


def _check_time(name: str, value: object) -> None:
    if not is_given(value):
        return
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value) or value < 0:
        raise InvalidWaitError(f"{name} is a time, 0 or more, not {value!r}")


# --- decisions ----------------------------------------------------------------------------------------------------


def polling(rules: Polling, waiting: Waiting[T], clock: Clock, resume: str) -> Steps:
    """Yields the seconds to wait before each look, is sent what was seen, and ends when that is done.

    Args:
        rules: How it is waited for.
        waiting: How the caller wants to wait.
        clock: Gives time and chance; it is not asked to wait.
        resume: How a program waits for the same thing, for messages.

    Raises:
        PollTimeoutError: If it is not done in time. The last look is at the end of that time, not before.
    """
    stated = waiting.max_wait_seconds
    limit = rules.max_wait_seconds if isinstance(stated, Omit) else stated
    end = math.inf if limit is None else clock.now() + limit
    look = yield 0.0
    while look.state not in rules.done:
        left = end - clock.now()
        if limit is not None and left <= 0:
            message = f"still {look.state!r} after {limit:g} seconds; to wait on: {resume}"
            raise PollTimeoutError(message, last=look.value, state=look.state, max_wait_seconds=limit)
        look = yield min(_pause(rules, waiting, look, clock), left)


def _pause(rules: Polling, waiting: Waiting[T], look: Look, clock: Clock) -> float:
    """Seconds. What the caller chose is kept to; anything else is spread, so that programs do not move in step."""
    if not isinstance(waiting.interval_ms, Omit):
        return waiting.interval_ms / 1000
    asked = _milliseconds(look.asked)
    pause = (rules.interval_ms if asked is None else asked) / 1000
    return min(pause, LONGEST_PAUSE) * (1 + _JITTER * clock.random())


def _milliseconds(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if value > 0 and not math.isnan(value) else None


# --- shells -------------------------------------------------------------------------------------------------------


def until_done(
    resource: SyncResource,
    operation: Operation[T],
    rules: Polling,
    waiting: Waiting[T],
    *,
    path: Values,
    query: Values | None = None,
    header: Values | None = None,
    cookie: Values | None = None,
    extra: Extra = NO_EXTRA,
) -> T:
    """Look until it is done, and give back what was seen last.

    Raises:
        PollTimeoutError: If it is not done in time.
        APIError: If it cannot be looked at.
    """
    client, clock = resource._client, resource._client._clock
    headers = _headers(rules, waiting, header)
    arguments = Arguments(path=path, query=query, header=headers, cookie=cookie, extra=extra)
    resume = resumption(rules.call, path)
    steps = polling(rules, waiting, clock, resume)
    with resumable(resume), display(resume, progress=waiting.progress) as show:
        pause = next(steps)
        while True:
            if pause > 0:
                clock.sleep(pause)
            response = client._send(operation, arguments)
            value = answer(response, operation)
            look = _look(rules, value, response)
            show(look.state, getattr(value, rules.percent, None))
            if waiting.on_state is not None:
                waiting.on_state(value)
            try:
                pause = steps.send(look)
            except StopIteration:
                return value


async def until_done_async(
    resource: AsyncResource,
    operation: Operation[T],
    rules: Polling,
    waiting: Waiting[T],
    *,
    path: Values,
    query: Values | None = None,
    header: Values | None = None,
    cookie: Values | None = None,
    extra: Extra = NO_EXTRA,
) -> T:
    """Look until it is done, and give back what was seen last.

    Raises:
        PollTimeoutError: If it is not done in time.
        APIError: If it cannot be looked at.
    """
    client, clock = resource._client, resource._client._clock
    headers = _headers(rules, waiting, header)
    arguments = Arguments(path=path, query=query, header=headers, cookie=cookie, extra=extra)
    resume = resumption(rules.call, path)
    steps = polling(rules, waiting, clock, resume)
    with resumable(resume), display(resume, progress=waiting.progress) as show:
        pause = next(steps)
        while True:
            if pause > 0:
                await clock.sleep_async(pause)
            response = await client._send(operation, arguments)
            value = answer(response, operation)
            look = _look(rules, value, response)
            show(look.state, getattr(value, rules.percent, None))
            if waiting.on_state is not None:
                told = waiting.on_state(value)
                if inspect.isawaitable(told):
                    await told
            try:
                pause = steps.send(look)
            except StopIteration:
                return value


def _headers(rules: Polling, waiting: Waiting[T], header: Values | None) -> Values:
    chosen: dict[str, object] = {}
    if rules.interval_sent_as and is_given(waiting.interval_ms):
        chosen[rules.interval_sent_as] = f"{waiting.interval_ms:g}"
    return {**rules.headers, **chosen, **(header or {})}


def _look(rules: Polling, value: object, response: httpx.Response) -> Look:
    """What an answer says about the state.

    Raises:
        APIResponseValidationError: If it says nothing about it: waiting would have no end.
    """
    state = getattr(value, rules.status, None)
    if not isinstance(state, str):
        message = f"{rules.call} cannot go on: the answer has no {rules.status} but {response.text[:200]!r}"
        raise APIResponseValidationError(response, response.text, message=message)
    return Look(value, state, response.headers.get(rules.interval_header) if rules.interval_header else None)
