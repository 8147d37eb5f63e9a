"""What takes a while, waited for against a server that walks through the states."""

from __future__ import annotations

import asyncio
import inspect
import sys
from typing import Any

import pytest

from openai_client import AsyncOpenAI, OpenAI
from openai_client._runtime import APIResponseValidationError, NotFoundError, PollTimeoutError, omit

from .conftest import Caller
from .serving import Answer, Service

OWN = ["poll_interval_ms", "max_wait_seconds", "on_state", "progress"]
EXTRA = ["extra_headers", "extra_query", "extra_body", "timeout"]


def video(status: str, **more: object) -> dict[str, object]:
    return {"id": "video_1", "object": "video", "status": status, **more}


def names(method: Any) -> tuple[list[str], list[str]]:
    """The arguments that may be passed by position, and the others."""
    found = inspect.signature(method).parameters.values()
    positional = [each.name for each in found if each.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD]
    return positional, [each.name for each in found if each.kind is inspect.Parameter.KEYWORD_ONLY]


def at(client: Any, path: str) -> Any:
    for step in path.split("."):
        client = getattr(client, step)
    return client


@pytest.mark.parametrize("client", [OpenAI(api_key="x"), AsyncOpenAI(api_key="x")], ids=["sync", "async"])
@pytest.mark.parametrize(
    ("method", "positional", "wanted"),
    [
        ("videos.create_and_poll", [], "prompt input_reference model seconds size poll_interval_ms"),
        ("videos.poll", ["video_id"], "poll_interval_ms"),
        (
            "vector_stores.files.create_and_poll",
            ["file_id"],
            "vector_store_id attributes poll_interval_ms chunking_strategy",
        ),
        ("vector_stores.files.poll", ["file_id"], "vector_store_id poll_interval_ms"),
        ("vector_stores.files.upload", [], "vector_store_id file chunking_strategy"),
        (
            "vector_stores.files.upload_and_poll",
            [],
            "vector_store_id file attributes poll_interval_ms chunking_strategy",
        ),
        (
            "vector_stores.file_batches.create_and_poll",
            ["vector_store_id"],
            "attributes chunking_strategy file_ids files poll_interval_ms",
        ),
        ("vector_stores.file_batches.poll", ["batch_id"], "vector_store_id poll_interval_ms"),
        (
            "vector_stores.file_batches.upload_and_poll",
            ["vector_store_id"],
            "files max_concurrency file_ids poll_interval_ms chunking_strategy",
        ),
        ("files.wait_for_processing", ["id"], "poll_interval max_wait_seconds"),
        ("beta.threads.runs.poll", ["run_id", "thread_id"], "poll_interval_ms"),
        ("beta.threads.runs.create_and_poll", ["thread_id"], "assistant_id model poll_interval_ms"),
        ("beta.threads.runs.submit_tool_outputs_and_poll", ["run_id"], "thread_id tool_outputs poll_interval_ms"),
        ("beta.threads.create_and_run_poll", [], "assistant_id thread poll_interval_ms"),
        ("batches.poll", ["batch_id"], "poll_interval_ms"),
        ("batches.create_and_poll", [], "completion_window endpoint input_file_id poll_interval_ms"),
        ("fine_tuning.jobs.poll", ["fine_tuning_job_id"], "poll_interval_ms"),
        ("fine_tuning.jobs.create_and_poll", [], "model training_file poll_interval_ms"),
        ("evals.runs.poll", ["run_id"], "eval_id poll_interval_ms"),
        ("evals.runs.create_and_poll", ["eval_id"], "data_source poll_interval_ms"),
        ("uploads.upload_file_chunked", [], "file mime_type purpose filename bytes part_size md5"),
    ],
)
def test_methods_have_the_arguments_of_the_official_client(
    client: object, method: str, positional: list[str], wanted: str
) -> None:
    found, keywords = names(at(client, method))
    assert found == positional
    assert [name for name in wanted.split() if name not in keywords] == []
    assert "stream" not in keywords
    if method.endswith(("create_and_poll", ".poll")):
        assert keywords[-8:] == OWN + EXTRA


def test_it_looks_until_it_is_done(call: Caller, service: Service) -> None:
    service.says(
        "GET /videos/video_1",
        video("queued"),
        Answer(video("in_progress", progress=40), headers={"openai-poll-after-ms": "2500"}),
        video("completed", progress=100),
    )
    seen: list[str] = []
    found = call(lambda client: client.videos.poll("video_1", on_state=lambda video: seen.append(video.status)))
    assert (found.status, seen) == ("completed", ["queued", "in_progress", "completed"])
    assert call.clock.slept == [1.0, 2.5]
    for each in service.seen:
        assert each.headers["x-stainless-poll-helper"] == "true"
        assert "x-stainless-custom-poll-interval" not in each.headers


