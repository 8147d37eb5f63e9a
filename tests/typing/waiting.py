"""What type checkers know about waiting, uploads and webhooks. Checked, never run."""

from __future__ import annotations

from pathlib import Path

from typing_extensions import assert_type

from openai_client import AsyncOpenAI, InvalidWebhookSignatureError, OpenAI, PollTimeoutError, track_upload
from openai_client.types import Batch, FileObject, Upload, Video
from openai_client.types.beta.threads import Run
from openai_client.types.fine_tuning import FineTuningJob
from openai_client.types.vector_stores import VectorStoreFile, VectorStoreFileBatch
from openai_client.types.webhooks import ResponseCompletedWebhookEvent, UnwrapWebhookEvent


def note(video: Video) -> None: ...


async def note_later(video: Video) -> None: ...


def sync(client: OpenAI) -> None:
    assert_type(client.videos.create_and_poll(prompt="a cat", poll_interval_ms=500), Video)
    assert_type(client.videos.poll("video_1", on_state=note, max_wait_seconds=None, progress=True), Video)
    assert_type(client.vector_stores.files.create_and_poll("file", vector_store_id="vs"), VectorStoreFile)
    assert_type(client.vector_stores.files.upload_and_poll(vector_store_id="vs", file=b"x"), VectorStoreFile)
    assert_type(
        client.vector_stores.file_batches.upload_and_poll("vs", files=[Path("x"), ("y", b"y")]), VectorStoreFileBatch
    )
    assert_type(client.files.wait_for_processing("file", poll_interval=1, max_wait_seconds=60), FileObject)
    assert_type(client.beta.threads.runs.poll("run", "thread"), Run)
    assert_type(client.beta.threads.create_and_run_poll(assistant_id="a"), Run)
    assert_type(client.batches.poll("batch"), Batch)
    assert_type(client.fine_tuning.jobs.poll("job"), FineTuningJob)
    assert_type(
        client.uploads.upload_file_chunked(file=Path("x"), mime_type="text/plain", purpose="batch", bytes=3), Upload
    )
    client.files.create(file=track_upload(Path("x"), lambda read, size: print(read / size)), purpose="batch")
    client.videos.poll(video_id=3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    client.videos.poll("video_1", on_state=len)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    client.vector_stores.files.poll("file")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


async def asynchronous(client: AsyncOpenAI) -> None:
    assert_type(await client.videos.create_and_poll(prompt="a cat"), Video)
    assert_type(await client.videos.poll("video_1", on_state=note_later), Video)
    assert_type(await client.vector_stores.file_batches.upload_and_poll("vs", files=[b"x"]), VectorStoreFileBatch)
    assert_type(await client.beta.threads.runs.create_and_poll("thread", assistant_id="a"), Run)
    assert_type(client.webhooks.unwrap(b"{}", {}), UnwrapWebhookEvent)


def giving_up(client: OpenAI, headers: list[tuple[str, str]]) -> None:
    try:
        client.videos.poll("video_1", max_wait_seconds=60)
    except PollTimeoutError as error:
        assert_type(error.state, str)
    try:
        event = client.webhooks.unwrap("{}", headers, secret="whsec_x")
    except InvalidWebhookSignatureError:
        return
    if event.type == "response.completed":
        assert_type(event, ResponseCompletedWebhookEvent)
        assert_type(event.data.id, str)
    client.webhooks.verify_signature(b"{}", {"webhook-id": "1"}, tolerance=60)
