"""Typical calls, checked by mypy and pyright, never run. Each misuse must be reported: an idle ignore is an error."""

from __future__ import annotations

from pathlib import Path

from typing_extensions import assert_type

from openai_client import AsyncOpenAI, AsyncStream, OpenAI, Stream, omit
from openai_client.types import CreateEmbeddingResponse, FileObject, Model
from openai_client.types.chat import ChatCompletion, ChatCompletionChunk, ChatCompletionMessageParam
from openai_client.types.responses import Response


def chat(client: OpenAI, stream: bool) -> None:
    messages: list[ChatCompletionMessageParam] = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": [{"type": "text", "text": "Hi"}]},
    ]
    completion = client.chat.completions.create(model="gpt-4o", messages=messages, temperature=0.5)
    assert_type(completion, ChatCompletion)
    assert_type(completion.choices[0].message.content, "str | None")
    assert_type(client.chat.completions.create(model="gpt-4o", messages=messages, stream=False), ChatCompletion)
    chunks = client.chat.completions.create(model="gpt-4o", messages=messages, stream=True)
    assert_type(chunks, Stream[ChatCompletionChunk])
    for chunk in chunks:
        assert_type(chunk, ChatCompletionChunk)
    either = client.chat.completions.create(model="gpt-4o", messages=messages, stream=stream)
    assert_type(either, "ChatCompletion | Stream[ChatCompletionChunk]")
    client.chat.completions.create(model="gpt-4o", messages=messages, temperature=omit, max_completion_tokens=None)
    client.chat.completions.create(
        model="gpt-4o",
        messages=[{"role": "user", "content": "Weather?"}],
        tools=[{"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}],
        tool_choice="auto",
        extra_headers={"x-trace": "1"},
        timeout=3.5,
    )


def files(client: OpenAI) -> None:
    assert_type(client.files.create(file=Path("a.jsonl"), purpose="fine-tune"), FileObject)
    with Path("a.jsonl").open("rb") as file:
        client.files.create(file=file, purpose="batch")
    client.files.create(file=("a.jsonl", b"{}"), purpose="batch")
    data: bytes = client.files.content("file-1").read()
    for stored in client.files.list(purpose="batch"):
        assert_type(stored, FileObject)
    assert isinstance(data, bytes)


def others(client: OpenAI) -> None:
    for model in client.models.list():
        assert_type(model, Model)
    assert_type(client.embeddings.create(model="text-embedding-3-small", input=["a", "b"]), CreateEmbeddingResponse)
    assert_type(client.responses.create(model="gpt-4o", input="Hi"), Response)
    client.fine_tuning.jobs.create(model="gpt-4o-mini", training_file="file-1")


async def asynchronous(client: AsyncOpenAI) -> None:
    messages: list[ChatCompletionMessageParam] = [{"role": "user", "content": "Hi"}]
    assert_type(await client.chat.completions.create(model="gpt-4o", messages=messages), ChatCompletion)
    chunks = await client.chat.completions.create(model="gpt-4o", messages=messages, stream=True)
    assert_type(chunks, AsyncStream[ChatCompletionChunk])
    async for model in client.models.list():
        assert_type(model, Model)
    page = await client.files.list()
    assert_type(page.data, list[FileObject])


def misuse(client: OpenAI) -> None:
    messages: list[ChatCompletionMessageParam] = [{"role": "user", "content": "Hi"}]
    create = client.chat.completions.create
    create(messages=messages)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    create(model="m", messages=messages, temprature=1)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    create(model="m", messages=messages, temperature="hot")  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]
    create("m", messages)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    client.files.create(file="text", purpose="batch")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    client.files.create(file=b"", purpose="fun")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    client.files.retrieve()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    client.embeddings.create(model="m", input=3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    client.vector_stores.create(file_ids="file-1")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    print(create(model="m", messages=messages).choice)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
    wrong: ChatCompletionMessageParam = {"role": "usr", "content": "Hi"}  # type: ignore[misc, assignment]  # pyright: ignore[reportAssignmentType]
    print(wrong)