def test_the_pause_that_was_chosen_is_kept_to_and_told(call: Caller, service: Service) -> None:
    service.says(
        "GET /videos/video_1",
        Answer(video("queued"), headers={"openai-poll-after-ms": "2500"}),
        video("failed"),
    )
    assert call(lambda client: client.videos.poll("video_1", poll_interval_ms=50)).status == "failed"
    assert call.clock.slept == [0.05]
    assert [each.headers["x-stainless-custom-poll-interval"] for each in service.seen] == ["50", "50"]


def test_headers_of_the_call_go_with_every_request(call: Caller, service: Service) -> None:
    service.says("POST /vector_stores/vs/files", {"id": "file", "status": "in_progress"})
    service.says("GET /vector_stores/vs/files/file", {"id": "file", "status": "completed"})
    found = call(
        lambda client: client.vector_stores.files.create_and_poll(
            "file", vector_store_id="vs", attributes={"a": "b"}, extra_headers={"X-Mine": "1"}, extra_body={"more": 1}
        )
    )
    assert found.status == "completed"
    assert service.lines() == ["POST /vector_stores/vs/files", "GET /vector_stores/vs/files/file"]
    assert service.seen[0].json() == {"file_id": "file", "attributes": {"a": "b"}, "more": 1}
    assert service.seen[1].body == b""
    assert [each.headers["x-mine"] for each in service.seen] == ["1", "1"]
    assert [each.headers["openai-beta"] for each in service.seen] == ["assistants=v2"] * 2


@pytest.mark.parametrize(
    ("start", "lines", "states"),
    [
        (
            lambda client: client.batches.create_and_poll(
                completion_window="24h", endpoint="/v1/responses", input_file_id="f"
            ),
            ["POST /batches", "GET /batches/x"],
            ["validating", "finalizing", "expired"],
        ),
        (
            lambda client: client.fine_tuning.jobs.create_and_poll(model="m", training_file="f"),
            ["POST /fine_tuning/jobs", "GET /fine_tuning/jobs/x"],
            ["validating_files", "running", "succeeded"],
        ),
        (
            lambda client: client.evals.runs.create_and_poll("e", data_source={"type": "jsonl", "source": {}}),
            ["POST /evals/e/runs", "GET /evals/e/runs/x"],
            ["queued", "in_progress", "canceled"],
        ),
        (
            lambda client: client.vector_stores.file_batches.create_and_poll("vs", file_ids=["a"]),
            ["POST /vector_stores/vs/file_batches", "GET /vector_stores/vs/file_batches/x"],
            ["in_progress", "in_progress", "cancelled"],
        ),
        (
            lambda client: client.beta.threads.runs.create_and_poll("t", assistant_id="a"),
            ["POST /threads/t/runs", "GET /threads/t/runs/x"],
            ["queued", "cancelling", "requires_action"],
        ),
        (
            lambda client: client.beta.threads.runs.submit_tool_outputs_and_poll("x", thread_id="t", tool_outputs=[]),
            ["POST /threads/t/runs/x/submit_tool_outputs", "GET /threads/t/runs/x"],
            ["queued", "in_progress", "incomplete"],
        ),
        (
            lambda client: client.beta.threads.create_and_run_poll(assistant_id="a"),
            ["POST /threads/runs", "GET /threads/t/runs/x"],
            ["queued", "in_progress", "completed"],
        ),
    ],
)
def test_started_and_waited_for(
    call: Caller, service: Service, start: Any, lines: list[str], states: list[str]
) -> None:
    for line in lines:
        service.says(line, *({"id": "x", "thread_id": "t", "status": state} for state in states))
    found = call(start)
    assert found.status == states[-1]
    assert service.lines() == [lines[0], *[lines[1]] * 3]
    assert len(call.clock.slept) == 2


def test_long_work_is_not_asked_after_every_second(call: Caller, service: Service) -> None:
    service.says("GET /batches/b", {"id": "b", "status": "in_progress"}, {"id": "b", "status": "completed"})
    call(lambda client: client.batches.poll("b"))
    assert call.clock.slept == [30.0]


def test_giving_up_tells_the_last_state(call: Caller, service: Service) -> None:
    service.says("GET /videos/video_1", video("in_progress", progress=7))
    with pytest.raises(PollTimeoutError) as failure:
        call(lambda client: client.videos.poll("video_1", max_wait_seconds=2.5))
    last: Any = failure.value.last
    assert (last.progress, failure.value.state) == (7, "in_progress")
    assert call.clock.slept == [1.0, 1.0, 0.5]
    assert "client.videos.poll('video_1')" in str(failure.value)


