"""Ten thousand calls to a server that resets, stalls, truncates and refuses at random: ``python scripts/faults.py``.

Every call must end, with its own answer or with a typed error that the server's record explains. No call may be sent
again after an answer that forbids it, no connection may be left open, and memory must not grow.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from attrs import frozen

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.fault_server import ACTS, EVENTS, STALL_SECONDS
from specloom_runtime import APIConnectionError, APIStatusError, SDKError
from specloom_runtime.call_values import Arguments
from specloom_runtime.client import AsyncClient, SyncClient
from specloom_runtime.operation import Operation, StreamOperation
from specloom_runtime.retries import Clock
from specloom_runtime.settings import ClientSettings
from specloom_runtime.streams import AsyncStream, EventReader, Stream

MAX_RETRIES = 4
READ_TIMEOUT = 1.5
GROWTH_ALLOWED = 8.0
THREADS, TASKS = 32, 64

PLAIN: Operation[Any] = Operation("POST", "/plain", body="json", returns="object")
ONCE: Operation[Any] = Operation("POST", "/once", body="raw", returns="object")
STREAM: StreamOperation[Any, Any] = StreamOperation("POST", "/stream", body="json", event="object")
_KINDS = {"plain": PLAIN, "stream": STREAM, "once": ONCE}


class HurriedClock(Clock):
    """Waits a hundredth of what it is asked to."""

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds / 100)

    async def sleep_async(self, seconds: float) -> None:
        await asyncio.sleep(seconds / 100)


class SyncCaller(SyncClient):
    """The client under test."""

    _settings = ClientSettings(base_url="http://127.0.0.1:9")
    _clock = HurriedClock()


class AsyncCaller(AsyncClient):
    """Its asynchronous twin."""

    _settings = ClientSettings(base_url="http://127.0.0.1:9")
    _clock = HurriedClock()


@frozen
class Outcome:
    """How a call ended.

    Attributes:
        call: Its id.
        kind: ``plain``, ``stream`` or ``once``.
        ended: ``right``, or the name of the error's class.
        problem: What is wrong with that in itself, or empty.
    """

    call: str
    kind: str
    ended: str
    problem: str = ""


def kind_of(number: int) -> str:
    """A third are streams, one in ten has a body that can be read only once."""
    return "once" if number % 10 == 9 else "stream" if number % 3 == 2 else "plain"


def arguments(call: str, kind: str) -> Arguments:
    """What a call is made with."""
    headers = {"X-Call": call}
    if kind == "once":
        return Arguments(header=headers, content=(piece for piece in (b"a" * 100, b"b" * 100)))
    return Arguments(header=headers, body={"call": call, "padding": "x" * 500})


def judged(call: str, kind: str, answer: object) -> Outcome:
    """Whether an answer is the one to this call, and whole."""
    wanted: object = {"id": call}
    if kind == "stream":
        wanted = [{"id": call, "index": index} for index in range(EVENTS)]
    return Outcome(call, kind, "right", "" if answer == wanted else f"answered with {answer!r}")


def failed(call: str, kind: str, error: Exception) -> Outcome:
    """The outcome of a call that raised."""
    expected = isinstance(error, (APIConnectionError, APIStatusError))
    return Outcome(call, kind, type(error).__name__, "" if expected else f"raised {error!r}")


def call_sync(client: SyncCaller, number: int) -> Outcome:
    """One call, to its end."""
    call, kind = f"s{number}", kind_of(number)
    try:
        response = client._send(_KINDS[kind], arguments(call, kind), stream=kind == "stream")
        if kind == "stream":
            events: Stream[Any] = Stream(response, EventReader(STREAM, response.request, "[DONE]"))
            return judged(call, kind, list(events))
        return judged(call, kind, response.json())
    except SDKError as error:
        return failed(call, kind, error)


async def call_async(client: AsyncCaller, number: int) -> Outcome:
    """The same, asynchronously."""
    call, kind = f"a{number}", kind_of(number)
    try:
        response = await client._send(_KINDS[kind], arguments(call, kind), stream=kind == "stream")
        if kind == "stream":
            events: AsyncStream[Any] = AsyncStream(response, EventReader(STREAM, response.request, "[DONE]"))
            return judged(call, kind, [event async for event in events])
        return judged(call, kind, response.json())
    except SDKError as error:
        return failed(call, kind, error)


def run_sync(client: SyncCaller, pool: ThreadPoolExecutor, numbers: range) -> list[Outcome]:
    """Calls from many threads; some hundreds at a time, so that those which wait do not count as growth of memory."""
    found: list[Outcome] = []
    for start in range(0, len(numbers), 500):
        found += pool.map(lambda number: call_sync(client, number), numbers[start : start + 500])
    return found


async def run_async(client: AsyncCaller, numbers: range) -> list[Outcome]:
    """Calls from many tasks."""
    found: list[Outcome] = []
    waiting = iter(numbers)

    async def work() -> None:
        for number in waiting:
            found.append(await call_async(client, number))

    await asyncio.gather(*(work() for _ in range(TASKS)))
    return found


@contextmanager
def fault_server(seed: int) -> Iterator[str]:
    """The server, in a process of its own; gives its URL."""
    script = Path(__file__).with_name("fault_server.py")
    process = subprocess.Popen([sys.executable, str(script), str(seed)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.terminate()
        process.communicate()


def resident() -> float:
    """Resident memory of this process in megabytes; 0 where the system does not tell."""
    gc.collect()
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6 if status.exists() else 0.0


def open_files() -> int:
    """Open files and sockets of this process; 0 where the system does not tell."""
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.exists() else 0


def busy(client: SyncCaller | AsyncCaller) -> int:
    """Connections that are neither idle nor closed."""
    pool = client._connections.http._transport._pool
    return sum(not (each.is_idle() or each.is_closed()) for each in pool.connections)


def against_record(outcomes: Sequence[Outcome], record: dict[str, Any]) -> Iterator[str]:
    """What the server's record and the outcomes do not agree on."""
    for call in record["forbidden"]:
        yield f"{call} was sent again after {record['done'][call]}"
    for outcome in outcomes:
        if outcome.problem:
            yield f"{outcome.call} {outcome.problem}"
        done = record["done"].get(outcome.call, [])
        last = done[-1] if done else "nothing"
        final = last != "nothing" and ACTS[last][1]
        if outcome.ended == "right" and last not in ("right", "streamed"):
            yield f"{outcome.call} has an answer to {done}"
        if outcome.ended != "right" and last in ("right", "streamed"):
            yield f"{outcome.call} was answered and ended as {outcome.ended}"
        if outcome.ended != "right" and not final and outcome.kind != "once" and len(done) != MAX_RETRIES + 1:
            yield f"{outcome.call} was given up as {outcome.ended} after {done}"


