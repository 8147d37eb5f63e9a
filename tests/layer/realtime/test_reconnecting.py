"""A connection that breaks is made anew, if that is wanted and may help, and nothing that was said is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed, ConnectionClosedError, InvalidStatus

from openai_client.lib.realtime.lifecycle import (
    RECOVERABLE,
    Dial,
    Lifecycle,
    MessageQueueFullError,
    Outbox,
    Steps,
    Tell,
    Wait,
)
from openai_client.types import ReconnectingEvent, ReconnectingOverrides

from .talks import Line, Server


def run(case: Any) -> Any:
    return asyncio.run(case)


def hello_and(*ends: Callable[[Line], None]) -> Iterator[Callable[[Line], None]]:
    """Scripts that greet with the number of the connection, then end in some way."""
    for number, end in enumerate(ends, 1):

        def script(line: Line, number: int = number, end: Callable[[Line], None] = end) -> None:
            line.say(type="hello", n=number)
            end(line)

        yield script


def hang_up(code: int) -> Callable[[Line], None]:
    return lambda line: line.hang_up(code)


def hear_until_gone(line: Line) -> None:
    while True:
        line.hear()


def test_a_broken_connection_is_made_anew(server: Server, client: Any, pauses: list[float]) -> None:
    server.scripts = list(hello_and(Line.break_off, hang_up(1012), hang_up(1001), hang_up(1000)))
    told: list[ReconnectingEvent] = []

    async def case() -> list[int]:
        async with client.realtime.connect(model="m", on_reconnecting=told.append) as connection:
            return [event.n async for event in connection]

    assert run(case()) == [1, 2, 3, 4]
    assert [(event.attempt, event.max_attempts, event.close_code) for event in told] == [
        (1, 5, 1006),
        (1, 5, 1012),
        (1, 5, 1001),
    ]
    assert pauses == [event.delay for event in told]
    assert all(0.375 <= pause <= 0.5 for pause in pauses)


def test_without_a_handler_it_stays_broken(server: Server, client: Any, pauses: list[float]) -> None:
    server.scripts = list(hello_and(hang_up(1012), hang_up(1000)))

    async def case() -> None:
        async with client.realtime.connect(model="m") as connection:
            await connection.recv()
            with pytest.raises(ConnectionClosedError):
                await connection.recv()

    run(case())
    assert (len(server.requests), pauses) == (1, [])


@pytest.mark.parametrize("code", [1000, 1002, 1008, 1009, 4000])
def test_some_ends_are_for_good(server: Server, client: Any, pauses: list[float], code: int) -> None:
    server.scripts = list(hello_and(hang_up(code), hang_up(1000)))

    async def case() -> None:
        async with client.realtime.connect(model="m", on_reconnecting=lambda event: None) as connection:
            await connection.recv()
            with pytest.raises(ConnectionClosed):
                await connection.recv()

    run(case())
    assert len(server.requests) == 1


def test_attempts_go_on_while_there_is_hope(server: Server, client: Any, pauses: list[float]) -> None:
    server.scripts = list(hello_and(hang_up(1011), hang_up(1000)))
    server.refusals = [None, 503, 429, 500]
    told: list[int] = []

    async def case() -> list[int]:
        manager = client.realtime.connect(
            model="m", on_reconnecting=lambda event: told.append(event.attempt), initial_delay=1.0, max_delay=3.0
        )
        async with manager as connection:
            return [event.n async for event in connection]

    assert run(case()) == [1, 2]
    assert told == [1, 2, 3, 4]
    assert [longest >= pause >= 0.75 * longest for longest, pause in zip([1, 2, 3, 3], pauses, strict=True)]
    assert all(0.75 * longest <= pause <= longest for longest, pause in zip([1, 2, 3, 3], pauses, strict=True))


def test_attempts_end(server: Server, client: Any, pauses: list[float]) -> None:
    server.scripts = list(hello_and(hang_up(1011), hang_up(1000)))
    server.refusals = [None, 503, 503, 503]

    async def case() -> None:
        manager = client.realtime.connect(model="m", on_reconnecting=lambda event: None, max_retries=2)
        async with manager as connection:
            await connection.recv()
            with pytest.raises(ConnectionClosedError, match="1011"):
                await connection.recv()
            with pytest.raises(ConnectionClosedError, match="1011"):
                await connection.send({"type": "too late"})

    run(case())
    assert (len(server.requests), len(pauses)) == (3, 2)


def test_a_refusal_that_stays_one_is_raised(server: Server, client: Any, pauses: list[float]) -> None:
    server.scripts = list(hello_and(hang_up(1011), hang_up(1000)))
    server.refusals = [None, 401]

    async def case() -> None:
        async with client.realtime.connect(model="m", on_reconnecting=lambda event: None) as connection:
            await connection.recv()
            with pytest.raises(InvalidStatus, match="401"):
                await connection.recv()

    run(case())
    assert len(server.requests) == 2


def test_the_handler_may_change_the_next_connection_or_give_up(
    server: Server, client: Any, pauses: list[float]
) -> None:
    server.scripts = list(hello_and(*[hang_up(1011)] * 4))

    def answer(event: ReconnectingEvent) -> ReconnectingOverrides | None:
        if event.extra_query == {"resume": "2"}:
            return {"abort": True}
        if event.extra_query == {"resume": "1"}:
            return {"extra_query": {"resume": "2"}}
        return {"extra_query": {"resume": "1"}, "extra_headers": {"X-Token": "new"}}

    async def case() -> None:
        manager = client.realtime.connect(model="m", on_reconnecting=answer, extra_headers={"X-Token": "old"})
        async with manager as connection:
            assert [(await connection.recv()).n for _ in range(3)] == [1, 2, 3]
            with pytest.raises(ConnectionClosedError, match="1011"):
                await connection.recv()

    run(case())
    assert [request.path for request in server.requests] == [
        "/v1/realtime?model=m",
        "/v1/realtime?model=m&resume=1",
        "/v1/realtime?model=m&resume=2",
    ]
    assert [request.headers["X-Token"] for request in server.requests] == ["old", "new", "new"]


def test_an_error_of_the_handler_is_raised(server: Server, client: Any, pauses: list[float]) -> None:
    server.scripts = list(hello_and(hang_up(1011), hang_up(1000)))

    def fail(event: ReconnectingEvent) -> None:
        raise KeyError("mine")

    async def case() -> None:
        async with client.realtime.connect(model="m", on_reconnecting=fail) as connection:
            await connection.recv()
            with pytest.raises(KeyError, match="mine"):
                await connection.recv()

    run(case())


def test_credentials_are_asked_for_anew(server: Server, make_client: Callable[..., Any], pauses: list[float]) -> None:
    server.scripts = list(hello_and(hang_up(1011), hang_up(1000)))
    keys = iter(["sk-1", "sk-2"])
    client = make_client(api_key=lambda: next(keys))

    async def case() -> None:
        async with client.realtime.connect(model="m", on_reconnecting=lambda event: None) as connection:
            _ = [event async for event in connection]

    run(case())
    assert [request.headers["Authorization"] for request in server.requests] == ["Bearer sk-1", "Bearer sk-2"]


def test_what_is_said_meanwhile_is_said_afterwards(server: Server, client: Any, pauses: list[float]) -> None:
    server.scripts = list(hello_and(hang_up(1011), hear_until_gone))

    async def case() -> None:
        connections: list[Any] = []
        sent: list[Any] = []

        def told(event: ReconnectingEvent) -> Any:
            # There is no connection now. Both colours can be spoken to from here: nothing is waited for.
            sent.extend(connections[0].send({"type": "meanwhile", "n": n}) for n in range(3))
            return drive() if hasattr(connections[0], "inner") else finish()

        async def finish() -> None:
            for each in sent:
                await each

        def drive() -> None:
            for each in sent:
                with pytest.raises(StopIteration):
                    each.send(None)

        async with client.realtime.connect(model="m", on_reconnecting=told) as connection:
            connections.append(connection)
            await connection.recv()
            assert (await connection.recv()).n == 2
            await connection.send({"type": "after"})

    run(case())
    heard = server.heard(4)
    assert [event.get("n", event["type"]) for event in heard[1]] == [0, 1, 2, "after"]


def test_what_is_sent_into_a_broken_connection_is_not_lost(server: Server, client: Any, pauses: list[float]) -> None:
    server.scripts = list(hello_and(hang_up(1011), hear_until_gone))

    async def send_on(connection: Any) -> None:
        while True:  # until the end of the connection is noticed, then until no more may wait
            await connection.send({"type": "early"})
            await asyncio.sleep(0.001)

    async def case() -> None:
        manager = client.realtime.connect(model="m", on_reconnecting=lambda event: None, max_queue_size=20)
        async with manager as connection:
            await connection.recv()
            with pytest.raises(MessageQueueFullError):
                await send_on(connection)
            assert (await connection.recv()).n == 2

    run(case())
    assert server.heard(1)[1] == [{"type": "early"}]


def test_closing_ends_the_attempts(server: Server, client: Any, pauses: list[float]) -> None:
    server.scripts = list(hello_and(hang_up(1011), hang_up(1000)))

    async def case() -> list[int]:
        connections: list[Any] = []

        def told(event: ReconnectingEvent) -> Any:
            closing = connections[0].close()
            if not hasattr(connections[0], "inner"):
                return closing
            with pytest.raises(StopIteration):
                closing.send(None)
            return None

        async with client.realtime.connect(model="m", on_reconnecting=told) as connection:
            connections.append(connection)
            return [event.n async for event in connection]

    assert run(case()) == [1]
    assert len(server.requests) == 1


def test_a_manager_may_be_entered_again(server: Server, client: Any) -> None:
    server.scripts = list(hello_and(hang_up(1000), hang_up(1000)))

    async def case() -> list[int]:
        manager = client.realtime.connect(model="m")
        heard = []
        for _ in range(2):
            async with manager as connection:
                heard += [event.n async for event in connection]
        return heard

    assert run(case()) == [1, 2]


# --- decisions alone ------------------------------------------------------------------------------------------------


def lifecycle(**options: Any) -> Lifecycle:
    made = Lifecycle({}, {}, on_reconnecting=lambda event: None, rand=lambda: 1.0, **options)
    made.begin()
    return made


def test_the_steps_of_an_attempt() -> None:
    life = lifecycle()
    steps = life.recover(1006)
    tell = next(steps)
    assert isinstance(tell, Tell)
    assert (tell.event.attempt, tell.event.delay) == (1, 0.5)
    wait = steps.send(None)
    assert isinstance(wait, Wait)
    assert wait.seconds == 0.5
    assert life.away
    assert isinstance(steps.send(None), Dial)
    assert isinstance(steps.throw(OSError("no route")), Tell)


def _after(steps: Steps, error: Exception) -> Any:
    """The next step after a failure, or what came of it all."""
    try:
        return steps.throw(error)
    except StopIteration as end:
        return end.value


def test_delays_double_up_to_the_limit() -> None:
    steps = lifecycle(max_retries=7).recover(1006)
    delays = []
    step: Any = next(steps)
    for _ in range(7):
        delays.append(step.event.delay)
        steps.send(None)
        steps.send(None)
        step = _after(steps, OSError())
    assert delays == [0.5, 1, 2, 4, 8, 8, 8]
    assert step is False


@pytest.mark.parametrize("code", range(1000, 1016))
def test_which_codes_are_recoverable(code: int) -> None:
    assert lifecycle().mends(code) is (code in {1001, 1005, 1006, 1011, 1012, 1013, 1015})
    assert lifecycle().mends(code) is (code in RECOVERABLE)


@given(st.lists(st.text(max_size=5) | st.binary(max_size=5)), st.integers(0, 40))
def test_the_queue_keeps_the_order_and_its_size(messages: list[str | bytes], limit: int) -> None:
    outbox = Outbox(limit)
    kept: list[str | bytes] = []
    for message in messages:
        size = sum(len(each.encode() if isinstance(each, str) else each) for each in (*kept, message))
        if size > limit:
            with pytest.raises(MessageQueueFullError):
                outbox.put(message)
        else:
            outbox.put(message)
            kept.append(message)
    drained = []
    while (first := outbox.first()) is not None:
        drained.append(first)
        outbox.sent()
    assert drained == kept
    outbox.put("x" * limit)
