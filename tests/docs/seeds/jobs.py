"""Rows about jobs of fine-tuning, and about batches."""

from __future__ import annotations

import json
from typing import Any

from tests.layer.batches.service import BatchService

from .calls import azure, refused
from .desk import Desk, case
from .training_data import examples

JOB = {
    "id": "ftjob-1",
    "model": "gpt-4o-mini-2024-07-18",
    "status": "succeeded",
    "fine_tuned_model": "ft:m:mine",
    "result_files": ["file-r"],
}


def event(number: int, **more: Any) -> dict[str, Any]:
    return {"id": f"e{number}", "created_at": number, "level": "info", "message": f"Step {number}", **more}


def page(*items: Any) -> dict[str, Any]:
    return {"object": "list", "data": list(items), "has_more": False}


@case("job-upload")
def _(desk: Desk) -> None:
    path = desk.write("train.jsonl", *examples(10))
    desk.api.files.create.returns({"id": "file-1"}, {"id": "file-2"})
    assert desk.lines == ["file-2"]
    for request in desk.api.requests:
        purpose, file = sorted(request.parts, key=lambda part: part.name != "purpose")
        assert purpose.content == b"fine-tune"
        assert file.content == path.read_bytes()
        assert file.filename == "train.jsonl"


@case("job-purpose")
def _(desk: Desk) -> None:
    desk.write("mydata.jsonl", *examples(10))
    refused(desk, ValueError)
    assert desk.sent == []


@case("job-create", "job-hyperparameters")
def _(desk: Desk) -> None:
    desk.api.fine_tuning.jobs.create.returns(JOB)
    desk.run()
    more = {"hyperparameters": {"n_epochs": 2}} if desk.row.id == "job-hyperparameters" else {}
    assert desk.bodies == [{"training_file": "file-abc123", "model": "gpt-3.5-turbo", **more}]


@case("job-again")
def _(desk: Desk) -> None:
    desk.api.fine_tuning.jobs.create.returns(JOB)
    desk.run()
    assert desk.value.id == "ftjob-1"
    assert desk.bodies[0]["model"].startswith("ft:")


@case("job-model")
def _(desk: Desk) -> None:
    for name in ("qa_train.jsonl", "qa_test.jsonl"):
        desk.write(name, *examples(10))
    desk.api.files.create.returns({"id": "file-t"}, {"id": "file-v"})
    desk.api.fine_tuning.jobs.create.returns(JOB)
    assert desk.lines == ["ftjob-1"]
    body = desk.bodies[-1]
    assert (body["training_file"], body["validation_file"]) == ("file-t", "file-v")
    assert body["method"]["supervised"]["hyperparameters"] == {"batch_size": 16}


@case("job-control")
def _(desk: Desk) -> None:
    jobs = desk.api.fine_tuning.jobs
    jobs.list.returns(page(JOB))
    jobs.retrieve.returns({**JOB, "status": "running"})
    jobs.list_events.returns(page(event(2), event(1)))
    jobs.cancel.returns({**JOB, "status": "cancelled"})
    assert desk.lines == ["ftjob-1 succeeded", "running", "Step 2", "Step 1", "cancelled"]
    one = "/fine_tuning/jobs/ftjob-1"
    assert [path for _, path in desk.sent] == ["/fine_tuning/jobs", one, f"{one}/events", f"{one}/cancel"]


@case("job-legacy-create", "job-legacy-follow")
def _(desk: Desk) -> None:
    printed = " ".join(desk.command(desk.row.code, exit_code=2).split())
    name = "create" if desk.row.id == "job-legacy-create" else "follow"
    assert f"finetune {name}" in printed
    assert f"finetune {name}" in desk.row.now
    assert desk.sent == []


@case("job-follow")
def _(desk: Desk) -> None:
    jobs = desk.api.fine_tuning.jobs
    jobs.retrieve.returns({**JOB, "status": "running"}, JOB)
    jobs.list_events.returns(page(event(1)), page(event(2), event(1)))
    first, second, model = desk.lines
    assert first.endswith("Step 1")
    assert second.endswith("Step 2")
    assert model == "ft:m:mine"
    assert {path.removesuffix("/events") for _, path in desk.sent} == {"/fine_tuning/jobs/ftjob-1"}


@case("job-checkpoints")
def _(desk: Desk) -> None:
    checkpoint = {"id": "c", "step_number": 10, "fine_tuned_model_checkpoint": "ft:m:mine:ckpt-step-10"}
    metrics = {"step": 10, "train_loss": 0.5}
    desk.api.fine_tuning.jobs.checkpoints.list.returns(page({**checkpoint, "metrics": metrics}))
    assert desk.lines == ["10 0.5 ft:m:mine:ckpt-step-10"]
    assert desk.sent == [("GET", "/fine_tuning/jobs/ftjob-1/checkpoints")]


@case("job-metrics")
def _(desk: Desk) -> None:
    desk.api.fine_tuning.jobs.retrieve.returns(JOB, {**JOB, "result_files": []})
    desk.api.files.content.returns(b"step,train_loss,train_accuracy\n1,2.0,0.5\n2,1.5,0.75\n")
    data = {"step": 100, "train_loss": 1.8e-05, "train_mean_token_accuracy": 1.0}
    desk.api.fine_tuning.jobs.list_events.returns(page(event(1, type="metrics", data=data)))
    assert desk.lines == ["1 2.0", "2 1.5"]
    assert desk.lines == ["100 1.8e-05"], "while there is no file, the events tell"
    assert desk.sent[0] == ("GET", "/fine_tuning/jobs/ftjob-1")


@case("job-use")
def _(desk: Desk) -> None:
    desk.chats("Hello you.")
    assert desk.lines == ["ChatCompletionMessage(content='Hello you.', role='assistant')"]
    assert desk.bodies[0]["model"] == "ft:gpt-3.5-turbo:my-org:custom_suffix:id"
    assert [message["role"] for message in desk.bodies[0]["messages"]] == ["system", "user"]


@case("job-azure")
def _(desk: Desk) -> None:
    azure(desk)
    desk.api.fine_tuning.jobs.create.returns(JOB)
    assert desk.lines == ["ftjob-1"]
    assert desk.sent == [("POST", "/openai/fine_tuning/jobs")]


@case("batch-file", "batch-by-hand")
def _(desk: Desk) -> None:
    service = BatchService()
    desk.api = service.api
    desk.answered_by(service.client)
    if desk.row.id == "batch-file":
        assert desk.lines == ["request-1 re: What is a monad?", "request-2 re: What is a comonad?"]
    else:
        assert desk.lines == ["completed", "1"]
    (batch,) = service.batches.values()
    assert batch["completion_window"] == "24h"
    lines = [json.loads(line) for line in service.contents[batch["input_file_id"]].splitlines()]
    assert {line["url"] for line in lines} == {"/v1/chat/completions"}
    assert service.files[batch["input_file_id"]]["purpose"] == "batch"