@frozen
class Run:
    """What was found.

    Attributes:
        outcomes: Of all calls.
        record: Of the server.
        growth: Of memory in megabytes after the first fifth, sync and async.
        busy: Connections that were not given back.
        files: Files and sockets that stayed open.
        seconds: That it took.
    """

    outcomes: list[Outcome]
    record: dict[str, Any]
    growth: tuple[float, float]
    busy: int
    files: int
    seconds: float


def run(half: int, seed: int) -> Run:
    """Make all calls, half of them asynchronous."""
    started, files = time.perf_counter(), open_files()
    with fault_server(seed) as url:
        timeout = httpx.Timeout(10.0, read=READ_TIMEOUT)
        settings: dict[str, Any] = {"base_url": url, "timeout": timeout, "max_retries": MAX_RETRIES}
        first, rest = range(half // 5), range(half // 5, half)
        with SyncCaller({}, **settings) as client, ThreadPoolExecutor(THREADS) as pool:
            outcomes = run_sync(client, pool, first)
            before = resident()
            outcomes += run_sync(client, pool, rest)
            growth, left = resident() - before, busy(client)

        async def asynchronous() -> tuple[float, int]:
            async with AsyncCaller({}, **settings) as client:
                outcomes.extend(await run_async(client, first))
                before = resident()
                outcomes.extend(await run_async(client, rest))
                return resident() - before, busy(client)

        growth_async, left_async = asyncio.run(asynchronous())
        time.sleep(STALL_SECONDS + 0.5)  # until the server is done with whom it let wait
        record = httpx.get(f"{url}/report").json()
    gc.collect()
    return Run(
        outcomes=outcomes,
        record=record,
        growth=(growth, growth_async),
        busy=left + left_async,
        files=max(open_files() - files, 0),
        seconds=time.perf_counter() - started,
    )


def problems(found: Run, calls: int) -> Iterator[str]:
    """All that is not as it should be."""
    yield from against_record(found.outcomes, found.record)
    if len({outcome.call for outcome in found.outcomes}) != calls:
        yield f"{calls} calls were made and {len(found.outcomes)} ended"
    if found.busy or found.files:
        yield f"left open: {found.busy} connections, {found.files} files and sockets"
    if found.record["connections"] > 0:
        yield f"the server still has {found.record['connections']} connections"
    if max(found.growth) > GROWTH_ALLOWED:
        yield f"memory grew by {found.growth[0]:.1f} MB and {found.growth[1]:.1f} MB"


def show(found: Run) -> None:
    """Print the figures."""
    attempts = Counter(name for done in found.record["done"].values() for name in done)
    ended = Counter(outcome.ended for outcome in found.outcomes)
    print(
        f"{len(found.outcomes):,} calls, {sum(attempts.values()):,} attempts, "
        f"{found.record['opened']:,} connections, {found.seconds:.0f} s"
    )
    print("ended:    " + ", ".join(f"{name} {count:,}" for name, count in ended.most_common()))
    print("attempts: " + ", ".join(f"{name} {count:,}" for name, count in attempts.most_common()))
    print(f"sent again where that is not allowed: {len(found.record['forbidden'])}")
    print(f"connections left busy: {found.busy}; files and sockets left open: {found.files}")
    print(f"memory after the first fifth: {found.growth[0]:+.1f} MB sync, {found.growth[1]:+.1f} MB async", flush=True)


def main(argv: Sequence[str]) -> int:
    """Run it and print the figures; 0 when all is well, 1 when something was lost, doubled or leaked."""
    parser = argparse.ArgumentParser("faults.py", description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000, help="calls, half of them asynchronous (10000)")
    parser.add_argument("--seed", type=int, default=1, help="of the server's chance (1)")
    options = parser.parse_args(argv)
    half = max(options.requests // 2, 10)
    found = run(half, options.seed)
    show(found)
    wrong = list(problems(found, 2 * half))
    for problem in wrong[:20]:
        print(f"wrong: {problem}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
