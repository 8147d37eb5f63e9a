"""Connections over WebSocket, as type checkers see them. Checked and never run."""

from __future__ import annotations

from typing_extensions import assert_type

from openai_client import AsyncOpenAI, OpenAI
from openai_client.types import ReconnectingEvent, ReconnectingOverrides
from openai_client.types.realtime import InputAudioBufferClearEvent, RealtimeServerEvent
from openai_client.types.responses import ResponsesServerEvent


def again(event: ReconnectingEvent) -> ReconnectingOverrides | None:
    return {"abort": True} if event.close_code == 1011 else None


def talk(client: OpenAI) -> None:
    with client.realtime.connect(model="m", on_reconnecting=again) as connection:
        assert_type(connection.session.update(session={"type": "realtime"}), None)
        connection.session.update(session={"type": "unreal"})  # type: ignore[arg-type, misc]  # pyright: ignore
        connection.input_audio_buffer.append(audio=b"")
        connection.response.create()
        connection.send({"type": "session.update", "session": {"type": "realtime"}})
        connection.send(InputAudioBufferClearEvent(type="input_audio_buffer.clear"))
        connection.send({"type": "session.forget"})  # type: ignore[arg-type]  # pyright: ignore
        connection.send("text")  # type: ignore[arg-type]  # pyright: ignore
        connection.response.make()  # type: ignore[attr-defined]  # pyright: ignore

        @connection.on("session.created")
        def handle(event: RealtimeServerEvent) -> None:
            print(event.type)

        for event in connection:
            assert_type(event, RealtimeServerEvent)
            if event.type == "response.output_text.delta":
                assert_type(event.delta, str)
    with client.responses.connect() as responses:
        responses.response.create(model="m", input="Hi")
        responses.send({"type": "response.create", "model": "m", "input": "Hi"})
        responses.send({"type": "response.make"})  # type: ignore[arg-type]  # pyright: ignore
        responses.response.create(model=3)  # type: ignore[arg-type]  # pyright: ignore
        assert_type(responses.recv(), ResponsesServerEvent)


async def talk_async(client: AsyncOpenAI) -> None:
    async with client.realtime.connect(model="m", on_reconnecting=again) as connection:
        assert_type(await connection.conversation.item.delete(item_id="i"), None)
        assert_type(await connection.recv(), RealtimeServerEvent)
        async for event in connection:
            assert_type(event, RealtimeServerEvent)
    async with client.responses.connect() as responses:
        await responses.response.create(model="m")
        await responses.send({"type": "response.create", "modell": "m"})  # type: ignore[arg-type]  # pyright: ignore
        assert_type(await responses.recv(), ResponsesServerEvent)


def beta(client: OpenAI) -> None:
    manager = client.beta.realtime.connect(model="m")
    manager.send({"type": "transcription_session.update", "session": {}})
    client.realtime.connect(model="m").send({"type": "transcription_session.update"})  # type: ignore[arg-type]  # pyright: ignore
