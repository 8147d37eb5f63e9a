"""Rows with commands of ``openai-client`` that have a name of their own."""

from __future__ import annotations

import json

import numpy as np

from tests.layer.batches.service import BatchService

from .desk import Desk, case, chat
from .jobs import JOB, event, page
from .training_data import examples, table
from .vectors import words


@case("tokens-command")
def _(desk: Desk) -> None:
    desk.write("article.txt", "hello world")
    printed = json.loads(desk.run("--json"))
    assert printed["tokens"] == 3, "with the line break"
    assert "3" in desk.run()
    assert desk.sent == []


@case("data-check-command")
def _(desk: Desk) -> None:
    desk.write("train.jsonl", *examples(50))
    assert "50 records" in desk.run()
    desk.write("train.jsonl", *examples(50), "{")
    assert "invalid-json" in desk.command(desk.row.code, exit_code=1)


@case("data-csv-command")
def _(desk: Desk) -> None:
    table(desk)
    assert "qa_prepared_train.jsonl" in desk.run()
    kept = [len((desk.folder / f"qa_prepared_{name}.jsonl").read_bytes().splitlines()) for name in ("train", "valid")]
    assert kept == [16, 4]


@case("job-command")
def _(desk: Desk) -> None:
    for name in ("qa_train.jsonl", "qa_test.jsonl"):
        desk.write(name, *examples(10))
    desk.api.files.create.returns({"id": "file-t"}, {"id": "file-v"})
    jobs = desk.api.fine_tuning.jobs
    jobs.create.returns({**JOB, "status": "queued"})
    jobs.retrieve.returns(JOB)
    jobs.list_events.returns(page(event(2), event(1)))
    printed = desk.run()
    assert printed.index("Step 1") < printed.index("Step 2")
    assert "ft:m:mine" in printed
    body = next(request.json for request in desk.api.requests if request.path == "/fine_tuning/jobs")
    assert (body["training_file"], body["validation_file"]) == ("file-t", "file-v")
    assert body["method"]["supervised"]["hyperparameters"] == {"batch_size": 16}


@case("job-follow-command")
def _(desk: Desk) -> None:
    desk.api.fine_tuning.jobs.retrieve.returns(JOB)
    desk.api.fine_tuning.jobs.list_events.returns(page(event(1)))
    printed = desk.run()
    assert "Step 1" in printed
    assert "ft:m:mine" in printed


@case("job-picture")
def _(desk: Desk) -> None:
    desk.api.fine_tuning.jobs.retrieve.returns(JOB)
    desk.api.files.content.returns(b"step,train_loss,train_accuracy\n1,2.0,0.5\n2,1.5,0.75\n")
    desk.run()
    assert (desk.folder / "job.png").read_bytes().startswith(b"\x89PNG")


@case("batch-command")
def _(desk: Desk) -> None:
    service = BatchService()
    desk.api = service.api
    desk.answered_by(service.client)
    body = {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "Hello!"}]}
    desk.write("batch.jsonl", {"custom_id": "1", "method": "POST", "url": "/v1/chat/completions", "body": body})
    desk.run()
    (line,) = (desk.folder / "answers.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["custom_id"] == "1"
    assert "re: Hello!" in line


@case("vector-command")
def _(desk: Desk) -> None:
    made = words(desk)
    desk.write("reviews.csv", "combined,stars", "tasty dog food,5", "stale dog food,1")
    desk.run()
    assert made.texts == ["tasty dog food", "stale dog food"]
    with np.load(desk.folder / "reviews.npz") as arrays:
        assert (2, 64) in [arrays[name].shape for name in arrays.files]


@case("answer-command")
def _(desk: Desk) -> None:
    words(desk)
    desk.write("blog/june.md", "# June", "", "The service that was updated last is search.")
    desk.api.chat.completions.create.returns(chat("Search [1]."))
    printed = desk.run()
    assert "Search [1]." in printed
    assert "june.md:1-3" in printed