def test_ctrl_c_tells_how_to_go_on(call: Caller, service: Service, caplog: pytest.LogCaptureFixture) -> None:
    service.says("GET /vector_stores/vs/files/f", {"id": "f", "status": "in_progress"})
    # An event loop turns Ctrl-C into a cancellation of the main task.
    kind = asyncio.CancelledError if call.is_async else KeyboardInterrupt
    call.clock.interrupt = kind()
    with pytest.raises(kind) as failure:
        call(lambda client: client.vector_stores.files.poll("f", vector_store_id="vs"))
    how = "To wait again: client.vector_stores.files.poll('f', vector_store_id='vs')"
    assert call.is_async or how in caplog.text
    if sys.version_info >= (3, 11):
        assert getattr(failure.value, "__notes__", None) == [how]


@pytest.mark.skipif(sys.version_info < (3, 11), reason="exceptions have no notes")
def test_whatever_cuts_it_short_tells_how_to_go_on(call: Caller, service: Service) -> None:
    service.says("GET /videos/video_1", video("queued"), Answer({"error": {"message": "gone"}}, 404))
    with pytest.raises(NotFoundError) as failure:
        call(lambda client: client.videos.poll("video_1"))
    assert getattr(failure.value, "__notes__", None) == ["To wait again: client.videos.poll('video_1')"]


def test_an_answer_without_a_state_ends_it(call: Caller, service: Service) -> None:
    service.says("GET /videos/video_1", {"id": "video_1"})
    with pytest.raises(APIResponseValidationError, match=r"videos\.poll cannot go on: the answer has no status"):
        call(lambda client: client.videos.poll("video_1"))


@pytest.mark.parametrize("options", [{"poll_interval_ms": -1}, {"max_wait_seconds": float("nan")}])
def test_nothing_is_started_that_cannot_be_waited_for(
    call: Caller, service: Service, options: dict[str, float]
) -> None:
    for use in (
        lambda client: client.videos.create_and_poll(prompt="a cat", **options),
        lambda client: client.vector_stores.files.upload_and_poll(vector_store_id="v", file=b"", **options),
        lambda client: client.vector_stores.file_batches.upload_and_poll("v", files=[b""], **options),
    ):
        with pytest.raises(ValueError, match="is a time, 0 or more"):
            call(use)
    assert service.seen == []


@pytest.mark.parametrize("call", [True], ids=["async"], indirect=True)
def test_a_callback_may_be_a_coroutine(call: Caller, service: Service) -> None:
    service.says("GET /videos/video_1", video("completed"))
    seen: list[str] = []

    async def note(video: Any) -> None:
        seen.append(video.status)

    call(lambda client: client.videos.poll("video_1", on_state=note))
    assert seen == ["completed"]


def test_a_file_is_waited_for_in_seconds(call: Caller, service: Service) -> None:
    service.says("GET /files/f", {"id": "f", "status": "uploaded"}, {"id": "f", "status": "processed"})
    assert call(lambda client: client.files.wait_for_processing("f")).status == "processed"
    assert call.clock.slept == [5.0]
    assert "x-stainless-poll-helper" not in service.seen[0].headers


def test_a_file_is_not_waited_for_without_end(call: Caller, service: Service) -> None:
    service.says("GET /files/f", {"id": "f", "status": "uploaded"})
    with pytest.raises(RuntimeError, match="still 'uploaded' after 12 seconds"):
        call(lambda client: client.files.wait_for_processing("f", poll_interval=5, max_wait_seconds=12))
    assert call.clock.slept == [5.0, 5.0, 2.0]


def test_progress_is_shown_and_nothing_else_changes(
    call: Caller, service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    service.says("GET /videos/video_1", video("in_progress", progress=40), video("completed", progress=100))
    assert call(lambda client: client.videos.poll("video_1", progress=True)).status == "completed"
    assert "completed" in capsys.readouterr().out


def test_methods_that_wait_have_no_raw_response() -> None:
    client: Any = OpenAI(api_key="x")
    assert callable(client.videos.with_raw_response.create)
    for method in ("poll", "create_and_poll"):
        with pytest.raises(AttributeError, match="is no single call"):
            getattr(client.videos.with_raw_response, method)


def test_left_out_is_as_usual(call: Caller, service: Service) -> None:
    service.says("GET /videos/video_1", video("queued"), video("completed"))
    call(lambda client: client.videos.poll("video_1", poll_interval_ms=omit, max_wait_seconds=None))
    assert call.clock.slept == [1.0]
