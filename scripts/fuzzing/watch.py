"""Runs one input under limits and says what is wrong with how it ended."""

from __future__ import annotations

import linecache
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final

from attrs import frozen

ROOT: Final = Path(__file__).resolve().parents[2]
SECONDS: Final = 10.0
"""How long one input may take, in time of the processor, so that a busy machine changes nothing."""
GROWTH: Final = 400 * 1024**2
"""Bytes by which the most memory of the process may grow through one input."""
_UNIT: Final = 1 if sys.platform == "darwin" else 1024
_OWN: Final = ("src/specloom", "generated/", "scripts/fuzzing")

Run = Callable[[bytes], None]


class WrongOutcomeError(AssertionError):
    """An input was neither refused clearly nor done right."""


class TooSlowError(BaseException):
    """An input takes too long. No ``except Exception`` on its way holds it up."""


@frozen
class Failure:
    """What is wrong.

    Attributes:
        what: The same for inputs that fail in the same way.
        told: All that is known of it.
    """

    what: str
    told: str


@frozen
class Ran:
    """How one input went.

    Attributes:
        seconds: Of the processor.
        grown: Bytes by which the most memory of the process grew.
        failure: None where it was refused clearly or done right.
    """

    seconds: float
    grown: int
    failure: Failure | None


def watched(run: Run, data: bytes, *, seconds: float = SECONDS) -> Ran:
    """Run one input."""
    before, start = most_memory(), time.process_time()
    failure = None
    try:
        with _at_most(seconds):
            run(data)
    except (Exception, TooSlowError) as error:  # noqa: BLE001 - whatever it is, it is a finding
        failure = _failure(error)
    took, grown = time.process_time() - start, most_memory() - before
    if failure is None and grown > GROWTH:
        failure = Failure("takes too much memory", f"the process grew by {grown:,} bytes")
    return Ran(took, grown, failure)


def most_memory() -> int:
    """The most memory that this process ever had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    def stop(number: int, frame: object) -> None:
        raise TooSlowError(f"takes more than {seconds:g} seconds")

    before = signal.signal(signal.SIGPROF, stop)
    # Again and again: a first one may come where Python drops what is raised.
    signal.setitimer(signal.ITIMER_PROF, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _failure(error: BaseException) -> Failure:
    places = list(_places(error.__traceback__))
    if isinstance(error, WrongOutcomeError):
        where = str(error).partition("\n")[0][:100]
    elif isinstance(error, (RecursionError, TooSlowError)) and places:
        # Where it happens to end says little; what is there most often goes round.
        where = Counter(places).most_common(1)[0][0]
    else:
        where = places[-1] if places else "elsewhere"
    told = traceback.format_exception(error, limit=-12)
    linecache.clearcache()
    return Failure(f"{type(error).__name__} in {where}", "".join(told))


def _places(trace: TracebackType | None) -> Iterator[str]:
    """Functions of ours that an error came through."""
    while trace is not None:
        code = trace.tb_frame.f_code
        path = Path(code.co_filename)
        if path.is_relative_to(ROOT) and path.relative_to(ROOT).as_posix().startswith(_OWN):
            name = getattr(code, "co_qualname", code.co_name)  # from Python 3.11 on
            yield f"{path.relative_to(ROOT).as_posix()}:{name}"
        trace = trace.tb_next
