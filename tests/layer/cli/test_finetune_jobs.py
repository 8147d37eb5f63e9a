"""Jobs created, followed and judged from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from openai_client._runtime.retries import Clock
from tests.layer.cli.conftest import Run
from tests.layer.cli.training import METRICS, MODEL, events, examples, job, lines
from tests.layer.polling.serving import Answer, Service

FT = "ft:gpt-4o-mini:me::1"
FILES = {"id": "file-1", "object": "file"}, {"id": "file-2", "object": "file"}
FAILED = job("failed", error={"code": "invalid", "message": "bad data"})


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Clock, "sleep", lambda clock, seconds: None)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with files to train with."""
    (tmp_path / "train.jsonl").write_text(lines(examples()))
    (tmp_path / "valid.jsonl").write_text(lines(examples(24)[12:]))
    return tmp_path


def test_the_command_of_old_notes_with_a_model_of_today(run: Run, service: Service, data: Path) -> None:
    service.says("POST /files", *FILES)
    service.says("POST /fine_tuning/jobs", job("validating_files"))
    service.says("GET /fine_tuning/jobs/ftjob-1", job("running"), job("succeeded", fine_tuned_model=FT))
    service.says("GET /fine_tuning/jobs/ftjob-1/events", events("Started"), events("Started", "Step 1/2", "Done"))
    words = ("-t", "train.jsonl", "-v", "valid.jsonl", "--batch_size", "16", "-m", MODEL, "--follow")
    done = run("finetune", "create", *words, "--metadata", "by=me")
    assert done.exit_code == 0
    assert service.seen[0].parts()["file"] == ("train.jsonl", (data / "train.jsonl").read_bytes())
    assert service.seen[0].parts()["purpose"] == (None, b"fine-tune")
    assert service.seen[2].json() == {
        "model": MODEL, "training_file": "file-1", "validation_file": "file-2", "metadata": {"by": "me"},
        "method": {"type": "supervised", "supervised": {"hyperparameters": {"batch_size": 16}}},
    }  # fmt: skip
    told = done.stdout.splitlines()
    assert told[:3] == [
        "Uploaded train.jsonl: file-1",
        "Uploaded valid.jsonl: file-2",
        "Created ftjob-1; Ctrl-C stops the following and not the job",
    ]
    assert [line.partition("] ")[2] for line in told[3:6]] == ["Started", "Step 1/2", "Done"]
    assert told[6:] == [
        "ftjob-1: succeeded", "Try it:", f"  openai-client api chat.completions.create -m {FT} -g user 'Your question'"
    ]  # fmt: skip


def test_created_and_left_to_itself(run: Run, service: Service) -> None:
    service.says("POST /fine_tuning/jobs", job("queued"))
    words = (
        "finetune",
        "create",
        "-t",
        "file-9",
        "-m",
        MODEL,
        "--n-epochs",
        "auto",
        "--learning-rate-multiplier",
        "0.5",
    )
    done = run(*words, "--json")
    assert json.loads(done.stdout)["id"] == "ftjob-1"
    assert "openai-client finetune follow ftjob-1" in done.stderr
    hyperparameters = service.seen[0].json()["method"]["supervised"]["hyperparameters"]
    assert hyperparameters == {"n_epochs": "auto", "learning_rate_multiplier": 0.5}


def test_broken_data_are_not_uploaded(run: Run, service: Service, data: Path) -> None:
    (data / "valid.jsonl").write_text('{"messages": []]}\n')
    done = run("finetune", "create", "-t", "train.jsonl", "-v", "valid.jsonl", "-m", MODEL)
    assert done.exit_code == 1
    assert "valid.jsonl:1:16: error" in done.stdout
    assert "Nothing was uploaded" in done.stderr
    assert service.seen == []
    service.says("POST /files", *FILES)
    service.says("POST /fine_tuning/jobs", job("queued"))
    words = ("finetune", "create", "-t", "train.jsonl", "-v", "valid.jsonl", "-m", MODEL)
    assert run(*words, "--no-check").exit_code == 0


def test_prompts_and_completions_for_models_that_continue_text(run: Run, service: Service, data: Path) -> None:
    (data / "old.jsonl").write_text('{"prompt": "1 + 1 =", "completion": " 2"}\n')
    service.says("POST /files", FILES[0])
    service.says("POST /fine_tuning/jobs", {**job("queued"), "model": "davinci-002"})
    assert run("finetune", "create", "-t", "old.jsonl", "-m", "davinci-002").exit_code == 0


@pytest.mark.parametrize("end", [FAILED, job("cancelled")])
def test_no_model_came_of_it(run: Run, service: Service, end: dict[str, Any]) -> None:
    service.says("GET /fine_tuning/jobs/ftjob-1", end)
    service.says("GET /fine_tuning/jobs/ftjob-1/events", events("Started"))
    done = run("finetune", "follow", "-i", "ftjob-1")
    assert done.exit_code == 1
    assert f"ftjob-1: {end['status']}" in done.stdout
    assert ("bad data" in done.stderr) == (end is FAILED)


def test_a_job_that_is_created_and_fails(run: Run, service: Service) -> None:
    service.says("POST /fine_tuning/jobs", job("queued"))
    service.says("GET /fine_tuning/jobs/ftjob-1", FAILED)
    service.says("GET /fine_tuning/jobs/ftjob-1/events", events("Started"))
    assert run("finetune", "create", "-t", "file-1", "-m", MODEL, "--follow").exit_code == 1


