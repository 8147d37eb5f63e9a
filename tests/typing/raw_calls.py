"""What users write to get whole responses, as type checkers see it: checked and never run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typing_extensions import TypedDict, assert_type

from openai_client import (
    APIResponse,
    AsyncAPIResponse,
    AsyncOpenAI,
    AsyncStream,
    BinaryResponse,
    HttpxBinaryResponseContent,
    OpenAI,
    RawResponse,
    Stream,
)
from openai_client._runtime.pages import AsyncCursorPage, SyncCursorPage
from openai_client.types import FileObject, Model
from openai_client.types.chat import (
    ChatCompletion,
    ChatCompletionChunk,
    ChatCompletionMessageParam,
    ParsedChatCompletion,
)
from openai_client.types.responses import ParsedResponse

MESSAGES: list[ChatCompletionMessageParam] = [{"role": "user", "content": "Hi"}]


def raw(client: OpenAI) -> None:
    response = client.chat.completions.with_raw_response.create(model="gpt-4o", messages=MESSAGES, temperature=0.5)
    assert_type(response, RawResponse[ChatCompletion])
    assert_type(response.parse(), ChatCompletion)
    assert_type(response.parse(to=FileObject), FileObject)
    assert_type(response.headers.get("x-ratelimit-remaining-requests"), Any)
    assert_type(response.request_id, "str | None")
    assert_type(response.retries_taken, int)
    assert_type(response.text, str)
    assert_type(response.content, bytes)
    assert_type(client.with_raw_response.chat.completions.create(model="m", messages=MESSAGES).parse(), ChatCompletion)
    assert_type(client.chat.with_raw_response.completions.retrieve("id").parse(), ChatCompletion)
    assert_type(client.files.with_raw_response.list(purpose="batch").parse(), SyncCursorPage[FileObject])
    assert_type(client.files.with_raw_response.content("file-1").parse(), BinaryResponse)
    chunks = client.chat.completions.with_raw_response.create(model="gpt-4o", messages=MESSAGES, stream=True).parse()
    assert_type(chunks, Stream[ChatCompletionChunk])
    for chunk in chunks:
        assert_type(chunk, ChatCompletionChunk)


def streaming(client: OpenAI) -> None:
    with client.chat.completions.with_streaming_response.create(model="gpt-4o", messages=MESSAGES) as response:
        assert_type(response, APIResponse[ChatCompletion])
        assert_type(response.parse(), ChatCompletion)
        assert_type(response.read(), bytes)
        assert_type(response.text(), str)
        assert_type(response.json(), object)
        assert_type(response.iter_bytes(1024), Iterator[bytes])
        assert_type(response.iter_lines(), Iterator[str])
    with client.audio.speech.with_streaming_response.create(model="tts-1", voice="alloy", input="Hi") as speech:
        speech.stream_to_file(Path("hi.mp3"))
    with client.with_streaming_response.models.list() as models:
        for model in models.parse():
            assert_type(model, Model)
    with client.chat.completions.with_streaming_response.create(model="m", messages=MESSAGES, stream=True) as events:
        assert_type(events.parse(), Stream[ChatCompletionChunk])


async def asynchronous(client: AsyncOpenAI) -> None:
    response = await client.chat.completions.with_raw_response.create(model="gpt-4o", messages=MESSAGES)
    assert_type(response, RawResponse[ChatCompletion])
    assert_type(response.parse(), ChatCompletion)
    assert_type((await client.files.with_raw_response.list()).parse(), AsyncCursorPage[FileObject])
    assert_type((await client.with_raw_response.files.content("file-1")).parse(), HttpxBinaryResponseContent)
    chunks = await client.chat.completions.with_raw_response.create(model="m", messages=MESSAGES, stream=True)
    assert_type(chunks.parse(), AsyncStream[ChatCompletionChunk])
    async with client.chat.completions.with_streaming_response.create(model="m", messages=MESSAGES) as streamed:
        assert_type(streamed, AsyncAPIResponse[ChatCompletion])
        assert_type(await streamed.parse(), ChatCompletion)
        assert_type(await streamed.read(), bytes)
        async for line in streamed.iter_lines():
            assert_type(line, str)
    async with client.with_streaming_response.files.list() as files:
        assert_type(await files.parse(), AsyncCursorPage[FileObject])


def misuse(client: OpenAI, async_client: AsyncOpenAI) -> None:
    create = client.chat.completions.with_raw_response.create
    create(messages=MESSAGES)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    create(model="m", messages=MESSAGES, temprature=1)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    create(model="m", messages=MESSAGES, temperature="hot")  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]
    client.files.with_raw_response.create(file=b"", purpose="fun")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    client.files.with_raw_response.retrieve()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    print(client.files.with_raw_response.poll)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
    print(client.files.with_raw_response.retrieve("file-1").parse().nothing)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
    print(client.files.with_raw_response.retrieve("file-1").id)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
    client.files.with_streaming_response.retrieve("file-1").parse()  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
    print(async_client.files.with_raw_response.retrieve("file-1").headers)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]


class Answer(TypedDict):
    text: str


def parsed(client: OpenAI) -> None:
    raw = client.chat.completions.with_raw_response.parse(model="m", messages=MESSAGES, response_format=Answer)
    assert_type(raw, RawResponse[ParsedChatCompletion[Answer]])
    assert_type(client.responses.with_raw_response.parse(model="m").parse(), ParsedResponse[None])
    with client.responses.with_streaming_response.parse(model="m", text_format=Answer) as streamed:
        assert_type(streamed.parse(), ParsedResponse[Answer])
    client.responses.with_raw_response.parse(modell="m")  # type: ignore[call-overload]  # pyright: ignore
    assert_type(client.chat.completions.with_raw_response.retrieve("id").parse(), ChatCompletion)


async def parsed_async(client: AsyncOpenAI) -> None:
    raw = await client.responses.with_raw_response.parse(model="m", text_format=Answer)
    assert_type(raw.parse(), ParsedResponse[Answer])
    completions = client.beta.chat.completions.with_streaming_response
    async with completions.parse(model="m", messages=MESSAGES, response_format=Answer) as streamed:
        assert_type(await streamed.parse(), ParsedChatCompletion[Answer])
