"""Handlers of events: who is called, in which order, and what becomes of errors."""

from __future__ import annotations

from typing import Any

import pytest

from openai_client import AsyncOpenAI
from openai_client.lib.realtime.handlers import UnhandledErrorEvent
from openai_client.types.beta.realtime import ErrorEvent

from .talks import Line, Server, run, talk


class TestHandlers:
    def test_each_event_goes_to_its_handlers(self, server: Server, client: Any) -> None:
        server.scripts = [talk]
        seen: list[tuple[str, str]] = []

        async def case() -> None:
            manager = client.realtime.connect(model="m")
            manager.on("session.created", lambda event: seen.append(("manager", event.type)))

            async with manager as connection:

                @connection.on("event")  # type: ignore[untyped-decorator]  # the client is of either colour
                def every(event: Any) -> None:
                    seen.append(("every", event.type))

                def removed(event: Any) -> None:
                    seen.append(("removed", event.type))

                connection.on("session.created", removed).off("session.created", removed)
                await connection.send({"type": "go"})
                await connection.dispatch_events()

        run(case())
        assert seen == [
            ("manager", "session.created"),
            ("every", "session.created"),
            ("every", "response.output_text.delta"),
            ("every", "something.new"),
        ]

    def test_once(self, server: Server, client: Any) -> None:
        def script(line: Line) -> None:
            line.say(type="a", n=1)
            line.say(type="a", n=2)
            line.hang_up()

        server.scripts = [script]
        seen: list[int] = []

        async def case() -> None:
            async with client.realtime.connect(model="m") as connection:
                connection.once("a", lambda event: seen.append(event.n))
                await connection.dispatch_events()

        run(case())
        assert seen == [1]

    def test_asynchronous_handlers(self, server: Server) -> None:
        server.scripts = [talk]
        seen: list[str] = []

        async def case() -> None:
            async with AsyncOpenAI(api_key="k", base_url=server.url).realtime.connect(model="m") as connection:

                @connection.on("session.created")
                async def answer(event: Any) -> None:
                    await connection.response.create()
                    seen.append(event.type)

                await connection.dispatch_events()

        run(case())
        assert seen == ["session.created"]
        assert server.heard(1) == [[{"type": "response.create"}]]

    def test_an_error_that_nobody_handles_is_raised(self, server: Server, client: Any) -> None:
        def script(line: Line) -> None:
            line.say(type="error", event_id="e", error={"type": "invalid_request_error", "message": "bad"})
            line.hear()

        server.scripts = [script]
        seen: list[Any] = []

        async def case() -> None:
            async with client.realtime.connect(model="m") as connection:
                with pytest.raises(UnhandledErrorEvent, match="bad") as caught:
                    await connection.dispatch_events()
                assert isinstance(caught.value.event, ErrorEvent)
            async with client.realtime.connect(model="m") as connection:

                @connection.on("error")  # type: ignore[untyped-decorator]  # the client is of either colour
                def handle(event: Any) -> Any:
                    seen.append(event.error.message)
                    raise StopAsyncIteration

                with pytest.raises((StopAsyncIteration, RuntimeError)):
                    await connection.dispatch_events()

        run(case())
        assert seen == ["bad"]
