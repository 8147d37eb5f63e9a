"""Streams from a real server, whose bytes are cut at odd places."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from typing import Any

import pytest

from openai_client import AsyncOpenAI, OpenAI

from .colours import COLOURS, all_of, each, opened, ready
from .scripts import body, chunk, message, response
from .serving import Script, serving

ASK: dict[str, Any] = {"model": "gpt-x", "messages": [{"role": "user", "content": "Hi"}]}
TEXT = 'Grüße, 世界 🌍!\n"quoted" \\ data: x'
CHAT = [
    chunk({"role": "assistant", "content": ""}),
    *(chunk({"content": letter}) for letter in TEXT),
    chunk({}, "stop"),
]
EVENTS = [
    {"type": "response.created", "sequence_number": 0, "response": response(status="in_progress")},
    *(
        {
            "type": "response.output_text.delta",
            "sequence_number": number,
            "item_id": "msg_1",
            "output_index": 0,
            "content_index": 0,
            "delta": letter,
            "logprobs": [],
        }
        for number, letter in enumerate(TEXT, 1)
    ),
    {"type": "response.completed", "sequence_number": 99, "response": response(message(TEXT))},
]


@pytest.fixture(scope="module")
def script() -> Iterator[Script]:
    with serving() as found:
        yield found


def pieces(content: bytes, seed: int) -> list[bytes]:
    """Bytes, cut anywhere: within lines, within characters."""
    chance = random.Random(seed)
    found = []
    while content:
        size = chance.choice([1, 2, 3, 7, 50, 400])
        found.append(content[:size])
        content = content[size:]
    return found


def client(colour: str, script: Script) -> Any:
    cls: Any = OpenAI if colour == "sync" else AsyncOpenAI
    return cls(api_key="sk-test", base_url=script.url, max_retries=0)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("colour", COLOURS)
def test_a_chat(colour: str, seed: int, script: Script) -> None:
    script.pieces = pieces(body(CHAT), seed)

    async def run() -> tuple[list[Any], Any]:
        async with (
            opened(client(colour, script)) as made,
            opened(made.chat.completions.stream(**ASK)) as stream,
        ):
            return await all_of(stream), await ready(stream.get_final_completion())

    events, final = asyncio.run(run())
    assert final.choices[0].message.content == TEXT
    assert "".join(event.delta for event in events if event.type == "content.delta") == TEXT


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("colour", COLOURS)
def test_a_response(colour: str, seed: int, script: Script) -> None:
    script.pieces = pieces(body(EVENTS, done=False), seed)

    async def run() -> tuple[list[Any], Any]:
        async with (
            opened(client(colour, script)) as made,
            opened(made.responses.stream(model="gpt-x", input="Hi")) as stream,
        ):
            return await all_of(stream), await ready(stream.get_final_response())

    events, final = asyncio.run(run())
    assert final.output_text == TEXT
    assert events[-2].snapshot == TEXT


@pytest.mark.parametrize("colour", COLOURS)
def test_a_stream_that_is_left_early_gives_its_connection_back(colour: str, script: Script) -> None:
    script.pieces, script.hold = [body(CHAT, done=False)], True
    script.gone.clear()

    async def run() -> Any:
        async with opened(client(colour, script)) as made:
            async with opened(made.chat.completions.stream(**ASK)) as stream:
                async for _ in each(stream):
                    break
                assert not stream.response.is_closed
            assert await asyncio.to_thread(script.gone.wait, 10)
            return stream

    try:
        assert asyncio.run(run()).response.is_closed
    finally:
        script.hold = False
