"""Batches run, looked at, stopped and read from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from openai_client._runtime.retries import Clock
from tests.layer.cli.conftest import Run
from tests.layer.polling.serving import Answer, Service

BODY = {"model": "m", "messages": [{"role": "user", "content": "Hi"}]}
REQUESTS = "".join(
    json.dumps({"custom_id": name, "method": "POST", "url": "/v1/chat/completions", "body": BODY}) + "\n"
    for name in ("one", "two")
)


def batch(status: str, **fields: Any) -> dict[str, Any]:
    """A batch as the service describes it."""
    return {
        "id": "batch_1", "object": "batch", "endpoint": "/v1/chat/completions", "input_file_id": "file-in",
        "completion_window": "24h", "created_at": 1, "status": status,
        "request_counts": {"total": 2, "completed": 1, "failed": 0}, **fields,
    }  # fmt: skip


def result(name: str, status: int = 200) -> str:
    """A line of an output file."""
    body = {"id": "c", "choices": []} if status == 200 else {"error": {"message": "too odd"}}
    response = {"status_code": status, "request_id": "r", "body": body}
    return json.dumps({"id": "x", "custom_id": name, "response": response, "error": None}) + "\n"


@pytest.fixture
def running(service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Service:
    """A service that is asked for two requests and answers both, the second first."""
    monkeypatch.setattr(Clock, "sleep", lambda clock, seconds: None)
    (tmp_path / "calls.jsonl").write_text(REQUESTS)
    service.says("POST /files", {"id": "file-in", "object": "file", "created_at": 1, "bytes": 1, "filename": "x"})
    service.says("POST /batches", batch("validating"))
    return service


def ends(service: Service, *answers: str) -> None:
    """Let the batch end with these lines."""
    service.says("GET /batches/batch_1", batch("in_progress"), batch("completed", output_file_id="file-out"))
    service.says("GET /files/file-out/content", Answer("".join(answers).encode()))


def test_answers_are_written_in_the_order_of_the_requests(run: Run, running: Service, tmp_path: Path) -> None:
    ends(running, result("two"), result("one"))
    done = run("batch", "run", "calls.jsonl", "-o", "answers.jsonl")
    assert (done.exit_code, done.stdout) == (0, "2 of 2 answered; written to answers.jsonl\n")
    assert (tmp_path / "answers.jsonl").read_text().splitlines() == [
        json.dumps(json.loads(result(name)), separators=(",", ":")) for name in ("one", "two")
    ]
    assert (tmp_path / "calls.run.json").exists()
    assert (tmp_path / "calls.jsonl").read_text() == REQUESTS
    again = run("batch", "run", "calls.jsonl", "-o", "answers.jsonl", "--overwrite", "--json")
    assert json.loads(again.stdout) == {"requests": 2, "answered": 2, "failed": 0, "output": "answers.jsonl"}
    assert running.lines().count("POST /batches") == 1  # nothing is paid for twice


def test_a_request_without_an_answer_is_told(run: Run, running: Service, tmp_path: Path) -> None:
    ends(running, result("two", 400), result("one"))
    done = run("batch", "run", "calls.jsonl", "-o", "answers.jsonl", "--state", "kept.json")
    assert done.exit_code == 1
    assert "two: " in done.stderr
    assert "too odd" in done.stderr
    assert done.stdout == "1 of 2 answered; written to answers.jsonl\n"
    assert (tmp_path / "kept.json").exists()


def test_ctrl_c_leaves_a_run_that_the_same_command_takes_up(
    run: Run, running: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(clock: Clock, seconds: float) -> None:
        raise KeyboardInterrupt

    ends(running, result("two"), result("one"))
    monkeypatch.setattr(Clock, "sleep", interrupted)
    done = run("batch", "run", "calls.jsonl", "-o", "answers.jsonl")
    assert done.exit_code == 130
    assert done.stderr.splitlines() == [
        "stopped; it goes on without you",
        "to wait for it again: the same command, which reads calls.run.json",
        "to stop it: openai-client batch cancel calls.run.json",
    ]
    assert not (tmp_path / "answers.jsonl").exists()
    assert run("batch", "run", "calls.jsonl", "-o", "answers.jsonl").exit_code == 0
    assert running.lines().count("POST /batches") == 1


def test_a_wait_that_takes_too_long_says_the_same(run: Run, running: Service) -> None:
    running.says("GET /batches/batch_1", batch("in_progress"))
    done = run("batch", "run", "calls.jsonl", "-o", "answers.jsonl", "--max-wait", "0")
    assert done.exit_code == 2
    assert done.stderr.splitlines() == [
        "error: still in_progress after 0 seconds; it goes on without you",
        "to wait for it again: the same command, which reads calls.run.json",
        "to stop it: openai-client batch cancel calls.run.json",
    ]


def test_status_cancel_and_results(run: Run, running: Service, tmp_path: Path) -> None:
    ends(running, result("two"), result("one"))
    run("batch", "run", "calls.jsonl", "-o", "answers.jsonl")
    assert run("batch", "status", "calls.run.json").stdout.splitlines() == [
        "batch    status     requests  answered  failed",
        "batch_1  completed  2         1         0",
    ]
    assert [one["id"] for one in json.loads(run("batch", "cancel", "calls.run.json", "--json").stdout)] == ["batch_1"]
    running.says("GET /files/file-in/content", Answer(REQUESTS.encode()))
    assert run("batch", "results", "batch_1", "-o", "again.jsonl").exit_code == 0
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "answers.jsonl").read_bytes()


def test_results_of_a_batch_that_goes_on(run: Run, service: Service, tmp_path: Path) -> None:
    service.says("GET /batches/batch_1", batch("in_progress"))
    done = run("batch", "results", "batch_1", "-o", "again.jsonl")
    assert done.exit_code == 2
    assert "the batch batch_1 is in_progress" in done.stderr
    assert not (tmp_path / "again.jsonl").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["run", "gone.jsonl", "-o", "x"], "gone.jsonl: cannot read it"),
        (["run", "cut.jsonl", "-o", "x"], "cut.jsonl:2:2: the text that begins here does not end on this line"),
        (["run", "train.jsonl", "-o", "x"], "train.jsonl:1: no request of a batch"),
        (["run", "empty.jsonl", "-o", "x"], "empty.jsonl: the file is empty"),
        (["run", "twice.jsonl", "-o", "x"], "twice.jsonl:3: custom_id 'one' is that of line 1 already"),
        (["run", "calls.jsonl", "-o", "cut.jsonl"], "cut.jsonl: there is such a file already"),
        (["run", "calls.jsonl", "-o", "x", "--state", "other.json"], "other.json: this is not the state of a run"),
        (["run", "calls.jsonl"], "Missing option '-o'"),
        (["status", "gone.json"], "there is no run of batches with this state"),
        (["cancel", "cut.jsonl"], "cut.jsonl:2:1: the state of a run of batches is JSON, and this is none"),
        (["results", "batch_1", "-o", "cut.jsonl"], "cut.jsonl: there is such a file already"),
    ],
)
def test_slips(run: Run, service: Service, tmp_path: Path, words: list[str], message: str) -> None:
    contents = {
        "calls.jsonl": REQUESTS, "cut.jsonl": REQUESTS.splitlines()[0] + '\n{"custom_id', "empty.jsonl": "",
        "train.jsonl": '{"messages": []}\n', "twice.jsonl": REQUESTS + REQUESTS, "other.json": '{"version": 1}',
    }  # fmt: skip
    for name, content in contents.items():
        (tmp_path / name).write_text(content)
    done = run("batch", *words)
    assert done.exit_code == 2
    assert message in " ".join(done.stderr.split())
    assert service.seen == []
    assert {name: (tmp_path / name).read_text() for name in contents} == contents
    assert not (tmp_path / "x").exists()
