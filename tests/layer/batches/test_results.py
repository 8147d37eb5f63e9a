"""What comes of requests: answers in order and of their types, failures, another attempt where one may help."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from openai_client import BadRequestError, InternalServerError, PollTimeoutError
from openai_client._runtime import InvalidOptionError
from openai_client.lib.batches import (
    BatchBuilder,
    BatchNotDoneError,
    BatchRequestError,
    Progress,
    batch_status,
    cancel_batches,
    read_results,
    run_batches,
)
from openai_client.lib.input_errors import InputError
from openai_client.types import CreateEmbeddingResponse
from openai_client.types.chat import ChatCompletion

from .service import BatchService, Killed
from .test_resuming import COUNT, requests, run


def test_answers_have_the_types_of_their_calls(tmp_path: Path) -> None:
    service = BatchService()
    client = service.client()
    builder = BatchBuilder()

    @dataclass
    class Number:
        number: int

    with builder.collect(client) as calls:
        messages: Any = [{"role": "user", "content": '{"number": 7}'}]
        chat = calls.chat.completions.create(model="m", messages=messages)
        vectors = calls.embeddings.create(model="e", input="x")
        parsed: Any = calls.chat.completions.parse(  # type: ignore[attr-defined]  # of the layer
            model="m", messages=messages, response_format=Number
        )
    answered = service.batches
    results = run_batches(client, builder, state=tmp_path / "run.json")
    assert len(answered) == 2
    completion = results.answer(chat)
    assert type(completion) is ChatCompletion
    assert completion.choices[0].message.content == 're: {"number": 7}'
    assert completion._request_id == "req-request-1"
    embedded = results.answer(vectors)
    assert type(embedded) is CreateEmbeddingResponse
    assert embedded.data[0].embedding == [1.0, 2.0]
    with pytest.raises(ValueError, match="not a valid Number"):  # what the service wrote is no such number
        results.answer(parsed)
    assert results["request-3"].ok
    assert results[0] is results["request-1"]


def test_only_what_may_go_better_is_tried_again(tmp_path: Path) -> None:
    service = BatchService()
    outcomes: dict[str, list[int | str]] = {
        "q0": [200],
        "q1": [429, 200],
        "q2": [400],
        "q3": ["expired", "lost", 200],
        "q4": [500, 500, 500],
    }
    service.outcome = lambda name, run: outcomes[name][run - 1]
    results = run(service, tmp_path / "run.json", max_attempts=2)
    assert dict(service.runs) == {"q0": 1, "q1": 2, "q2": 1, "q3": 2, "q4": 2}
    assert [result.ok for result in results] == [True, True, False, False, False]
    assert [result.custom_id for result in results.failed] == ["q2", "q3", "q4"]
    assert isinstance(results["q2"].error, BadRequestError)
    assert isinstance(results["q4"].error, InternalServerError)
    assert isinstance(results["q3"].error, BatchRequestError)
    assert results["q3"].error.code == "missing"
    with pytest.raises(BadRequestError):
        results.answers()

    # A run that may try more often takes up where it was.
    results = run(service, tmp_path / "run.json", max_attempts=3)
    assert dict(service.runs) == {"q0": 1, "q1": 2, "q2": 1, "q3": 3, "q4": 3}
    assert [result.custom_id for result in results.failed] == ["q2", "q4"]


def test_a_batch_that_failed_as_a_whole_is_tried_again_without_the_wrong_lines(tmp_path: Path) -> None:
    service = BatchService()
    service.ends = {1: "failed"}
    service.errors = {1: [{"code": "invalid", "message": "no such model", "line": 2}]}
    results = run(service, tmp_path / "run.json")
    assert dict(service.runs) == {"q0": 1, "q2": 1, "q3": 1, "q4": 1}
    [failed] = results.failed
    assert isinstance(failed.error, BatchRequestError)
    assert str(failed.error) == "q1: invalid_request: no such model"


def test_a_batch_that_expired_without_a_word_is_tried_again(tmp_path: Path) -> None:
    service = BatchService()
    service.ends = {2: "expired"}
    service.outcome = lambda name, run: "lost" if name == "q2" and run == 1 else 200
    results = run(service, tmp_path / "run.json", max_attempts=1)
    assert "batch_expired" in str(results["q2"].error)
    assert not run(service, tmp_path / "run.json").failed
    assert service.runs["q2"] == 2
    assert service.runs["q3"] == 1


def test_a_cancelled_run_keeps_its_answers(tmp_path: Path) -> None:
    service = BatchService()
    path = tmp_path / "run.json"

    def kill(name: str, when: str) -> None:
        if name == "retrieve" and when == "before":
            raise Killed

    service.on_call = kill
    with pytest.raises(Killed):
        run(service, path)
    service.on_call = lambda name, when: None
    assert [batch.status for batch in batch_status(service.client(), path)] == ["completed"] * 3
    service.batches["batch_3"]["status"] = "in_progress"
    service.runs.clear()
    service.retrieve = lambda request: service.batches[request.path.split("/")[2]]  # type: ignore[method-assign]

    async def cancel() -> Any:
        async with service.async_client() as client:
            return await cancel_batches(client, path), await batch_status(client, path)

    cancelled, now = asyncio.run(cancel())
    assert [batch.status for batch in cancelled] == ["completed", "completed", "cancelled"]
    assert [batch.status for batch in now] == ["completed", "completed", "cancelled"]
    assert service.calls["cancel"] == 1
    results = run(service, path)
    assert not service.runs
    assert isinstance(results["q4"].error, BatchRequestError) is ("q4" not in answered(results))


def answered(results: Any) -> list[str]:
    return [result.custom_id for result in results if result.ok]


def test_what_was_cancelled_is_not_tried_again(tmp_path: Path) -> None:
    service = BatchService()
    service.ends = {3: "cancelled"}
    service.outcome = lambda name, run: "lost" if name == "q4" else 200
    results = run(service, tmp_path / "run.json")
    assert answered(results) == ["q0", "q1", "q2", "q3"]
    assert "batch_cancelled" in str(results["q4"].error)
    assert service.runs["q4"] == 1


def test_a_batch_being_made_is_not_forgotten_by_a_cancel(tmp_path: Path) -> None:
    service = BatchService()
    path = tmp_path / "run.json"

    def kill(name: str, when: str) -> None:
        if name == "create" and when == "after":
            raise Killed

    service.on_call = kill
    with pytest.raises(Killed):
        run(service, path)
    service.on_call = lambda name, when: None
    assert [batch.id for batch in cancel_batches(service.client(), path)] == ["batch_1"]
    assert service.batches["batch_1"]["status"] == "cancelled"


def test_a_run_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no run of batches with this state"):
        batch_status(BatchService().client(), tmp_path / "run.json")


@pytest.mark.parametrize("is_async", [False, True], ids=["sync", "async"])
def test_progress_is_told(tmp_path: Path, is_async: bool) -> None:
    seen: list[Progress] = []

    async def told_async(progress: Progress) -> None:
        seen.append(progress)

    run(BatchService(), tmp_path / "run.json", is_async=is_async, on_progress=told_async if is_async else seen.append)
    assert [(one.part, one.parts, one.batch.status) for one in seen] == [(n, 3, "completed") for n in (1, 2, 3)]


def test_a_run_that_takes_too_long_can_be_waited_for_again(tmp_path: Path) -> None:
    service = BatchService()
    service.ends = {1: "in_progress"}
    service.outcome = lambda name, run: 200 if run < 100 else "lost"
    with pytest.raises(PollTimeoutError):
        run(service, tmp_path / "run.json", max_wait_seconds=0)
    service.ends = {}
    service.runs.clear()
    assert len(run(service, tmp_path / "run.json").answers()) == COUNT
    assert set(service.runs.values()) == {1}


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"max_attempts": 0}, InvalidOptionError),
        ({"metadata": {str(n): "x" for n in range(15)}}, InvalidOptionError),
        ({"metadata": {"batch_run": "x"}}, InvalidOptionError),
        ({"poll_interval_ms": -1}, ValueError),
        ({"max_tries": 3}, TypeError),
    ],
)
def test_options_that_make_no_sense_are_refused_before_anything_is_sent(
    tmp_path: Path, options: Any, error: type[Exception]
) -> None:
    service = BatchService()
    with pytest.raises(error):
        run(service, tmp_path / "run.json", **options)
    assert not service.calls
    assert not list(tmp_path.iterdir())


def test_results_of_somebody_elses_batch(tmp_path: Path) -> None:
    service = BatchService()
    outcomes: dict[str, int | str] = {"q1": 400, "q3": "lost"}
    service.outcome = lambda name, run: outcomes.get(name, 200)
    content = b"".join(request.line for request in requests())
    file = service.keep("theirs.jsonl", content, "batch")
    client = service.client()
    batch = client.batches.create(completion_window="24h", endpoint="/v1/chat/completions", input_file_id=file["id"])
    results = read_results(client, batch.id)
    assert [result.custom_id for result in results] == [f"q{number}" for number in range(COUNT)]
    assert answered(results) == ["q0", "q2", "q4"]
    assert type(results[0].answer) is ChatCompletion
    assert isinstance(results["q1"].error, BadRequestError)
    assert "missing" in str(results["q3"].error)

    del service.contents[file["id"]]  # input files are removed after a while

    async def go() -> Any:
        async with service.async_client() as other:
            return await read_results(other, batch.id)

    assert [result.custom_id for result in asyncio.run(go())] == ["q4", "q2", "q0", "q1"]


def test_results_of_a_batch_that_goes_on(tmp_path: Path) -> None:
    service = BatchService()
    file = service.keep("theirs.jsonl", b"", "batch")
    client = service.client()
    batch = client.batches.create(completion_window="24h", endpoint="/v1/chat/completions", input_file_id=file["id"])
    service.ends = {1: "finalizing"}
    with pytest.raises(BatchNotDoneError, match=r"batch_1 is finalizing; wait for it: client\.batches\.poll"):
        read_results(client, batch.id)


def test_answers_of_another_run_are_noticed(tmp_path: Path) -> None:
    service = BatchService()
    path = tmp_path / "run.json"
    run(service, path)
    [result] = (tmp_path / "run.files").glob("*0001.result1.jsonl")
    result.write_bytes(result.read_bytes().replace(b'"q0"', b'"other"'))
    with pytest.raises(InputError, match="batch batch_1 answers 'other', which was not asked"):
        run(service, path)


def test_two_answers_to_one_request_are_noticed(tmp_path: Path) -> None:
    service = BatchService()
    path = tmp_path / "run.json"
    run(service, path)
    [result] = (tmp_path / "run.files").glob("*0001.result1.jsonl")
    result.write_bytes(result.read_bytes() * 2)
    with pytest.raises(InputError, match=r"result1\.jsonl:3: a second result for the request 'q1'"):
        run(service, path)