def test_events_keep_out_of_the_one_document(run: Run, service: Service) -> None:
    service.says("GET /fine_tuning/jobs/ftjob-1", job("succeeded", fine_tuned_model=FT))
    service.says("GET /fine_tuning/jobs/ftjob-1/events", events("Started"))
    done = run("finetune", "follow", "ftjob-1", "--json")
    assert json.loads(done.stdout)["fine_tuned_model"] == FT
    assert "Started" in done.stderr


def test_a_job_that_does_not_say_its_model(run: Run, service: Service) -> None:
    said = {name: value for name, value in job("succeeded", fine_tuned_model=FT).items() if name != "model"}
    service.says("GET /fine_tuning/jobs/ftjob-1", said)
    service.says("GET /fine_tuning/jobs/ftjob-1/events", events("Started"))
    assert f"openai-client api chat.completions.create -m {FT}" in run("finetune", "follow", "ftjob-1").stdout


def test_ctrl_c_says_how_to_go_on(
    run: Run, service: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    slept = []

    def interrupted(clock: Clock, seconds: float) -> None:
        slept.append(seconds)
        raise KeyboardInterrupt

    monkeypatch.setattr(Clock, "sleep", interrupted)
    service.says("GET /fine_tuning/jobs/ftjob-1", job("running"))
    service.says("GET /fine_tuning/jobs/ftjob-1/events", events("Started"))
    done = run("finetune", "follow", "ftjob-1", "--poll", "7")
    assert done.exit_code == 130
    assert slept == [7]
    assert "Started" in done.stdout
    assert done.stderr.splitlines() == [
        "stopped; it goes on without you",
        "to follow it again: openai-client finetune follow ftjob-1",
        "to stop it: openai-client api fine_tuning.jobs.cancel ftjob-1",
    ]
    assert caplog.messages == []  # what the library says to programs


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_metrics_are_drawn(run: Run, service: Service, tmp_path: Path, kind: str) -> None:
    (tmp_path / "metrics.csv").write_text(METRICS)
    done = run("finetune", "plot", "metrics.csv", "-o", f"job.{kind}", "--json")
    assert json.loads(done.stdout) == {
        "picture": f"job.{kind}", "steps": 3,
        "last": {"step": 3, "train_loss": 0.9, "train_accuracy": 0.7, "valid_loss": 1.1},
    }  # fmt: skip
    starts = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}
    assert (tmp_path / f"job.{kind}").read_bytes().startswith(starts[kind])
    service.says("GET /fine_tuning/jobs/ftjob-1", job("succeeded", result_files=["file-r"]))
    service.says("GET /files/file-r/content", Answer(METRICS.encode(), headers={"content-type": "text/csv"}))
    assert run("finetune", "plot", "ftjob-1", "-o", f"of_job.{kind}").stdout == f"written to of_job.{kind}\n"


def test_checkpoints_in_columns(run: Run, service: Service) -> None:
    points = [
        {
            "id": f"c{step}", "object": "fine_tuning.job.checkpoint", "created_at": step, "step_number": step,
            "fine_tuned_model_checkpoint": f"{FT}:step-{step}", "fine_tuning_job_id": "ftjob-1",
            "metrics": {"step": step, "train_loss": 1 / step},
        }
        for step in (4, 2)
    ]  # fmt: skip
    service.says("GET /fine_tuning/jobs/ftjob-1/checkpoints", {"object": "list", "data": points, "has_more": False})
    assert run("finetune", "checkpoints", "ftjob-1").stdout.splitlines() == [
        "step  model                        train_loss",
        f"2     {FT}:step-2  0.5",
        f"4     {FT}:step-4  0.25",
    ]
    assert [row["step"] for row in json.loads(run("finetune", "checkpoints", "ftjob-1", "--json").stdout)] == [2, 4]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["create", "-t", "gone.jsonl", "-m", MODEL], "gone.jsonl: training_file: cannot read it"),
        (["create", "-t", "train.jsonl"], "Missing option '-m'"),
        (["create", "-t", "file-1", "-m", MODEL, "--n-epochs", "51"], "n_epochs is 51"),
        (["create", "-t", "file-1", "-m", MODEL, "--batch-size", "many"], "'many' is no number and not auto"),
        (["create", "-t", "file-1", "-m", MODEL, "--metadata", "x"], "'x' is not KEY=VALUE"),
        (["create", "-t", "file-1", "-m", MODEL, "--method", "reinforcement"], "reinforcement needs a grader"),
        (["create", "-t", "file-1", "-m", MODEL, "--grader", "cells.csv"], "cells.csv:1:1: it is no JSON"),
        (["create", "-t", "train.jsonl", "-v", "train.jsonl", "-m", MODEL], "are the same file"),
        (["follow"], "name one job"),
        (["follow", "a", "-i", "b"], "name one job"),
        (["plot", "gone.csv", "-o", "x.png"], "gone.csv: cannot read it"),
        (["plot", "cells.csv", "-o", "x.png"], "cells.csv:2: 'high' in the column train_loss"),
        (["plot", "metrics.csv", "-o", "x.gif"], "a picture ends in .png, .svg, .pdf"),
        (["plot", "metrics.csv", "-o", "train.jsonl"], "there is such a file already"),
        (["plot", "metrics.csv", "-o", "no/x.png"], "there is no such folder"),
    ],
)
def test_slips(run: Run, service: Service, data: Path, words: list[str], message: str) -> None:
    (data / "metrics.csv").write_text(METRICS)
    (data / "cells.csv").write_text("step,train_loss\n1,high\n")
    before = {path.name: path.read_bytes() for path in data.iterdir()}
    done = run("finetune", *words)
    assert done.exit_code == 2
    assert message in " ".join(done.stderr.split())
    assert service.seen == []
    assert {path.name: path.read_bytes() for path in data.iterdir()} == before
